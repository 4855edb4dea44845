-- sync
DROP TRIGGER IF EXISTS `pec_insert_User_status_state_8a78c560`;
DROP TRIGGER IF EXISTS `pec_update_User_status_state_8a78c560`;
CREATE TRIGGER `pec_insert_User_status_state_8a78c560` BEFORE INSERT ON `User` FOR EACH ROW
  SET NEW.`state` = COALESCE(NEW.`state`, (CASE WHEN NEW.`status` IS NULL THEN NULL WHEN CAST(CONVERT(NEW.`status` USING utf8mb4) AS BINARY) = 'on' THEN 'ACTIVE' WHEN CAST(CONVERT(NEW.`status` USING utf8mb4) AS BINARY) = 'it''s off' THEN 'on hold' WHEN CAST(CONVERT(NEW.`status` USING utf8mb4) AS BINARY) = 'gone' THEN 'UNKNOWN' ELSE NULL END)),
    NEW.`status` = IF((NOT CAST(CONVERT(NEW.`state` USING utf8mb4) AS BINARY) <=> CAST(CONVERT((CASE WHEN NEW.`status` IS NULL THEN NULL WHEN CAST(CONVERT(NEW.`status` USING utf8mb4) AS BINARY) = 'on' THEN 'ACTIVE' WHEN CAST(CONVERT(NEW.`status` USING utf8mb4) AS BINARY) = 'it''s off' THEN 'on hold' WHEN CAST(CONVERT(NEW.`status` USING utf8mb4) AS BINARY) = 'gone' THEN 'UNKNOWN' ELSE NULL END) USING utf8mb4) AS BINARY)), (CASE WHEN NEW.`state` IS NULL THEN NULL WHEN CAST(CONVERT(NEW.`state` USING utf8mb4) AS BINARY) = 'ACTIVE' THEN 'on' WHEN CAST(CONVERT(NEW.`state` USING utf8mb4) AS BINARY) = 'on hold' THEN 'it''s off' WHEN CAST(CONVERT(NEW.`state` USING utf8mb4) AS BINARY) = 'UNKNOWN' THEN 'gone' ELSE CAST(NEW.`state` AS CHAR) END), NEW.`status`);
CREATE TRIGGER `pec_update_User_status_state_8a78c560` BEFORE UPDATE ON `User` FOR EACH ROW
  SET NEW.`status` = IF((NOT CAST(CONVERT(NEW.`state` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(OLD.`state` USING utf8mb4) AS BINARY)) AND (NOT CAST(CONVERT(NEW.`state` USING utf8mb4) AS BINARY) <=> CAST(CONVERT((CASE WHEN NEW.`status` IS NULL THEN NULL WHEN CAST(CONVERT(NEW.`status` USING utf8mb4) AS BINARY) = 'on' THEN 'ACTIVE' WHEN CAST(CONVERT(NEW.`status` USING utf8mb4) AS BINARY) = 'it''s off' THEN 'on hold' WHEN CAST(CONVERT(NEW.`status` USING utf8mb4) AS BINARY) = 'gone' THEN 'UNKNOWN' ELSE NULL END) USING utf8mb4) AS BINARY)), (CASE WHEN NEW.`state` IS NULL THEN NULL WHEN CAST(CONVERT(NEW.`state` USING utf8mb4) AS BINARY) = 'ACTIVE' THEN 'on' WHEN CAST(CONVERT(NEW.`state` USING utf8mb4) AS BINARY) = 'on hold' THEN 'it''s off' WHEN CAST(CONVERT(NEW.`state` USING utf8mb4) AS BINARY) = 'UNKNOWN' THEN 'gone' ELSE CAST(NEW.`state` AS CHAR) END), NEW.`status`),
    NEW.`state` = IF(NOT (NOT CAST(CONVERT(NEW.`state` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(OLD.`state` USING utf8mb4) AS BINARY)) AND ((NOT CAST(CONVERT(NEW.`status` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(OLD.`status` USING utf8mb4) AS BINARY)) OR NEW.`state` IS NULL), (CASE WHEN NEW.`status` IS NULL THEN NULL WHEN CAST(CONVERT(NEW.`status` USING utf8mb4) AS BINARY) = 'on' THEN 'ACTIVE' WHEN CAST(CONVERT(NEW.`status` USING utf8mb4) AS BINARY) = 'it''s off' THEN 'on hold' WHEN CAST(CONVERT(NEW.`status` USING utf8mb4) AS BINARY) = 'gone' THEN 'UNKNOWN' ELSE NULL END), NEW.`state`)

-- sync, an INSERT follows the source
DROP TRIGGER IF EXISTS `pec_insert_User_status_state_8a78c560`;
DROP TRIGGER IF EXISTS `pec_update_User_status_state_8a78c560`;
CREATE TRIGGER `pec_insert_User_status_state_8a78c560` BEFORE INSERT ON `User` FOR EACH ROW
  SET NEW.`status` = COALESCE(NEW.`status`, (CASE WHEN NEW.`state` IS NULL THEN NULL WHEN CAST(CONVERT(NEW.`state` USING utf8mb4) AS BINARY) = 'ACTIVE' THEN 'on' WHEN CAST(CONVERT(NEW.`state` USING utf8mb4) AS BINARY) = 'on hold' THEN 'it''s off' WHEN CAST(CONVERT(NEW.`state` USING utf8mb4) AS BINARY) = 'UNKNOWN' THEN 'gone' ELSE CAST(NEW.`state` AS CHAR) END)),
    NEW.`state` = IF((NOT CAST(CONVERT(NEW.`state` USING utf8mb4) AS BINARY) <=> CAST(CONVERT((CASE WHEN NEW.`status` IS NULL THEN NULL WHEN CAST(CONVERT(NEW.`status` USING utf8mb4) AS BINARY) = 'on' THEN 'ACTIVE' WHEN CAST(CONVERT(NEW.`status` USING utf8mb4) AS BINARY) = 'it''s off' THEN 'on hold' WHEN CAST(CONVERT(NEW.`status` USING utf8mb4) AS BINARY) = 'gone' THEN 'UNKNOWN' ELSE NULL END) USING utf8mb4) AS BINARY)), (CASE WHEN NEW.`status` IS NULL THEN NULL WHEN CAST(CONVERT(NEW.`status` USING utf8mb4) AS BINARY) = 'on' THEN 'ACTIVE' WHEN CAST(CONVERT(NEW.`status` USING utf8mb4) AS BINARY) = 'it''s off' THEN 'on hold' WHEN CAST(CONVERT(NEW.`status` USING utf8mb4) AS BINARY) = 'gone' THEN 'UNKNOWN' ELSE NULL END), NEW.`state`);
CREATE TRIGGER `pec_update_User_status_state_8a78c560` BEFORE UPDATE ON `User` FOR EACH ROW
  SET NEW.`status` = IF((NOT CAST(CONVERT(NEW.`state` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(OLD.`state` USING utf8mb4) AS BINARY)) AND (NOT CAST(CONVERT(NEW.`state` USING utf8mb4) AS BINARY) <=> CAST(CONVERT((CASE WHEN NEW.`status` IS NULL THEN NULL WHEN CAST(CONVERT(NEW.`status` USING utf8mb4) AS BINARY) = 'on' THEN 'ACTIVE' WHEN CAST(CONVERT(NEW.`status` USING utf8mb4) AS BINARY) = 'it''s off' THEN 'on hold' WHEN CAST(CONVERT(NEW.`status` USING utf8mb4) AS BINARY) = 'gone' THEN 'UNKNOWN' ELSE NULL END) USING utf8mb4) AS BINARY)), (CASE WHEN NEW.`state` IS NULL THEN NULL WHEN CAST(CONVERT(NEW.`state` USING utf8mb4) AS BINARY) = 'ACTIVE' THEN 'on' WHEN CAST(CONVERT(NEW.`state` USING utf8mb4) AS BINARY) = 'on hold' THEN 'it''s off' WHEN CAST(CONVERT(NEW.`state` USING utf8mb4) AS BINARY) = 'UNKNOWN' THEN 'gone' ELSE CAST(NEW.`state` AS CHAR) END), NEW.`status`),
    NEW.`state` = IF(NOT (NOT CAST(CONVERT(NEW.`state` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(OLD.`state` USING utf8mb4) AS BINARY)) AND ((NOT CAST(CONVERT(NEW.`status` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(OLD.`status` USING utf8mb4) AS BINARY)) OR NEW.`state` IS NULL), (CASE WHEN NEW.`status` IS NULL THEN NULL WHEN CAST(CONVERT(NEW.`status` USING utf8mb4) AS BINARY) = 'on' THEN 'ACTIVE' WHEN CAST(CONVERT(NEW.`status` USING utf8mb4) AS BINARY) = 'it''s off' THEN 'on hold' WHEN CAST(CONVERT(NEW.`status` USING utf8mb4) AS BINARY) = 'gone' THEN 'UNKNOWN' ELSE NULL END), NEW.`state`)

-- end of a batch
SELECT CAST(`id` AS CHAR) AS `key_1`, count(*) OVER () AS `rows` FROM (SELECT `id` FROM `User` WHERE `id` > CAST(CAST(? AS CHAR) AS SIGNED) ORDER BY `id` LIMIT ?) AS `pec_batch` ORDER BY `id` DESC LIMIT 1
-- values: ["1",1000]

-- batch
UPDATE (SELECT `id` AS `pec_free_1` FROM `User` WHERE `id` > CAST(CAST(? AS CHAR) AS SIGNED) AND `id` <= CAST(CAST(? AS CHAR) AS SIGNED) AND (NOT CAST(CONVERT(`state` USING utf8mb4) AS BINARY) <=> CAST(CONVERT((CASE WHEN `status` IS NULL THEN NULL WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'on' THEN 'ACTIVE' WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'it''s off' THEN 'on hold' WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'gone' THEN 'UNKNOWN' ELSE NULL END) USING utf8mb4) AS BINARY)) FOR UPDATE SKIP LOCKED) AS `pec_free` STRAIGHT_JOIN `User` ON `id` = `pec_free_1` SET `state` = (CASE WHEN `status` IS NULL THEN NULL WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'on' THEN 'ACTIVE' WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'it''s off' THEN 'on hold' WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'gone' THEN 'UNKNOWN' ELSE NULL END)
-- values: ["1","9"]

-- batch over a unique target
UPDATE (SELECT `id` AS `pec_free_1` FROM `User` WHERE `id` > CAST(CAST(? AS CHAR) AS SIGNED) AND `id` <= CAST(CAST(? AS CHAR) AS SIGNED) AND (NOT CAST(CONVERT(`state` USING utf8mb4) AS BINARY) <=> CAST(CONVERT((CASE WHEN `status` IS NULL THEN NULL WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'on' THEN 'ACTIVE' WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'it''s off' THEN 'on hold' WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'gone' THEN 'UNKNOWN' ELSE NULL END) USING utf8mb4) AS BINARY)) FOR UPDATE SKIP LOCKED) AS `pec_free` STRAIGHT_JOIN `User` ON `id` = `pec_free_1` SET `state` = (CASE WHEN `status` IS NULL THEN NULL WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'on' THEN 'ACTIVE' WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'it''s off' THEN 'on hold' WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'gone' THEN 'UNKNOWN' ELSE NULL END)
-- values: ["1","9"]

-- batch that leaves alone what the database writes
UPDATE (SELECT `id` AS `pec_free_1` FROM `User` WHERE `id` > CAST(CAST(? AS CHAR) AS SIGNED) AND `id` <= CAST(CAST(? AS CHAR) AS SIGNED) AND (NOT CAST(CONVERT(`state` USING utf8mb4) AS BINARY) <=> CAST(CONVERT((CASE WHEN `status` IS NULL THEN NULL WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'on' THEN 'ACTIVE' WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'it''s off' THEN 'on hold' WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'gone' THEN 'UNKNOWN' ELSE NULL END) USING utf8mb4) AS BINARY)) FOR UPDATE SKIP LOCKED) AS `pec_free` STRAIGHT_JOIN `User` ON `id` = `pec_free_1` SET `state` = (CASE WHEN `status` IS NULL THEN NULL WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'on' THEN 'ACTIVE' WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'it''s off' THEN 'on hold' WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'gone' THEN 'UNKNOWN' ELSE NULL END), `changed` = `changed`
-- values: ["1","9"]

-- one row
UPDATE `User` SET `state` = (CASE WHEN `status` IS NULL THEN NULL WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'on' THEN 'ACTIVE' WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'it''s off' THEN 'on hold' WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'gone' THEN 'UNKNOWN' ELSE NULL END) WHERE `id` = CAST(CAST(? AS CHAR) AS SIGNED) AND (NOT CAST(CONVERT(`state` USING utf8mb4) AS BINARY) <=> CAST(CONVERT((CASE WHEN `status` IS NULL THEN NULL WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'on' THEN 'ACTIVE' WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'it''s off' THEN 'on hold' WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'gone' THEN 'UNKNOWN' ELSE NULL END) USING utf8mb4) AS BINARY))
-- values: ["1"]

-- whole table
UPDATE `User` SET `state` = (CASE WHEN `status` IS NULL THEN NULL WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'on' THEN 'ACTIVE' WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'it''s off' THEN 'on hold' WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'gone' THEN 'UNKNOWN' ELSE NULL END) WHERE (NOT CAST(CONVERT(`state` USING utf8mb4) AS BINARY) <=> CAST(CONVERT((CASE WHEN `status` IS NULL THEN NULL WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'on' THEN 'ACTIVE' WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'it''s off' THEN 'on hold' WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'gone' THEN 'UNKNOWN' ELSE NULL END) USING utf8mb4) AS BINARY))
-- values: []

-- batch, backward
UPDATE (SELECT `id` AS `pec_free_1` FROM `User` WHERE `id` > CAST(CAST(? AS CHAR) AS SIGNED) AND `id` <= CAST(CAST(? AS CHAR) AS SIGNED) AND (NOT CAST(CONVERT(`state` USING utf8mb4) AS BINARY) <=> CAST(CONVERT((CASE WHEN `status` IS NULL THEN NULL WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'on' THEN 'ACTIVE' WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'it''s off' THEN 'on hold' WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'gone' THEN 'UNKNOWN' ELSE NULL END) USING utf8mb4) AS BINARY)) FOR UPDATE SKIP LOCKED) AS `pec_free` STRAIGHT_JOIN `User` ON `id` = `pec_free_1` SET `status` = (CASE WHEN `state` IS NULL THEN NULL WHEN CAST(CONVERT(`state` USING utf8mb4) AS BINARY) = 'ACTIVE' THEN 'on' WHEN CAST(CONVERT(`state` USING utf8mb4) AS BINARY) = 'on hold' THEN 'it''s off' WHEN CAST(CONVERT(`state` USING utf8mb4) AS BINARY) = 'UNKNOWN' THEN 'gone' ELSE CAST(`state` AS CHAR) END)
-- values: ["1","9"]

-- rows to copy
SELECT CAST(`id` AS CHAR) AS `key_1` FROM `User` WHERE `id` > CAST(CAST(? AS CHAR) AS SIGNED) AND `id` <= CAST(CAST(? AS CHAR) AS SIGNED) AND (NOT CAST(CONVERT(`state` USING utf8mb4) AS BINARY) <=> CAST(CONVERT((CASE WHEN `status` IS NULL THEN NULL WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'on' THEN 'ACTIVE' WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'it''s off' THEN 'on hold' WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'gone' THEN 'UNKNOWN' ELSE NULL END) USING utf8mb4) AS BINARY))
-- values: ["1","9"]

-- drift
SELECT count(*) AS `drift` FROM `User` WHERE `id` > CAST(CAST(? AS CHAR) AS SIGNED) AND `id` <= CAST(CAST(? AS CHAR) AS SIGNED) AND ((NOT CAST(CONVERT(`state` USING utf8mb4) AS BINARY) <=> CAST(CONVERT((CASE WHEN `status` IS NULL THEN NULL WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'on' THEN 'ACTIVE' WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'it''s off' THEN 'on hold' WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'gone' THEN 'UNKNOWN' ELSE NULL END) USING utf8mb4) AS BINARY)) OR NOT (CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'on' OR CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'it''s off' OR CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'gone'))
-- values: ["1","9"]

-- samples of drift
SELECT CAST(`id` AS CHAR) AS `key_1` FROM `User` WHERE ((NOT CAST(CONVERT(`state` USING utf8mb4) AS BINARY) <=> CAST(CONVERT((CASE WHEN `status` IS NULL THEN NULL WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'on' THEN 'ACTIVE' WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'it''s off' THEN 'on hold' WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'gone' THEN 'UNKNOWN' ELSE NULL END) USING utf8mb4) AS BINARY)) OR NOT (CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'on' OR CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'it''s off' OR CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'gone')) ORDER BY `id` LIMIT ?
-- values: [10]

-- unmapped values
SELECT CONVERT(max(CAST(CONVERT(`status` USING utf8mb4) AS BINARY)) USING utf8mb4) AS `value`, count(*) AS `rows` FROM `User` WHERE NOT (CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'on' OR CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'it''s off' OR CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'gone') GROUP BY CAST(CONVERT(`status` USING utf8mb4) AS BINARY)
-- values: []

-- value of the target
(CASE WHEN `status` IS NULL THEN NULL WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'on' THEN 'ACTIVE' WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'it''s off' THEN 'on hold' WHEN CAST(CONVERT(`status` USING utf8mb4) AS BINARY) = 'gone' THEN 'UNKNOWN' ELSE NULL END)

-- names of triggers
pec_insert_User_status_state_8a78c560;
pec_update_User_status_state_8a78c560

-- parts of the table
SELECT TABLE_SCHEMA AS `schema`, 'column' AS `kind`, COLUMN_NAME AS `name` FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? UNION ALL SELECT TABLE_SCHEMA, 'on-update', COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND EXTRA LIKE '%on update%' UNION ALL SELECT TRIGGER_SCHEMA, 'trigger', TRIGGER_NAME FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = DATABASE() AND EVENT_OBJECT_TABLE = ?
-- values: ["User","User","User"]

-- number of rows
SELECT count(*) AS `rows` FROM `User`
-- values: []

-- estimate
SELECT coalesce(max(TABLE_ROWS), -1) AS `rows` FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?
-- values: ["User"]
