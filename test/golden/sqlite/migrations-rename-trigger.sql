-- pec_expand_User.displayName/migration.sql
-- User.displayName, stage expand
-- Adds the column displayName, and a trigger that keeps it equal to userName
BEGIN IMMEDIATE;
ALTER TABLE "User" ADD COLUMN "displayName" TEXT;
CREATE TRIGGER "pec_insert_User_userName_displayName_b0ab01b6" AFTER INSERT ON "User" FOR EACH ROW WHEN (NEW."displayName" IS NOT NEW."userName" COLLATE BINARY)
BEGIN
  UPDATE "User" SET
    "displayName" = CASE WHEN NEW."displayName" IS NOT NULL THEN "displayName" ELSE NEW."userName" END,
    "userName" = CASE WHEN NEW."displayName" IS NOT NULL THEN NEW."displayName" ELSE "userName" END
  WHERE "id" IS NEW."id";
END;
CREATE TRIGGER "pec_update_User_userName_displayName_b0ab01b6" AFTER UPDATE ON "User" FOR EACH ROW WHEN (NEW."displayName" IS NOT NEW."userName" COLLATE BINARY) AND ((NEW."displayName" IS NOT OLD."displayName" COLLATE BINARY) OR (NEW."userName" IS NOT OLD."userName" COLLATE BINARY) OR NEW."displayName" IS NULL)
BEGIN
  UPDATE "User" SET
    "displayName" = CASE WHEN (NEW."displayName" IS NOT OLD."displayName" COLLATE BINARY) THEN "displayName" ELSE NEW."userName" END,
    "userName" = CASE WHEN (NEW."displayName" IS NOT OLD."displayName" COLLATE BINARY) THEN NEW."displayName" ELSE "userName" END
  WHERE "id" IS NEW."id";
END;
COMMIT;

-- pec_expand_User.displayName.revert/migration.sql
-- User.displayName, stage expand
-- Takes back: Adds the column displayName, and a trigger that keeps it equal to userName
BEGIN IMMEDIATE;
DROP TRIGGER "pec_insert_User_userName_displayName_b0ab01b6";
DROP TRIGGER "pec_update_User_userName_displayName_b0ab01b6";
ALTER TABLE "User" DROP COLUMN "displayName";
COMMIT;

-- pec_migrate_User.displayName/migration.sql
-- User.displayName, stage migrate
-- Looks whether displayName holds what userName does, and changes nothing
-- Looks at this database first, and stops before any lock unless a trigger keeps both columns equal, and the backfill has ended (a table without rows needs none), and no row of "User" differs in "userName" and "displayName".
-- If it stops, nothing was changed: run "pec backfill --transition User.displayName" on this database, then run "prisma migrate resolve --rolled-back" and "prisma migrate deploy".
-- The SQL of a trigger that is missing stands in the migration of stage expand.
UPDATE "User" SET "displayName" = "userName" WHERE ("displayName" IS NOT "userName" COLLATE BINARY) AND EXISTS (SELECT 1 FROM pragma_database_list WHERE "name" = 'main' AND "file" = '');
DROP TABLE IF EXISTS temp."pec_guard";
CREATE TEMP TABLE "pec_guard" ("found" TEXT);
CREATE TEMP TRIGGER "pec_guard_sync" BEFORE INSERT ON "pec_guard" WHEN NEW."found" = 'sync'
BEGIN
  SELECT RAISE(ABORT, 'User.displayName: the sync trigger of "User" is missing or switched off here: restore it, then run "pec backfill" on this database, see the head of this file');
END;
CREATE TEMP TRIGGER "pec_guard_backfill" BEFORE INSERT ON "pec_guard" WHEN NEW."found" = 'backfill'
BEGIN
  SELECT RAISE(ABORT, 'User.displayName: "User" has rows, and no backfill of them has ended here: run "pec backfill" on this database, see the head of this file');
END;
CREATE TEMP TRIGGER "pec_guard_rows" BEFORE INSERT ON "pec_guard" WHEN NEW."found" = 'rows'
BEGIN
  SELECT RAISE(ABORT, 'User.displayName: rows of "User" differ in "userName" and "displayName": run "pec backfill" on this database, see the head of this file');
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
INSERT INTO temp."pec_guard" SELECT 'ended' FROM "pec_progress"."backfill" WHERE "name" = '"User"."displayName"' AND "direction" = 'forward' AND "state" = 'done';
DETACH DATABASE "pec_progress";
INSERT INTO temp."pec_guard" SELECT 'sync' WHERE NOT EXISTS (SELECT 1 FROM pragma_database_list WHERE "name" = 'main' AND "file" = '') AND (SELECT count(*) FROM "main"."sqlite_schema" WHERE "type" = 'trigger' AND "tbl_name" = 'User' AND "name" IN ('pec_insert_User_userName_displayName_b0ab01b6', 'pec_update_User_userName_displayName_b0ab01b6')) < 2;
INSERT INTO temp."pec_guard" SELECT 'backfill' WHERE NOT EXISTS (SELECT 1 FROM pragma_database_list WHERE "name" = 'main' AND "file" = '') AND EXISTS (SELECT 1 FROM "User") AND NOT EXISTS (SELECT 1 FROM temp."pec_guard" WHERE "found" = 'ended');
INSERT INTO temp."pec_guard" SELECT 'rows' WHERE NOT EXISTS (SELECT 1 FROM pragma_database_list WHERE "name" = 'main' AND "file" = '') AND EXISTS (SELECT 1 FROM "User" WHERE ("displayName" IS NOT "userName" COLLATE BINARY));
DROP TABLE temp."pec_guard";
BEGIN IMMEDIATE;
COMMIT;

-- pec_migrate_User.displayName.revert/migration.sql
-- User.displayName, stage migrate
-- Stays, and does no harm: Looks whether displayName holds what userName does, and changes nothing
BEGIN IMMEDIATE;
COMMIT;

-- pec_finish_User.displayName/migration.sql
-- User.displayName, stage finish
-- Drops the column of userName, with its indexes and the trigger
-- Looks at this database first, and stops before any lock unless a trigger keeps both columns equal, and the backfill has ended (a table without rows needs none), and no row of "User" differs in "userName" and "displayName".
-- If it stops, nothing was changed: set right what "pec verify" of the stage before names, then run "prisma migrate resolve --rolled-back" and "prisma migrate deploy".
-- The SQL of a trigger that is missing stands in the migration of stage expand.
UPDATE "User" SET "displayName" = "userName" WHERE ("displayName" IS NOT "userName" COLLATE BINARY) AND EXISTS (SELECT 1 FROM pragma_database_list WHERE "name" = 'main' AND "file" = '');
DROP TABLE IF EXISTS temp."pec_guard";
CREATE TEMP TABLE "pec_guard" ("found" TEXT);
CREATE TEMP TRIGGER "pec_guard_sync" BEFORE INSERT ON "pec_guard" WHEN NEW."found" = 'sync'
BEGIN
  SELECT RAISE(ABORT, 'User.displayName: the sync trigger of "User" is missing or switched off here: restore it, then run "pec backfill" on this database, see the head of this file');
END;
CREATE TEMP TRIGGER "pec_guard_backfill" BEFORE INSERT ON "pec_guard" WHEN NEW."found" = 'backfill'
BEGIN
  SELECT RAISE(ABORT, 'User.displayName: "User" has rows, and no backfill of them has ended here: run "pec backfill" on this database, see the head of this file');
END;
CREATE TEMP TRIGGER "pec_guard_rows" BEFORE INSERT ON "pec_guard" WHEN NEW."found" = 'rows'
BEGIN
  SELECT RAISE(ABORT, 'User.displayName: rows of "User" differ in "userName" and "displayName": see "pec verify" on this database, and set them right, see the head of this file');
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
INSERT INTO temp."pec_guard" SELECT 'ended' FROM "pec_progress"."backfill" WHERE "name" = '"User"."displayName"' AND "direction" = 'forward' AND "state" = 'done';
DETACH DATABASE "pec_progress";
INSERT INTO temp."pec_guard" SELECT 'sync' WHERE NOT EXISTS (SELECT 1 FROM pragma_database_list WHERE "name" = 'main' AND "file" = '') AND (SELECT count(*) FROM "main"."sqlite_schema" WHERE "type" = 'trigger' AND "tbl_name" = 'User' AND "name" IN ('pec_insert_User_userName_displayName_b0ab01b6', 'pec_update_User_userName_displayName_b0ab01b6')) < 2;
INSERT INTO temp."pec_guard" SELECT 'backfill' WHERE NOT EXISTS (SELECT 1 FROM pragma_database_list WHERE "name" = 'main' AND "file" = '') AND EXISTS (SELECT 1 FROM "User") AND NOT EXISTS (SELECT 1 FROM temp."pec_guard" WHERE "found" = 'ended');
INSERT INTO temp."pec_guard" SELECT 'rows' WHERE NOT EXISTS (SELECT 1 FROM pragma_database_list WHERE "name" = 'main' AND "file" = '') AND EXISTS (SELECT 1 FROM "User" WHERE ("displayName" IS NOT "userName" COLLATE BINARY));
DROP TABLE temp."pec_guard";
BEGIN IMMEDIATE;
DROP TRIGGER "pec_insert_User_userName_displayName_b0ab01b6";
DROP TRIGGER "pec_update_User_userName_displayName_b0ab01b6";
ALTER TABLE "User" DROP COLUMN "userName";
COMMIT;

-- none/migration.sql
-- (no way back)
