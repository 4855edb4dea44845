-- pec_expand_User.displayName/migration.sql
-- User.displayName, stage expand
-- Adds the column displayName
SET @pec_lock_wait_timeout = @@SESSION.lock_wait_timeout, SESSION lock_wait_timeout = 5;
SET @pec_sql_mode = @@SESSION.sql_mode, SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES');
SET @pec_ddl = IF(EXISTS (SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'User' AND COLUMN_NAME = 'displayName'), 'DO 0', 'ALTER TABLE `User` ADD COLUMN `displayName` VARCHAR(191) NULL, ALGORITHM=INSTANT');
PREPARE pec_ddl FROM @pec_ddl;
EXECUTE pec_ddl;
DEALLOCATE PREPARE pec_ddl;
SET SESSION sql_mode = @pec_sql_mode, SESSION lock_wait_timeout = @pec_lock_wait_timeout;

-- pec_expand_User.displayName.revert/migration.sql
-- User.displayName, stage expand
-- Takes back: Adds the column displayName
SET @pec_lock_wait_timeout = @@SESSION.lock_wait_timeout, SESSION lock_wait_timeout = 5;
SET @pec_sql_mode = @@SESSION.sql_mode, SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES');
SET @pec_ddl = IF(EXISTS (SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'User' AND COLUMN_NAME = 'displayName'), 'ALTER TABLE `User` DROP COLUMN `displayName`', 'DO 0');
PREPARE pec_ddl FROM @pec_ddl;
EXECUTE pec_ddl;
DEALLOCATE PREPARE pec_ddl;
SET SESSION sql_mode = @pec_sql_mode, SESSION lock_wait_timeout = @pec_lock_wait_timeout;

-- pec_migrate_User.displayName/migration.sql
-- User.displayName, stage migrate
-- Looks whether displayName holds what userName does, and changes nothing
-- Looks at this database first, and stops before any lock unless the backfill has ended (a table without rows needs none), and no row of "User" differs in "userName" and "displayName".
-- If it stops, nothing was changed: run "pec backfill --transition User.displayName" on this database, then run "prisma migrate resolve --rolled-back" and "prisma migrate deploy".
SET @pec_there = (EXISTS (SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'User' AND COLUMN_NAME = 'userName') AND EXISTS (SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'User' AND COLUMN_NAME = 'displayName')), @pec_shadow = DATABASE() LIKE 'prisma!_migrate!_shadow!_db!_%' ESCAPE '!';
SET @pec_any = 0, @pec_ended = 0, @pec_rows = 0;
SET @pec_look = IF(@pec_there AND @pec_shadow, 'UPDATE `User` SET `displayName` = `userName` WHERE (NOT CAST(CONVERT(`displayName` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`userName` USING utf8mb4) AS BINARY))', 'DO 0');
PREPARE pec_look FROM @pec_look;
EXECUTE pec_look;
DEALLOCATE PREPARE pec_look;
SET @pec_look = IF(@pec_there, 'SELECT count(*) INTO @pec_any FROM (SELECT 1 FROM `User` LIMIT 1) AS pec_any', 'DO 0');
PREPARE pec_look FROM @pec_look;
EXECUTE pec_look;
DEALLOCATE PREPARE pec_look;
SET @pec_look = IF(@pec_any AND EXISTS (SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'pec' AND TABLE_NAME = 'backfill'), 'SELECT count(*) INTO @pec_ended FROM `pec`.`backfill` WHERE `name` = CONCAT(''"'', DATABASE(), ''"."User"."displayName"'') AND `direction` = ''forward'' AND `state` = ''done''', 'DO 0');
PREPARE pec_look FROM @pec_look;
EXECUTE pec_look;
DEALLOCATE PREPARE pec_look;
SET @pec_look = IF(@pec_ended, 'SELECT count(*) INTO @pec_rows FROM (SELECT 1 FROM `User` WHERE (NOT CAST(CONVERT(`displayName` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`userName` USING utf8mb4) AS BINARY)) LIMIT 1000) AS pec_differing', 'DO 0');
PREPARE pec_look FROM @pec_look;
EXECUTE pec_look;
DEALLOCATE PREPARE pec_look;
SET SESSION completion_type = CASE WHEN @pec_there = 0 OR @pec_shadow = 1 THEN @@SESSION.completion_type WHEN @pec_any = 1 AND @pec_ended = 0 THEN CONCAT('User.displayName: "User" has rows, and no backfill of them has ended here: run "pec backfill" on this database', ', see the head of this file') WHEN @pec_rows > 0 THEN CONCAT(CONCAT('User.displayName: ', @pec_rows, ' rows ', 'of "User" differ in "userName" and "displayName": run "pec backfill" on this database'), ', see the head of this file') ELSE @@SESSION.completion_type END;
SET @pec_lock_wait_timeout = @@SESSION.lock_wait_timeout, SESSION lock_wait_timeout = 5;
SET @pec_sql_mode = @@SESSION.sql_mode, SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES');
SET SESSION sql_mode = @pec_sql_mode, SESSION lock_wait_timeout = @pec_lock_wait_timeout;

-- pec_migrate_User.displayName.revert/migration.sql
-- User.displayName, stage migrate
-- Stays, and does no harm: Looks whether displayName holds what userName does, and changes nothing
SET @pec_lock_wait_timeout = @@SESSION.lock_wait_timeout, SESSION lock_wait_timeout = 5;
SET @pec_sql_mode = @@SESSION.sql_mode, SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES');
SET SESSION sql_mode = @pec_sql_mode, SESSION lock_wait_timeout = @pec_lock_wait_timeout;

-- pec_finish_User.displayName/migration.sql
-- User.displayName, stage finish
-- Drops the column of userName, with its indexes
-- Looks at this database first, and stops before any lock unless the backfill has ended (a table without rows needs none).
-- If it stops, nothing was changed: set right what "pec verify" of the stage before names, then run "prisma migrate resolve --rolled-back" and "prisma migrate deploy".
SET @pec_there = (EXISTS (SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'User' AND COLUMN_NAME = 'userName') AND EXISTS (SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'User' AND COLUMN_NAME = 'displayName')), @pec_shadow = DATABASE() LIKE 'prisma!_migrate!_shadow!_db!_%' ESCAPE '!';
SET @pec_any = 0, @pec_ended = 0, @pec_rows = 0;
SET @pec_look = IF(@pec_there AND @pec_shadow, 'UPDATE `User` SET `displayName` = `userName` WHERE (NOT CAST(CONVERT(`displayName` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`userName` USING utf8mb4) AS BINARY))', 'DO 0');
PREPARE pec_look FROM @pec_look;
EXECUTE pec_look;
DEALLOCATE PREPARE pec_look;
SET @pec_look = IF(@pec_there, 'SELECT count(*) INTO @pec_any FROM (SELECT 1 FROM `User` LIMIT 1) AS pec_any', 'DO 0');
PREPARE pec_look FROM @pec_look;
EXECUTE pec_look;
DEALLOCATE PREPARE pec_look;
SET @pec_look = IF(@pec_any AND EXISTS (SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'pec' AND TABLE_NAME = 'backfill'), 'SELECT count(*) INTO @pec_ended FROM `pec`.`backfill` WHERE `name` = CONCAT(''"'', DATABASE(), ''"."User"."displayName"'') AND `direction` = ''forward'' AND `state` = ''done''', 'DO 0');
PREPARE pec_look FROM @pec_look;
EXECUTE pec_look;
DEALLOCATE PREPARE pec_look;
SET SESSION completion_type = CASE WHEN @pec_there = 0 OR @pec_shadow = 1 THEN @@SESSION.completion_type WHEN @pec_any = 1 AND @pec_ended = 0 THEN CONCAT('User.displayName: "User" has rows, and no backfill of them has ended here: run "pec backfill" on this database', ', see the head of this file') WHEN @pec_rows > 0 THEN CONCAT(CONCAT('User.displayName: ', @pec_rows, ' rows ', 'of "User" differ in "userName" and "displayName": see "pec verify" on this database, and set them right'), ', see the head of this file') ELSE @@SESSION.completion_type END;
SET @pec_lock_wait_timeout = @@SESSION.lock_wait_timeout, SESSION lock_wait_timeout = 5;
SET @pec_sql_mode = @@SESSION.sql_mode, SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES');
SET @pec_ddl = IF(EXISTS (SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'User' AND COLUMN_NAME = 'userName'), 'ALTER TABLE `User` DROP COLUMN `userName`', 'DO 0');
PREPARE pec_ddl FROM @pec_ddl;
EXECUTE pec_ddl;
DEALLOCATE PREPARE pec_ddl;
SET SESSION sql_mode = @pec_sql_mode, SESSION lock_wait_timeout = @pec_lock_wait_timeout;

-- none/migration.sql
-- (no way back)
