-- pec_expand_User.displayName/migration.sql
-- User.displayName, stage expand, migration 1 of 2
-- Adds the column displayName
SET @pec_lock_wait_timeout = @@SESSION.lock_wait_timeout, SESSION lock_wait_timeout = 5;
SET @pec_sql_mode = @@SESSION.sql_mode, SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES');
SET @pec_ddl = IF(EXISTS (SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'app users' AND COLUMN_NAME = 'display_name'), 'DO 0', 'ALTER TABLE `app users` ADD COLUMN `display_name` VARCHAR(191) NULL, ALGORITHM=INSTANT');
PREPARE pec_ddl FROM @pec_ddl;
EXECUTE pec_ddl;
DEALLOCATE PREPARE pec_ddl;
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
-- Takes back: Adds the column displayName
SET @pec_lock_wait_timeout = @@SESSION.lock_wait_timeout, SESSION lock_wait_timeout = 5;
SET @pec_sql_mode = @@SESSION.sql_mode, SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES');
SET @pec_ddl = IF(EXISTS (SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'app users' AND COLUMN_NAME = 'display_name'), 'ALTER TABLE `app users` DROP COLUMN `display_name`', 'DO 0');
PREPARE pec_ddl FROM @pec_ddl;
EXECUTE pec_ddl;
DEALLOCATE PREPARE pec_ddl;
SET SESSION sql_mode = @pec_sql_mode, SESSION lock_wait_timeout = @pec_lock_wait_timeout;

-- pec_migrate_User.displayName/migration.sql
-- User.displayName, stage migrate, migration 1 of 3
-- displayName becomes NOT NULL, userName becomes nullable, and the default moves to displayName
-- Looks at this database first, and stops before any lock unless the backfill has ended (a table without rows needs none), and no row of "app users" differs in "user's name" and "display_name".
-- If it stops, nothing was changed: run "pec backfill --transition User.displayName" on this database, then run "prisma migrate resolve --rolled-back" and "prisma migrate deploy".
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
SET SESSION completion_type = CASE WHEN @pec_there = 0 OR @pec_shadow = 1 THEN @@SESSION.completion_type WHEN @pec_any = 1 AND @pec_ended = 0 THEN CONCAT('User.displayName: "app users" has rows, and no backfill of them has ended here: run "pec backfill" on this database', ', see the head of this file') WHEN @pec_rows > 0 THEN CONCAT(CONCAT('User.displayName: ', @pec_rows, ' rows ', 'of "app users" differ in "user''s name" and "display_name": run "pec backfill" on this database'), ', see the head of this file') ELSE @@SESSION.completion_type END;
SET @pec_lock_wait_timeout = @@SESSION.lock_wait_timeout, SESSION lock_wait_timeout = 5;
SET @pec_sql_mode = @@SESSION.sql_mode, SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES');
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
SET SESSION sql_mode = @pec_sql_mode, SESSION lock_wait_timeout = @pec_lock_wait_timeout;

-- pec_contract_User.displayName.unique_1/migration.sql
-- User.displayName, stage contract, migration 1 of 2
-- userName need not be unique any more: userName is left behind
SET @pec_lock_wait_timeout = @@SESSION.lock_wait_timeout, SESSION lock_wait_timeout = 5;
SET @pec_sql_mode = @@SESSION.sql_mode, SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES');
SET @pec_ddl = IF(EXISTS (SELECT 1 FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'app users' AND INDEX_NAME = 'app users_user''s name_key'), 'DROP INDEX `app users_user''s name_key` ON `app users`', 'DO 0');
PREPARE pec_ddl FROM @pec_ddl;
EXECUTE pec_ddl;
DEALLOCATE PREPARE pec_ddl;
SET SESSION sql_mode = @pec_sql_mode, SESSION lock_wait_timeout = @pec_lock_wait_timeout;

-- pec_contract_User.displayName.unique_2/migration.sql
-- User.displayName, stage contract, migration 2 of 2
-- tenant, userName need not be unique any more: userName is left behind
SET @pec_lock_wait_timeout = @@SESSION.lock_wait_timeout, SESSION lock_wait_timeout = 5;
SET @pec_sql_mode = @@SESSION.sql_mode, SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES');
SET @pec_ddl = IF(EXISTS (SELECT 1 FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'app users' AND INDEX_NAME = 'app users_tenant_user''s name_key'), 'DROP INDEX `app users_tenant_user''s name_key` ON `app users`', 'DO 0');
PREPARE pec_ddl FROM @pec_ddl;
EXECUTE pec_ddl;
DEALLOCATE PREPARE pec_ddl;
SET SESSION sql_mode = @pec_sql_mode, SESSION lock_wait_timeout = @pec_lock_wait_timeout;

-- pec_contract_User.displayName.unique_2.revert/migration.sql
-- User.displayName, stage contract, migration 1 of 2
-- Takes back: tenant, userName need not be unique any more: userName is left behind
SET @pec_lock_wait_timeout = @@SESSION.lock_wait_timeout, SESSION lock_wait_timeout = 5;
SET @pec_sql_mode = @@SESSION.sql_mode, SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES');
SET @pec_ddl = IF(EXISTS (SELECT 1 FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'app users' AND INDEX_NAME = 'app users_tenant_user''s name_key'), 'DO 0', 'CREATE UNIQUE INDEX `app users_tenant_user''s name_key` ON `app users` (`tenant`, `user''s name`) ALGORITHM=INPLACE LOCK=NONE');
PREPARE pec_ddl FROM @pec_ddl;
EXECUTE pec_ddl;
DEALLOCATE PREPARE pec_ddl;
SET SESSION sql_mode = @pec_sql_mode, SESSION lock_wait_timeout = @pec_lock_wait_timeout;

-- pec_contract_User.displayName.unique_1.revert/migration.sql
-- User.displayName, stage contract, migration 2 of 2
-- Takes back: userName need not be unique any more: userName is left behind
SET @pec_lock_wait_timeout = @@SESSION.lock_wait_timeout, SESSION lock_wait_timeout = 5;
SET @pec_sql_mode = @@SESSION.sql_mode, SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES');
SET @pec_ddl = IF(EXISTS (SELECT 1 FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'app users' AND INDEX_NAME = 'app users_user''s name_key'), 'DO 0', 'CREATE UNIQUE INDEX `app users_user''s name_key` ON `app users` (`user''s name`) ALGORITHM=INPLACE LOCK=NONE');
PREPARE pec_ddl FROM @pec_ddl;
EXECUTE pec_ddl;
DEALLOCATE PREPARE pec_ddl;
SET SESSION sql_mode = @pec_sql_mode, SESSION lock_wait_timeout = @pec_lock_wait_timeout;

-- pec_finish_User.displayName/migration.sql
-- User.displayName, stage finish
-- Drops the column of userName, with its indexes
-- Looks at this database first, and stops before any lock unless the backfill has ended (a table without rows needs none).
-- If it stops, nothing was changed: set right what "pec verify" of the stage before names, then run "prisma migrate resolve --rolled-back" and "prisma migrate deploy".
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
SET SESSION completion_type = CASE WHEN @pec_there = 0 OR @pec_shadow = 1 THEN @@SESSION.completion_type WHEN @pec_any = 1 AND @pec_ended = 0 THEN CONCAT('User.displayName: "app users" has rows, and no backfill of them has ended here: run "pec backfill" on this database', ', see the head of this file') WHEN @pec_rows > 0 THEN CONCAT(CONCAT('User.displayName: ', @pec_rows, ' rows ', 'of "app users" differ in "user''s name" and "display_name": see "pec verify" on this database, and set them right'), ', see the head of this file') ELSE @@SESSION.completion_type END;
SET @pec_lock_wait_timeout = @@SESSION.lock_wait_timeout, SESSION lock_wait_timeout = 5;
SET @pec_sql_mode = @@SESSION.sql_mode, SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES');
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
