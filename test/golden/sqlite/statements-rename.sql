-- sync
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
END

-- sync, an INSERT follows the source
CREATE TRIGGER "pec_insert_User_userName_displayName_b0ab01b6" AFTER INSERT ON "User" FOR EACH ROW WHEN (NEW."displayName" IS NOT NEW."userName" COLLATE BINARY)
BEGIN
  UPDATE "User" SET
    "displayName" = CASE WHEN NEW."userName" IS NULL THEN "displayName" ELSE NEW."userName" END,
    "userName" = CASE WHEN NEW."userName" IS NULL THEN NEW."displayName" ELSE "userName" END
  WHERE "id" IS NEW."id";
END;
CREATE TRIGGER "pec_update_User_userName_displayName_b0ab01b6" AFTER UPDATE ON "User" FOR EACH ROW WHEN (NEW."displayName" IS NOT NEW."userName" COLLATE BINARY) AND ((NEW."displayName" IS NOT OLD."displayName" COLLATE BINARY) OR (NEW."userName" IS NOT OLD."userName" COLLATE BINARY) OR NEW."displayName" IS NULL)
BEGIN
  UPDATE "User" SET
    "displayName" = CASE WHEN (NEW."displayName" IS NOT OLD."displayName" COLLATE BINARY) THEN "displayName" ELSE NEW."userName" END,
    "userName" = CASE WHEN (NEW."displayName" IS NOT OLD."displayName" COLLATE BINARY) THEN NEW."displayName" ELSE "userName" END
  WHERE "id" IS NEW."id";
END

-- end of a batch
SELECT CASE typeof("id") WHEN 'real' THEN printf('%!.17g', "id") ELSE CAST("id" AS TEXT) END AS "key_1", count(*) OVER () AS "rows" FROM (SELECT "id" FROM "User" WHERE ("id") > (?) ORDER BY "id" LIMIT ?) AS "pec_batch" ORDER BY "id" DESC LIMIT 1
-- values: ["1",1000]

-- batch
UPDATE "User" SET "displayName" = "userName" WHERE ("id") > (?) AND ("id") <= (?) AND ("displayName" IS NOT "userName" COLLATE BINARY)
-- values: ["1","9"]

-- batch over a unique target
UPDATE "User" SET "displayName" = "userName" WHERE ("id") > (?) AND ("id") <= (?) AND ("displayName" IS NOT "userName" COLLATE BINARY)
-- values: ["1","9"]

-- batch that leaves alone what the database writes
UPDATE "User" SET "displayName" = "userName" WHERE ("id") > (?) AND ("id") <= (?) AND ("displayName" IS NOT "userName" COLLATE BINARY)
-- values: ["1","9"]

-- one row
UPDATE "User" SET "displayName" = "userName" WHERE ("id") = (?) AND ("displayName" IS NOT "userName" COLLATE BINARY)
-- values: ["1"]

-- whole table
UPDATE "User" SET "displayName" = "userName" WHERE ("displayName" IS NOT "userName" COLLATE BINARY)
-- values: []

-- batch, backward
UPDATE "User" SET "userName" = "displayName" WHERE ("id") > (?) AND ("id") <= (?) AND ("displayName" IS NOT "userName" COLLATE BINARY)
-- values: ["1","9"]

-- rows to copy
SELECT CASE typeof("id") WHEN 'real' THEN printf('%!.17g', "id") ELSE CAST("id" AS TEXT) END AS "key_1" FROM "User" WHERE ("id") > (?) AND ("id") <= (?) AND ("displayName" IS NOT "userName" COLLATE BINARY)
-- values: ["1","9"]

-- drift
SELECT count(*) AS "drift" FROM "User" WHERE ("id") > (?) AND ("id") <= (?) AND ("displayName" IS NOT "userName" COLLATE BINARY)
-- values: ["1","9"]

-- samples of drift
SELECT CASE typeof("id") WHEN 'real' THEN printf('%!.17g', "id") ELSE CAST("id" AS TEXT) END AS "key_1" FROM "User" WHERE ("displayName" IS NOT "userName" COLLATE BINARY) ORDER BY "id" LIMIT ?
-- values: [10]

-- unmapped values
(none)

-- value of the target
"userName"

-- names of triggers
pec_insert_User_userName_displayName_b0ab01b6;
pec_update_User_userName_displayName_b0ab01b6

-- parts of the table
SELECT NULL AS "schema", 'column' AS "kind", "name" FROM pragma_table_info(?) UNION ALL SELECT NULL, 'trigger', "name" FROM "main"."sqlite_schema" WHERE "type" = 'trigger' AND "tbl_name" = ?
-- values: ["User","User"]

-- number of rows
SELECT count(*) AS "rows" FROM "User"
-- values: []

-- estimate
SELECT -1 AS "rows"
-- values: []
