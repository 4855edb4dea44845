-- sync
CREATE TRIGGER "pec_insert_User_count_total_d0b6bd21" AFTER INSERT ON "User" FOR EACH ROW WHEN (NEW."total" IS NOT (SELECT (CAST("count" AS INTEGER)) FROM (SELECT NEW."count" AS "count") AS "pec_row") COLLATE BINARY)
BEGIN
  UPDATE "User" SET
    "total" = CASE WHEN NEW."total" IS NOT NULL THEN "total" ELSE (SELECT (CAST("count" AS INTEGER)) FROM (SELECT NEW."count" AS "count") AS "pec_row") END,
    "count" = CASE WHEN NEW."total" IS NOT NULL THEN (SELECT (CAST("total" AS TEXT)) FROM (SELECT NEW."total" AS "total") AS "pec_row") ELSE "count" END
  WHERE "id" IS NEW."id";
END;
CREATE TRIGGER "pec_update_User_count_total_d0b6bd21" AFTER UPDATE ON "User" FOR EACH ROW WHEN (NEW."total" IS NOT (SELECT (CAST("count" AS INTEGER)) FROM (SELECT NEW."count" AS "count") AS "pec_row") COLLATE BINARY) AND ((NEW."total" IS NOT OLD."total" COLLATE BINARY) OR (NEW."count" IS NOT OLD."count" COLLATE BINARY) OR NEW."total" IS NULL)
BEGIN
  UPDATE "User" SET
    "total" = CASE WHEN (NEW."total" IS NOT OLD."total" COLLATE BINARY) THEN "total" ELSE (SELECT (CAST("count" AS INTEGER)) FROM (SELECT NEW."count" AS "count") AS "pec_row") END,
    "count" = CASE WHEN (NEW."total" IS NOT OLD."total" COLLATE BINARY) THEN (SELECT (CAST("total" AS TEXT)) FROM (SELECT NEW."total" AS "total") AS "pec_row") ELSE "count" END
  WHERE "id" IS NEW."id";
END

-- sync, an INSERT follows the source
CREATE TRIGGER "pec_insert_User_count_total_d0b6bd21" AFTER INSERT ON "User" FOR EACH ROW WHEN (NEW."total" IS NOT (SELECT (CAST("count" AS INTEGER)) FROM (SELECT NEW."count" AS "count") AS "pec_row") COLLATE BINARY)
BEGIN
  UPDATE "User" SET
    "total" = CASE WHEN NEW."count" IS NULL THEN "total" ELSE (SELECT (CAST("count" AS INTEGER)) FROM (SELECT NEW."count" AS "count") AS "pec_row") END,
    "count" = CASE WHEN NEW."count" IS NULL THEN (SELECT (CAST("total" AS TEXT)) FROM (SELECT NEW."total" AS "total") AS "pec_row") ELSE "count" END
  WHERE "id" IS NEW."id";
END;
CREATE TRIGGER "pec_update_User_count_total_d0b6bd21" AFTER UPDATE ON "User" FOR EACH ROW WHEN (NEW."total" IS NOT (SELECT (CAST("count" AS INTEGER)) FROM (SELECT NEW."count" AS "count") AS "pec_row") COLLATE BINARY) AND ((NEW."total" IS NOT OLD."total" COLLATE BINARY) OR (NEW."count" IS NOT OLD."count" COLLATE BINARY) OR NEW."total" IS NULL)
BEGIN
  UPDATE "User" SET
    "total" = CASE WHEN (NEW."total" IS NOT OLD."total" COLLATE BINARY) THEN "total" ELSE (SELECT (CAST("count" AS INTEGER)) FROM (SELECT NEW."count" AS "count") AS "pec_row") END,
    "count" = CASE WHEN (NEW."total" IS NOT OLD."total" COLLATE BINARY) THEN (SELECT (CAST("total" AS TEXT)) FROM (SELECT NEW."total" AS "total") AS "pec_row") ELSE "count" END
  WHERE "id" IS NEW."id";
END

-- end of a batch
SELECT CASE typeof("id") WHEN 'real' THEN printf('%!.17g', "id") ELSE CAST("id" AS TEXT) END AS "key_1", count(*) OVER () AS "rows" FROM (SELECT "id" FROM "User" WHERE ("id") > (?) ORDER BY "id" LIMIT ?) AS "pec_batch" ORDER BY "id" DESC LIMIT 1
-- values: ["1",1000]

-- batch
UPDATE "User" SET "total" = (CAST("count" AS INTEGER)) WHERE ("id") > (?) AND ("id") <= (?) AND ("total" IS NOT (CAST("count" AS INTEGER)) COLLATE BINARY)
-- values: ["1","9"]

-- batch over a unique target
UPDATE "User" SET "total" = (CAST("count" AS INTEGER)) WHERE ("id") > (?) AND ("id") <= (?) AND ("total" IS NOT (CAST("count" AS INTEGER)) COLLATE BINARY)
-- values: ["1","9"]

-- batch that leaves alone what the database writes
UPDATE "User" SET "total" = (CAST("count" AS INTEGER)) WHERE ("id") > (?) AND ("id") <= (?) AND ("total" IS NOT (CAST("count" AS INTEGER)) COLLATE BINARY)
-- values: ["1","9"]

-- one row
UPDATE "User" SET "total" = (CAST("count" AS INTEGER)) WHERE ("id") = (?) AND ("total" IS NOT (CAST("count" AS INTEGER)) COLLATE BINARY)
-- values: ["1"]

-- whole table
UPDATE "User" SET "total" = (CAST("count" AS INTEGER)) WHERE ("total" IS NOT (CAST("count" AS INTEGER)) COLLATE BINARY)
-- values: []

-- batch, backward
UPDATE "User" SET "count" = (CAST("total" AS TEXT)) WHERE ("id") > (?) AND ("id") <= (?) AND ("total" IS NOT (CAST("count" AS INTEGER)) COLLATE BINARY)
-- values: ["1","9"]

-- rows to copy
SELECT CASE typeof("id") WHEN 'real' THEN printf('%!.17g', "id") ELSE CAST("id" AS TEXT) END AS "key_1" FROM "User" WHERE ("id") > (?) AND ("id") <= (?) AND ("total" IS NOT (CAST("count" AS INTEGER)) COLLATE BINARY)
-- values: ["1","9"]

-- drift
SELECT count(*) AS "drift" FROM "User" WHERE ("id") > (?) AND ("id") <= (?) AND ("total" IS NOT (CAST("count" AS INTEGER)) COLLATE BINARY)
-- values: ["1","9"]

-- samples of drift
SELECT CASE typeof("id") WHEN 'real' THEN printf('%!.17g', "id") ELSE CAST("id" AS TEXT) END AS "key_1" FROM "User" WHERE ("total" IS NOT (CAST("count" AS INTEGER)) COLLATE BINARY) ORDER BY "id" LIMIT ?
-- values: [10]

-- unmapped values
(none)

-- value of the target
(CAST("count" AS INTEGER))

-- names of triggers
pec_insert_User_count_total_d0b6bd21;
pec_update_User_count_total_d0b6bd21

-- parts of the table
SELECT NULL AS "schema", 'column' AS "kind", "name" FROM pragma_table_info(?) UNION ALL SELECT NULL, 'trigger', "name" FROM "main"."sqlite_schema" WHERE "type" = 'trigger' AND "tbl_name" = ?
-- values: ["User","User"]

-- number of rows
SELECT count(*) AS "rows" FROM "User"
-- values: []

-- estimate
SELECT -1 AS "rows"
-- values: []
