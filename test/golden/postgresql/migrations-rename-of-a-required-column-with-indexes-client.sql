-- pec_expand_User.displayName/migration.sql
-- User.displayName, stage expand, migration 1 of 2
-- Adds the column displayName
DO $pec$
BEGIN
  SET LOCAL lock_timeout = '2s';
  ALTER TABLE "app users" ADD COLUMN "display_name" TEXT;
END
$pec$;

-- pec_expand_User.displayName.index_1/migration.sql
-- User.displayName, stage expand, migration 2 of 2
-- Builds the index over displayName, tenant while the table is in use
-- If this fails, an invalid index stays behind. Remove what it complains of, run DROP INDEX IF EXISTS "app users_display_name_tenant_idx", then "prisma migrate resolve --rolled-back" and "prisma migrate deploy".
-- On a partitioned table PostgreSQL refuses this: build the index over each partition concurrently, then take CONCURRENTLY out of this file, and the table takes those over.
CREATE INDEX CONCURRENTLY "app users_display_name_tenant_idx" ON "app users" ("display_name", "tenant");

-- pec_expand_User.displayName.index_1.revert/migration.sql
-- User.displayName, stage expand, migration 1 of 2
-- Takes back: Builds the index over displayName, tenant while the table is in use
DO $pec$
BEGIN
  SET LOCAL lock_timeout = '2s';
  DROP INDEX "app users_display_name_tenant_idx";
END
$pec$;

-- pec_expand_User.displayName.revert/migration.sql
-- User.displayName, stage expand, migration 2 of 2
-- Takes back: Adds the column displayName
DO $pec$
BEGIN
  SET LOCAL lock_timeout = '2s';
  ALTER TABLE "app users" DROP COLUMN "display_name";
END
$pec$;

-- pec_migrate_User.displayName/migration.sql
-- User.displayName, stage migrate, migration 1 of 3
-- displayName becomes NOT NULL, userName becomes nullable, and the default moves to displayName
-- Looks at this database first, and stops before any lock unless the backfill has ended (a table without rows needs none), and no row of "app users" differs in "user's name" and "display_name".
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
      UPDATE "app users" SET "display_name" = "user's name" WHERE "display_name" IS DISTINCT FROM "user's name" COLLATE "C";
    ELSE
      SET LOCAL row_security = off;
      IF EXISTS (SELECT FROM "app users") THEN
        SELECT "pg_class"."oid" INTO pec_progress FROM "pg_class" JOIN "pg_namespace" ON "pg_namespace"."oid" = "relnamespace"
          WHERE "nspname" = 'pec' AND "relname" = 'backfill';
        IF pec_progress IS NOT NULL THEN
          IF NOT (has_schema_privilege('pec', 'USAGE') AND has_table_privilege(pec_progress, 'SELECT')) THEN
            RAISE EXCEPTION USING MESSAGE = 'User.displayName: this database user may not read "pec"."backfill", which tells whether the backfill has ended here: grant it USAGE on the schema and SELECT on the table. Nothing was changed. Then run prisma migrate resolve --rolled-back with the name of this migration, and prisma migrate deploy.';
          END IF;
          SELECT count(*) > 0 INTO pec_ended FROM "pec"."backfill" WHERE "direction" = 'forward' AND "state" = 'done' AND "name" = (
            SELECT '"' || "nspname" || '"."app users"."display_name"' FROM "pg_class"
            JOIN "pg_namespace" ON "pg_namespace"."oid" = "relnamespace" WHERE "pg_class"."oid" = '"app users"'::regclass);
        END IF;
        IF NOT pec_ended THEN
          RAISE EXCEPTION USING MESSAGE = 'User.displayName: "app users" has rows, and no backfill of them has ended here: run "pec backfill" on this database. Nothing was changed. Then run prisma migrate resolve --rolled-back with the name of this migration, and prisma migrate deploy.';
        END IF;
        SELECT count(*) INTO pec_rows FROM (SELECT FROM "app users" WHERE "display_name" IS DISTINCT FROM "user's name" COLLATE "C" LIMIT 1000) AS "pec_differing";
        IF pec_rows > 0 THEN
          RAISE EXCEPTION USING MESSAGE = 'User.displayName: ' || pec_rows || CASE pec_rows WHEN 1000 THEN ' rows or more ' WHEN 1 THEN ' row ' ELSE ' rows ' END || 'of "app users" differ in "user''s name" and "display_name": run "pec backfill" on this database. Nothing was changed. Then run prisma migrate resolve --rolled-back with the name of this migration, and prisma migrate deploy.';
        END IF;
      END IF;
    END IF;
  END;
  COMMIT;
  SET LOCAL lock_timeout = '2s';
  ALTER TABLE "app users" DROP CONSTRAINT IF EXISTS "pec_not_null_app users_display_name_b612f12b";
  ALTER TABLE "app users" ADD CONSTRAINT "pec_not_null_app users_display_name_b612f12b" CHECK ("display_name" IS NOT NULL) NOT VALID;
  COMMIT;
  SET LOCAL lock_timeout = '2s';
  ALTER TABLE "app users" VALIDATE CONSTRAINT "pec_not_null_app users_display_name_b612f12b";
  COMMIT;
  SET LOCAL lock_timeout = '2s';
  ALTER TABLE "app users" ALTER COLUMN "display_name" SET NOT NULL;
  ALTER TABLE "app users" DROP CONSTRAINT "pec_not_null_app users_display_name_b612f12b";
  ALTER TABLE "app users" ALTER COLUMN "display_name" SET DEFAULT 'it''s';
  COMMIT;
  SET LOCAL lock_timeout = '2s';
  ALTER TABLE "app users" ALTER COLUMN "user's name" DROP NOT NULL;
  ALTER TABLE "app users" ALTER COLUMN "user's name" DROP DEFAULT;
END
$pec$;

-- pec_migrate_User.displayName.unique_1/migration.sql
-- User.displayName, stage migrate, migration 2 of 3
-- Builds the unique index over displayName while the table is in use
-- If this fails, an invalid index stays behind. Remove what it complains of, run DROP INDEX IF EXISTS "app users_display_name_key", then "prisma migrate resolve --rolled-back" and "prisma migrate deploy".
-- On a partitioned table PostgreSQL refuses this: build the index over each partition concurrently, then take CONCURRENTLY out of this file, and the table takes those over.
CREATE UNIQUE INDEX CONCURRENTLY "app users_display_name_key" ON "app users" ("display_name");

-- pec_migrate_User.displayName.unique_2/migration.sql
-- User.displayName, stage migrate, migration 3 of 3
-- Builds the unique index over tenant, displayName while the table is in use
-- If this fails, an invalid index stays behind. Remove what it complains of, run DROP INDEX IF EXISTS "app users_tenant_display_name_key", then "prisma migrate resolve --rolled-back" and "prisma migrate deploy".
-- On a partitioned table PostgreSQL refuses this: build the index over each partition concurrently, then take CONCURRENTLY out of this file, and the table takes those over.
CREATE UNIQUE INDEX CONCURRENTLY "app users_tenant_display_name_key" ON "app users" ("tenant", "display_name");

-- pec_migrate_User.displayName.unique_2.revert/migration.sql
-- User.displayName, stage migrate, migration 1 of 3
-- Takes back: Builds the unique index over tenant, displayName while the table is in use
DO $pec$
BEGIN
  SET LOCAL lock_timeout = '2s';
  DROP INDEX "app users_tenant_display_name_key";
END
$pec$;

-- pec_migrate_User.displayName.unique_1.revert/migration.sql
-- User.displayName, stage migrate, migration 2 of 3
-- Takes back: Builds the unique index over displayName while the table is in use
DO $pec$
BEGIN
  SET LOCAL lock_timeout = '2s';
  DROP INDEX "app users_display_name_key";
END
$pec$;

-- pec_migrate_User.displayName.revert/migration.sql
-- User.displayName, stage migrate, migration 3 of 3
-- Takes back: displayName becomes NOT NULL, userName becomes nullable, and the default moves to displayName
DO $pec$
BEGIN
  SET LOCAL lock_timeout = '2s';
  ALTER TABLE "app users" DROP CONSTRAINT IF EXISTS "pec_not_null_app users_user's name_b83798e6";
  ALTER TABLE "app users" ADD CONSTRAINT "pec_not_null_app users_user's name_b83798e6" CHECK ("user's name" IS NOT NULL) NOT VALID;
  COMMIT;
  SET LOCAL lock_timeout = '2s';
  ALTER TABLE "app users" VALIDATE CONSTRAINT "pec_not_null_app users_user's name_b83798e6";
  COMMIT;
  SET LOCAL lock_timeout = '2s';
  ALTER TABLE "app users" ALTER COLUMN "user's name" SET NOT NULL;
  ALTER TABLE "app users" DROP CONSTRAINT "pec_not_null_app users_user's name_b83798e6";
  ALTER TABLE "app users" ALTER COLUMN "user's name" SET DEFAULT 'it''s';
  COMMIT;
  SET LOCAL lock_timeout = '2s';
  ALTER TABLE "app users" ALTER COLUMN "display_name" DROP NOT NULL;
  ALTER TABLE "app users" ALTER COLUMN "display_name" DROP DEFAULT;
END
$pec$;

-- pec_contract_User.displayName.unique_1/migration.sql
-- User.displayName, stage contract, migration 1 of 2
-- userName need not be unique any more: userName is left behind
DO $pec$
BEGIN
  SET LOCAL lock_timeout = '2s';
  DROP INDEX "app users_user's name_key";
END
$pec$;

-- pec_contract_User.displayName.unique_2/migration.sql
-- User.displayName, stage contract, migration 2 of 2
-- tenant, userName need not be unique any more: userName is left behind
DO $pec$
BEGIN
  SET LOCAL lock_timeout = '2s';
  DROP INDEX "app users_tenant_user's name_key";
END
$pec$;

-- pec_contract_User.displayName.unique_2.revert/migration.sql
-- User.displayName, stage contract, migration 1 of 2
-- Takes back: tenant, userName need not be unique any more: userName is left behind
-- If this fails, an invalid index stays behind. Remove what it complains of, run DROP INDEX IF EXISTS "app users_tenant_user's name_key", then "prisma migrate resolve --rolled-back" and "prisma migrate deploy".
-- On a partitioned table PostgreSQL refuses this: build the index over each partition concurrently, then take CONCURRENTLY out of this file, and the table takes those over.
CREATE UNIQUE INDEX CONCURRENTLY "app users_tenant_user's name_key" ON "app users" ("tenant", "user's name");

-- pec_contract_User.displayName.unique_1.revert/migration.sql
-- User.displayName, stage contract, migration 2 of 2
-- Takes back: userName need not be unique any more: userName is left behind
-- If this fails, an invalid index stays behind. Remove what it complains of, run DROP INDEX IF EXISTS "app users_user's name_key", then "prisma migrate resolve --rolled-back" and "prisma migrate deploy".
-- On a partitioned table PostgreSQL refuses this: build the index over each partition concurrently, then take CONCURRENTLY out of this file, and the table takes those over.
CREATE UNIQUE INDEX CONCURRENTLY "app users_user's name_key" ON "app users" ("user's name");

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
      UPDATE "app users" SET "display_name" = "user's name" WHERE "display_name" IS DISTINCT FROM "user's name" COLLATE "C";
    ELSE
      SET LOCAL row_security = off;
      IF EXISTS (SELECT FROM "app users") THEN
        SELECT "pg_class"."oid" INTO pec_progress FROM "pg_class" JOIN "pg_namespace" ON "pg_namespace"."oid" = "relnamespace"
          WHERE "nspname" = 'pec' AND "relname" = 'backfill';
        IF pec_progress IS NOT NULL THEN
          IF NOT (has_schema_privilege('pec', 'USAGE') AND has_table_privilege(pec_progress, 'SELECT')) THEN
            RAISE EXCEPTION USING MESSAGE = 'User.displayName: this database user may not read "pec"."backfill", which tells whether the backfill has ended here: grant it USAGE on the schema and SELECT on the table. Nothing was changed. Then run prisma migrate resolve --rolled-back with the name of this migration, and prisma migrate deploy.';
          END IF;
          SELECT count(*) > 0 INTO pec_ended FROM "pec"."backfill" WHERE "direction" = 'forward' AND "state" = 'done' AND "name" = (
            SELECT '"' || "nspname" || '"."app users"."display_name"' FROM "pg_class"
            JOIN "pg_namespace" ON "pg_namespace"."oid" = "relnamespace" WHERE "pg_class"."oid" = '"app users"'::regclass);
        END IF;
        IF NOT pec_ended THEN
          RAISE EXCEPTION USING MESSAGE = 'User.displayName: "app users" has rows, and no backfill of them has ended here: run "pec backfill" on this database. Nothing was changed. Then run prisma migrate resolve --rolled-back with the name of this migration, and prisma migrate deploy.';
        END IF;
      END IF;
    END IF;
  END;
  COMMIT;
  SET LOCAL lock_timeout = '2s';
  ALTER TABLE "app users" DROP COLUMN "user's name";
END
$pec$;

-- none/migration.sql
-- (no way back)
