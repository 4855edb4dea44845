import type { Inspection } from './inspection.js';
import type { TableName } from './operation.js';

/** The catalog keeps views, checks and generated columns as text, in the server's own spelling, with every name quoted. */
export const mysqlInspection: Inspection = {
  obstacles(table, source, written) {
    const { home, names } = inTable(table);
    const quoted = (name: string) => `CONCAT('\`', ${name}, '\`')`;
    return {
      text:
        // A view names its tables with their database, quoted as the session has it, and in lower case on some servers.
        "SELECT 'blocks-drop' AS `effect`, CONCAT('view ', TABLE_NAME) AS `name`, VIEW_DEFINITION AS `text` " +
        `FROM information_schema.VIEWS WHERE INSTR(LOWER(REPLACE(VIEW_DEFINITION, CHAR(34 USING utf8mb4), '\`')), LOWER(CONCAT(${quoted(home)}, '.', ${quoted('?')}))) > 0 ` +
        "UNION ALL SELECT 'blocks-drop', CONCAT('generated column ', COLUMN_NAME), GENERATION_EXPRESSION " +
        `FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ${home} AND TABLE_NAME = ? AND GENERATION_EXPRESSION <> '' ` +
        // One over this column alone goes with it.
        `UNION ALL SELECT IF(EXISTS (SELECT 1 FROM information_schema.COLUMNS o WHERE o.TABLE_SCHEMA = ${home} AND o.TABLE_NAME = ? ` +
        `AND o.COLUMN_NAME <> ? AND INSTR(c.CHECK_CLAUSE, ${quoted('o.COLUMN_NAME')}) > 0), 'blocks-drop', 'goes-with-source'), ` +
        "CONCAT('constraint ', c.CONSTRAINT_NAME), c.CHECK_CLAUSE " +
        'FROM information_schema.CHECK_CONSTRAINTS c JOIN information_schema.TABLE_CONSTRAINTS t ' +
        'ON t.CONSTRAINT_SCHEMA = c.CONSTRAINT_SCHEMA AND t.CONSTRAINT_NAME = c.CONSTRAINT_NAME ' +
        `WHERE t.TABLE_SCHEMA = ${home} AND t.TABLE_NAME = ? AND t.CONSTRAINT_TYPE = 'CHECK' ` +
        "UNION ALL SELECT 'fires', CONCAT('trigger ', TRIGGER_NAME), NULL FROM information_schema.TRIGGERS " +
        `WHERE EVENT_OBJECT_SCHEMA = ${home} AND EVENT_OBJECT_TABLE = ? AND EVENT_MANIPULATION = 'UPDATE' AND LEFT(TRIGGER_NAME, 4) <> 'pec_' ` +
        "UNION ALL SELECT 'collates', CONCAT('collation ', s.COLLATION_NAME), NULL FROM information_schema.COLUMNS s " +
        'JOIN information_schema.COLUMNS w ON w.TABLE_SCHEMA = s.TABLE_SCHEMA AND w.TABLE_NAME = s.TABLE_NAME ' +
        `WHERE s.TABLE_SCHEMA = ${home} AND s.TABLE_NAME = ? AND s.COLUMN_NAME = ? AND w.COLUMN_NAME = ? ` +
        "AND w.COLLATION_NAME <> s.COLLATION_NAME AND w.DATA_TYPE <> 'enum'",
      values: [...[...names, ...names, ...names, source, ...names, ...names], ...[...names, source, written]],
    };
  },

  /** A replica that may be written to cannot be told from a primary that follows another one. */
  hidesRows: undefined,

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
