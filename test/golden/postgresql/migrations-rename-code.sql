-- pec_expand_User.displayName/migration.sql
-- User.displayName, stage expand
-- Adds the column displayName
DO $pec$
BEGIN
  SET LOCAL lock_timeout = '2s';
  ALTER TABLE "User" ADD COLUMN "displayName" TEXT;
END
$pec$;

-- pec_expand_User.displayName.revert/migration.sql
-- User.displayName, stage expand
-- Takes back: Adds the column displayName
DO $pec$
BEGIN
  SET LOCAL lock_timeout = '2s';
  ALTER TABLE "User" DROP COLUMN "displayName";
END
$pec$;

-- pec_migrate_User.displayName/migration.sql
-- User.displayName, stage migrate
-- Looks whether displayName holds what userName does, and changes nothing
-- Looks at this database first, and stops before any lock unless the backfill has ended (a table without rows needs none), and no row of "User" differs in "userName" and "displayName".
-- If it stops, nothing was changed: run "pec backfill --transition User.displayName" on this database, then run "prisma migrate resolve --rolled-back" and "prisma migrate deploy".
DO $pec$
BEGIN
  SET LOCAL lock_timeout = '2s';
  DECLARE
    pec_progress oid;
    pec_ended boolean := false;
    pec_rows bigint;
  BEGIN
    IF current_database() LIKE 'prisma!_migrate!_shadow!_db!_%' ESCAPE '!' THEN
      UPDATE "User" SET "displayName" = "userName" WHERE "displayName" IS DISTINCT FROM "userName" COLLATE "C";
    ELSE
      SET LOCAL row_security = off;
      IF EXISTS (SELECT FROM "User") THEN
        SELECT "pg_class"."oid" INTO pec_progress FROM "pg_class" JOIN "pg_namespace" ON "pg_namespace"."oid" = "relnamespace"
          WHERE "nspname" = 'pec' AND "relname" = 'backfill';
        IF pec_progress IS NOT NULL THEN
          IF NOT (has_schema_privilege('pec', 'USAGE') AND has_table_privilege(pec_progress, 'SELECT')) THEN
            RAISE EXCEPTION USING MESSAGE = 'User.displayName: this database user may not read "pec"."backfill", which tells whether the backfill has ended here: grant it USAGE on the schema and SELECT on the table. Nothing was changed. Then run prisma migrate resolve --rolled-back with the name of this migration, and prisma migrate deploy.';
          END IF;
          SELECT count(*) > 0 INTO pec_ended FROM "pec"."backfill" WHERE "direction" = 'forward' AND "state" = 'done' AND "name" = (
            SELECT '"' || "nspname" || '"."User"."displayName"' FROM "pg_class"
            JOIN "pg_namespace" ON "pg_namespace"."oid" = "relnamespace" WHERE "pg_class"."oid" = '"User"'::regclass);
        END IF;
        IF NOT pec_ended THEN
          RAISE EXCEPTION USING MESSAGE = 'User.displayName: "User" has rows, and no backfill of them has ended here: run "pec backfill" on this database. Nothing was changed. Then run prisma migrate resolve --rolled-back with the name of this migration, and prisma migrate deploy.';
        END IF;
        SELECT count(*) INTO pec_rows FROM (SELECT FROM "User" WHERE "displayName" IS DISTINCT FROM "userName" COLLATE "C" LIMIT 1000) AS "pec_differing";
        IF pec_rows > 0 THEN
          RAISE EXCEPTION USING MESSAGE = 'User.displayName: ' || pec_rows || CASE pec_rows WHEN 1000 THEN ' rows or more ' WHEN 1 THEN ' row ' ELSE ' rows ' END || 'of "User" differ in "userName" and "displayName": run "pec backfill" on this database. Nothing was changed. Then run prisma migrate resolve --rolled-back with the name of this migration, and prisma migrate deploy.';
        END IF;
      END IF;
    END IF;
  END;
END
$pec$;

-- pec_migrate_User.displayName.revert/migration.sql
-- User.displayName, stage migrate
-- Stays, and does no harm: Looks whether displayName holds what userName does, and changes nothing
DO $pec$
BEGIN
  SET LOCAL lock_timeout = '2s';
END
$pec$;

-- pec_finish_User.displayName/migration.sql
-- User.displayName, stage finish
-- Drops the column of userName, with its indexes
-- Looks at this database first, and stops before any lock unless the backfill has ended (a table without rows needs none).
-- If it stops, nothing was changed: set right what "pec verify" of the stage before names, then run "prisma migrate resolve --rolled-back" and "prisma migrate deploy".
DO $pec$
BEGIN
  SET LOCAL lock_timeout = '2s';
  DECLARE
    pec_progress oid;
    pec_ended boolean := false;
    pec_rows bigint;
  BEGIN
    IF current_database() LIKE 'prisma!_migrate!_shadow!_db!_%' ESCAPE '!' THEN
      UPDATE "User" SET "displayName" = "userName" WHERE "displayName" IS DISTINCT FROM "userName" COLLATE "C";
    ELSE
      SET LOCAL row_security = off;
      IF EXISTS (SELECT FROM "User") THEN
        SELECT "pg_class"."oid" INTO pec_progress FROM "pg_class" JOIN "pg_namespace" ON "pg_namespace"."oid" = "relnamespace"
          WHERE "nspname" = 'pec' AND "relname" = 'backfill';
        IF pec_progress IS NOT NULL THEN
          IF NOT (has_schema_privilege('pec', 'USAGE') AND has_table_privilege(pec_progress, 'SELECT')) THEN
            RAISE EXCEPTION USING MESSAGE = 'User.displayName: this database user may not read "pec"."backfill", which tells whether the backfill has ended here: grant it USAGE on the schema and SELECT on the table. Nothing was changed. Then run prisma migrate resolve --rolled-back with the name of this migration, and prisma migrate deploy.';
          END IF;
          SELECT count(*) > 0 INTO pec_ended FROM "pec"."backfill" WHERE "direction" = 'forward' AND "state" = 'done' AND "name" = (
            SELECT '"' || "nspname" || '"."User"."displayName"' FROM "pg_class"
            JOIN "pg_namespace" ON "pg_namespace"."oid" = "relnamespace" WHERE "pg_class"."oid" = '"User"'::regclass);
        END IF;
        IF NOT pec_ended THEN
          RAISE EXCEPTION USING MESSAGE = 'User.displayName: "User" has rows, and no backfill of them has ended here: run "pec backfill" on this database. Nothing was changed. Then run prisma migrate resolve --rolled-back with the name of this migration, and prisma migrate deploy.';
        END IF;
      END IF;
    END IF;
  END;
  COMMIT;
  SET LOCAL lock_timeout = '2s';
  ALTER TABLE "User" DROP COLUMN "userName";
END
$pec$;

-- none/migration.sql
-- (no way back)
