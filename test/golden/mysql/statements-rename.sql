-- sync
DROP TRIGGER IF EXISTS `pec_insert_User_userName_displayName_b0ab01b6`;
DROP TRIGGER IF EXISTS `pec_update_User_userName_displayName_b0ab01b6`;
CREATE TRIGGER `pec_insert_User_userName_displayName_b0ab01b6` BEFORE INSERT ON `User` FOR EACH ROW
  SET NEW.`displayName` = COALESCE(NEW.`displayName`, NEW.`userName`),
    NEW.`userName` = IF((NOT CAST(CONVERT(NEW.`displayName` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(NEW.`userName` USING utf8mb4) AS BINARY)), NEW.`displayName`, NEW.`userName`);
CREATE TRIGGER `pec_update_User_userName_displayName_b0ab01b6` BEFORE UPDATE ON `User` FOR EACH ROW
  SET NEW.`userName` = IF((NOT CAST(CONVERT(NEW.`displayName` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(OLD.`displayName` USING utf8mb4) AS BINARY)) AND (NOT CAST(CONVERT(NEW.`displayName` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(NEW.`userName` USING utf8mb4) AS BINARY)), NEW.`displayName`, NEW.`userName`),
    NEW.`displayName` = IF(NOT (NOT CAST(CONVERT(NEW.`displayName` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(OLD.`displayName` USING utf8mb4) AS BINARY)) AND ((NOT CAST(CONVERT(NEW.`userName` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(OLD.`userName` USING utf8mb4) AS BINARY)) OR NEW.`displayName` IS NULL), NEW.`userName`, NEW.`displayName`)

-- sync, an INSERT follows the source
DROP TRIGGER IF EXISTS `pec_insert_User_userName_displayName_b0ab01b6`;
DROP TRIGGER IF EXISTS `pec_update_User_userName_displayName_b0ab01b6`;
CREATE TRIGGER `pec_insert_User_userName_displayName_b0ab01b6` BEFORE INSERT ON `User` FOR EACH ROW
  SET NEW.`userName` = COALESCE(NEW.`userName`, NEW.`displayName`),
    NEW.`displayName` = IF((NOT CAST(CONVERT(NEW.`displayName` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(NEW.`userName` USING utf8mb4) AS BINARY)), NEW.`userName`, NEW.`displayName`);
CREATE TRIGGER `pec_update_User_userName_displayName_b0ab01b6` BEFORE UPDATE ON `User` FOR EACH ROW
  SET NEW.`userName` = IF((NOT CAST(CONVERT(NEW.`displayName` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(OLD.`displayName` USING utf8mb4) AS BINARY)) AND (NOT CAST(CONVERT(NEW.`displayName` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(NEW.`userName` USING utf8mb4) AS BINARY)), NEW.`displayName`, NEW.`userName`),
    NEW.`displayName` = IF(NOT (NOT CAST(CONVERT(NEW.`displayName` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(OLD.`displayName` USING utf8mb4) AS BINARY)) AND ((NOT CAST(CONVERT(NEW.`userName` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(OLD.`userName` USING utf8mb4) AS BINARY)) OR NEW.`displayName` IS NULL), NEW.`userName`, NEW.`displayName`)

-- end of a batch
SELECT CAST(`id` AS CHAR) AS `key_1`, count(*) OVER () AS `rows` FROM (SELECT `id` FROM `User` WHERE `id` > CAST(CAST(? AS CHAR) AS SIGNED) ORDER BY `id` LIMIT ?) AS `pec_batch` ORDER BY `id` DESC LIMIT 1
-- values: ["1",1000]

-- batch
UPDATE (SELECT `id` AS `pec_free_1` FROM `User` WHERE `id` > CAST(CAST(? AS CHAR) AS SIGNED) AND `id` <= CAST(CAST(? AS CHAR) AS SIGNED) AND (NOT CAST(CONVERT(`displayName` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`userName` USING utf8mb4) AS BINARY)) FOR UPDATE SKIP LOCKED) AS `pec_free` STRAIGHT_JOIN `User` ON `id` = `pec_free_1` SET `displayName` = `userName`
-- values: ["1","9"]

-- batch over a unique target
UPDATE (SELECT `id` AS `pec_free_1` FROM `User` WHERE `id` > CAST(CAST(? AS CHAR) AS SIGNED) AND `id` <= CAST(CAST(? AS CHAR) AS SIGNED) AND (NOT CAST(CONVERT(`displayName` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`userName` USING utf8mb4) AS BINARY)) FOR UPDATE SKIP LOCKED) AS `pec_free` STRAIGHT_JOIN `User` ON `id` = `pec_free_1` SET `displayName` = `userName`
-- values: ["1","9"]

-- batch that leaves alone what the database writes
UPDATE (SELECT `id` AS `pec_free_1` FROM `User` WHERE `id` > CAST(CAST(? AS CHAR) AS SIGNED) AND `id` <= CAST(CAST(? AS CHAR) AS SIGNED) AND (NOT CAST(CONVERT(`displayName` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`userName` USING utf8mb4) AS BINARY)) FOR UPDATE SKIP LOCKED) AS `pec_free` STRAIGHT_JOIN `User` ON `id` = `pec_free_1` SET `displayName` = `userName`, `changed` = `changed`
-- values: ["1","9"]

-- one row
UPDATE `User` SET `displayName` = `userName` WHERE `id` = CAST(CAST(? AS CHAR) AS SIGNED) AND (NOT CAST(CONVERT(`displayName` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`userName` USING utf8mb4) AS BINARY))
-- values: ["1"]

-- whole table
UPDATE `User` SET `displayName` = `userName` WHERE (NOT CAST(CONVERT(`displayName` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`userName` USING utf8mb4) AS BINARY))
-- values: []

-- batch, backward
UPDATE (SELECT `id` AS `pec_free_1` FROM `User` WHERE `id` > CAST(CAST(? AS CHAR) AS SIGNED) AND `id` <= CAST(CAST(? AS CHAR) AS SIGNED) AND (NOT CAST(CONVERT(`displayName` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`userName` USING utf8mb4) AS BINARY)) FOR UPDATE SKIP LOCKED) AS `pec_free` STRAIGHT_JOIN `User` ON `id` = `pec_free_1` SET `userName` = `displayName`
-- values: ["1","9"]

-- rows to copy
SELECT CAST(`id` AS CHAR) AS `key_1` FROM `User` WHERE `id` > CAST(CAST(? AS CHAR) AS SIGNED) AND `id` <= CAST(CAST(? AS CHAR) AS SIGNED) AND (NOT CAST(CONVERT(`displayName` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`userName` USING utf8mb4) AS BINARY))
-- values: ["1","9"]

-- drift
SELECT count(*) AS `drift` FROM `User` WHERE `id` > CAST(CAST(? AS CHAR) AS SIGNED) AND `id` <= CAST(CAST(? AS CHAR) AS SIGNED) AND (NOT CAST(CONVERT(`displayName` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`userName` USING utf8mb4) AS BINARY))
-- values: ["1","9"]

-- samples of drift
SELECT CAST(`id` AS CHAR) AS `key_1` FROM `User` WHERE (NOT CAST(CONVERT(`displayName` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`userName` USING utf8mb4) AS BINARY)) ORDER BY `id` LIMIT ?
-- values: [10]

-- unmapped values
(none)

-- value of the target
`userName`

-- names of triggers
pec_insert_User_userName_displayName_b0ab01b6;
pec_update_User_userName_displayName_b0ab01b6

-- parts of the table
SELECT TABLE_SCHEMA AS `schema`, 'column' AS `kind`, COLUMN_NAME AS `name` FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? UNION ALL SELECT TABLE_SCHEMA, 'on-update', COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND EXTRA LIKE '%on update%' UNION ALL SELECT TRIGGER_SCHEMA, 'trigger', TRIGGER_NAME FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = DATABASE() AND EVENT_OBJECT_TABLE = ?
-- values: ["User","User","User"]

-- number of rows
SELECT count(*) AS `rows` FROM `User`
-- values: []

-- estimate
SELECT coalesce(max(TABLE_ROWS), -1) AS `rows` FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?
-- values: ["User"]
