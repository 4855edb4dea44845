-- end of a batch
SELECT CASE typeof("id") WHEN 'real' THEN printf('%!.17g', "id") ELSE CAST("id" AS TEXT) END AS "key_1", count(*) OVER () AS "rows" FROM (SELECT "id" FROM "User" WHERE ("id") > (?) ORDER BY "id" LIMIT ?) AS "pec_batch" ORDER BY "id" DESC LIMIT 1
-- values: ["1",1000]

-- batch
UPDATE "User" SET "number" = (CASE WHEN "phone" IS NULL THEN NULL WHEN "phone" = '0664' COLLATE BINARY THEN '+43664' ELSE NULL END) WHERE ("id") > (?) AND ("id") <= (?) AND (("phone" IS NULL OR "phone" = '0664' COLLATE BINARY OR "phone" = 'none' COLLATE BINARY) AND ("number" IS NOT (CASE WHEN "phone" IS NULL THEN NULL WHEN "phone" = '0664' COLLATE BINARY THEN '+43664' ELSE NULL END) COLLATE BINARY))
-- values: ["1","9"]

-- batch over a unique target
UPDATE "User" SET "number" = (CASE WHEN "phone" IS NULL THEN NULL WHEN "phone" = '0664' COLLATE BINARY THEN '+43664' ELSE NULL END) WHERE ("id") > (?) AND ("id") <= (?) AND (("phone" IS NULL OR "phone" = '0664' COLLATE BINARY OR "phone" = 'none' COLLATE BINARY) AND ("number" IS NOT (CASE WHEN "phone" IS NULL THEN NULL WHEN "phone" = '0664' COLLATE BINARY THEN '+43664' ELSE NULL END) COLLATE BINARY))
-- values: ["1","9"]

-- batch that leaves alone what the database writes
UPDATE "User" SET "number" = (CASE WHEN "phone" IS NULL THEN NULL WHEN "phone" = '0664' COLLATE BINARY THEN '+43664' ELSE NULL END) WHERE ("id") > (?) AND ("id") <= (?) AND (("phone" IS NULL OR "phone" = '0664' COLLATE BINARY OR "phone" = 'none' COLLATE BINARY) AND ("number" IS NOT (CASE WHEN "phone" IS NULL THEN NULL WHEN "phone" = '0664' COLLATE BINARY THEN '+43664' ELSE NULL END) COLLATE BINARY))
-- values: ["1","9"]

-- one row
UPDATE "User" SET "number" = (CASE WHEN "phone" IS NULL THEN NULL WHEN "phone" = '0664' COLLATE BINARY THEN '+43664' ELSE NULL END) WHERE ("id") = (?) AND (("phone" IS NULL OR "phone" = '0664' COLLATE BINARY OR "phone" = 'none' COLLATE BINARY) AND ("number" IS NOT (CASE WHEN "phone" IS NULL THEN NULL WHEN "phone" = '0664' COLLATE BINARY THEN '+43664' ELSE NULL END) COLLATE BINARY))
-- values: ["1"]

-- whole table
UPDATE "User" SET "number" = (CASE WHEN "phone" IS NULL THEN NULL WHEN "phone" = '0664' COLLATE BINARY THEN '+43664' ELSE NULL END) WHERE (("phone" IS NULL OR "phone" = '0664' COLLATE BINARY OR "phone" = 'none' COLLATE BINARY) AND ("number" IS NOT (CASE WHEN "phone" IS NULL THEN NULL WHEN "phone" = '0664' COLLATE BINARY THEN '+43664' ELSE NULL END) COLLATE BINARY))
-- values: []

-- rows to copy
SELECT CASE typeof("id") WHEN 'real' THEN printf('%!.17g', "id") ELSE CAST("id" AS TEXT) END AS "key_1" FROM "User" WHERE ("id") > (?) AND ("id") <= (?) AND (("phone" IS NULL OR "phone" = '0664' COLLATE BINARY OR "phone" = 'none' COLLATE BINARY) AND ("number" IS NOT (CASE WHEN "phone" IS NULL THEN NULL WHEN "phone" = '0664' COLLATE BINARY THEN '+43664' ELSE NULL END) COLLATE BINARY))
-- values: ["1","9"]

-- drift
SELECT count(*) AS "drift" FROM "User" WHERE ("id") > (?) AND ("id") <= (?) AND (("phone" IS NULL OR "phone" = '0664' COLLATE BINARY OR "phone" = 'none' COLLATE BINARY) AND ("number" IS NOT (CASE WHEN "phone" IS NULL THEN NULL WHEN "phone" = '0664' COLLATE BINARY THEN '+43664' ELSE NULL END) COLLATE BINARY))
-- values: ["1","9"]

-- samples of drift
SELECT CASE typeof("id") WHEN 'real' THEN printf('%!.17g', "id") ELSE CAST("id" AS TEXT) END AS "key_1" FROM "User" WHERE (("phone" IS NULL OR "phone" = '0664' COLLATE BINARY OR "phone" = 'none' COLLATE BINARY) AND ("number" IS NOT (CASE WHEN "phone" IS NULL THEN NULL WHEN "phone" = '0664' COLLATE BINARY THEN '+43664' ELSE NULL END) COLLATE BINARY)) ORDER BY "id" LIMIT ?
-- values: [10]

-- unmapped values
(none)

-- value of the target
(CASE WHEN "phone" IS NULL THEN NULL WHEN "phone" = '0664' COLLATE BINARY THEN '+43664' ELSE NULL END)

-- names of triggers
pec_insert_User_phone_number_f9bc762e;
pec_update_User_phone_number_f9bc762e

-- parts of the table
SELECT NULL AS "schema", 'column' AS "kind", "name" FROM pragma_table_info(?) UNION ALL SELECT NULL, 'trigger', "name" FROM "main"."sqlite_schema" WHERE "type" = 'trigger' AND "tbl_name" = ?
-- values: ["User","User"]

-- number of rows
SELECT count(*) AS "rows" FROM "User"
-- values: []

-- estimate
SELECT -1 AS "rows"
-- values: []
