-- pec_expand_User.state/migration.sql
-- User.state, stage expand
-- Makes the enum Status. Adds the column state
DO $pec$
BEGIN
  SET LOCAL lock_timeout = '2s';
  CREATE TYPE "Status" AS ENUM ('ACTIVE', 'on hold', 'UNKNOWN');
  ALTER TABLE "User" ADD COLUMN "state" "Status";
END
$pec$;

-- pec_expand_User.state.revert/migration.sql
-- User.state, stage expand
-- Takes back: Makes the enum Status. Adds the column state
DO $pec$
BEGIN
  SET LOCAL lock_timeout = '2s';
  ALTER TABLE "User" DROP COLUMN "state";
  DROP TYPE "Status";
END
$pec$;

-- pec_migrate_User.state/migration.sql
-- User.state, stage migrate
-- Looks whether state holds what status does, and changes nothing
-- Looks at this database first, and stops before any lock unless the backfill has ended (a table without rows needs none), and no row of "User" differs in "status" and "state".
-- If it stops, nothing was changed: run "pec backfill --transition User.state" on this database, then run "prisma migrate resolve --rolled-back" and "prisma migrate deploy".
DO $pec$
BEGIN
  SET LOCAL lock_timeout = '2s';
  DECLARE
    pec_progress oid;
    pec_ended boolean := false;
    pec_rows bigint;
  BEGIN
    IF current_database() LIKE 'prisma!_migrate!_shadow!_db!_%' ESCAPE '!' THEN
      UPDATE "User" SET "state" = (CASE WHEN "status" IS NULL THEN NULL WHEN "status"::text = 'on' COLLATE "C" THEN 'ACTIVE' WHEN "status"::text = 'it''s off' COLLATE "C" THEN 'on hold' WHEN "status"::text = 'gone' COLLATE "C" THEN 'UNKNOWN' ELSE NULL END)::"Status" WHERE ("state")::text IS DISTINCT FROM ((CASE WHEN "status" IS NULL THEN NULL WHEN "status"::text = 'on' COLLATE "C" THEN 'ACTIVE' WHEN "status"::text = 'it''s off' COLLATE "C" THEN 'on hold' WHEN "status"::text = 'gone' COLLATE "C" THEN 'UNKNOWN' ELSE NULL END)::"Status")::text COLLATE "C";
    ELSE
      SET LOCAL row_security = off;
      IF EXISTS (SELECT FROM "User") THEN
        SELECT "pg_class"."oid" INTO pec_progress FROM "pg_class" JOIN "pg_namespace" ON "pg_namespace"."oid" = "relnamespace"
          WHERE "nspname" = 'pec' AND "relname" = 'backfill';
        IF pec_progress IS NOT NULL THEN
          IF NOT (has_schema_privilege('pec', 'USAGE') AND has_table_privilege(pec_progress, 'SELECT')) THEN
            RAISE EXCEPTION USING MESSAGE = 'User.state: this database user may not read "pec"."backfill", which tells whether the backfill has ended here: grant it USAGE on the schema and SELECT on the table. Nothing was changed. Then run prisma migrate resolve --rolled-back with the name of this migration, and prisma migrate deploy.';
          END IF;
          SELECT count(*) > 0 INTO pec_ended FROM "pec"."backfill" WHERE "direction" = 'forward' AND "state" = 'done' AND "name" = (
            SELECT '"' || "nspname" || '"."User"."state"' FROM "pg_class"
            JOIN "pg_namespace" ON "pg_namespace"."oid" = "relnamespace" WHERE "pg_class"."oid" = '"User"'::regclass);
        END IF;
        IF NOT pec_ended THEN
          RAISE EXCEPTION USING MESSAGE = 'User.state: "User" has rows, and no backfill of them has ended here: run "pec backfill" on this database. Nothing was changed. Then run prisma migrate resolve --rolled-back with the name of this migration, and prisma migrate deploy.';
        END IF;
        SELECT count(*) INTO pec_rows FROM (SELECT FROM "User" WHERE (("state")::text IS DISTINCT FROM ((CASE WHEN "status" IS NULL THEN NULL WHEN "status"::text = 'on' COLLATE "C" THEN 'ACTIVE' WHEN "status"::text = 'it''s off' COLLATE "C" THEN 'on hold' WHEN "status"::text = 'gone' COLLATE "C" THEN 'UNKNOWN' ELSE NULL END)::"Status")::text COLLATE "C" OR NOT ("status"::text = 'on' COLLATE "C" OR "status"::text = 'it''s off' COLLATE "C" OR "status"::text = 'gone' COLLATE "C")) LIMIT 1000) AS "pec_differing";
        IF pec_rows > 0 THEN
          RAISE EXCEPTION USING MESSAGE = 'User.state: ' || pec_rows || CASE pec_rows WHEN 1000 THEN ' rows or more ' WHEN 1 THEN ' row ' ELSE ' rows ' END || 'of "User" differ in "status" and "state": run "pec backfill" on this database. Nothing was changed. Then run prisma migrate resolve --rolled-back with the name of this migration, and prisma migrate deploy.';
        END IF;
      END IF;
    END IF;
  END;
END
$pec$;

-- pec_migrate_User.state.revert/migration.sql
-- User.state, stage migrate
-- Stays, and does no harm: Looks whether state holds what status does, and changes nothing
DO $pec$
BEGIN
  SET LOCAL lock_timeout = '2s';
END
$pec$;

-- pec_finish_User.state/migration.sql
-- User.state, stage finish
-- Drops the column of status, with its indexes
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
      UPDATE "User" SET "state" = (CASE WHEN "status" IS NULL THEN NULL WHEN "status"::text = 'on' COLLATE "C" THEN 'ACTIVE' WHEN "status"::text = 'it''s off' COLLATE "C" THEN 'on hold' WHEN "status"::text = 'gone' COLLATE "C" THEN 'UNKNOWN' ELSE NULL END)::"Status" WHERE ("state")::text IS DISTINCT FROM ((CASE WHEN "status" IS NULL THEN NULL WHEN "status"::text = 'on' COLLATE "C" THEN 'ACTIVE' WHEN "status"::text = 'it''s off' COLLATE "C" THEN 'on hold' WHEN "status"::text = 'gone' COLLATE "C" THEN 'UNKNOWN' ELSE NULL END)::"Status")::text COLLATE "C";
    ELSE
      SET LOCAL row_security = off;
      IF EXISTS (SELECT FROM "User") THEN
        SELECT "pg_class"."oid" INTO pec_progress FROM "pg_class" JOIN "pg_namespace" ON "pg_namespace"."oid" = "relnamespace"
          WHERE "nspname" = 'pec' AND "relname" = 'backfill';
        IF pec_progress IS NOT NULL THEN
          IF NOT (has_schema_privilege('pec', 'USAGE') AND has_table_privilege(pec_progress, 'SELECT')) THEN
            RAISE EXCEPTION USING MESSAGE = 'User.state: this database user may not read "pec"."backfill", which tells whether the backfill has ended here: grant it USAGE on the schema and SELECT on the table. Nothing was changed. Then run prisma migrate resolve --rolled-back with the name of this migration, and prisma migrate deploy.';
          END IF;
          SELECT count(*) > 0 INTO pec_ended FROM "pec"."backfill" WHERE "direction" = 'forward' AND "state" = 'done' AND "name" = (
            SELECT '"' || "nspname" || '"."User"."state"' FROM "pg_class"
            JOIN "pg_namespace" ON "pg_namespace"."oid" = "relnamespace" WHERE "pg_class"."oid" = '"User"'::regclass);
        END IF;
        IF NOT pec_ended THEN
          RAISE EXCEPTION USING MESSAGE = 'User.state: "User" has rows, and no backfill of them has ended here: run "pec backfill" on this database. Nothing was changed. Then run prisma migrate resolve --rolled-back with the name of this migration, and prisma migrate deploy.';
        END IF;
      END IF;
    END IF;
  END;
  COMMIT;
  SET LOCAL lock_timeout = '2s';
  ALTER TABLE "User" DROP COLUMN "status";
END
$pec$;

-- none/migration.sql
-- (no way back)
