-- pec_expand_User.state/migration.sql
-- User.state, stage expand
-- Adds the column state
BEGIN IMMEDIATE;
ALTER TABLE "User" ADD COLUMN "state" TEXT;
COMMIT;

-- pec_expand_User.state.revert/migration.sql
-- User.state, stage expand
-- Takes back: Adds the column state
BEGIN IMMEDIATE;
ALTER TABLE "User" DROP COLUMN "state";
COMMIT;

-- pec_migrate_User.state/migration.sql
-- User.state, stage migrate
-- Looks whether state holds what status does, and changes nothing
-- Looks at this database first, and stops before any lock unless the backfill has ended (a table without rows needs none), and no row of "User" differs in "status" and "state".
-- If it stops, nothing was changed: run "pec backfill --transition User.state" on this database, then run "prisma migrate resolve --rolled-back" and "prisma migrate deploy".
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
-- Drops the column of status, with its indexes
-- Looks at this database first, and stops before any lock unless the backfill has ended (a table without rows needs none).
-- If it stops, nothing was changed: set right what "pec verify" of the stage before names, then run "prisma migrate resolve --rolled-back" and "prisma migrate deploy".
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
INSERT INTO temp."pec_guard" SELECT 'backfill' WHERE NOT EXISTS (SELECT 1 FROM pragma_database_list WHERE "name" = 'main' AND "file" = '') AND EXISTS (SELECT 1 FROM "User") AND NOT EXISTS (SELECT 1 FROM temp."pec_guard" WHERE "found" = 'ended');
DROP TABLE temp."pec_guard";
BEGIN IMMEDIATE;
ALTER TABLE "User" DROP COLUMN "status";
COMMIT;

-- none/migration.sql
-- (no way back)
