-- end of a batch
SELECT CAST(`id` AS CHAR) AS `key_1`, count(*) OVER () AS `rows` FROM (SELECT `id` FROM `User` WHERE `id` > CAST(CAST(? AS CHAR) AS SIGNED) ORDER BY `id` LIMIT ?) AS `pec_batch` ORDER BY `id` DESC LIMIT 1
-- values: ["1",1000]

-- batch
UPDATE (SELECT `id` AS `pec_free_1` FROM `User` WHERE `id` > CAST(CAST(? AS CHAR) AS SIGNED) AND `id` <= CAST(CAST(? AS CHAR) AS SIGNED) AND ((`phone` IS NULL OR CAST(CONVERT(`phone` USING utf8mb4) AS BINARY) = '0664' OR CAST(CONVERT(`phone` USING utf8mb4) AS BINARY) = 'none') AND (NOT CAST(CONVERT(`number` USING utf8mb4) AS BINARY) <=> CAST(CONVERT((CASE WHEN `phone` IS NULL THEN NULL WHEN CAST(CONVERT(`phone` USING utf8mb4) AS BINARY) = '0664' THEN '+43664' ELSE NULL END) USING utf8mb4) AS BINARY))) FOR UPDATE SKIP LOCKED) AS `pec_free` STRAIGHT_JOIN `User` ON `id` = `pec_free_1` SET `number` = (CASE WHEN `phone` IS NULL THEN NULL WHEN CAST(CONVERT(`phone` USING utf8mb4) AS BINARY) = '0664' THEN '+43664' ELSE NULL END)
-- values: ["1","9"]

-- batch over a unique target
UPDATE (SELECT `id` AS `pec_free_1` FROM `User` WHERE `id` > CAST(CAST(? AS CHAR) AS SIGNED) AND `id` <= CAST(CAST(? AS CHAR) AS SIGNED) AND ((`phone` IS NULL OR CAST(CONVERT(`phone` USING utf8mb4) AS BINARY) = '0664' OR CAST(CONVERT(`phone` USING utf8mb4) AS BINARY) = 'none') AND (NOT CAST(CONVERT(`number` USING utf8mb4) AS BINARY) <=> CAST(CONVERT((CASE WHEN `phone` IS NULL THEN NULL WHEN CAST(CONVERT(`phone` USING utf8mb4) AS BINARY) = '0664' THEN '+43664' ELSE NULL END) USING utf8mb4) AS BINARY))) FOR UPDATE SKIP LOCKED) AS `pec_free` STRAIGHT_JOIN `User` ON `id` = `pec_free_1` SET `number` = (CASE WHEN `phone` IS NULL THEN NULL WHEN CAST(CONVERT(`phone` USING utf8mb4) AS BINARY) = '0664' THEN '+43664' ELSE NULL END)
-- values: ["1","9"]

-- batch that leaves alone what the database writes
UPDATE (SELECT `id` AS `pec_free_1` FROM `User` WHERE `id` > CAST(CAST(? AS CHAR) AS SIGNED) AND `id` <= CAST(CAST(? AS CHAR) AS SIGNED) AND ((`phone` IS NULL OR CAST(CONVERT(`phone` USING utf8mb4) AS BINARY) = '0664' OR CAST(CONVERT(`phone` USING utf8mb4) AS BINARY) = 'none') AND (NOT CAST(CONVERT(`number` USING utf8mb4) AS BINARY) <=> CAST(CONVERT((CASE WHEN `phone` IS NULL THEN NULL WHEN CAST(CONVERT(`phone` USING utf8mb4) AS BINARY) = '0664' THEN '+43664' ELSE NULL END) USING utf8mb4) AS BINARY))) FOR UPDATE SKIP LOCKED) AS `pec_free` STRAIGHT_JOIN `User` ON `id` = `pec_free_1` SET `number` = (CASE WHEN `phone` IS NULL THEN NULL WHEN CAST(CONVERT(`phone` USING utf8mb4) AS BINARY) = '0664' THEN '+43664' ELSE NULL END), `changed` = `changed`
-- values: ["1","9"]

-- one row
UPDATE `User` SET `number` = (CASE WHEN `phone` IS NULL THEN NULL WHEN CAST(CONVERT(`phone` USING utf8mb4) AS BINARY) = '0664' THEN '+43664' ELSE NULL END) WHERE `id` = CAST(CAST(? AS CHAR) AS SIGNED) AND ((`phone` IS NULL OR CAST(CONVERT(`phone` USING utf8mb4) AS BINARY) = '0664' OR CAST(CONVERT(`phone` USING utf8mb4) AS BINARY) = 'none') AND (NOT CAST(CONVERT(`number` USING utf8mb4) AS BINARY) <=> CAST(CONVERT((CASE WHEN `phone` IS NULL THEN NULL WHEN CAST(CONVERT(`phone` USING utf8mb4) AS BINARY) = '0664' THEN '+43664' ELSE NULL END) USING utf8mb4) AS BINARY)))
-- values: ["1"]

-- whole table
UPDATE `User` SET `number` = (CASE WHEN `phone` IS NULL THEN NULL WHEN CAST(CONVERT(`phone` USING utf8mb4) AS BINARY) = '0664' THEN '+43664' ELSE NULL END) WHERE ((`phone` IS NULL OR CAST(CONVERT(`phone` USING utf8mb4) AS BINARY) = '0664' OR CAST(CONVERT(`phone` USING utf8mb4) AS BINARY) = 'none') AND (NOT CAST(CONVERT(`number` USING utf8mb4) AS BINARY) <=> CAST(CONVERT((CASE WHEN `phone` IS NULL THEN NULL WHEN CAST(CONVERT(`phone` USING utf8mb4) AS BINARY) = '0664' THEN '+43664' ELSE NULL END) USING utf8mb4) AS BINARY)))
-- values: []

-- rows to copy
SELECT CAST(`id` AS CHAR) AS `key_1` FROM `User` WHERE `id` > CAST(CAST(? AS CHAR) AS SIGNED) AND `id` <= CAST(CAST(? AS CHAR) AS SIGNED) AND ((`phone` IS NULL OR CAST(CONVERT(`phone` USING utf8mb4) AS BINARY) = '0664' OR CAST(CONVERT(`phone` USING utf8mb4) AS BINARY) = 'none') AND (NOT CAST(CONVERT(`number` USING utf8mb4) AS BINARY) <=> CAST(CONVERT((CASE WHEN `phone` IS NULL THEN NULL WHEN CAST(CONVERT(`phone` USING utf8mb4) AS BINARY) = '0664' THEN '+43664' ELSE NULL END) USING utf8mb4) AS BINARY)))
-- values: ["1","9"]

-- drift
SELECT count(*) AS `drift` FROM `User` WHERE `id` > CAST(CAST(? AS CHAR) AS SIGNED) AND `id` <= CAST(CAST(? AS CHAR) AS SIGNED) AND ((`phone` IS NULL OR CAST(CONVERT(`phone` USING utf8mb4) AS BINARY) = '0664' OR CAST(CONVERT(`phone` USING utf8mb4) AS BINARY) = 'none') AND (NOT CAST(CONVERT(`number` USING utf8mb4) AS BINARY) <=> CAST(CONVERT((CASE WHEN `phone` IS NULL THEN NULL WHEN CAST(CONVERT(`phone` USING utf8mb4) AS BINARY) = '0664' THEN '+43664' ELSE NULL END) USING utf8mb4) AS BINARY)))
-- values: ["1","9"]

-- samples of drift
SELECT CAST(`id` AS CHAR) AS `key_1` FROM `User` WHERE ((`phone` IS NULL OR CAST(CONVERT(`phone` USING utf8mb4) AS BINARY) = '0664' OR CAST(CONVERT(`phone` USING utf8mb4) AS BINARY) = 'none') AND (NOT CAST(CONVERT(`number` USING utf8mb4) AS BINARY) <=> CAST(CONVERT((CASE WHEN `phone` IS NULL THEN NULL WHEN CAST(CONVERT(`phone` USING utf8mb4) AS BINARY) = '0664' THEN '+43664' ELSE NULL END) USING utf8mb4) AS BINARY))) ORDER BY `id` LIMIT ?
-- values: [10]

-- unmapped values
(none)

-- value of the target
(CASE WHEN `phone` IS NULL THEN NULL WHEN CAST(CONVERT(`phone` USING utf8mb4) AS BINARY) = '0664' THEN '+43664' ELSE NULL END)

-- names of triggers
pec_insert_User_phone_number_f9bc762e;
pec_update_User_phone_number_f9bc762e

-- parts of the table
SELECT TABLE_SCHEMA AS `schema`, 'column' AS `kind`, COLUMN_NAME AS `name` FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? UNION ALL SELECT TABLE_SCHEMA, 'on-update', COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND EXTRA LIKE '%on update%' UNION ALL SELECT TRIGGER_SCHEMA, 'trigger', TRIGGER_NAME FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = DATABASE() AND EVENT_OBJECT_TABLE = ?
-- values: ["User","User","User"]

-- number of rows
SELECT count(*) AS `rows` FROM `User`
-- values: []

-- estimate
SELECT coalesce(max(TABLE_ROWS), -1) AS `rows` FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?
-- values: ["User"]
