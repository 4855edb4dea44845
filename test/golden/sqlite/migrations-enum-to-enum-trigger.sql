-- pec_expand_User.state/migration.sql
-- User.state, stage expand
-- Adds the column state, and a trigger that keeps it equal to status
BEGIN IMMEDIATE;
ALTER TABLE "User" ADD COLUMN "state" TEXT;
CREATE TRIGGER "pec_insert_User_status_state_8a78c560" AFTER INSERT ON "User" FOR EACH ROW WHEN (NEW."state" IS NOT (CASE WHEN NEW."status" IS NULL THEN NULL WHEN NEW."status" = 'on' COLLATE BINARY THEN 'ACTIVE' WHEN NEW."status" = 'it''s off' COLLATE BINARY THEN 'on hold' WHEN NEW."status" = 'gone' COLLATE BINARY THEN 'UNKNOWN' ELSE NULL END) COLLATE BINARY)
BEGIN
  UPDATE "User" SET
    "state" = CASE WHEN NEW."state" IS NOT NULL THEN "state" ELSE (CASE WHEN NEW."status" IS NULL THEN NULL WHEN NEW."status" = 'on' COLLATE BINARY THEN 'ACTIVE' WHEN NEW."status" = 'it''s off' COLLATE BINARY THEN 'on hold' WHEN NEW."status" = 'gone' COLLATE BINARY THEN 'UNKNOWN' ELSE NULL END) END,
    "status" = CASE WHEN NEW."state" IS NOT NULL THEN (CASE WHEN NEW."state" IS NULL THEN NULL WHEN NEW."state" = 'ACTIVE' COLLATE BINARY THEN 'on' WHEN NEW."state" = 'on hold' COLLATE BINARY THEN 'it''s off' WHEN NEW."state" = 'UNKNOWN' COLLATE BINARY THEN 'gone' ELSE CAST(NEW."state" AS TEXT) END) ELSE "status" END
  WHERE "id" IS NEW."id";
END;
CREATE TRIGGER "pec_update_User_status_state_8a78c560" AFTER UPDATE ON "User" FOR EACH ROW WHEN (NEW."state" IS NOT (CASE WHEN NEW."status" IS NULL THEN NULL WHEN NEW."status" = 'on' COLLATE BINARY THEN 'ACTIVE' WHEN NEW."status" = 'it''s off' COLLATE BINARY THEN 'on hold' WHEN NEW."status" = 'gone' COLLATE BINARY THEN 'UNKNOWN' ELSE NULL END) COLLATE BINARY) AND ((NEW."state" IS NOT OLD."state" COLLATE BINARY) OR (NEW."status" IS NOT OLD."status" COLLATE BINARY) OR NEW."state" IS NULL)
BEGIN
  UPDATE "User" SET
    "state" = CASE WHEN (NEW."state" IS NOT OLD."state" COLLATE BINARY) THEN "state" ELSE (CASE WHEN NEW."status" IS NULL THEN NULL WHEN NEW."status" = 'on' COLLATE BINARY THEN 'ACTIVE' WHEN NEW."status" = 'it''s off' COLLATE BINARY THEN 'on hold' WHEN NEW."status" = 'gone' COLLATE BINARY THEN 'UNKNOWN' ELSE NULL END) END,
    "status" = CASE WHEN (NEW."state" IS NOT OLD."state" COLLATE BINARY) THEN (CASE WHEN NEW."state" IS NULL THEN NULL WHEN NEW."state" = 'ACTIVE' COLLATE BINARY THEN 'on' WHEN NEW."state" = 'on hold' COLLATE BINARY THEN 'it''s off' WHEN NEW."state" = 'UNKNOWN' COLLATE BINARY THEN 'gone' ELSE CAST(NEW."state" AS TEXT) END) ELSE "status" END
  WHERE "id" IS NEW."id";
END;
COMMIT;

-- pec_expand_User.state.revert/migration.sql
-- User.state, stage expand
-- Takes back: Adds the column state, and a trigger that keeps it equal to status
BEGIN IMMEDIATE;
DROP TRIGGER "pec_insert_User_status_state_8a78c560";
DROP TRIGGER "pec_update_User_status_state_8a78c560";
ALTER TABLE "User" DROP COLUMN "state";
COMMIT;

-- pec_migrate_User.state/migration.sql
-- User.state, stage migrate
-- Looks whether state holds what status does, and changes nothing
-- Looks at this database first, and stops before any lock unless a trigger keeps both columns equal, and the backfill has ended (a table without rows needs none), and no row of "User" differs in "status" and "state".
-- If it stops, nothing was changed: run "pec backfill --transition User.state" on this database, then run "prisma migrate resolve --rolled-back" and "prisma migrate deploy".
-- The SQL of a trigger that is missing stands in the migration of stage expand.
UPDATE "User" SET "state" = (CASE WHEN "status" IS NULL THEN NULL WHEN "status" = 'on' COLLATE BINARY THEN 'ACTIVE' WHEN "status" = 'it''s off' COLLATE BINARY THEN 'on hold' WHEN "status" = 'gone' COLLATE BINARY THEN 'UNKNOWN' ELSE NULL END) WHERE ("state" IS NOT (CASE WHEN "status" IS NULL THEN NULL WHEN "status" = 'on' COLLATE BINARY THEN 'ACTIVE' WHEN "status" = 'it''s off' COLLATE BINARY THEN 'on hold' WHEN "status" = 'gone' COLLATE BINARY THEN 'UNKNOWN' ELSE NULL END) COLLATE BINARY) AND EXISTS (SELECT 1 FROM pragma_database_list WHERE "name" = 'main' AND "file" = '');
DROP TABLE IF EXISTS temp."pec_guard";
CREATE TEMP TABLE "pec_guard" ("found" TEXT);
CREATE TEMP TRIGGER "pec_guard_sync" BEFORE INSERT ON "pec_guard" WHEN NEW."found" = 'sync'
BEGIN
  SELECT RAISE(ABORT, 'User.state: the sync trigger of "User" is missing or switched off here: restore it, then run "pec backfill" on this database, see the head of this file');
END;
CREATE TEMP TRIGGER "pec_guard_backfill" BEFORE INSERT ON "pec_guard" WHEN NEW."found" = 'backfill'
BEGIN
  SELECT RAISE(ABORT, 'User.state: "User" has rows, and no backfill of them has ended here: run "pec backfill" on this database, see the head of this file');
END;
CREATE TEMP TRIGGER "pec_guard_rows" BEFORE INSERT ON "pec_guard" WHEN NEW."found" = 'rows'
BEGIN
  SELECT RAISE(ABORT, 'User.state: rows of "User" differ in "status" and "state": run "pec backfill" on this database, see the head of this file');
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
INSERT INTO temp."pec_guard" SELECT 'ended' FROM "pec_progress"."backfill" WHERE "name" = '"User"."state"' AND "direction" = 'forward' AND "state" = 'done';
DETACH DATABASE "pec_progress";
INSERT INTO temp."pec_guard" SELECT 'sync' WHERE NOT EXISTS (SELECT 1 FROM pragma_database_list WHERE "name" = 'main' AND "file" = '') AND (SELECT count(*) FROM "main"."sqlite_schema" WHERE "type" = 'trigger' AND "tbl_name" = 'User' AND "name" IN ('pec_insert_User_status_state_8a78c560', 'pec_update_User_status_state_8a78c560')) < 2;
INSERT INTO temp."pec_guard" SELECT 'backfill' WHERE NOT EXISTS (SELECT 1 FROM pragma_database_list WHERE "name" = 'main' AND "file" = '') AND EXISTS (SELECT 1 FROM "User") AND NOT EXISTS (SELECT 1 FROM temp."pec_guard" WHERE "found" = 'ended');
INSERT INTO temp."pec_guard" SELECT 'rows' WHERE NOT EXISTS (SELECT 1 FROM pragma_database_list WHERE "name" = 'main' AND "file" = '') AND EXISTS (SELECT 1 FROM "User" WHERE (("state" IS NOT (CASE WHEN "status" IS NULL THEN NULL WHEN "status" = 'on' COLLATE BINARY THEN 'ACTIVE' WHEN "status" = 'it''s off' COLLATE BINARY THEN 'on hold' WHEN "status" = 'gone' COLLATE BINARY THEN 'UNKNOWN' ELSE NULL END) COLLATE BINARY) OR NOT ("status" = 'on' COLLATE BINARY OR "status" = 'it''s off' COLLATE BINARY OR "status" = 'gone' COLLATE BINARY)));
DROP TABLE temp."pec_guard";
BEGIN IMMEDIATE;
COMMIT;

-- pec_migrate_User.state.revert/migration.sql
-- User.state, stage migrate
-- Stays, and does no harm: Looks whether state holds what status does, and changes nothing
BEGIN IMMEDIATE;
COMMIT;

-- pec_finish_User.state/migration.sql
-- User.state, stage finish
-- Drops the column of status, with its indexes and the trigger
-- Looks at this database first, and stops before any lock unless a trigger keeps both columns equal, and the backfill has ended (a table without rows needs none), and no row of "User" differs in "status" and "state".
-- If it stops, nothing was changed: set right what "pec verify" of the stage before names, then run "prisma migrate resolve --rolled-back" and "prisma migrate deploy".
-- The SQL of a trigger that is missing stands in the migration of stage expand.
UPDATE "User" SET "state" = (CASE WHEN "status" IS NULL THEN NULL WHEN "status" = 'on' COLLATE BINARY THEN 'ACTIVE' WHEN "status" = 'it''s off' COLLATE BINARY THEN 'on hold' WHEN "status" = 'gone' COLLATE BINARY THEN 'UNKNOWN' ELSE NULL END) WHERE ("state" IS NOT (CASE WHEN "status" IS NULL THEN NULL WHEN "status" = 'on' COLLATE BINARY THEN 'ACTIVE' WHEN "status" = 'it''s off' COLLATE BINARY THEN 'on hold' WHEN "status" = 'gone' COLLATE BINARY THEN 'UNKNOWN' ELSE NULL END) COLLATE BINARY) AND EXISTS (SELECT 1 FROM pragma_database_list WHERE "name" = 'main' AND "file" = '');
DROP TABLE IF EXISTS temp."pec_guard";
CREATE TEMP TABLE "pec_guard" ("found" TEXT);
CREATE TEMP TRIGGER "pec_guard_sync" BEFORE INSERT ON "pec_guard" WHEN NEW."found" = 'sync'
BEGIN
  SELECT RAISE(ABORT, 'User.state: the sync trigger of "User" is missing or switched off here: restore it, then run "pec backfill" on this database, see the head of this file');
END;
CREATE TEMP TRIGGER "pec_guard_backfill" BEFORE INSERT ON "pec_guard" WHEN NEW."found" = 'backfill'
BEGIN
  SELECT RAISE(ABORT, 'User.state: "User" has rows, and no backfill of them has ended here: run "pec backfill" on this database, see the head of this file');
END;
CREATE TEMP TRIGGER "pec_guard_rows" BEFORE INSERT ON "pec_guard" WHEN NEW."found" = 'rows'
BEGIN
  SELECT RAISE(ABORT, 'User.state: rows of "User" differ in "status" and "state": see "pec verify" on this database, and set them right, see the head of this file');
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
INSERT INTO temp."pec_guard" SELECT 'ended' FROM "pec_progress"."backfill" WHERE "name" = '"User"."state"' AND "direction" = 'forward' AND "state" = 'done';
DETACH DATABASE "pec_progress";
INSERT INTO temp."pec_guard" SELECT 'sync' WHERE NOT EXISTS (SELECT 1 FROM pragma_database_list WHERE "name" = 'main' AND "file" = '') AND (SELECT count(*) FROM "main"."sqlite_schema" WHERE "type" = 'trigger' AND "tbl_name" = 'User' AND "name" IN ('pec_insert_User_status_state_8a78c560', 'pec_update_User_status_state_8a78c560')) < 2;
INSERT INTO temp."pec_guard" SELECT 'backfill' WHERE NOT EXISTS (SELECT 1 FROM pragma_database_list WHERE "name" = 'main' AND "file" = '') AND EXISTS (SELECT 1 FROM "User") AND NOT EXISTS (SELECT 1 FROM temp."pec_guard" WHERE "found" = 'ended');
INSERT INTO temp."pec_guard" SELECT 'rows' WHERE NOT EXISTS (SELECT 1 FROM pragma_database_list WHERE "name" = 'main' AND "file" = '') AND EXISTS (SELECT 1 FROM "User" WHERE (("state" IS NOT (CASE WHEN "status" IS NULL THEN NULL WHEN "status" = 'on' COLLATE BINARY THEN 'ACTIVE' WHEN "status" = 'it''s off' COLLATE BINARY THEN 'on hold' WHEN "status" = 'gone' COLLATE BINARY THEN 'UNKNOWN' ELSE NULL END) COLLATE BINARY) OR NOT ("status" = 'on' COLLATE BINARY OR "status" = 'it''s off' COLLATE BINARY OR "status" = 'gone' COLLATE BINARY)));
DROP TABLE temp."pec_guard";
BEGIN IMMEDIATE;
DROP TRIGGER "pec_insert_User_status_state_8a78c560";
DROP TRIGGER "pec_update_User_status_state_8a78c560";
ALTER TABLE "User" DROP COLUMN "status";
COMMIT;

-- none/migration.sql
-- (no way back)
