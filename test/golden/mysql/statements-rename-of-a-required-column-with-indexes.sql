-- sync
DROP TRIGGER IF EXISTS `pec_insert_app users_user's name_display_name_bba249d3`;
DROP TRIGGER IF EXISTS `pec_update_app users_user's name_display_name_bba249d3`;
CREATE TRIGGER `pec_insert_app users_user's name_display_name_bba249d3` BEFORE INSERT ON `app users` FOR EACH ROW
  SET NEW.`display_name` = COALESCE(NEW.`display_name`, NEW.`user's name`),
    NEW.`user's name` = IF((NOT CAST(CONVERT(NEW.`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(NEW.`user's name` USING utf8mb4) AS BINARY)), NEW.`display_name`, NEW.`user's name`);
CREATE TRIGGER `pec_update_app users_user's name_display_name_bba249d3` BEFORE UPDATE ON `app users` FOR EACH ROW
  SET NEW.`user's name` = IF((NOT CAST(CONVERT(NEW.`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(OLD.`display_name` USING utf8mb4) AS BINARY)) AND (NOT CAST(CONVERT(NEW.`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(NEW.`user's name` USING utf8mb4) AS BINARY)), NEW.`display_name`, NEW.`user's name`),
    NEW.`display_name` = IF(NOT (NOT CAST(CONVERT(NEW.`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(OLD.`display_name` USING utf8mb4) AS BINARY)) AND ((NOT CAST(CONVERT(NEW.`user's name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(OLD.`user's name` USING utf8mb4) AS BINARY)) OR NEW.`display_name` IS NULL), NEW.`user's name`, NEW.`display_name`)

-- sync, an INSERT follows the source
DROP TRIGGER IF EXISTS `pec_insert_app users_user's name_display_name_bba249d3`;
DROP TRIGGER IF EXISTS `pec_update_app users_user's name_display_name_bba249d3`;
CREATE TRIGGER `pec_insert_app users_user's name_display_name_bba249d3` BEFORE INSERT ON `app users` FOR EACH ROW
  SET NEW.`user's name` = COALESCE(NEW.`user's name`, NEW.`display_name`),
    NEW.`display_name` = IF((NOT CAST(CONVERT(NEW.`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(NEW.`user's name` USING utf8mb4) AS BINARY)), NEW.`user's name`, NEW.`display_name`);
CREATE TRIGGER `pec_update_app users_user's name_display_name_bba249d3` BEFORE UPDATE ON `app users` FOR EACH ROW
  SET NEW.`user's name` = IF((NOT CAST(CONVERT(NEW.`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(OLD.`display_name` USING utf8mb4) AS BINARY)) AND (NOT CAST(CONVERT(NEW.`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(NEW.`user's name` USING utf8mb4) AS BINARY)), NEW.`display_name`, NEW.`user's name`),
    NEW.`display_name` = IF(NOT (NOT CAST(CONVERT(NEW.`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(OLD.`display_name` USING utf8mb4) AS BINARY)) AND ((NOT CAST(CONVERT(NEW.`user's name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(OLD.`user's name` USING utf8mb4) AS BINARY)) OR NEW.`display_name` IS NULL), NEW.`user's name`, NEW.`display_name`)

-- end of a batch
SELECT CAST(`tenant` AS CHAR) AS `key_1`, CAST(`number` AS CHAR) AS `key_2`, count(*) OVER () AS `rows` FROM (SELECT `tenant`, `number` FROM `app users` WHERE (`tenant` >= CAST(CAST(? AS CHAR) AS SIGNED) AND (`tenant` > CAST(CAST(? AS CHAR) AS SIGNED) OR `number` > ?)) ORDER BY `tenant`, `number` LIMIT ?) AS `pec_batch` ORDER BY `tenant` DESC, `number` DESC LIMIT 1
-- values: ["1","1","1",1000]

-- batch
UPDATE (SELECT `tenant` AS `pec_free_1`, `number` AS `pec_free_2` FROM `app users` WHERE (`tenant` >= CAST(CAST(? AS CHAR) AS SIGNED) AND (`tenant` > CAST(CAST(? AS CHAR) AS SIGNED) OR `number` > ?)) AND (`tenant` <= CAST(CAST(? AS CHAR) AS SIGNED) AND (`tenant` < CAST(CAST(? AS CHAR) AS SIGNED) OR `number` <= ?)) AND (NOT CAST(CONVERT(`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`user's name` USING utf8mb4) AS BINARY)) FOR UPDATE SKIP LOCKED) AS `pec_free` STRAIGHT_JOIN `app users` ON `tenant` = `pec_free_1` AND `number` = `pec_free_2` SET `display_name` = `user's name`
-- values: ["1","1","1","9","9","9"]

-- batch over a unique target
UPDATE (SELECT `tenant` AS `pec_free_1`, `number` AS `pec_free_2` FROM `app users` WHERE (`tenant` >= CAST(CAST(? AS CHAR) AS SIGNED) AND (`tenant` > CAST(CAST(? AS CHAR) AS SIGNED) OR `number` > ?)) AND (`tenant` <= CAST(CAST(? AS CHAR) AS SIGNED) AND (`tenant` < CAST(CAST(? AS CHAR) AS SIGNED) OR `number` <= ?)) AND (NOT CAST(CONVERT(`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`user's name` USING utf8mb4) AS BINARY)) FOR UPDATE SKIP LOCKED) AS `pec_free` STRAIGHT_JOIN `app users` ON `tenant` = `pec_free_1` AND `number` = `pec_free_2` SET `display_name` = `user's name`
-- values: ["1","1","1","9","9","9"]

-- batch that leaves alone what the database writes
UPDATE (SELECT `tenant` AS `pec_free_1`, `number` AS `pec_free_2` FROM `app users` WHERE (`tenant` >= CAST(CAST(? AS CHAR) AS SIGNED) AND (`tenant` > CAST(CAST(? AS CHAR) AS SIGNED) OR `number` > ?)) AND (`tenant` <= CAST(CAST(? AS CHAR) AS SIGNED) AND (`tenant` < CAST(CAST(? AS CHAR) AS SIGNED) OR `number` <= ?)) AND (NOT CAST(CONVERT(`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`user's name` USING utf8mb4) AS BINARY)) FOR UPDATE SKIP LOCKED) AS `pec_free` STRAIGHT_JOIN `app users` ON `tenant` = `pec_free_1` AND `number` = `pec_free_2` SET `display_name` = `user's name`, `changed` = `changed`
-- values: ["1","1","1","9","9","9"]

-- one row
UPDATE `app users` SET `display_name` = `user's name` WHERE `tenant` = CAST(CAST(? AS CHAR) AS SIGNED) AND `number` = ? AND (NOT CAST(CONVERT(`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`user's name` USING utf8mb4) AS BINARY))
-- values: ["1","1"]

-- whole table
UPDATE `app users` SET `display_name` = `user's name` WHERE (NOT CAST(CONVERT(`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`user's name` USING utf8mb4) AS BINARY))
-- values: []

-- batch, backward
UPDATE (SELECT `tenant` AS `pec_free_1`, `number` AS `pec_free_2` FROM `app users` WHERE (`tenant` >= CAST(CAST(? AS CHAR) AS SIGNED) AND (`tenant` > CAST(CAST(? AS CHAR) AS SIGNED) OR `number` > ?)) AND (`tenant` <= CAST(CAST(? AS CHAR) AS SIGNED) AND (`tenant` < CAST(CAST(? AS CHAR) AS SIGNED) OR `number` <= ?)) AND (NOT CAST(CONVERT(`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`user's name` USING utf8mb4) AS BINARY)) FOR UPDATE SKIP LOCKED) AS `pec_free` STRAIGHT_JOIN `app users` ON `tenant` = `pec_free_1` AND `number` = `pec_free_2` SET `user's name` = `display_name`
-- values: ["1","1","1","9","9","9"]

-- rows to copy
SELECT CAST(`tenant` AS CHAR) AS `key_1`, CAST(`number` AS CHAR) AS `key_2` FROM `app users` WHERE (`tenant` >= CAST(CAST(? AS CHAR) AS SIGNED) AND (`tenant` > CAST(CAST(? AS CHAR) AS SIGNED) OR `number` > ?)) AND (`tenant` <= CAST(CAST(? AS CHAR) AS SIGNED) AND (`tenant` < CAST(CAST(? AS CHAR) AS SIGNED) OR `number` <= ?)) AND (NOT CAST(CONVERT(`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`user's name` USING utf8mb4) AS BINARY))
-- values: ["1","1","1","9","9","9"]

-- drift
SELECT count(*) AS `drift` FROM `app users` WHERE (`tenant` >= CAST(CAST(? AS CHAR) AS SIGNED) AND (`tenant` > CAST(CAST(? AS CHAR) AS SIGNED) OR `number` > ?)) AND (`tenant` <= CAST(CAST(? AS CHAR) AS SIGNED) AND (`tenant` < CAST(CAST(? AS CHAR) AS SIGNED) OR `number` <= ?)) AND (NOT CAST(CONVERT(`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`user's name` USING utf8mb4) AS BINARY))
-- values: ["1","1","1","9","9","9"]

-- samples of drift
SELECT CAST(`tenant` AS CHAR) AS `key_1`, CAST(`number` AS CHAR) AS `key_2` FROM `app users` WHERE (NOT CAST(CONVERT(`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`user's name` USING utf8mb4) AS BINARY)) ORDER BY `tenant`, `number` LIMIT ?
-- values: [10]

-- unmapped values
(none)

-- value of the target
`user's name`

-- names of triggers
pec_insert_app users_user's name_display_name_bba249d3;
pec_update_app users_user's name_display_name_bba249d3

-- parts of the table
SELECT TABLE_SCHEMA AS `schema`, 'column' AS `kind`, COLUMN_NAME AS `name` FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? UNION ALL SELECT TABLE_SCHEMA, 'on-update', COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND EXTRA LIKE '%on update%' UNION ALL SELECT TRIGGER_SCHEMA, 'trigger', TRIGGER_NAME FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = DATABASE() AND EVENT_OBJECT_TABLE = ?
-- values: ["app users","app users","app users"]

-- number of rows
SELECT count(*) AS `rows` FROM `app users`
-- values: []

-- estimate
SELECT coalesce(max(TABLE_ROWS), -1) AS `rows` FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?
-- values: ["app users"]
