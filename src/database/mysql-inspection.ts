import type { Inspection } from './inspection.js';
import type { TableName } from './operation.js';

export const mysqlInspection: Inspection = {
  obstacles: undefined,

  hidesRows: undefined,

  /** A replica that may be written to cannot be told from a primary that follows another one. */
  isReplica: { text: 'SELECT @@GLOBAL.read_only AS `replica`', values: [] },

  /** MySQL keeps a binary log unless it is told not to. MariaDB calls one of the rights otherwise. */
  forbidsTriggers: {
    text:
      'SELECT CURRENT_USER() AS `user` FROM DUAL WHERE @@GLOBAL.log_bin AND NOT @@GLOBAL.log_bin_trust_function_creators ' +
      "AND NOT EXISTS (SELECT 1 FROM information_schema.USER_PRIVILEGES WHERE PRIVILEGE_TYPE IN ('SUPER', 'BINLOG ADMIN') " +
      "AND GRANTEE = CONCAT('''', REPLACE(CURRENT_USER(), '@', '''@'''), ''''))",
    values: [],
  },

  /** InnoDB changes rows in place. A binary log in rows holds each before and after. */
  room(table) {
    const { home, names } = inTable(table);
    return {
      text:
        'SELECT DATA_LENGTH AS `lasting`, 0 AS `passing`, IF(@@log_bin, 2 * DATA_LENGTH, 0) AS `log` ' +
        `FROM information_schema.TABLES WHERE TABLE_SCHEMA = ${home} AND TABLE_NAME = ?`,
      values: names,
    };
  },
};

function inTable({ schema, name }: TableName) {
  return schema === undefined ? { home: 'DATABASE()', names: [name] } : { home: '?', names: [schema, name] };
}
