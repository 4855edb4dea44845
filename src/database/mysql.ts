import type { Conversion } from '../model/conversion.js';
import { type ConversionSyntax, convert, isAmong, isUnmapped } from './conversion-sql.js';
import type { Dialect, Key, KeyColumn, KeyRange, Statement } from './dialect.js';
import { guardComment, isGuard } from './guard.js';
import { mysqlBookkeeping } from './mysql-bookkeeping.js';
import { mysqlCatalog } from './mysql-catalog.js';
import { mysqlGuard } from './mysql-guard.js';
import { mysqlInspection } from './mysql-inspection.js';
import {
  backwardOf,
  type Correspondence,
  type DefaultValue,
  type FilledColumn,
  type Guard,
  type Operation,
  type SyncedColumns,
  type TableName,
  type TypedColumn,
} from './operation.js';
import { ownName } from './own-name.js';
import { parameters as collect, whereAll } from './statement.js';

/** MySQL and MariaDB refuse longer identifiers. They count characters, so bytes are on the safe side. */
const maximumIdentifierBytes = 64;

/** How long a migration may wait for a metadata lock, in seconds; everything else queues up behind it meanwhile. */
const lockWaitSeconds = 5;

/** MySQL from 8.0.12 on, and MariaDB from 10.6 on. */
export const mysql: Dialect = {
  provider: 'mysql',
  bookkeeping: mysqlBookkeeping,
  inspection: mysqlInspection,
  catalog: mysqlCatalog,
  placeholder,
  quote,
  quoteTable,
  literal,
  script,
  createSync,

  // MySQL, section "Online DDL Limitations" of its manual, and MariaDB before MDEV-15250: what an INSERT has begun
  // and taken back is applied to the new table all the same.
  recovery: (operation) =>
    operation.kind === 'guard'
      ? guardComment(operation)
      : operation.kind === 'set-not-null'
        ? 'If this fails, as with "Duplicate entry" where an INSERT beside it met a key that is taken, run\n' +
          '"prisma migrate resolve --rolled-back" and "prisma migrate deploy": each step may run again.'
        : undefined,

  nextBatchEnd(table, key, range, limit) {
    const bind = parameters();
    const columns = key.map(({ column }) => quote(column)).join(', ');
    const last = key.map(({ column }) => `${quote(column)} DESC`).join(', ');
    const where = whereAll(inRange(key, range, bind.add));
    return bind.statement(
      `SELECT ${keyAsText(key)}, count(*) OVER () AS \`rows\` FROM ` +
        `(SELECT ${columns} FROM ${quoteTable(table)}${where} ORDER BY ${columns} LIMIT ${bind.add(limit)}) AS \`pec_batch\` ` +
        `ORDER BY ${last} LIMIT 1`,
    );
  },

  backfillBatch(sync, key, range, direction = 'forward', { kept = [] } = {}) {
    const bind = parameters();
    const target = quote(sync.target.column);
    const assignment =
      direction === 'forward'
        ? `${target} = ${up(sync)}`
        : `${quote(backwardOf(sync).source.column)} = ${down(backwardOf(sync), target)}`;
    const same = kept.map((column) => `, ${quote(column)} = ${quote(column)}`).join('');
    const table = quoteTable(sync.table);
    const due = whereAll([...inRange(key, range, bind.add), differs(sync)]);
    if (key.length === 0 || range.only)
      return bind.statement(`UPDATE ${table} SET ${assignment}${same}${due}`);
    const columns = key
      .map(({ column }, index) => `${quote(column)} AS \`pec_free_${index + 1}\``)
      .join(', ');
    const isFree = key
      .map(({ column }, index) => `${quote(column)} = \`pec_free_${index + 1}\``)
      .join(' AND ');
    return bind.statement(
      `UPDATE (SELECT ${columns} FROM ${table}${due} FOR UPDATE SKIP LOCKED) AS \`pec_free\` ` +
        `STRAIGHT_JOIN ${table} ON ${isFree} SET ${assignment}${same}`,
    );
  },

  rowsToCopy(sync, key, range) {
    const bind = parameters();
    const where = whereAll([...inRange(key, range, bind.add), differs(sync)]);
    return bind.statement(`SELECT ${keyAsText(key)} FROM ${quoteTable(sync.table)}${where}`);
  },

  countDrift(sync, key = [], range = {}) {
    const bind = parameters();
    const where = whereAll([...inRange(key, range, bind.add), drifts(sync)]);
    return bind.statement(`SELECT count(*) AS \`drift\` FROM ${quoteTable(sync.table)}${where}`);
  },

  sampleDrift(sync, key, limit, range = {}) {
    const bind = parameters();
    const order = key.map(({ column }) => quote(column)).join(', ');
    const where = whereAll([...inRange(key, range, bind.add), drifts(sync)]);
    return bind.statement(
      `SELECT ${keyAsText(key)} FROM ${quoteTable(sync.table)}${where} ORDER BY ${order} LIMIT ${bind.add(limit)}`,
    );
  },

  unmappedValues(sync, key, range) {
    const unmapped = unmappedIn(sync);
    return unmapped === undefined ? undefined : sourceValues(backwardOf(sync), unmapped, key, range);
  },

  sourceValues: (sync, key, range) =>
    sourceValues(sync, `${quote(sync.source.column)} IS NOT NULL`, key, range),

  converted: up,

  syncTriggers: (sync) => Object.values(triggerNames(sync)),

  tableParts({ schema, name }) {
    const home = schema === undefined ? 'DATABASE()' : '?';
    const values = schema === undefined ? [name] : [schema, name];
    return {
      text:
        "SELECT TABLE_SCHEMA AS `schema`, 'column' AS `kind`, COLUMN_NAME AS `name` FROM information_schema.COLUMNS " +
        `WHERE TABLE_SCHEMA = ${home} AND TABLE_NAME = ? ` +
        "UNION ALL SELECT TABLE_SCHEMA, 'on-update', COLUMN_NAME FROM information_schema.COLUMNS " +
        `WHERE TABLE_SCHEMA = ${home} AND TABLE_NAME = ? AND EXTRA LIKE '%on update%' ` +
        "UNION ALL SELECT TRIGGER_SCHEMA, 'trigger', TRIGGER_NAME FROM information_schema.TRIGGERS " +
        `WHERE EVENT_OBJECT_SCHEMA = ${home} AND EVENT_OBJECT_TABLE = ?`,
      values: [...values, ...values, ...values],
    };
  },

  countRows: (table) => ({ text: `SELECT count(*) AS \`rows\` FROM ${quoteTable(table)}`, values: [] }),

  estimateRows: ({ schema, name }) => ({
    text:
      'SELECT coalesce(max(TABLE_ROWS), -1) AS `rows` FROM information_schema.TABLES ' +
      `WHERE TABLE_SCHEMA = ${schema === undefined ? 'DATABASE()' : '?'} AND TABLE_NAME = ?`,
    values: schema === undefined ? [name] : [schema, name],
  }),
};

function quote(identifier: string): string {
  return `\`${identifier.replaceAll('`', '``')}\``;
}

function quoteTable({ schema, name }: TableName): string {
  return schema === undefined ? quote(name) : `${quote(schema)}.${quote(name)}`;
}

/** Right whatever `sql_mode` makes of a backslash. */
function literal(value: string): string {
  if (value.includes('\\')) return `CONVERT(0x${Buffer.from(value).toString('hex')} USING utf8mb4)`;
  return `'${value.replaceAll("'", "''")}'`;
}

/**
 * No DDL of MySQL takes part in a transaction, so a file may stop half way: each step looks first, or may be done
 * twice. No statement has a semicolon inside, so it does not matter who splits the file.
 */
function script(operations: readonly Operation[]): string {
  const statements = [
    ...operations.filter(isGuard).flatMap(guard),
    `SET @pec_lock_wait_timeout = @@SESSION.lock_wait_timeout, SESSION lock_wait_timeout = ${lockWaitSeconds}`,
    // Without it, NOT NULL would turn every NULL into an empty value instead of refusing.
    "SET @pec_sql_mode = @@SESSION.sql_mode, SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES')",
    ...operations.filter((operation) => !isGuard(operation)).flatMap(steps),
    'SET SESSION sql_mode = @pec_sql_mode, SESSION lock_wait_timeout = @pec_lock_wait_timeout',
  ];
  return statements.map((statement) => `${statement};`).join('\n');
}

function guard(operation: Guard): readonly string[] {
  const { sync } = operation;
  const { table, source, target } = sync;
  const triggers = Object.values(triggerNames(sync));
  const home = table.schema === undefined ? 'DATABASE()' : literal(table.schema);
  return mysqlGuard({
    guard: operation,
    table: quoteTable(table),
    differs: drifts(sync),
    copy: mysql.backfillBatch(sync, [], {}).text,
    triggers,
    literal,
    hasColumns: [...(source ? [source] : []), target]
      .map(({ column }) => columnExists(table, column))
      .join(' AND '),
    hasTriggers:
      `SELECT count(*) = ${triggers.length} FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = ${home} ` +
      `AND EVENT_OBJECT_TABLE = ${literal(table.name)} AND TRIGGER_NAME IN (${triggers.map(literal).join(', ')})`,
    progressName: `CONCAT('"', ${home}, ${literal(`"."${table.name}"."${target.column}"`)})`,
  });
}

function steps(operation: Exclude<Operation, Guard>): readonly string[] {
  if ('type' in operation) throw new Error('MySQL has no enum types of its own');
  const { table } = 'table' in operation ? operation : operation.sync;
  const alter = (action: string) => `ALTER TABLE ${quoteTable(table)} ${action}`;
  switch (operation.kind) {
    case 'add-column': {
      // Rather refuse than copy the table under a lock.
      const ddl = alter(`ADD COLUMN ${quote(operation.column)} ${operation.sqlType} NULL, ALGORITHM=INSTANT`);
      return guarded(columnExists(table, operation.column), false, ddl);
    }
    case 'drop-column':
      return guarded(
        columnExists(table, operation.column),
        true,
        alter(`DROP COLUMN ${quote(operation.column)}`),
      );
    case 'set-not-null':
    case 'drop-not-null':
      return setNullability(operation);
    case 'create-index': {
      const columns = operation.columns.map(quote).join(', ');
      const kind = operation.unique ? 'UNIQUE INDEX' : 'INDEX';
      const ddl = `CREATE ${kind} ${quote(operation.name)} ON ${quoteTable(table)} (${columns}) ALGORITHM=INPLACE LOCK=NONE`;
      return guarded(indexExists(table, operation.name), false, ddl);
    }
    case 'drop-index':
      return guarded(
        indexExists(table, operation.name),
        true,
        `DROP INDEX ${quote(operation.name)} ON ${quoteTable(table)}`,
      );
    case 'create-sync':
      return createSync(operation.sync);
    case 'replace-sync':
      // Nobody writes between the old triggers and the new ones.
      return [`LOCK TABLES ${quoteTable(table)} WRITE`, ...createSync(operation.sync), 'UNLOCK TABLES'];
    case 'drop-sync':
      return dropSync(operation.sync);
    case 'carry-over':
    case 'add-unique-constraint':
    case 'drop-constraint':
      throw new Error('Only what the catalog of PostgreSQL tells is carried over');
    case 'redefine-table':
      throw new Error('MySQL changes its tables in place');
  }
}

/** Runs a statement only where something exists, or only where it does not. */
function guarded(exists: string, wanted: boolean, ddl: string): readonly string[] {
  const [there, missing] = wanted ? [ddl, 'DO 0'] : ['DO 0', ddl];
  return execute(`IF(${exists}, ${literal(there)}, ${literal(missing)})`);
}

function execute(expression: string): readonly string[] {
  return [
    `SET @pec_ddl = ${expression}`,
    'PREPARE pec_ddl FROM @pec_ddl',
    'EXECUTE pec_ddl',
    'DEALLOCATE PREPARE pec_ddl',
  ];
}

/**
 * MODIFY gives a whole definition: the collation of the column is read, or it would fall back to the table's, and a
 * default that is not given is gone.
 */
function setNullability(
  operation: Extract<Operation, { kind: 'set-not-null' | 'drop-not-null' }>,
): readonly string[] {
  const { kind, table, column, sqlType, default: value } = operation;
  const before = `ALTER TABLE ${quoteTable(table)} MODIFY COLUMN ${quote(column)} ${sqlType}`;
  const nullability = kind === 'drop-not-null' ? ' NULL' : ' NOT NULL';
  const given = value === undefined || value === 'none' ? [] : [literal(' DEFAULT '), defaultOf(value)];
  const after = [literal(nullability), ...given, literal(', ALGORITHM=INPLACE, LOCK=NONE')].join(', ');
  // MariaDB's JSON is a text with a collation that must not be named.
  if (/^json$/i.test(sqlType)) return execute(`CONCAT(${literal(before)}, ${after})`);
  const collation = "CONCAT(' CHARACTER SET ', CHARACTER_SET_NAME, ' COLLATE ', COLLATION_NAME)";
  return execute(
    `(SELECT CONCAT(${literal(before)}, COALESCE(${collation}, ''), ${after}) ` +
      `FROM information_schema.COLUMNS WHERE ${inTable(table)} AND COLUMN_NAME = ${literal(column)})`,
  );
}

/** SQL that gives the SQL of a default: a text as a plain literal, which is what Prisma takes for one. */
function defaultOf(value: DefaultValue): string {
  return value.kind === 'text' ? `QUOTE(${literal(value.value)})` : literal(value.sql);
}

function columnExists(table: TableName, column: string): string {
  return `EXISTS (SELECT 1 FROM information_schema.COLUMNS WHERE ${inTable(table)} AND COLUMN_NAME = ${literal(column)})`;
}

function indexExists(table: TableName, name: string): string {
  return `EXISTS (SELECT 1 FROM information_schema.STATISTICS WHERE ${inTable(table)} AND INDEX_NAME = ${literal(name)})`;
}

function inTable({ schema, name }: TableName): string {
  const home = schema === undefined ? 'DATABASE()' : literal(schema);
  return `TABLE_SCHEMA = ${home} AND TABLE_NAME = ${literal(name)}`;
}

/**
 * Two-way triggers that cannot loop: they change NEW and write nothing. The side that a statement changed wins, and
 * the target where it changed both; on INSERT the side with a default gives way. Assignments take effect one after the
 * other.
 */
function createSync(sync: Correspondence): readonly string[] {
  const { insert, update } = triggerNames(sync);
  const create = (name: string, event: string, assignments: readonly string[]) =>
    `CREATE TRIGGER ${quoteTable({ ...sync.table, name })} BEFORE ${event} ON ${quoteTable(sync.table)} FOR EACH ROW\n` +
    `  SET ${assignments.join(',\n    ')}`;
  if (!sync.source) {
    const fill = fillAssignment(sync);
    return [...dropSync(sync), create(insert, 'INSERT', [fill]), create(update, 'UPDATE', [fill])];
  }
  const source = `NEW.${quote(sync.source.column)}`;
  const target = `NEW.${quote(sync.target.column)}`;
  const changed = ({ column, sqlType }: TypedColumn) =>
    differ(`NEW.${quote(column)}`, `OLD.${quote(column)}`, sqlType);
  const given = inTrigger(sync.forward, [sync.source.column], source);
  const back = inTrigger(sync.backward, [sync.target.column], target);
  const apart = differ(target, given, sync.target.sqlType);
  return [
    ...dropSync(sync),
    create(
      insert,
      'INSERT',
      sync.insertFollows === 'source'
        ? [`${source} = COALESCE(${source}, ${back})`, `${target} = IF(${apart}, ${given}, ${target})`]
        : [`${target} = COALESCE(${target}, ${given})`, `${source} = IF(${apart}, ${back}, ${source})`],
    ),
    create(update, 'UPDATE', [
      `${source} = IF(${changed(sync.target)} AND ${apart}, ${back}, ${source})`,
      `${target} = IF(NOT ${changed(sync.target)} AND (${changed(sync.source)} OR ${target} IS NULL), ${given}, ${target})`,
    ]),
  ];
}

function fillAssignment({ target, forward, columns }: FilledColumn): string {
  const value = `NEW.${quote(target.column)}`;
  return `${value} = COALESCE(${value}, ${inTrigger(forward, columns, value)})`;
}

/**
 * An expression of the user's names columns alone: in a trigger it stands over a row of its own, where they are those of
 * NEW.
 *
 * @param columns those that it may name
 * @param value what any other conversion converts
 */
function inTrigger(conversion: Conversion, columns: readonly string[], value: string): string {
  if (conversion.kind !== 'sql') return convert(conversion, value, syntax);
  const row = columns.map((column) => `NEW.${quote(column)} AS ${quote(column)}`).join(', ');
  return `(SELECT (${conversion.expression}) FROM (SELECT ${row}) AS \`pec_row\`)`;
}

function dropSync(sync: Correspondence): readonly string[] {
  return Object.values(triggerNames(sync)).map(
    (name) => `DROP TRIGGER IF EXISTS ${quoteTable({ ...sync.table, name })}`,
  );
}

function triggerNames({ table, source, target }: Correspondence) {
  const columns = [...(source ? [source.column] : []), target.column];
  // Without the schema: a shadow database has another one.
  const name = (event: string) => ownName(maximumIdentifierBytes, event, { name: table.name }, ...columns);
  return { insert: name('insert'), update: name('update') };
}

/** The different values of the source, as text, in the rows of the range for which the condition holds. */
function sourceValues(
  sync: SyncedColumns,
  condition: string,
  key: readonly KeyColumn[] = [],
  range: KeyRange = {},
): Statement {
  const bind = parameters();
  const where = whereAll([...inRange(key, range, bind.add), condition]);
  const value = bytes(quote(sync.source.column));
  return bind.statement(
    `SELECT CONVERT(max(${value}) USING utf8mb4) AS \`value\`, count(*) AS \`rows\` ` +
      `FROM ${quoteTable(sync.table)}${where} GROUP BY ${value}`,
  );
}

const syntax: ConversionSyntax = {
  literal,
  // ASCII is the same bytes in whatever character set the statement comes in.
  isText: (value, text) =>
    `${bytes(value)} = ${/^[ -~]*$/.test(text) ? literal(text) : bytes(literal(text))}`,
  asText: (value) => `CAST(${value} AS CHAR)`,
};

function up({ forward, source }: Correspondence): string {
  return convert(forward, source ? quote(source.column) : '', syntax);
}

function down({ backward }: SyncedColumns, target: string): string {
  return convert(backward, target, syntax);
}

/** The target is not what the source maps to, or the source maps to nothing. */
function drifts(sync: Correspondence): string {
  const unmapped = unmappedIn(sync);
  return unmapped === undefined ? differs(sync) : `(${differs(sync)} OR ${unmapped})`;
}

function unmappedIn(sync: Correspondence): string | undefined {
  if (!sync.source || sync.among) return undefined;
  return isUnmapped(sync.forward, quote(sync.source.column), syntax);
}

function differs(sync: Correspondence): string {
  if (!sync.source) return `${quote(sync.target.column)} IS NULL`;
  const apart = differ(quote(sync.target.column), up(sync), sync.target.sqlType);
  if (!sync.among) return apart;
  return `(${isAmong(sync.among, quote(sync.source.column), syntax)} AND ${apart})`;
}

/** Most collations hold `a`, `A`, `á` and `a ` for the same. */
function bytes(value: string): string {
  return `CAST(CONVERT(${value} USING utf8mb4) AS BINARY)`;
}

/** Null-safe inequality, for texts byte by byte. */
function differ(left: string, right: string, sqlType: string): string {
  const exact = /char|text|enum|set|json/i.test(sqlType) ? bytes : (value: string) => value;
  return `(NOT ${exact(left)} <=> ${exact(right)})`;
}

const isEnum = (sqlType: string) => /^enum/i.test(sqlType);

const isBinary = (sqlType: string) => /binary|blob/i.test(sqlType);

function keyAsText(key: readonly KeyColumn[]): string {
  return key
    .map(({ column, sqlType }, index) => {
      return `${toText(quote(column), sqlType)} AS \`key_${index + 1}\``;
    })
    .join(', ');
}

function toText(column: string, sqlType: string): string {
  if (isBinary(sqlType)) return `HEX(${column})`;
  // An enum is ordered by the number of its value, but compared with a text as a text.
  return isEnum(sqlType) ? `CAST(${column} + 0 AS CHAR)` : `CAST(${column} AS CHAR)`;
}

/**
 * A text against a number would be compared as two floating-point numbers. It is said to be a text first: MySQL
 * takes a parameter for what it is cast to, and UNSIGNED for a signed number, which loses all beyond 2^63.
 */
function fromText(placeholder: string, sqlType: string): string {
  if (isBinary(sqlType)) return `UNHEX(${placeholder})`;
  if (isEnum(sqlType)) return `CAST(CAST(${placeholder} AS CHAR) AS UNSIGNED)`;
  if (/int/i.test(sqlType)) {
    return `CAST(CAST(${placeholder} AS CHAR) AS ${/unsigned/i.test(sqlType) ? 'UNSIGNED' : 'SIGNED'})`;
  }
  if (/^decimal/i.test(sqlType)) return `CAST(${placeholder} AS ${sqlType})`;
  if (/^(datetime|timestamp)/i.test(sqlType)) return `CAST(${placeholder} AS DATETIME(6))`;
  return placeholder;
}

/** Spelt out, because MySQL does not walk an index along `(a, b) > (1, 2)`. */
function inRange(key: readonly KeyColumn[], range: KeyRange, bind: (value: unknown) => string): string[] {
  const compare = (bound: Key, strict: '>' | '<', last: '>' | '<='): string => {
    const value = (index: number) => fromText(bind(bound[index]), key[index]!.sqlType);
    const from = (index: number): string => {
      const column = quote(key[index]!.column);
      if (index === key.length - 1) return `${column} ${last} ${value(index)}`;
      return `(${column} ${strict}= ${value(index)} AND (${column} ${strict} ${value(index)} OR ${from(index + 1)}))`;
    };
    return from(0);
  };
  const same = (one: Key) =>
    key.map(({ column, sqlType }, index) => `${quote(column)} = ${fromText(bind(one[index]), sqlType)}`);
  return [
    ...(range.only ? same(range.only) : []),
    ...(range.after ? [compare(range.after, '>', '>')] : []),
    ...(range.through ? [compare(range.through, '<', '<=')] : []),
  ];
}

function placeholder(): string {
  return '?';
}

function parameters() {
  return collect(placeholder);
}
