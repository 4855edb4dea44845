import type { Catalog } from './catalog.js';
import type { TableName } from './operation.js';
import type { Statement } from './statement.js';

/**
 * What MySQL and MariaDB keep around a column, all of it in `information_schema`. They keep the bodies of triggers,
 * routines and events, and the text of views, checks and generated columns, in their own spelling with every name
 * quoted; what a text names counts. Columns that only some servers have (`STATISTICS.EXPRESSION`, `IS_VISIBLE`,
 * `IGNORED`) are left out: an index over an expression has no column to be dropped with.
 */
export const mysqlCatalog: Catalog = {
  read({ table, source, target }, triggers) {
    const found = parts.map((part) => part(placeOf(table), source.column, target.column, [...triggers]));
    return {
      text: found.map(({ text }) => `(${text})`).join(' UNION ALL '),
      values: found.flatMap(({ values }) => values),
    };
  },

  accepts: ({ source }, _, condition, value) => ({
    text: `SELECT COALESCE((SELECT (${runnable(condition)}) FROM (SELECT CONVERT(? USING utf8mb4) AS \`${source.column.replaceAll('`', '``')}\`) AS pec_row), TRUE) AS holds`,
    values: [value],
  }),
};

/** MySQL keeps the texts of a check as `_utf8mb4\'text\'`, which no statement takes. */
function runnable(condition: string): string {
  return condition.replaceAll(/(_\w+)\\'((?:(?!\\').)*)\\'/g, "$1'$2'");
}

interface Place {
  /** The database, as SQL, and what it binds. */
  readonly home: string;
  readonly schema: readonly string[];
  /** The table without its database. */
  readonly table: string;
}

type Part = (place: Place, source: string, target: string, triggers: readonly string[]) => Statement;

function placeOf({ schema, name }: TableName): Place {
  return schema === undefined
    ? { home: 'DATABASE()', schema: [], table: name }
    : { home: '?', schema: [schema], table: name };
}

const object = (fields: Readonly<Record<string, string>>) =>
  `JSON_OBJECT(${Object.entries(fields)
    .map(([name, sql]) => `'${name}', ${sql}`)
    .join(', ')}) AS \`standing\``;

const text = (value: string) => `CONVERT(${value} USING utf8mb4)`;

/** Whether a text of the server names a column, quoted as a session with or without ANSI_QUOTES has it. */
const namesColumn = (definition: string) =>
  `INSTR(LOWER(REPLACE(${text(definition)}, CHAR(34 USING utf8mb4), '\`')), LOWER(CONCAT('\`', ?, '\`'))) > 0`;

const column = (kind: string): Readonly<Record<string, string>> => ({
  kind: `'${kind}'`,
  name: 'COLUMN_NAME',
  type: text('COLUMN_TYPE'),
  collation: 'COLLATION_NAME',
  default: "NULLIF(COLUMN_DEFAULT, 'NULL')",
});

const sourceColumn: Part = ({ home, schema, table }, source) => ({
  text: `SELECT ${object({
    ...column('source-column'),
    domain: 'NULL',
    generated: "COALESCE(GENERATION_EXPRESSION, '') <> ''",
    identity: '0',
    inheritedFrom: 'JSON_ARRAY()',
    bytes: '0',
  })} FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ${home} AND TABLE_NAME = ? AND COLUMN_NAME = ?`,
  values: [...schema, table, source],
});

const targetColumn: Part = ({ home, schema, table }, _, target) => ({
  text: `SELECT ${object(column('target-column'))} FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ${home} AND TABLE_NAME = ? AND COLUMN_NAME = ?`,
  values: [...schema, table, target],
});

/** They fire in the order in which they were made, unless one was put before or behind another. */
const triggersOfTable: Part = ({ home, schema, table }, _source, _target, triggers) => ({
  text: `SELECT ${object({
    kind: "'trigger'",
    name: "CONCAT('trigger ', t.TRIGGER_NAME)",
    bareName: 't.TRIGGER_NAME',
    table: 't.EVENT_OBJECT_TABLE',
    timing: 'LOWER(t.ACTION_TIMING)',
    level: "'row'",
    events: 'JSON_ARRAY(LOWER(t.EVENT_MANIPULATION))',
    columns: 'JSON_ARRAY()',
    conditionNamesSource: '0',
    arguments: 'JSON_ARRAY()',
    routine: "'its own body'",
    language: "'mysql'",
    body: text('t.ACTION_STATEMENT'),
    firesAfterSync:
      '1 = EXISTS (SELECT 1 FROM information_schema.TRIGGERS o WHERE o.EVENT_OBJECT_SCHEMA = t.EVENT_OBJECT_SCHEMA AND o.EVENT_OBJECT_TABLE = t.EVENT_OBJECT_TABLE ' +
      `AND o.EVENT_MANIPULATION = t.EVENT_MANIPULATION AND o.ACTION_TIMING = t.ACTION_TIMING AND o.ACTION_ORDER < t.ACTION_ORDER AND o.TRIGGER_NAME IN (${triggers.map(() => '?').join(', ') || "''"}))`,
  })} FROM information_schema.TRIGGERS t WHERE t.EVENT_OBJECT_SCHEMA = ${home} AND t.EVENT_OBJECT_TABLE = ? AND LEFT(t.TRIGGER_NAME, 4) <> 'pec_'`,
  values: [...triggers, ...schema, table],
});

const routine = (name: string, body: string) =>
  object({
    kind: "'routine'",
    name,
    language: "'mysql'",
    body: `COALESCE(${text(body)}, '')`,
    depends: '0',
    takesRow: '0',
    fixedResult: '0',
  });

const routines: Part = ({ home, schema }) => ({
  text: `SELECT ${routine("CONCAT(LOWER(ROUTINE_TYPE), ' ', ROUTINE_NAME)", 'ROUTINE_DEFINITION')} FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ${home}`,
  values: [...schema],
});

const events: Part = ({ home, schema }) => ({
  text: `SELECT ${routine("CONCAT('event ', EVENT_NAME)", 'EVENT_DEFINITION')} FROM information_schema.EVENTS WHERE EVENT_SCHEMA = ${home}`,
  values: [...schema],
});

const triggersOfOthers: Part = ({ home, schema, table }) => ({
  text: `SELECT ${routine("CONCAT('trigger ', TRIGGER_NAME, ' of ', EVENT_OBJECT_TABLE)", 'ACTION_STATEMENT')} FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ${home} AND EVENT_OBJECT_TABLE <> ? AND LEFT(TRIGGER_NAME, 4) <> 'pec_'`,
  values: [...schema, table],
});

const views: Part = ({ home, schema, table }, source) => ({
  // A view names its tables with their database, in lower case on some servers.
  text:
    `SELECT ${object({ kind: "'view'", name: "CONCAT('view ', TABLE_NAME)" })} FROM information_schema.VIEWS WHERE ` +
    `INSTR(LOWER(REPLACE(${text('VIEW_DEFINITION')}, CHAR(34 USING utf8mb4), '\`')), LOWER(CONCAT('\`', ${home}, '\`.\`', ?, '\`'))) > 0 AND ${namesColumn('VIEW_DEFINITION')}`,
  values: [...schema, table, source],
});

const generatedColumns: Part = ({ home, schema, table }, source) => ({
  text:
    `SELECT ${object({ kind: "'generated-column'", name: "CONCAT('generated column ', COLUMN_NAME)" })} FROM information_schema.COLUMNS ` +
    `WHERE TABLE_SCHEMA = ${home} AND TABLE_NAME = ? AND COLUMN_NAME <> ? AND ${namesColumn('GENERATION_EXPRESSION')}`,
  values: [...schema, table, source, source],
});

/** A check over this column alone goes with it, and one over several keeps it from being dropped. */
const checks: Part = ({ home, schema, table }, source) => ({
  text:
    `SELECT ${object({
      kind: `IF(EXISTS (SELECT 1 FROM information_schema.COLUMNS o WHERE o.TABLE_SCHEMA = t.TABLE_SCHEMA AND o.TABLE_NAME = t.TABLE_NAME AND o.COLUMN_NAME <> ? AND INSTR(c.CHECK_CLAUSE, CONCAT('\`', o.COLUMN_NAME, '\`')) > 0), 'other-dependent', 'check')`,
      name: "CONCAT('constraint ', c.CONSTRAINT_NAME)",
      bareName: 'c.CONSTRAINT_NAME',
      definition: `CONCAT('CHECK (', ${text('c.CHECK_CLAUSE')}, ')')`,
      expression: text('c.CHECK_CLAUSE'),
      columns: 'JSON_ARRAY()',
      references: '1',
      validated: '1',
      onPart: '0',
    })} FROM information_schema.CHECK_CONSTRAINTS c JOIN information_schema.TABLE_CONSTRAINTS t ON t.CONSTRAINT_SCHEMA = c.CONSTRAINT_SCHEMA AND t.CONSTRAINT_NAME = c.CONSTRAINT_NAME ` +
    `WHERE t.TABLE_SCHEMA = ${home} AND t.TABLE_NAME = ? AND t.CONSTRAINT_TYPE = 'CHECK' AND ${namesColumn('c.CHECK_CLAUSE')}`,
  values: [source, ...schema, table, source],
});

/** Those of this table over the source: what they cascade fires no trigger, and they keep the column from being dropped. */
const foreignKeys: Part = ({ home, schema, table }, source) => ({
  text:
    `SELECT ${object({
      kind: "IF(r.UPDATE_RULE IN ('CASCADE', 'SET NULL', 'SET DEFAULT') OR r.DELETE_RULE IN ('SET NULL', 'SET DEFAULT'), 'cascade', 'other-dependent')",
      name: "CONCAT('foreign key ', k.CONSTRAINT_NAME)",
      bareName: 'k.CONSTRAINT_NAME',
      rules: "CONCAT('ON UPDATE ', r.UPDATE_RULE, ' ON DELETE ', r.DELETE_RULE)",
    })} FROM information_schema.KEY_COLUMN_USAGE k JOIN information_schema.REFERENTIAL_CONSTRAINTS r ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME AND r.TABLE_NAME = k.TABLE_NAME ` +
    `WHERE k.TABLE_SCHEMA = ${home} AND k.TABLE_NAME = ? AND k.COLUMN_NAME = ? AND k.REFERENCED_TABLE_NAME IS NOT NULL`,
  values: [...schema, table, source],
});

const foreignKeysToSource: Part = ({ home, schema, table }, source) => ({
  text:
    `SELECT ${object({ kind: "'foreign-key-to-source'", name: "CONCAT('foreign key ', CONSTRAINT_NAME, ' of ', TABLE_NAME)" })} FROM information_schema.KEY_COLUMN_USAGE ` +
    `WHERE REFERENCED_TABLE_SCHEMA = ${home} AND REFERENCED_TABLE_NAME = ? AND REFERENCED_COLUMN_NAME = ?`,
  values: [...schema, table, source],
});

/** Prefixes, descending columns, FULLTEXT and SPATIAL: all that a plain `CREATE INDEX` does not build. */
const indexes: Part = ({ home, schema, table }, source) => ({
  text: `SELECT ${object({
    kind: "'index'",
    name: "CONCAT('index ', INDEX_NAME)",
    bareName: 'INDEX_NAME',
    definition:
      "CONCAT(IF(MAX(INDEX_TYPE) IN ('FULLTEXT', 'SPATIAL'), CONCAT(MAX(INDEX_TYPE), ' '), ''), 'index ', INDEX_NAME, ' (', GROUP_CONCAT(CONCAT(COLUMN_NAME, COALESCE(CONCAT('(', SUB_PART, ')'), ''), IF(COLLATION = 'D', ' DESC', '')) ORDER BY SEQ_IN_INDEX SEPARATOR ', '), ')')",
    unique: 'MAX(NON_UNIQUE) = 0',
    primary: "INDEX_NAME = 'PRIMARY'",
    valid: '1',
    plain: "MAX(INDEX_TYPE) = 'BTREE' AND MAX(SUB_PART) IS NULL AND COALESCE(MAX(COLLATION = 'D'), 0) = 0",
    columns: 'JSON_ARRAY()',
    references: '1',
    deferrable: 'NULL',
    isReplicaIdentity: '0',
    onPart: '0',
  })} FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ${home} AND TABLE_NAME = ? GROUP BY INDEX_NAME HAVING SUM(COLUMN_NAME = ?) > 0`,
  values: [...schema, table, source],
});

const columnGrants: Part = ({ home, schema, table }, source, target) => ({
  text: `SELECT ${object({
    kind: "'column-grant'",
    name: "CONCAT(g.PRIVILEGE_TYPE, ' to ', g.GRANTEE)",
    grantee: 'g.GRANTEE',
    privilege: 'g.PRIVILEGE_TYPE',
    grantable: "g.IS_GRANTABLE = 'YES'",
    onTarget:
      '1 = EXISTS (SELECT 1 FROM information_schema.COLUMN_PRIVILEGES o WHERE o.GRANTEE = g.GRANTEE AND o.PRIVILEGE_TYPE = g.PRIVILEGE_TYPE AND o.TABLE_SCHEMA = g.TABLE_SCHEMA AND o.TABLE_NAME = g.TABLE_NAME AND o.COLUMN_NAME = ?)',
  })} FROM information_schema.COLUMN_PRIVILEGES g WHERE g.TABLE_SCHEMA = ${home} AND g.TABLE_NAME = ? AND g.COLUMN_NAME = ?`,
  values: [target, ...schema, table, source],
});

const partitions: Part = ({ home, schema, table }, source) => ({
  text:
    `SELECT ${object({
      kind: "'partition-key'",
      name: "CONCAT('partition key ', COALESCE(MAX(PARTITION_EXPRESSION), ''))",
      containsSource: '1',
    })} FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = ${home} AND TABLE_NAME = ? AND PARTITION_NAME IS NOT NULL ` +
    `AND (${namesColumn('PARTITION_EXPRESSION')} OR ${namesColumn('SUBPARTITION_EXPRESSION')}) GROUP BY TABLE_NAME`,
  values: [...schema, table, source, source],
});

const comment: Part = ({ home, schema, table }, source, target) => ({
  text: `SELECT ${object({
    kind: "'comment'",
    name: "CONCAT('comment ', QUOTE(s.COLUMN_COMMENT))",
    text: 's.COLUMN_COMMENT',
    onTarget:
      "1 = EXISTS (SELECT 1 FROM information_schema.COLUMNS o WHERE o.TABLE_SCHEMA = s.TABLE_SCHEMA AND o.TABLE_NAME = s.TABLE_NAME AND o.COLUMN_NAME = ? AND o.COLUMN_COMMENT <> '')",
  })} FROM information_schema.COLUMNS s WHERE s.TABLE_SCHEMA = ${home} AND s.TABLE_NAME = ? AND s.COLUMN_NAME = ? AND s.COLUMN_COMMENT <> ''`,
  values: [target, ...schema, table, source],
});

const parts: readonly Part[] = [
  sourceColumn,
  targetColumn,
  triggersOfTable,
  routines,
  events,
  triggersOfOthers,
  views,
  generatedColumns,
  checks,
  foreignKeys,
  foreignKeysToSource,
  indexes,
  columnGrants,
  partitions,
  comment,
];
