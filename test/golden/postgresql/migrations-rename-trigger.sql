-- pec_expand_User.displayName/migration.sql
-- User.displayName, stage expand
-- Adds the column displayName, and a trigger that keeps it equal to userName
DO $pec1$
BEGIN
  SET LOCAL lock_timeout = '2s';
  ALTER TABLE "User" ADD COLUMN "displayName" TEXT;
  CREATE FUNCTION "pec_sync_User_userName_displayName_b0ab01b6"() RETURNS trigger LANGUAGE plpgsql AS $pec$
  #variable_conflict use_column
  BEGIN
    IF TG_OP = 'INSERT' THEN
      IF NEW."displayName" IS NULL THEN
        NEW."displayName" := NEW."userName";
      ELSE
        IF NEW."displayName" IS DISTINCT FROM NEW."userName" COLLATE "C" THEN
          NEW."userName" := NEW."displayName";
        END IF;
      END IF;
    ELSIF NEW."displayName" IS DISTINCT FROM OLD."displayName" COLLATE "C" THEN
      IF NEW."displayName" IS DISTINCT FROM NEW."userName" COLLATE "C" THEN
        NEW."userName" := NEW."displayName";
      END IF;
    ELSIF NEW."userName" IS DISTINCT FROM OLD."userName" COLLATE "C" OR NEW."displayName" IS NULL THEN
      NEW."displayName" := NEW."userName";
    END IF;
    RETURN NEW;
  END
  $pec$;
  CREATE TRIGGER "pec_sync_User_userName_displayName_b0ab01b6" BEFORE INSERT ON "User" FOR EACH ROW EXECUTE FUNCTION "pec_sync_User_userName_displayName_b0ab01b6"();
  CREATE TRIGGER "pec_keep_User_userName_displayName_b0ab01b6" BEFORE UPDATE ON "User" FOR EACH ROW WHEN (NEW."userName" IS DISTINCT FROM OLD."userName" COLLATE "C" OR NEW."displayName" IS DISTINCT FROM OLD."displayName" COLLATE "C" OR (NEW."displayName" IS NULL AND NEW."userName" IS NOT NULL)) EXECUTE FUNCTION "pec_sync_User_userName_displayName_b0ab01b6"();
END
$pec1$;

-- pec_expand_User.displayName.revert/migration.sql
-- User.displayName, stage expand
-- Takes back: Adds the column displayName, and a trigger that keeps it equal to userName
DO $pec$
BEGIN
  SET LOCAL lock_timeout = '2s';
  DROP TRIGGER IF EXISTS "pec_keep_User_userName_displayName_b0ab01b6" ON "User";
  DROP TRIGGER "pec_sync_User_userName_displayName_b0ab01b6" ON "User";
  DROP FUNCTION "pec_sync_User_userName_displayName_b0ab01b6"();
  ALTER TABLE "User" DROP COLUMN "displayName";
END
$pec$;

-- pec_migrate_User.displayName/migration.sql
-- User.displayName, stage migrate
-- Looks whether displayName holds what userName does, and changes nothing
-- Looks at this database first, and stops before any lock unless a trigger keeps both columns equal, and the backfill has ended (a table without rows needs none), and no row of "User" differs in "userName" and "displayName".
-- If it stops, nothing was changed: run "pec backfill --transition User.displayName" on this database, then run "prisma migrate resolve --rolled-back" and "prisma migrate deploy".
-- The SQL of a trigger that is missing stands in the migration of stage expand.
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
      IF EXISTS (WITH RECURSIVE "family" AS (SELECT '"User"'::regclass::oid AS "oid"
          UNION SELECT "inhrelid" FROM "pg_inherits" JOIN "family" ON "inhparent" = "family"."oid")
        SELECT FROM "family" WHERE 2 > (SELECT count(DISTINCT "event") FROM "pg_trigger", unnest(ARRAY[4, 16]) AS "event"
          WHERE "tgrelid" = "family"."oid" AND "tgname" IN ('pec_sync_User_userName_displayName_b0ab01b6', 'pec_keep_User_userName_displayName_b0ab01b6') AND "tgtype" & "event" > 0
          AND ("tgenabled" = 'A' OR "tgenabled" = 'O' AND current_setting('session_replication_role') <> 'replica'))) THEN
        RAISE EXCEPTION USING MESSAGE = 'User.displayName: the sync trigger of "User" is missing or switched off here: restore it, then run "pec backfill" on this database. Nothing was changed. Then run prisma migrate resolve --rolled-back with the name of this migration, and prisma migrate deploy.';
      END IF;
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
-- Drops the column of userName, with its indexes and the trigger
-- Looks at this database first, and stops before any lock unless a trigger keeps both columns equal, and the backfill has ended (a table without rows needs none), and no row of "User" differs in "userName" and "displayName".
-- If it stops, nothing was changed: set right what "pec verify" of the stage before names, then run "prisma migrate resolve --rolled-back" and "prisma migrate deploy".
-- The SQL of a trigger that is missing stands in the migration of stage expand.
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
      IF EXISTS (WITH RECURSIVE "family" AS (SELECT '"User"'::regclass::oid AS "oid"
          UNION SELECT "inhrelid" FROM "pg_inherits" JOIN "family" ON "inhparent" = "family"."oid")
        SELECT FROM "family" WHERE 2 > (SELECT count(DISTINCT "event") FROM "pg_trigger", unnest(ARRAY[4, 16]) AS "event"
          WHERE "tgrelid" = "family"."oid" AND "tgname" IN ('pec_sync_User_userName_displayName_b0ab01b6', 'pec_keep_User_userName_displayName_b0ab01b6') AND "tgtype" & "event" > 0
          AND ("tgenabled" = 'A' OR "tgenabled" = 'O' AND current_setting('session_replication_role') <> 'replica'))) THEN
        RAISE EXCEPTION USING MESSAGE = 'User.displayName: the sync trigger of "User" is missing or switched off here: restore it, then run "pec backfill" on this database. Nothing was changed. Then run prisma migrate resolve --rolled-back with the name of this migration, and prisma migrate deploy.';
      END IF;
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
          RAISE EXCEPTION USING MESSAGE = 'User.displayName: ' || pec_rows || CASE pec_rows WHEN 1000 THEN ' rows or more ' WHEN 1 THEN ' row ' ELSE ' rows ' END || 'of "User" differ in "userName" and "displayName": see "pec verify" on this database, and set them right. Nothing was changed. Then run prisma migrate resolve --rolled-back with the name of this migration, and prisma migrate deploy.';
        END IF;
      END IF;
    END IF;
  END;
  COMMIT;
  SET LOCAL lock_timeout = '2s';
  DROP TRIGGER IF EXISTS "pec_keep_User_userName_displayName_b0ab01b6" ON "User";
  DROP TRIGGER "pec_sync_User_userName_displayName_b0ab01b6" ON "User";
  DROP FUNCTION "pec_sync_User_userName_displayName_b0ab01b6"();
  ALTER TABLE "User" DROP COLUMN "userName";
END
$pec$;

-- none/migration.sql
-- (no way back)
