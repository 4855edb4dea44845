import type { Bookkeeping } from './bookkeeping.js';

const findProgressTable = {
  text: "SELECT 1 AS `found` FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'pec' AND TABLE_NAME = 'backfill'",
  values: [],
};

/** A database of its own, in which Prisma sees no drift; transactions reach over all databases of a server. */
export const mysqlBookkeeping: Bookkeeping = {
  progressTable: '`pec`.`backfill`',
  rangeTable: '`pec`.`backfill_range`',
  forUpdate: ' FOR UPDATE',
  skipLocked: ' FOR UPDATE SKIP LOCKED',
  findProgressTable,
  createTables: [
    {
      unless: {
        text: "SELECT 1 AS `found` FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = 'pec'",
        values: [],
      },
      make: 'CREATE DATABASE IF NOT EXISTS `pec`',
    },
    {
      unless: findProgressTable,
      make: `CREATE TABLE IF NOT EXISTS \`pec\`.\`backfill\` (
  \`name\` varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  \`direction\` varchar(8) CHARACTER SET ascii NOT NULL CHECK (\`direction\` IN ('forward', 'backward')),
  \`transition\` text CHARACTER SET utf8mb4 NOT NULL,
  \`state\` varchar(16) NOT NULL,
  \`request\` varchar(8),
  \`cursor\` longtext CHARACTER SET utf8mb4,
  \`key_columns\` longtext CHARACTER SET utf8mb4 NOT NULL,
  \`rows_total\` bigint,
  \`rows_scanned\` bigint NOT NULL DEFAULT 0,
  \`rows_copied\` bigint NOT NULL DEFAULT 0,
  \`failed_rows\` longtext CHARACTER SET utf8mb4 NOT NULL,
  \`message\` longtext CHARACTER SET utf8mb4,
  \`started_at\` varchar(40),
  \`finished_at\` varchar(40),
  \`updated_at\` varchar(40) NOT NULL,
  PRIMARY KEY (\`name\`, \`direction\`)
) ENGINE=InnoDB`,
    },
    {
      unless: {
        text: "SELECT 1 AS `found` FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'pec' AND TABLE_NAME = 'backfill_range'",
        values: [],
      },
      make: `CREATE TABLE IF NOT EXISTS \`pec\`.\`backfill_range\` (
  \`name\` varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  \`direction\` varchar(8) CHARACTER SET ascii NOT NULL,
  \`id\` varchar(36) CHARACTER SET ascii NOT NULL,
  \`after\` longtext CHARACTER SET utf8mb4,
  \`through\` longtext CHARACTER SET utf8mb4 NOT NULL,
  \`worker\` varchar(100) CHARACTER SET ascii,
  PRIMARY KEY (\`name\`, \`direction\`, \`id\`)
) ENGINE=InnoDB`,
    },
  ],
  now: "DATE_FORMAT(UTC_TIMESTAMP(3), '%Y-%m-%dT%H:%i:%s.%fZ')",
  replicas: undefined,
  replicaLag: { text: 'SHOW REPLICA STATUS', values: [] },
  waiting: undefined,
  denied: ['ER_DBACCESS_DENIED_ERROR', 'ER_TABLEACCESS_DENIED_ERROR'],
  deniedHint:
    'run `CREATE DATABASE pec` and `GRANT ALL ON pec.* TO <this user>` once, or give another user with --database-url',
};
