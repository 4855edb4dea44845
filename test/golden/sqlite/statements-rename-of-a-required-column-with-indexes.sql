-- sync
CREATE TRIGGER "pec_insert_app users_user's name_display_name_bba249d3" AFTER INSERT ON "app users" FOR EACH ROW WHEN (NEW."display_name" IS NOT NEW."user's name" COLLATE BINARY)
BEGIN
  UPDATE "app users" SET
    "display_name" = CASE WHEN NEW."display_name" IS NOT NULL THEN "display_name" ELSE NEW."user's name" END,
    "user's name" = CASE WHEN NEW."display_name" IS NOT NULL THEN NEW."display_name" ELSE "user's name" END
  WHERE "tenant" IS NEW."tenant" AND "number" IS NEW."number";
END;
CREATE TRIGGER "pec_update_app users_user's name_display_name_bba249d3" AFTER UPDATE ON "app users" FOR EACH ROW WHEN (NEW."display_name" IS NOT NEW."user's name" COLLATE BINARY) AND ((NEW."display_name" IS NOT OLD."display_name" COLLATE BINARY) OR (NEW."user's name" IS NOT OLD."user's name" COLLATE BINARY) OR NEW."display_name" IS NULL)
BEGIN
  UPDATE "app users" SET
    "display_name" = CASE WHEN (NEW."display_name" IS NOT OLD."display_name" COLLATE BINARY) THEN "display_name" ELSE NEW."user's name" END,
    "user's name" = CASE WHEN (NEW."display_name" IS NOT OLD."display_name" COLLATE BINARY) THEN NEW."display_name" ELSE "user's name" END
  WHERE "tenant" IS NEW."tenant" AND "number" IS NEW."number";
END

-- sync, an INSERT follows the source
CREATE TRIGGER "pec_insert_app users_user's name_display_name_bba249d3" AFTER INSERT ON "app users" FOR EACH ROW WHEN (NEW."display_name" IS NOT NEW."user's name" COLLATE BINARY)
BEGIN
  UPDATE "app users" SET
    "display_name" = CASE WHEN NEW."user's name" IS NULL THEN "display_name" ELSE NEW."user's name" END,
    "user's name" = CASE WHEN NEW."user's name" IS NULL THEN NEW."display_name" ELSE "user's name" END
  WHERE "tenant" IS NEW."tenant" AND "number" IS NEW."number";
END;
CREATE TRIGGER "pec_update_app users_user's name_display_name_bba249d3" AFTER UPDATE ON "app users" FOR EACH ROW WHEN (NEW."display_name" IS NOT NEW."user's name" COLLATE BINARY) AND ((NEW."display_name" IS NOT OLD."display_name" COLLATE BINARY) OR (NEW."user's name" IS NOT OLD."user's name" COLLATE BINARY) OR NEW."display_name" IS NULL)
BEGIN
  UPDATE "app users" SET
    "display_name" = CASE WHEN (NEW."display_name" IS NOT OLD."display_name" COLLATE BINARY) THEN "display_name" ELSE NEW."user's name" END,
    "user's name" = CASE WHEN (NEW."display_name" IS NOT OLD."display_name" COLLATE BINARY) THEN NEW."display_name" ELSE "user's name" END
  WHERE "tenant" IS NEW."tenant" AND "number" IS NEW."number";
END

-- end of a batch
SELECT CASE typeof("tenant") WHEN 'real' THEN printf('%!.17g', "tenant") ELSE CAST("tenant" AS TEXT) END AS "key_1", CASE typeof("number") WHEN 'real' THEN printf('%!.17g', "number") ELSE CAST("number" AS TEXT) END AS "key_2", count(*) OVER () AS "rows" FROM (SELECT "tenant", "number" FROM "app users" WHERE ("tenant", "number") > (?, ?) ORDER BY "tenant", "number" LIMIT ?) AS "pec_batch" ORDER BY "tenant" DESC, "number" DESC LIMIT 1
-- values: ["1","1",1000]

-- batch
UPDATE "app users" SET "display_name" = "user's name" WHERE ("tenant", "number") > (?, ?) AND ("tenant", "number") <= (?, ?) AND ("display_name" IS NOT "user's name" COLLATE BINARY)
-- values: ["1","1","9","9"]

-- batch over a unique target
UPDATE "app users" SET "display_name" = "user's name" WHERE ("tenant", "number") > (?, ?) AND ("tenant", "number") <= (?, ?) AND ("display_name" IS NOT "user's name" COLLATE BINARY)
-- values: ["1","1","9","9"]

-- batch that leaves alone what the database writes
UPDATE "app users" SET "display_name" = "user's name" WHERE ("tenant", "number") > (?, ?) AND ("tenant", "number") <= (?, ?) AND ("display_name" IS NOT "user's name" COLLATE BINARY)
-- values: ["1","1","9","9"]

-- one row
UPDATE "app users" SET "display_name" = "user's name" WHERE ("tenant", "number") = (?, ?) AND ("display_name" IS NOT "user's name" COLLATE BINARY)
-- values: ["1","1"]

-- whole table
UPDATE "app users" SET "display_name" = "user's name" WHERE ("display_name" IS NOT "user's name" COLLATE BINARY)
-- values: []

-- batch, backward
UPDATE "app users" SET "user's name" = "display_name" WHERE ("tenant", "number") > (?, ?) AND ("tenant", "number") <= (?, ?) AND ("display_name" IS NOT "user's name" COLLATE BINARY)
-- values: ["1","1","9","9"]

-- rows to copy
SELECT CASE typeof("tenant") WHEN 'real' THEN printf('%!.17g', "tenant") ELSE CAST("tenant" AS TEXT) END AS "key_1", CASE typeof("number") WHEN 'real' THEN printf('%!.17g', "number") ELSE CAST("number" AS TEXT) END AS "key_2" FROM "app users" WHERE ("tenant", "number") > (?, ?) AND ("tenant", "number") <= (?, ?) AND ("display_name" IS NOT "user's name" COLLATE BINARY)
-- values: ["1","1","9","9"]

-- drift
SELECT count(*) AS "drift" FROM "app users" WHERE ("tenant", "number") > (?, ?) AND ("tenant", "number") <= (?, ?) AND ("display_name" IS NOT "user's name" COLLATE BINARY)
-- values: ["1","1","9","9"]

-- samples of drift
SELECT CASE typeof("tenant") WHEN 'real' THEN printf('%!.17g', "tenant") ELSE CAST("tenant" AS TEXT) END AS "key_1", CASE typeof("number") WHEN 'real' THEN printf('%!.17g', "number") ELSE CAST("number" AS TEXT) END AS "key_2" FROM "app users" WHERE ("display_name" IS NOT "user's name" COLLATE BINARY) ORDER BY "tenant", "number" LIMIT ?
-- values: [10]

-- unmapped values
(none)

-- value of the target
"user's name"

-- names of triggers
pec_insert_app users_user's name_display_name_bba249d3;
pec_update_app users_user's name_display_name_bba249d3

-- parts of the table
SELECT NULL AS "schema", 'column' AS "kind", "name" FROM pragma_table_info(?) UNION ALL SELECT NULL, 'trigger', "name" FROM "main"."sqlite_schema" WHERE "type" = 'trigger' AND "tbl_name" = ?
-- values: ["app users","app users"]

-- number of rows
SELECT count(*) AS "rows" FROM "app users"
-- values: []

-- estimate
SELECT -1 AS "rows"
-- values: []
