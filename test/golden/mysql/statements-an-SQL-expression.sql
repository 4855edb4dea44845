-- sync
DROP TRIGGER IF EXISTS `crm`.`pec_insert_User_count_total_a09861ee`;
DROP TRIGGER IF EXISTS `crm`.`pec_update_User_count_total_a09861ee`;
CREATE TRIGGER `crm`.`pec_insert_User_count_total_a09861ee` BEFORE INSERT ON `crm`.`User` FOR EACH ROW
  SET NEW.`total` = COALESCE(NEW.`total`, (SELECT (CAST("count" AS INTEGER)) FROM (SELECT NEW.`count` AS `count`) AS `pec_row`)),
    NEW.`count` = IF((NOT NEW.`total` <=> (SELECT (CAST("count" AS INTEGER)) FROM (SELECT NEW.`count` AS `count`) AS `pec_row`)), (SELECT (CAST("total" AS TEXT)) FROM (SELECT NEW.`total` AS `total`) AS `pec_row`), NEW.`count`);
CREATE TRIGGER `crm`.`pec_update_User_count_total_a09861ee` BEFORE UPDATE ON `crm`.`User` FOR EACH ROW
  SET NEW.`count` = IF((NOT NEW.`total` <=> OLD.`total`) AND (NOT NEW.`total` <=> (SELECT (CAST("count" AS INTEGER)) FROM (SELECT NEW.`count` AS `count`) AS `pec_row`)), (SELECT (CAST("total" AS TEXT)) FROM (SELECT NEW.`total` AS `total`) AS `pec_row`), NEW.`count`),
    NEW.`total` = IF(NOT (NOT NEW.`total` <=> OLD.`total`) AND ((NOT CAST(CONVERT(NEW.`count` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(OLD.`count` USING utf8mb4) AS BINARY)) OR NEW.`total` IS NULL), (SELECT (CAST("count" AS INTEGER)) FROM (SELECT NEW.`count` AS `count`) AS `pec_row`), NEW.`total`)

-- sync, an INSERT follows the source
DROP TRIGGER IF EXISTS `crm`.`pec_insert_User_count_total_a09861ee`;
DROP TRIGGER IF EXISTS `crm`.`pec_update_User_count_total_a09861ee`;
CREATE TRIGGER `crm`.`pec_insert_User_count_total_a09861ee` BEFORE INSERT ON `crm`.`User` FOR EACH ROW
  SET NEW.`count` = COALESCE(NEW.`count`, (SELECT (CAST("total" AS TEXT)) FROM (SELECT NEW.`total` AS `total`) AS `pec_row`)),
    NEW.`total` = IF((NOT NEW.`total` <=> (SELECT (CAST("count" AS INTEGER)) FROM (SELECT NEW.`count` AS `count`) AS `pec_row`)), (SELECT (CAST("count" AS INTEGER)) FROM (SELECT NEW.`count` AS `count`) AS `pec_row`), NEW.`total`);
CREATE TRIGGER `crm`.`pec_update_User_count_total_a09861ee` BEFORE UPDATE ON `crm`.`User` FOR EACH ROW
  SET NEW.`count` = IF((NOT NEW.`total` <=> OLD.`total`) AND (NOT NEW.`total` <=> (SELECT (CAST("count" AS INTEGER)) FROM (SELECT NEW.`count` AS `count`) AS `pec_row`)), (SELECT (CAST("total" AS TEXT)) FROM (SELECT NEW.`total` AS `total`) AS `pec_row`), NEW.`count`),
    NEW.`total` = IF(NOT (NOT NEW.`total` <=> OLD.`total`) AND ((NOT CAST(CONVERT(NEW.`count` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(OLD.`count` USING utf8mb4) AS BINARY)) OR NEW.`total` IS NULL), (SELECT (CAST("count" AS INTEGER)) FROM (SELECT NEW.`count` AS `count`) AS `pec_row`), NEW.`total`)

-- end of a batch
SELECT CAST(`id` AS CHAR) AS `key_1`, count(*) OVER () AS `rows` FROM (SELECT `id` FROM `crm`.`User` WHERE `id` > CAST(CAST(? AS CHAR) AS SIGNED) ORDER BY `id` LIMIT ?) AS `pec_batch` ORDER BY `id` DESC LIMIT 1
-- values: ["1",1000]

-- batch
UPDATE (SELECT `id` AS `pec_free_1` FROM `crm`.`User` WHERE `id` > CAST(CAST(? AS CHAR) AS SIGNED) AND `id` <= CAST(CAST(? AS CHAR) AS SIGNED) AND (NOT `total` <=> (CAST("count" AS INTEGER))) FOR UPDATE SKIP LOCKED) AS `pec_free` STRAIGHT_JOIN `crm`.`User` ON `id` = `pec_free_1` SET `total` = (CAST("count" AS INTEGER))
-- values: ["1","9"]

-- batch over a unique target
UPDATE (SELECT `id` AS `pec_free_1` FROM `crm`.`User` WHERE `id` > CAST(CAST(? AS CHAR) AS SIGNED) AND `id` <= CAST(CAST(? AS CHAR) AS SIGNED) AND (NOT `total` <=> (CAST("count" AS INTEGER))) FOR UPDATE SKIP LOCKED) AS `pec_free` STRAIGHT_JOIN `crm`.`User` ON `id` = `pec_free_1` SET `total` = (CAST("count" AS INTEGER))
-- values: ["1","9"]

-- batch that leaves alone what the database writes
UPDATE (SELECT `id` AS `pec_free_1` FROM `crm`.`User` WHERE `id` > CAST(CAST(? AS CHAR) AS SIGNED) AND `id` <= CAST(CAST(? AS CHAR) AS SIGNED) AND (NOT `total` <=> (CAST("count" AS INTEGER))) FOR UPDATE SKIP LOCKED) AS `pec_free` STRAIGHT_JOIN `crm`.`User` ON `id` = `pec_free_1` SET `total` = (CAST("count" AS INTEGER)), `changed` = `changed`
-- values: ["1","9"]

-- one row
UPDATE `crm`.`User` SET `total` = (CAST("count" AS INTEGER)) WHERE `id` = CAST(CAST(? AS CHAR) AS SIGNED) AND (NOT `total` <=> (CAST("count" AS INTEGER)))
-- values: ["1"]

-- whole table
UPDATE `crm`.`User` SET `total` = (CAST("count" AS INTEGER)) WHERE (NOT `total` <=> (CAST("count" AS INTEGER)))
-- values: []

-- batch, backward
UPDATE (SELECT `id` AS `pec_free_1` FROM `crm`.`User` WHERE `id` > CAST(CAST(? AS CHAR) AS SIGNED) AND `id` <= CAST(CAST(? AS CHAR) AS SIGNED) AND (NOT `total` <=> (CAST("count" AS INTEGER))) FOR UPDATE SKIP LOCKED) AS `pec_free` STRAIGHT_JOIN `crm`.`User` ON `id` = `pec_free_1` SET `count` = (CAST("total" AS TEXT))
-- values: ["1","9"]

-- rows to copy
SELECT CAST(`id` AS CHAR) AS `key_1` FROM `crm`.`User` WHERE `id` > CAST(CAST(? AS CHAR) AS SIGNED) AND `id` <= CAST(CAST(? AS CHAR) AS SIGNED) AND (NOT `total` <=> (CAST("count" AS INTEGER)))
-- values: ["1","9"]

-- drift
SELECT count(*) AS `drift` FROM `crm`.`User` WHERE `id` > CAST(CAST(? AS CHAR) AS SIGNED) AND `id` <= CAST(CAST(? AS CHAR) AS SIGNED) AND (NOT `total` <=> (CAST("count" AS INTEGER)))
-- values: ["1","9"]

-- samples of drift
SELECT CAST(`id` AS CHAR) AS `key_1` FROM `crm`.`User` WHERE (NOT `total` <=> (CAST("count" AS INTEGER))) ORDER BY `id` LIMIT ?
-- values: [10]

-- unmapped values
(none)

-- value of the target
(CAST("count" AS INTEGER))

-- names of triggers
pec_insert_User_count_total_a09861ee;
pec_update_User_count_total_a09861ee

-- parts of the table
SELECT TABLE_SCHEMA AS `schema`, 'column' AS `kind`, COLUMN_NAME AS `name` FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? UNION ALL SELECT TABLE_SCHEMA, 'on-update', COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND EXTRA LIKE '%on update%' UNION ALL SELECT TRIGGER_SCHEMA, 'trigger', TRIGGER_NAME FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = ? AND EVENT_OBJECT_TABLE = ?
-- values: ["crm","User","crm","User","crm","User"]

-- number of rows
SELECT count(*) AS `rows` FROM `crm`.`User`
-- values: []

-- estimate
SELECT coalesce(max(TABLE_ROWS), -1) AS `rows` FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?
-- values: ["crm","User"]
