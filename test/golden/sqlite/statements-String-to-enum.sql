-- sync
CREATE TRIGGER "pec_insert_User_status_state_8a78c560" AFTER INSERT ON "User" FOR EACH ROW WHEN (NEW."state" IS NOT (CASE WHEN NEW."status" IS NULL THEN NULL WHEN NEW."status" = 'active' COLLATE BINARY THEN 'ACTIVE' WHEN NEW."status" = 'it''s' COLLATE BINARY THEN 'on hold' WHEN NEW."status" = 'UNKNOWN' COLLATE BINARY THEN 'UNKNOWN' ELSE 'UNKNOWN' END) COLLATE BINARY)
BEGIN
  UPDATE "User" SET
    "state" = CASE WHEN NEW."state" IS NOT NULL THEN "state" ELSE (CASE WHEN NEW."status" IS NULL THEN NULL WHEN NEW."status" = 'active' COLLATE BINARY THEN 'ACTIVE' WHEN NEW."status" = 'it''s' COLLATE BINARY THEN 'on hold' WHEN NEW."status" = 'UNKNOWN' COLLATE BINARY THEN 'UNKNOWN' ELSE 'UNKNOWN' END) END,
    "status" = CASE WHEN NEW."state" IS NOT NULL THEN (CASE WHEN NEW."state" IS NULL THEN NULL WHEN NEW."state" = 'ACTIVE' COLLATE BINARY THEN 'active' WHEN NEW."state" = 'on hold' COLLATE BINARY THEN 'it''s' WHEN NEW."state" = 'UNKNOWN' COLLATE BINARY THEN 'UNKNOWN' ELSE CAST(NEW."state" AS TEXT) END) ELSE "status" END
  WHERE "id" IS NEW."id";
END;
CREATE TRIGGER "pec_update_User_status_state_8a78c560" AFTER UPDATE ON "User" FOR EACH ROW WHEN (NEW."state" IS NOT (CASE WHEN NEW."status" IS NULL THEN NULL WHEN NEW."status" = 'active' COLLATE BINARY THEN 'ACTIVE' WHEN NEW."status" = 'it''s' COLLATE BINARY THEN 'on hold' WHEN NEW."status" = 'UNKNOWN' COLLATE BINARY THEN 'UNKNOWN' ELSE 'UNKNOWN' END) COLLATE BINARY) AND ((NEW."state" IS NOT OLD."state" COLLATE BINARY) OR (NEW."status" IS NOT OLD."status" COLLATE BINARY) OR NEW."state" IS NULL)
BEGIN
  UPDATE "User" SET
    "state" = CASE WHEN (NEW."state" IS NOT OLD."state" COLLATE BINARY) THEN "state" ELSE (CASE WHEN NEW."status" IS NULL THEN NULL WHEN NEW."status" = 'active' COLLATE BINARY THEN 'ACTIVE' WHEN NEW."status" = 'it''s' COLLATE BINARY THEN 'on hold' WHEN NEW."status" = 'UNKNOWN' COLLATE BINARY THEN 'UNKNOWN' ELSE 'UNKNOWN' END) END,
    "status" = CASE WHEN (NEW."state" IS NOT OLD."state" COLLATE BINARY) THEN (CASE WHEN NEW."state" IS NULL THEN NULL WHEN NEW."state" = 'ACTIVE' COLLATE BINARY THEN 'active' WHEN NEW."state" = 'on hold' COLLATE BINARY THEN 'it''s' WHEN NEW."state" = 'UNKNOWN' COLLATE BINARY THEN 'UNKNOWN' ELSE CAST(NEW."state" AS TEXT) END) ELSE "status" END
  WHERE "id" IS NEW."id";
END

-- sync, an INSERT follows the source
CREATE TRIGGER "pec_insert_User_status_state_8a78c560" AFTER INSERT ON "User" FOR EACH ROW WHEN (NEW."state" IS NOT (CASE WHEN NEW."status" IS NULL THEN NULL WHEN NEW."status" = 'active' COLLATE BINARY THEN 'ACTIVE' WHEN NEW."status" = 'it''s' COLLATE BINARY THEN 'on hold' WHEN NEW."status" = 'UNKNOWN' COLLATE BINARY THEN 'UNKNOWN' ELSE 'UNKNOWN' END) COLLATE BINARY)
BEGIN
  UPDATE "User" SET
    "state" = CASE WHEN NEW."status" IS NULL THEN "state" ELSE (CASE WHEN NEW."status" IS NULL THEN NULL WHEN NEW."status" = 'active' COLLATE BINARY THEN 'ACTIVE' WHEN NEW."status" = 'it''s' COLLATE BINARY THEN 'on hold' WHEN NEW."status" = 'UNKNOWN' COLLATE BINARY THEN 'UNKNOWN' ELSE 'UNKNOWN' END) END,
    "status" = CASE WHEN NEW."status" IS NULL THEN (CASE WHEN NEW."state" IS NULL THEN NULL WHEN NEW."state" = 'ACTIVE' COLLATE BINARY THEN 'active' WHEN NEW."state" = 'on hold' COLLATE BINARY THEN 'it''s' WHEN NEW."state" = 'UNKNOWN' COLLATE BINARY THEN 'UNKNOWN' ELSE CAST(NEW."state" AS TEXT) END) ELSE "status" END
  WHERE "id" IS NEW."id";
END;
CREATE TRIGGER "pec_update_User_status_state_8a78c560" AFTER UPDATE ON "User" FOR EACH ROW WHEN (NEW."state" IS NOT (CASE WHEN NEW."status" IS NULL THEN NULL WHEN NEW."status" = 'active' COLLATE BINARY THEN 'ACTIVE' WHEN NEW."status" = 'it''s' COLLATE BINARY THEN 'on hold' WHEN NEW."status" = 'UNKNOWN' COLLATE BINARY THEN 'UNKNOWN' ELSE 'UNKNOWN' END) COLLATE BINARY) AND ((NEW."state" IS NOT OLD."state" COLLATE BINARY) OR (NEW."status" IS NOT OLD."status" COLLATE BINARY) OR NEW."state" IS NULL)
BEGIN
  UPDATE "User" SET
    "state" = CASE WHEN (NEW."state" IS NOT OLD."state" COLLATE BINARY) THEN "state" ELSE (CASE WHEN NEW."status" IS NULL THEN NULL WHEN NEW."status" = 'active' COLLATE BINARY THEN 'ACTIVE' WHEN NEW."status" = 'it''s' COLLATE BINARY THEN 'on hold' WHEN NEW."status" = 'UNKNOWN' COLLATE BINARY THEN 'UNKNOWN' ELSE 'UNKNOWN' END) END,
    "status" = CASE WHEN (NEW."state" IS NOT OLD."state" COLLATE BINARY) THEN (CASE WHEN NEW."state" IS NULL THEN NULL WHEN NEW."state" = 'ACTIVE' COLLATE BINARY THEN 'active' WHEN NEW."state" = 'on hold' COLLATE BINARY THEN 'it''s' WHEN NEW."state" = 'UNKNOWN' COLLATE BINARY THEN 'UNKNOWN' ELSE CAST(NEW."state" AS TEXT) END) ELSE "status" END
  WHERE "id" IS NEW."id";
END

-- end of a batch
SELECT CASE typeof("id") WHEN 'real' THEN printf('%!.17g', "id") ELSE CAST("id" AS TEXT) END AS "key_1", count(*) OVER () AS "rows" FROM (SELECT "id" FROM "User" WHERE ("id") > (?) ORDER BY "id" LIMIT ?) AS "pec_batch" ORDER BY "id" DESC LIMIT 1
-- values: ["1",1000]

-- batch
UPDATE "User" SET "state" = (CASE WHEN "status" IS NULL THEN NULL WHEN "status" = 'active' COLLATE BINARY THEN 'ACTIVE' WHEN "status" = 'it''s' COLLATE BINARY THEN 'on hold' WHEN "status" = 'UNKNOWN' COLLATE BINARY THEN 'UNKNOWN' ELSE 'UNKNOWN' END) WHERE ("id") > (?) AND ("id") <= (?) AND ("state" IS NOT (CASE WHEN "status" IS NULL THEN NULL WHEN "status" = 'active' COLLATE BINARY THEN 'ACTIVE' WHEN "status" = 'it''s' COLLATE BINARY THEN 'on hold' WHEN "status" = 'UNKNOWN' COLLATE BINARY THEN 'UNKNOWN' ELSE 'UNKNOWN' END) COLLATE BINARY)
-- values: ["1","9"]

-- batch over a unique target
UPDATE "User" SET "state" = (CASE WHEN "status" IS NULL THEN NULL WHEN "status" = 'active' COLLATE BINARY THEN 'ACTIVE' WHEN "status" = 'it''s' COLLATE BINARY THEN 'on hold' WHEN "status" = 'UNKNOWN' COLLATE BINARY THEN 'UNKNOWN' ELSE 'UNKNOWN' END) WHERE ("id") > (?) AND ("id") <= (?) AND ("state" IS NOT (CASE WHEN "status" IS NULL THEN NULL WHEN "status" = 'active' COLLATE BINARY THEN 'ACTIVE' WHEN "status" = 'it''s' COLLATE BINARY THEN 'on hold' WHEN "status" = 'UNKNOWN' COLLATE BINARY THEN 'UNKNOWN' ELSE 'UNKNOWN' END) COLLATE BINARY)
-- values: ["1","9"]

-- batch that leaves alone what the database writes
UPDATE "User" SET "state" = (CASE WHEN "status" IS NULL THEN NULL WHEN "status" = 'active' COLLATE BINARY THEN 'ACTIVE' WHEN "status" = 'it''s' COLLATE BINARY THEN 'on hold' WHEN "status" = 'UNKNOWN' COLLATE BINARY THEN 'UNKNOWN' ELSE 'UNKNOWN' END) WHERE ("id") > (?) AND ("id") <= (?) AND ("state" IS NOT (CASE WHEN "status" IS NULL THEN NULL WHEN "status" = 'active' COLLATE BINARY THEN 'ACTIVE' WHEN "status" = 'it''s' COLLATE BINARY THEN 'on hold' WHEN "status" = 'UNKNOWN' COLLATE BINARY THEN 'UNKNOWN' ELSE 'UNKNOWN' END) COLLATE BINARY)
-- values: ["1","9"]

-- one row
UPDATE "User" SET "state" = (CASE WHEN "status" IS NULL THEN NULL WHEN "status" = 'active' COLLATE BINARY THEN 'ACTIVE' WHEN "status" = 'it''s' COLLATE BINARY THEN 'on hold' WHEN "status" = 'UNKNOWN' COLLATE BINARY THEN 'UNKNOWN' ELSE 'UNKNOWN' END) WHERE ("id") = (?) AND ("state" IS NOT (CASE WHEN "status" IS NULL THEN NULL WHEN "status" = 'active' COLLATE BINARY THEN 'ACTIVE' WHEN "status" = 'it''s' COLLATE BINARY THEN 'on hold' WHEN "status" = 'UNKNOWN' COLLATE BINARY THEN 'UNKNOWN' ELSE 'UNKNOWN' END) COLLATE BINARY)
-- values: ["1"]

-- whole table
UPDATE "User" SET "state" = (CASE WHEN "status" IS NULL THEN NULL WHEN "status" = 'active' COLLATE BINARY THEN 'ACTIVE' WHEN "status" = 'it''s' COLLATE BINARY THEN 'on hold' WHEN "status" = 'UNKNOWN' COLLATE BINARY THEN 'UNKNOWN' ELSE 'UNKNOWN' END) WHERE ("state" IS NOT (CASE WHEN "status" IS NULL THEN NULL WHEN "status" = 'active' COLLATE BINARY THEN 'ACTIVE' WHEN "status" = 'it''s' COLLATE BINARY THEN 'on hold' WHEN "status" = 'UNKNOWN' COLLATE BINARY THEN 'UNKNOWN' ELSE 'UNKNOWN' END) COLLATE BINARY)
-- values: []

-- batch, backward
UPDATE "User" SET "status" = (CASE WHEN "state" IS NULL THEN NULL WHEN "state" = 'ACTIVE' COLLATE BINARY THEN 'active' WHEN "state" = 'on hold' COLLATE BINARY THEN 'it''s' WHEN "state" = 'UNKNOWN' COLLATE BINARY THEN 'UNKNOWN' ELSE CAST("state" AS TEXT) END) WHERE ("id") > (?) AND ("id") <= (?) AND ("state" IS NOT (CASE WHEN "status" IS NULL THEN NULL WHEN "status" = 'active' COLLATE BINARY THEN 'ACTIVE' WHEN "status" = 'it''s' COLLATE BINARY THEN 'on hold' WHEN "status" = 'UNKNOWN' COLLATE BINARY THEN 'UNKNOWN' ELSE 'UNKNOWN' END) COLLATE BINARY)
-- values: ["1","9"]

-- rows to copy
SELECT CASE typeof("id") WHEN 'real' THEN printf('%!.17g', "id") ELSE CAST("id" AS TEXT) END AS "key_1" FROM "User" WHERE ("id") > (?) AND ("id") <= (?) AND ("state" IS NOT (CASE WHEN "status" IS NULL THEN NULL WHEN "status" = 'active' COLLATE BINARY THEN 'ACTIVE' WHEN "status" = 'it''s' COLLATE BINARY THEN 'on hold' WHEN "status" = 'UNKNOWN' COLLATE BINARY THEN 'UNKNOWN' ELSE 'UNKNOWN' END) COLLATE BINARY)
-- values: ["1","9"]

-- drift
SELECT count(*) AS "drift" FROM "User" WHERE ("id") > (?) AND ("id") <= (?) AND ("state" IS NOT (CASE WHEN "status" IS NULL THEN NULL WHEN "status" = 'active' COLLATE BINARY THEN 'ACTIVE' WHEN "status" = 'it''s' COLLATE BINARY THEN 'on hold' WHEN "status" = 'UNKNOWN' COLLATE BINARY THEN 'UNKNOWN' ELSE 'UNKNOWN' END) COLLATE BINARY)
-- values: ["1","9"]

-- samples of drift
SELECT CASE typeof("id") WHEN 'real' THEN printf('%!.17g', "id") ELSE CAST("id" AS TEXT) END AS "key_1" FROM "User" WHERE ("state" IS NOT (CASE WHEN "status" IS NULL THEN NULL WHEN "status" = 'active' COLLATE BINARY THEN 'ACTIVE' WHEN "status" = 'it''s' COLLATE BINARY THEN 'on hold' WHEN "status" = 'UNKNOWN' COLLATE BINARY THEN 'UNKNOWN' ELSE 'UNKNOWN' END) COLLATE BINARY) ORDER BY "id" LIMIT ?
-- values: [10]

-- unmapped values
(none)

-- value of the target
(CASE WHEN "status" IS NULL THEN NULL WHEN "status" = 'active' COLLATE BINARY THEN 'ACTIVE' WHEN "status" = 'it''s' COLLATE BINARY THEN 'on hold' WHEN "status" = 'UNKNOWN' COLLATE BINARY THEN 'UNKNOWN' ELSE 'UNKNOWN' END)

-- names of triggers
pec_insert_User_status_state_8a78c560;
pec_update_User_status_state_8a78c560

-- parts of the table
SELECT NULL AS "schema", 'column' AS "kind", "name" FROM pragma_table_info(?) UNION ALL SELECT NULL, 'trigger', "name" FROM "main"."sqlite_schema" WHERE "type" = 'trigger' AND "tbl_name" = ?
-- values: ["User","User"]

-- number of rows
SELECT count(*) AS "rows" FROM "User"
-- values: []

-- estimate
SELECT -1 AS "rows"
-- values: []
