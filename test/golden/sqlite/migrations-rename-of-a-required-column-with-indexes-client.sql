-- pec_expand_User.displayName/migration.sql
-- User.displayName, stage expand, migration 1 of 2
-- Adds the column displayName
BEGIN IMMEDIATE;
ALTER TABLE "app users" ADD COLUMN "display_name" TEXT;
COMMIT;

-- pec_expand_User.displayName.index_1/migration.sql
-- User.displayName, stage expand, migration 2 of 2
-- Builds the index over displayName, tenant while the table is in use
BEGIN IMMEDIATE;
CREATE INDEX "app users_display_name_tenant_idx" ON "app users"("display_name", "tenant");
COMMIT;

-- pec_expand_User.displayName.index_1.revert/migration.sql
-- User.displayName, stage expand, migration 1 of 2
-- Takes back: Builds the index over displayName, tenant while the table is in use
BEGIN IMMEDIATE;
DROP INDEX "app users_display_name_tenant_idx";
COMMIT;

-- pec_expand_User.displayName.revert/migration.sql
-- User.displayName, stage expand, migration 2 of 2
-- Takes back: Adds the column displayName
BEGIN IMMEDIATE;
ALTER TABLE "app users" DROP COLUMN "display_name";
COMMIT;

-- pec_migrate_User.displayName/migration.sql
-- User.displayName, stage migrate
-- Makes the table anew: displayName becomes NOT NULL, userName becomes nullable, and the default moves to displayName
-- Looks at this database first, and stops before any lock unless the backfill has ended (a table without rows needs none), and no row of "app users" differs in "user's name" and "display_name".
-- If it stops, nothing was changed: run "pec backfill --transition User.displayName" on this database, then run "prisma migrate resolve --rolled-back" and "prisma migrate deploy".
-- Triggers of your own on this table are lost with the old one: create them again at the end of this file.
UPDATE "app users" SET "display_name" = "user's name" WHERE ("display_name" IS NOT "user's name" COLLATE BINARY) AND EXISTS (SELECT 1 FROM pragma_database_list WHERE "name" = 'main' AND "file" = '');
DROP TABLE IF EXISTS temp."pec_guard";
CREATE TEMP TABLE "pec_guard" ("found" TEXT);
CREATE TEMP TRIGGER "pec_guard_sync" BEFORE INSERT ON "pec_guard" WHEN NEW."found" = 'sync'
BEGIN
  SELECT RAISE(ABORT, 'User.displayName: the sync trigger of "app users" is missing or switched off here: restore it, then run "pec backfill" on this database, see the head of this file');
END;
CREATE TEMP TRIGGER "pec_guard_backfill" BEFORE INSERT ON "pec_guard" WHEN NEW."found" = 'backfill'
BEGIN
  SELECT RAISE(ABORT, 'User.displayName: "app users" has rows, and no backfill of them has ended here: run "pec backfill" on this database, see the head of this file');
END;
CREATE TEMP TRIGGER "pec_guard_rows" BEFORE INSERT ON "pec_guard" WHEN NEW."found" = 'rows'
BEGIN
  SELECT RAISE(ABORT, 'User.displayName: rows of "app users" differ in "user''s name" and "display_name": run "pec backfill" on this database, see the head of this file');
END;
ATTACH DATABASE (SELECT CASE "file" WHEN '' THEN ':memory:' ELSE "file" || '-pec' END FROM pragma_database_list WHERE "name" = 'main') AS "pec_progress";
CREATE TABLE IF NOT EXISTS "pec_progress"."backfill" (
  "name" TEXT NOT NULL,
  "direction" TEXT NOT NULL,
  "transition" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "request" TEXT,
  "cursor" TEXT,
  "key_columns" TEXT NOT NULL,
  "rows_total" INTEGER,
  "rows_scanned" INTEGER NOT NULL DEFAULT 0,
  "rows_copied" INTEGER NOT NULL DEFAULT 0,
  "failed_rows" TEXT NOT NULL,
  "message" TEXT,
  "started_at" TEXT,
  "finished_at" TEXT,
  "updated_at" TEXT NOT NULL,
  PRIMARY KEY ("name", "direction")
);
INSERT INTO temp."pec_guard" SELECT 'ended' FROM "pec_progress"."backfill" WHERE "name" = '"app users"."display_name"' AND "direction" = 'forward' AND "state" = 'done';
DETACH DATABASE "pec_progress";
INSERT INTO temp."pec_guard" SELECT 'backfill' WHERE NOT EXISTS (SELECT 1 FROM pragma_database_list WHERE "name" = 'main' AND "file" = '') AND EXISTS (SELECT 1 FROM "app users") AND NOT EXISTS (SELECT 1 FROM temp."pec_guard" WHERE "found" = 'ended');
INSERT INTO temp."pec_guard" SELECT 'rows' WHERE NOT EXISTS (SELECT 1 FROM pragma_database_list WHERE "name" = 'main' AND "file" = '') AND EXISTS (SELECT 1 FROM "app users" WHERE ("display_name" IS NOT "user's name" COLLATE BINARY));
DROP TABLE temp."pec_guard";
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;
-- (what Prisma writes to make the table anew);
COMMIT;
PRAGMA foreign_keys=ON;

-- pec_migrate_User.displayName.revert/migration.sql
-- User.displayName, stage migrate
-- Takes back: Makes the table anew: displayName becomes NOT NULL, userName becomes nullable, and the default moves to displayName
-- Triggers of your own on this table are lost with the old one: create them again at the end of this file.
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;
-- (what Prisma writes to make the table anew);
COMMIT;
PRAGMA foreign_keys=ON;

-- pec_contract_User.displayName.unique_1/migration.sql
-- User.displayName, stage contract, migration 1 of 2
-- userName need not be unique any more: userName is left behind
BEGIN IMMEDIATE;
DROP INDEX "app users_user's name_key";
COMMIT;

-- pec_contract_User.displayName.unique_2/migration.sql
-- User.displayName, stage contract, migration 2 of 2
-- tenant, userName need not be unique any more: userName is left behind
BEGIN IMMEDIATE;
DROP INDEX "app users_tenant_user's name_key";
COMMIT;

-- pec_contract_User.displayName.unique_2.revert/migration.sql
-- User.displayName, stage contract, migration 1 of 2
-- Takes back: tenant, userName need not be unique any more: userName is left behind
BEGIN IMMEDIATE;
CREATE UNIQUE INDEX "app users_tenant_user's name_key" ON "app users"("tenant", "user's name");
COMMIT;

-- pec_contract_User.displayName.unique_1.revert/migration.sql
-- User.displayName, stage contract, migration 2 of 2
-- Takes back: userName need not be unique any more: userName is left behind
BEGIN IMMEDIATE;
CREATE UNIQUE INDEX "app users_user's name_key" ON "app users"("user's name");
COMMIT;

-- pec_finish_User.displayName/migration.sql
-- User.displayName, stage finish
-- Drops the column of userName, with its indexes
-- Looks at this database first, and stops before any lock unless the backfill has ended (a table without rows needs none).
-- If it stops, nothing was changed: set right what "pec verify" of the stage before names, then run "prisma migrate resolve --rolled-back" and "prisma migrate deploy".
UPDATE "app users" SET "display_name" = "user's name" WHERE ("display_name" IS NOT "user's name" COLLATE BINARY) AND EXISTS (SELECT 1 FROM pragma_database_list WHERE "name" = 'main' AND "file" = '');
DROP TABLE IF EXISTS temp."pec_guard";
CREATE TEMP TABLE "pec_guard" ("found" TEXT);
CREATE TEMP TRIGGER "pec_guard_sync" BEFORE INSERT ON "pec_guard" WHEN NEW."found" = 'sync'
BEGIN
  SELECT RAISE(ABORT, 'User.displayName: the sync trigger of "app users" is missing or switched off here: restore it, then run "pec backfill" on this database, see the head of this file');
END;
CREATE TEMP TRIGGER "pec_guard_backfill" BEFORE INSERT ON "pec_guard" WHEN NEW."found" = 'backfill'
BEGIN
  SELECT RAISE(ABORT, 'User.displayName: "app users" has rows, and no backfill of them has ended here: run "pec backfill" on this database, see the head of this file');
END;
CREATE TEMP TRIGGER "pec_guard_rows" BEFORE INSERT ON "pec_guard" WHEN NEW."found" = 'rows'
BEGIN
  SELECT RAISE(ABORT, 'User.displayName: rows of "app users" differ in "user''s name" and "display_name": see "pec verify" on this database, and set them right, see the head of this file');
END;
ATTACH DATABASE (SELECT CASE "file" WHEN '' THEN ':memory:' ELSE "file" || '-pec' END FROM pragma_database_list WHERE "name" = 'main') AS "pec_progress";
CREATE TABLE IF NOT EXISTS "pec_progress"."backfill" (
  "name" TEXT NOT NULL,
  "direction" TEXT NOT NULL,
  "transition" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "request" TEXT,
  "cursor" TEXT,
  "key_columns" TEXT NOT NULL,
  "rows_total" INTEGER,
  "rows_scanned" INTEGER NOT NULL DEFAULT 0,
  "rows_copied" INTEGER NOT NULL DEFAULT 0,
  "failed_rows" TEXT NOT NULL,
  "message" TEXT,
  "started_at" TEXT,
  "finished_at" TEXT,
  "updated_at" TEXT NOT NULL,
  PRIMARY KEY ("name", "direction")
);
INSERT INTO temp."pec_guard" SELECT 'ended' FROM "pec_progress"."backfill" WHERE "name" = '"app users"."display_name"' AND "direction" = 'forward' AND "state" = 'done';
DETACH DATABASE "pec_progress";
INSERT INTO temp."pec_guard" SELECT 'backfill' WHERE NOT EXISTS (SELECT 1 FROM pragma_database_list WHERE "name" = 'main' AND "file" = '') AND EXISTS (SELECT 1 FROM "app users") AND NOT EXISTS (SELECT 1 FROM temp."pec_guard" WHERE "found" = 'ended');
DROP TABLE temp."pec_guard";
BEGIN IMMEDIATE;
DROP INDEX "app users_user's name_tenant_idx";
ALTER TABLE "app users" DROP COLUMN "user's name";
COMMIT;

-- none/migration.sql
-- (no way back)
