-- pec_expand_User.displayName/migration.sql
-- User.displayName, stage expand, migration 1 of 2
-- Adds the column displayName, and a trigger that keeps it equal to userName
SET @pec_lock_wait_timeout = @@SESSION.lock_wait_timeout, SESSION lock_wait_timeout = 5;
SET @pec_sql_mode = @@SESSION.sql_mode, SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES');
SET @pec_ddl = IF(EXISTS (SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'app users' AND COLUMN_NAME = 'display_name'), 'DO 0', 'ALTER TABLE `app users` ADD COLUMN `display_name` VARCHAR(191) NULL, ALGORITHM=INSTANT');
PREPARE pec_ddl FROM @pec_ddl;
EXECUTE pec_ddl;
DEALLOCATE PREPARE pec_ddl;
DROP TRIGGER IF EXISTS `pec_insert_app users_user's name_display_name_bba249d3`;
DROP TRIGGER IF EXISTS `pec_update_app users_user's name_display_name_bba249d3`;
CREATE TRIGGER `pec_insert_app users_user's name_display_name_bba249d3` BEFORE INSERT ON `app users` FOR EACH ROW
  SET NEW.`display_name` = COALESCE(NEW.`display_name`, NEW.`user's name`),
    NEW.`user's name` = IF((NOT CAST(CONVERT(NEW.`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(NEW.`user's name` USING utf8mb4) AS BINARY)), NEW.`display_name`, NEW.`user's name`);
CREATE TRIGGER `pec_update_app users_user's name_display_name_bba249d3` BEFORE UPDATE ON `app users` FOR EACH ROW
  SET NEW.`user's name` = IF((NOT CAST(CONVERT(NEW.`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(OLD.`display_name` USING utf8mb4) AS BINARY)) AND (NOT CAST(CONVERT(NEW.`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(NEW.`user's name` USING utf8mb4) AS BINARY)), NEW.`display_name`, NEW.`user's name`),
    NEW.`display_name` = IF(NOT (NOT CAST(CONVERT(NEW.`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(OLD.`display_name` USING utf8mb4) AS BINARY)) AND ((NOT CAST(CONVERT(NEW.`user's name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(OLD.`user's name` USING utf8mb4) AS BINARY)) OR NEW.`display_name` IS NULL), NEW.`user's name`, NEW.`display_name`);
SET SESSION sql_mode = @pec_sql_mode, SESSION lock_wait_timeout = @pec_lock_wait_timeout;

-- pec_expand_User.displayName.index_1/migration.sql
-- User.displayName, stage expand, migration 2 of 2
-- Builds the index over displayName, tenant while the table is in use
SET @pec_lock_wait_timeout = @@SESSION.lock_wait_timeout, SESSION lock_wait_timeout = 5;
SET @pec_sql_mode = @@SESSION.sql_mode, SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES');
SET @pec_ddl = IF(EXISTS (SELECT 1 FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'app users' AND INDEX_NAME = 'app users_display_name_tenant_idx'), 'DO 0', 'CREATE INDEX `app users_display_name_tenant_idx` ON `app users` (`display_name`, `tenant`) ALGORITHM=INPLACE LOCK=NONE');
PREPARE pec_ddl FROM @pec_ddl;
EXECUTE pec_ddl;
DEALLOCATE PREPARE pec_ddl;
SET SESSION sql_mode = @pec_sql_mode, SESSION lock_wait_timeout = @pec_lock_wait_timeout;

-- pec_expand_User.displayName.index_1.revert/migration.sql
-- User.displayName, stage expand, migration 1 of 2
-- Takes back: Builds the index over displayName, tenant while the table is in use
SET @pec_lock_wait_timeout = @@SESSION.lock_wait_timeout, SESSION lock_wait_timeout = 5;
SET @pec_sql_mode = @@SESSION.sql_mode, SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES');
SET @pec_ddl = IF(EXISTS (SELECT 1 FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'app users' AND INDEX_NAME = 'app users_display_name_tenant_idx'), 'DROP INDEX `app users_display_name_tenant_idx` ON `app users`', 'DO 0');
PREPARE pec_ddl FROM @pec_ddl;
EXECUTE pec_ddl;
DEALLOCATE PREPARE pec_ddl;
SET SESSION sql_mode = @pec_sql_mode, SESSION lock_wait_timeout = @pec_lock_wait_timeout;

-- pec_expand_User.displayName.revert/migration.sql
-- User.displayName, stage expand, migration 2 of 2
-- Takes back: Adds the column displayName, and a trigger that keeps it equal to userName
SET @pec_lock_wait_timeout = @@SESSION.lock_wait_timeout, SESSION lock_wait_timeout = 5;
SET @pec_sql_mode = @@SESSION.sql_mode, SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES');
DROP TRIGGER IF EXISTS `pec_insert_app users_user's name_display_name_bba249d3`;
DROP TRIGGER IF EXISTS `pec_update_app users_user's name_display_name_bba249d3`;
SET @pec_ddl = IF(EXISTS (SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'app users' AND COLUMN_NAME = 'display_name'), 'ALTER TABLE `app users` DROP COLUMN `display_name`', 'DO 0');
PREPARE pec_ddl FROM @pec_ddl;
EXECUTE pec_ddl;
DEALLOCATE PREPARE pec_ddl;
SET SESSION sql_mode = @pec_sql_mode, SESSION lock_wait_timeout = @pec_lock_wait_timeout;

-- pec_migrate_User.displayName/migration.sql
-- User.displayName, stage migrate, migration 1 of 3
-- displayName becomes NOT NULL, userName becomes nullable, and the default moves to displayName
-- Looks at this database first, and stops before any lock unless a trigger keeps both columns equal, and the backfill has ended (a table without rows needs none), and no row of "app users" differs in "user's name" and "display_name".
-- If it stops, nothing was changed: run "pec backfill --transition User.displayName" on this database, then run "prisma migrate resolve --rolled-back" and "prisma migrate deploy".
-- The SQL of a trigger that is missing stands in the migration of stage expand.
-- If this fails, as with "Duplicate entry" where an INSERT beside it met a key that is taken, run
-- "prisma migrate resolve --rolled-back" and "prisma migrate deploy": each step may run again.
SET @pec_there = (EXISTS (SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'app users' AND COLUMN_NAME = 'user''s name') AND EXISTS (SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'app users' AND COLUMN_NAME = 'display_name')), @pec_shadow = DATABASE() LIKE 'prisma!_migrate!_shadow!_db!_%' ESCAPE '!';
SET @pec_any = 0, @pec_ended = 0, @pec_rows = 0;
SET @pec_look = IF(@pec_there AND @pec_shadow, 'UPDATE `app users` SET `display_name` = `user''s name` WHERE (NOT CAST(CONVERT(`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`user''s name` USING utf8mb4) AS BINARY))', 'DO 0');
PREPARE pec_look FROM @pec_look;
EXECUTE pec_look;
DEALLOCATE PREPARE pec_look;
SET @pec_look = IF(@pec_there, 'SELECT count(*) INTO @pec_any FROM (SELECT 1 FROM `app users` LIMIT 1) AS pec_any', 'DO 0');
PREPARE pec_look FROM @pec_look;
EXECUTE pec_look;
DEALLOCATE PREPARE pec_look;
SET @pec_look = IF(@pec_any AND EXISTS (SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'pec' AND TABLE_NAME = 'backfill'), 'SELECT count(*) INTO @pec_ended FROM `pec`.`backfill` WHERE `name` = CONCAT(''"'', DATABASE(), ''"."app users"."display_name"'') AND `direction` = ''forward'' AND `state` = ''done''', 'DO 0');
PREPARE pec_look FROM @pec_look;
EXECUTE pec_look;
DEALLOCATE PREPARE pec_look;
SET @pec_look = IF(@pec_ended, 'SELECT count(*) INTO @pec_rows FROM (SELECT 1 FROM `app users` WHERE (NOT CAST(CONVERT(`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`user''s name` USING utf8mb4) AS BINARY)) LIMIT 1000) AS pec_differing', 'DO 0');
PREPARE pec_look FROM @pec_look;
EXECUTE pec_look;
DEALLOCATE PREPARE pec_look;
SET SESSION completion_type = CASE WHEN @pec_there = 0 OR @pec_shadow = 1 THEN @@SESSION.completion_type WHEN NOT (SELECT count(*) = 2 FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = DATABASE() AND EVENT_OBJECT_TABLE = 'app users' AND TRIGGER_NAME IN ('pec_insert_app users_user''s name_display_name_bba249d3', 'pec_update_app users_user''s name_display_name_bba249d3')) THEN CONCAT('User.displayName: the sync trigger of "app users" is missing or switched off here: restore it, then run "pec backfill" on this database', ', see the head of this file') WHEN @pec_any = 1 AND @pec_ended = 0 THEN CONCAT('User.displayName: "app users" has rows, and no backfill of them has ended here: run "pec backfill" on this database', ', see the head of this file') WHEN @pec_rows > 0 THEN CONCAT(CONCAT('User.displayName: ', @pec_rows, ' rows ', 'of "app users" differ in "user''s name" and "display_name": run "pec backfill" on this database'), ', see the head of this file') ELSE @@SESSION.completion_type END;
SET @pec_lock_wait_timeout = @@SESSION.lock_wait_timeout, SESSION lock_wait_timeout = 5;
SET @pec_sql_mode = @@SESSION.sql_mode, SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES');
LOCK TABLES `app users` WRITE;
DROP TRIGGER IF EXISTS `pec_insert_app users_user's name_display_name_bba249d3`;
DROP TRIGGER IF EXISTS `pec_update_app users_user's name_display_name_bba249d3`;
CREATE TRIGGER `pec_insert_app users_user's name_display_name_bba249d3` BEFORE INSERT ON `app users` FOR EACH ROW
  SET NEW.`user's name` = COALESCE(NEW.`user's name`, NEW.`display_name`),
    NEW.`display_name` = IF((NOT CAST(CONVERT(NEW.`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(NEW.`user's name` USING utf8mb4) AS BINARY)), NEW.`user's name`, NEW.`display_name`);
CREATE TRIGGER `pec_update_app users_user's name_display_name_bba249d3` BEFORE UPDATE ON `app users` FOR EACH ROW
  SET NEW.`user's name` = IF((NOT CAST(CONVERT(NEW.`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(OLD.`display_name` USING utf8mb4) AS BINARY)) AND (NOT CAST(CONVERT(NEW.`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(NEW.`user's name` USING utf8mb4) AS BINARY)), NEW.`display_name`, NEW.`user's name`),
    NEW.`display_name` = IF(NOT (NOT CAST(CONVERT(NEW.`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(OLD.`display_name` USING utf8mb4) AS BINARY)) AND ((NOT CAST(CONVERT(NEW.`user's name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(OLD.`user's name` USING utf8mb4) AS BINARY)) OR NEW.`display_name` IS NULL), NEW.`user's name`, NEW.`display_name`);
UNLOCK TABLES;
SET @pec_ddl = (SELECT CONCAT('ALTER TABLE `app users` MODIFY COLUMN `display_name` VARCHAR(191)', COALESCE(CONCAT(' CHARACTER SET ', CHARACTER_SET_NAME, ' COLLATE ', COLLATION_NAME), ''), ' NOT NULL', ' DEFAULT ', QUOTE('it''s'), ', ALGORITHM=INPLACE, LOCK=NONE') FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'app users' AND COLUMN_NAME = 'display_name');
PREPARE pec_ddl FROM @pec_ddl;
EXECUTE pec_ddl;
DEALLOCATE PREPARE pec_ddl;
SET @pec_ddl = (SELECT CONCAT('ALTER TABLE `app users` MODIFY COLUMN `user''s name` VARCHAR(191)', COALESCE(CONCAT(' CHARACTER SET ', CHARACTER_SET_NAME, ' COLLATE ', COLLATION_NAME), ''), ' NULL', ', ALGORITHM=INPLACE, LOCK=NONE') FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'app users' AND COLUMN_NAME = 'user''s name');
PREPARE pec_ddl FROM @pec_ddl;
EXECUTE pec_ddl;
DEALLOCATE PREPARE pec_ddl;
SET SESSION sql_mode = @pec_sql_mode, SESSION lock_wait_timeout = @pec_lock_wait_timeout;

-- pec_migrate_User.displayName.unique_1/migration.sql
-- User.displayName, stage migrate, migration 2 of 3
-- Builds the unique index over displayName while the table is in use
SET @pec_lock_wait_timeout = @@SESSION.lock_wait_timeout, SESSION lock_wait_timeout = 5;
SET @pec_sql_mode = @@SESSION.sql_mode, SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES');
SET @pec_ddl = IF(EXISTS (SELECT 1 FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'app users' AND INDEX_NAME = 'app users_display_name_key'), 'DO 0', 'CREATE UNIQUE INDEX `app users_display_name_key` ON `app users` (`display_name`) ALGORITHM=INPLACE LOCK=NONE');
PREPARE pec_ddl FROM @pec_ddl;
EXECUTE pec_ddl;
DEALLOCATE PREPARE pec_ddl;
SET SESSION sql_mode = @pec_sql_mode, SESSION lock_wait_timeout = @pec_lock_wait_timeout;

-- pec_migrate_User.displayName.unique_2/migration.sql
-- User.displayName, stage migrate, migration 3 of 3
-- Builds the unique index over tenant, displayName while the table is in use
SET @pec_lock_wait_timeout = @@SESSION.lock_wait_timeout, SESSION lock_wait_timeout = 5;
SET @pec_sql_mode = @@SESSION.sql_mode, SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES');
SET @pec_ddl = IF(EXISTS (SELECT 1 FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'app users' AND INDEX_NAME = 'app users_tenant_display_name_key'), 'DO 0', 'CREATE UNIQUE INDEX `app users_tenant_display_name_key` ON `app users` (`tenant`, `display_name`) ALGORITHM=INPLACE LOCK=NONE');
PREPARE pec_ddl FROM @pec_ddl;
EXECUTE pec_ddl;
DEALLOCATE PREPARE pec_ddl;
SET SESSION sql_mode = @pec_sql_mode, SESSION lock_wait_timeout = @pec_lock_wait_timeout;

-- pec_migrate_User.displayName.unique_2.revert/migration.sql
-- User.displayName, stage migrate, migration 1 of 3
-- Takes back: Builds the unique index over tenant, displayName while the table is in use
SET @pec_lock_wait_timeout = @@SESSION.lock_wait_timeout, SESSION lock_wait_timeout = 5;
SET @pec_sql_mode = @@SESSION.sql_mode, SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES');
SET @pec_ddl = IF(EXISTS (SELECT 1 FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'app users' AND INDEX_NAME = 'app users_tenant_display_name_key'), 'DROP INDEX `app users_tenant_display_name_key` ON `app users`', 'DO 0');
PREPARE pec_ddl FROM @pec_ddl;
EXECUTE pec_ddl;
DEALLOCATE PREPARE pec_ddl;
SET SESSION sql_mode = @pec_sql_mode, SESSION lock_wait_timeout = @pec_lock_wait_timeout;

-- pec_migrate_User.displayName.unique_1.revert/migration.sql
-- User.displayName, stage migrate, migration 2 of 3
-- Takes back: Builds the unique index over displayName while the table is in use
SET @pec_lock_wait_timeout = @@SESSION.lock_wait_timeout, SESSION lock_wait_timeout = 5;
SET @pec_sql_mode = @@SESSION.sql_mode, SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES');
SET @pec_ddl = IF(EXISTS (SELECT 1 FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'app users' AND INDEX_NAME = 'app users_display_name_key'), 'DROP INDEX `app users_display_name_key` ON `app users`', 'DO 0');
PREPARE pec_ddl FROM @pec_ddl;
EXECUTE pec_ddl;
DEALLOCATE PREPARE pec_ddl;
SET SESSION sql_mode = @pec_sql_mode, SESSION lock_wait_timeout = @pec_lock_wait_timeout;

-- pec_migrate_User.displayName.revert/migration.sql
-- User.displayName, stage migrate, migration 3 of 3
-- Takes back: displayName becomes NOT NULL, userName becomes nullable, and the default moves to displayName
-- If this fails, as with "Duplicate entry" where an INSERT beside it met a key that is taken, run
-- "prisma migrate resolve --rolled-back" and "prisma migrate deploy": each step may run again.
SET @pec_lock_wait_timeout = @@SESSION.lock_wait_timeout, SESSION lock_wait_timeout = 5;
SET @pec_sql_mode = @@SESSION.sql_mode, SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES');
SET @pec_ddl = (SELECT CONCAT('ALTER TABLE `app users` MODIFY COLUMN `user''s name` VARCHAR(191)', COALESCE(CONCAT(' CHARACTER SET ', CHARACTER_SET_NAME, ' COLLATE ', COLLATION_NAME), ''), ' NOT NULL', ' DEFAULT ', QUOTE('it''s'), ', ALGORITHM=INPLACE, LOCK=NONE') FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'app users' AND COLUMN_NAME = 'user''s name');
PREPARE pec_ddl FROM @pec_ddl;
EXECUTE pec_ddl;
DEALLOCATE PREPARE pec_ddl;
SET @pec_ddl = (SELECT CONCAT('ALTER TABLE `app users` MODIFY COLUMN `display_name` VARCHAR(191)', COALESCE(CONCAT(' CHARACTER SET ', CHARACTER_SET_NAME, ' COLLATE ', COLLATION_NAME), ''), ' NULL', ', ALGORITHM=INPLACE, LOCK=NONE') FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'app users' AND COLUMN_NAME = 'display_name');
PREPARE pec_ddl FROM @pec_ddl;
EXECUTE pec_ddl;
DEALLOCATE PREPARE pec_ddl;
LOCK TABLES `app users` WRITE;
DROP TRIGGER IF EXISTS `pec_insert_app users_user's name_display_name_bba249d3`;
DROP TRIGGER IF EXISTS `pec_update_app users_user's name_display_name_bba249d3`;
CREATE TRIGGER `pec_insert_app users_user's name_display_name_bba249d3` BEFORE INSERT ON `app users` FOR EACH ROW
  SET NEW.`display_name` = COALESCE(NEW.`display_name`, NEW.`user's name`),
    NEW.`user's name` = IF((NOT CAST(CONVERT(NEW.`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(NEW.`user's name` USING utf8mb4) AS BINARY)), NEW.`display_name`, NEW.`user's name`);
CREATE TRIGGER `pec_update_app users_user's name_display_name_bba249d3` BEFORE UPDATE ON `app users` FOR EACH ROW
  SET NEW.`user's name` = IF((NOT CAST(CONVERT(NEW.`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(OLD.`display_name` USING utf8mb4) AS BINARY)) AND (NOT CAST(CONVERT(NEW.`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(NEW.`user's name` USING utf8mb4) AS BINARY)), NEW.`display_name`, NEW.`user's name`),
    NEW.`display_name` = IF(NOT (NOT CAST(CONVERT(NEW.`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(OLD.`display_name` USING utf8mb4) AS BINARY)) AND ((NOT CAST(CONVERT(NEW.`user's name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(OLD.`user's name` USING utf8mb4) AS BINARY)) OR NEW.`display_name` IS NULL), NEW.`user's name`, NEW.`display_name`);
UNLOCK TABLES;
SET SESSION sql_mode = @pec_sql_mode, SESSION lock_wait_timeout = @pec_lock_wait_timeout;

-- pec_finish_User.displayName/migration.sql
-- User.displayName, stage finish
-- Drops the column of userName, with its indexes and the trigger
-- Looks at this database first, and stops before any lock unless a trigger keeps both columns equal, and the backfill has ended (a table without rows needs none), and no row of "app users" differs in "user's name" and "display_name".
-- If it stops, nothing was changed: set right what "pec verify" of the stage before names, then run "prisma migrate resolve --rolled-back" and "prisma migrate deploy".
-- The SQL of a trigger that is missing stands in the migration of stage expand.
SET @pec_there = (EXISTS (SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'app users' AND COLUMN_NAME = 'user''s name') AND EXISTS (SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'app users' AND COLUMN_NAME = 'display_name')), @pec_shadow = DATABASE() LIKE 'prisma!_migrate!_shadow!_db!_%' ESCAPE '!';
SET @pec_any = 0, @pec_ended = 0, @pec_rows = 0;
SET @pec_look = IF(@pec_there AND @pec_shadow, 'UPDATE `app users` SET `display_name` = `user''s name` WHERE (NOT CAST(CONVERT(`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`user''s name` USING utf8mb4) AS BINARY))', 'DO 0');
PREPARE pec_look FROM @pec_look;
EXECUTE pec_look;
DEALLOCATE PREPARE pec_look;
SET @pec_look = IF(@pec_there, 'SELECT count(*) INTO @pec_any FROM (SELECT 1 FROM `app users` LIMIT 1) AS pec_any', 'DO 0');
PREPARE pec_look FROM @pec_look;
EXECUTE pec_look;
DEALLOCATE PREPARE pec_look;
SET @pec_look = IF(@pec_any AND EXISTS (SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'pec' AND TABLE_NAME = 'backfill'), 'SELECT count(*) INTO @pec_ended FROM `pec`.`backfill` WHERE `name` = CONCAT(''"'', DATABASE(), ''"."app users"."display_name"'') AND `direction` = ''forward'' AND `state` = ''done''', 'DO 0');
PREPARE pec_look FROM @pec_look;
EXECUTE pec_look;
DEALLOCATE PREPARE pec_look;
SET @pec_look = IF(@pec_ended, 'SELECT count(*) INTO @pec_rows FROM (SELECT 1 FROM `app users` WHERE (NOT CAST(CONVERT(`display_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`user''s name` USING utf8mb4) AS BINARY)) LIMIT 1000) AS pec_differing', 'DO 0');
PREPARE pec_look FROM @pec_look;
EXECUTE pec_look;
DEALLOCATE PREPARE pec_look;
SET SESSION completion_type = CASE WHEN @pec_there = 0 OR @pec_shadow = 1 THEN @@SESSION.completion_type WHEN NOT (SELECT count(*) = 2 FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = DATABASE() AND EVENT_OBJECT_TABLE = 'app users' AND TRIGGER_NAME IN ('pec_insert_app users_user''s name_display_name_bba249d3', 'pec_update_app users_user''s name_display_name_bba249d3')) THEN CONCAT('User.displayName: the sync trigger of "app users" is missing or switched off here: restore it, then run "pec backfill" on this database', ', see the head of this file') WHEN @pec_any = 1 AND @pec_ended = 0 THEN CONCAT('User.displayName: "app users" has rows, and no backfill of them has ended here: run "pec backfill" on this database', ', see the head of this file') WHEN @pec_rows > 0 THEN CONCAT(CONCAT('User.displayName: ', @pec_rows, ' rows ', 'of "app users" differ in "user''s name" and "display_name": see "pec verify" on this database, and set them right'), ', see the head of this file') ELSE @@SESSION.completion_type END;
SET @pec_lock_wait_timeout = @@SESSION.lock_wait_timeout, SESSION lock_wait_timeout = 5;
SET @pec_sql_mode = @@SESSION.sql_mode, SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES');
DROP TRIGGER IF EXISTS `pec_insert_app users_user's name_display_name_bba249d3`;
DROP TRIGGER IF EXISTS `pec_update_app users_user's name_display_name_bba249d3`;
SET @pec_ddl = IF(EXISTS (SELECT 1 FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'app users' AND INDEX_NAME = 'app users_user''s name_key'), 'DROP INDEX `app users_user''s name_key` ON `app users`', 'DO 0');
PREPARE pec_ddl FROM @pec_ddl;
EXECUTE pec_ddl;
DEALLOCATE PREPARE pec_ddl;
SET @pec_ddl = IF(EXISTS (SELECT 1 FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'app users' AND INDEX_NAME = 'app users_tenant_user''s name_key'), 'DROP INDEX `app users_tenant_user''s name_key` ON `app users`', 'DO 0');
PREPARE pec_ddl FROM @pec_ddl;
EXECUTE pec_ddl;
DEALLOCATE PREPARE pec_ddl;
SET @pec_ddl = IF(EXISTS (SELECT 1 FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'app users' AND INDEX_NAME = 'app users_user''s name_tenant_idx'), 'DROP INDEX `app users_user''s name_tenant_idx` ON `app users`', 'DO 0');
PREPARE pec_ddl FROM @pec_ddl;
EXECUTE pec_ddl;
DEALLOCATE PREPARE pec_ddl;
SET @pec_ddl = IF(EXISTS (SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'app users' AND COLUMN_NAME = 'user''s name'), 'ALTER TABLE `app users` DROP COLUMN `user''s name`', 'DO 0');
PREPARE pec_ddl FROM @pec_ddl;
EXECUTE pec_ddl;
DEALLOCATE PREPARE pec_ddl;
SET SESSION sql_mode = @pec_sql_mode, SESSION lock_wait_timeout = @pec_lock_wait_timeout;

-- none/migration.sql
-- (no way back)
