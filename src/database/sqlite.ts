import type { Conversion } from '../model/conversion.js';
import { type ConversionSyntax, convert, isAmong, isUnmapped } from './conversion-sql.js';
import type { Dialect, Key, KeyColumn, KeyRange, Statement } from './dialect.js';
import { guardComment, isGuard } from './guard.js';
import {
  backwardOf,
  type Correspondence,
  type FilledColumn,
  type Guard,
  type Operation,
  type SyncedColumns,
  type TableName,
} from './operation.js';
import { ownName } from './own-name.js';
import { sqliteBookkeeping } from './sqlite-bookkeeping.js';
import { sqliteGuard } from './sqlite-guard.js';
import { sqliteInspection } from './sqlite-inspection.js';
import { parameters as collect, whereAll } from './statement.js';

/** SQLite has no limit; this keeps a name readable. */
const maximumIdentifierBytes = 200;

/** SQLite from 3.35 on, which drops columns in place. */
export const sqlite: Dialect = {
  provider: 'sqlite',
  bookkeeping: sqliteBookkeeping,
  inspection: sqliteInspection,
  placeholder,
  quote,
  quoteTable,
  literal,
  script,
  createSync,

  recovery: (operation) =>
    operation.kind === 'guard'
      ? guardComment(operation)
      : operation.kind === 'redefine-table'
        ? 'Triggers of your own on this table are lost with the old one: create them again at the end of this file.'
        : undefined,

  nextBatchEnd(table, key, range, limit) {
    const bind = parameters();
    const columns = key.map(({ column }) => quote(column)).join(', ');
    const last = key.map(({ column }) => `${quote(column)} DESC`).join(', ');
    const where = whereAll(inRange(key, range, bind.add));
    return bind.statement(
      `SELECT ${keyAsText(key)}, count(*) OVER () AS "rows" FROM ` +
        `(SELECT ${columns} FROM ${quoteTable(table)}${where} ORDER BY ${columns} LIMIT ${bind.add(limit)}) AS "pec_batch" ` +
        `ORDER BY ${last} LIMIT 1`,
    );
  },

  backfillBatch(sync, key, range, direction = 'forward') {
    const bind = parameters();
    const target = quote(sync.target.column);
    const assignment =
      direction === 'forward'
        ? `${target} = ${up(sync)}`
        : `${quote(backwardOf(sync).source.column)} = ${down(backwardOf(sync), target)}`;
    const where = whereAll([...inRange(key, range, bind.add), differs(sync)]);
    return bind.statement(`UPDATE ${quoteTable(sync.table)} SET ${assignment}${where}`);
  },

  rowsToCopy(sync, key, range) {
    const bind = parameters();
    const where = whereAll([...inRange(key, range, bind.add), differs(sync)]);
    return bind.statement(`SELECT ${keyAsText(key)} FROM ${quoteTable(sync.table)}${where}`);
  },

  countDrift(sync, key = [], range = {}) {
    const bind = parameters();
    const where = whereAll([...inRange(key, range, bind.add), drifts(sync)]);
    return bind.statement(`SELECT count(*) AS "drift" FROM ${quoteTable(sync.table)}${where}`);
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

  tableParts: ({ name }) => ({
    text:
      `SELECT NULL AS "schema", 'column' AS "kind", "name" FROM pragma_table_info(?) ` +
      `UNION ALL SELECT NULL, 'trigger', "name" FROM "main"."sqlite_schema" WHERE "type" = 'trigger' AND "tbl_name" = ?`,
    values: [name, name],
  }),

  countRows: (table) => ({ text: `SELECT count(*) AS "rows" FROM ${quoteTable(table)}`, values: [] }),

  /** SQLite keeps none. */
  estimateRows: () => ({ text: 'SELECT -1 AS "rows"', values: [] }),
};

function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

function quoteTable({ name }: TableName): string {
  return quote(name);
}

function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/**
 * One transaction, so that no other process meets a table half made. Foreign keys are off where a table is made anew,
 * which SQLite allows outside of transactions only: dropping the old one would delete the rows that point to it.
 */
function script(operations: readonly Operation[], _atomic: boolean, redefinition?: string): string {
  const others = operations.filter((operation) => !isGuard(operation));
  const body = ['BEGIN IMMEDIATE', ...others.flatMap((each) => steps(each, redefinition)), 'COMMIT'];
  const off = operations.some(({ kind }) => kind === 'redefine-table');
  const statements = off ? ['PRAGMA foreign_keys=OFF', ...body, 'PRAGMA foreign_keys=ON'] : body;
  return [...operations.filter(isGuard).flatMap(guard), ...statements]
    .map((statement) => `${statement};`)
    .join('\n');
}

function guard(operation: Guard): readonly string[] {
  const { sync } = operation;
  return sqliteGuard({
    guard: operation,
    table: quoteTable(sync.table),
    differs: drifts(sync),
    copy: sqlite.backfillBatch(sync, [], {}).text,
    triggers: Object.values(triggerNames(sync)),
    literal,
  });
}

function steps(operation: Exclude<Operation, Guard>, redefinition: string | undefined): readonly string[] {
  if ('type' in operation) throw new Error('SQLite has no enum types of its own');
  const { table } = 'table' in operation ? operation : operation.sync;
  const alter = (action: string) => `ALTER TABLE ${quoteTable(table)} ${action}`;
  switch (operation.kind) {
    case 'add-column':
      return [alter(`ADD COLUMN ${quote(operation.column)} ${operation.sqlType}`)];
    case 'drop-column':
      return [alter(`DROP COLUMN ${quote(operation.column)}`)];
    case 'create-index': {
      const columns = operation.columns.map(quote).join(', ');
      const kind = operation.unique ? 'UNIQUE INDEX' : 'INDEX';
      return [`CREATE ${kind} ${quote(operation.name)} ON ${quoteTable(table)}(${columns})`];
    }
    case 'drop-index':
      return [`DROP INDEX ${quote(operation.name)}`];
    case 'create-sync':
      return createSync(operation.sync);
    case 'replace-sync':
      return [...dropSync(operation.sync), ...createSync(operation.sync)];
    case 'drop-sync':
      return dropSync(operation.sync);
    case 'carry-over':
    case 'add-unique-constraint':
    case 'drop-constraint':
      throw new Error('Only what the catalog of PostgreSQL tells is carried over');
    case 'redefine-table': {
      if (redefinition === undefined) throw new Error('The SQL of the redefinition was not given');
      return [withoutPragmas(redefinition), ...operation.restore.flatMap(createSync)];
    }
    case 'set-not-null':
    case 'drop-not-null':
      throw new Error('SQLite changes nullability by making the table anew');
  }
}

/** Prisma switches foreign keys off and on around its statements; here that stands around the transaction. */
function withoutPragmas(sql: string): string {
  return sql
    .split('\n')
    .filter((line) => !/^PRAGMA (?:defer_)?foreign_keys\s*=/.test(line))
    .join('\n')
    .trim()
    .replace(/;$/, '');
}

/**
 * Two-way triggers. They come after the row is written and write it once more: unseen by RETURNING, and too late for
 * NOT NULL. What they write makes both sides equal, so their own conditions end the round. The side that a statement
 * changed wins, and the target where it changed both; on INSERT the side with a default gives way.
 */
function createSync(sync: Correspondence): readonly string[] {
  if (!sync.source) return createFill(sync);
  const { insert, update } = triggerNames(sync);
  const source = quote(sync.source.column);
  const target = quote(sync.target.column);
  const given = inTrigger(sync.forward, source);
  const back = inTrigger(sync.backward, target);
  const apart = differ(`NEW.${target}`, given);
  const changed = (column: string) => differ(`NEW.${column}`, `OLD.${column}`);
  const create = (name: string, event: string, when: string, targetLeads: string) =>
    `CREATE TRIGGER ${quote(name)} AFTER ${event} ON ${quoteTable(sync.table)} FOR EACH ROW WHEN ${when}\n` +
    'BEGIN\n' +
    `  UPDATE ${quoteTable(sync.table)} SET\n` +
    `    ${target} = CASE WHEN ${targetLeads} THEN ${target} ELSE ${given} END,\n` +
    `    ${source} = CASE WHEN ${targetLeads} THEN ${back} ELSE ${source} END\n` +
    `  WHERE ${sameRow(sync)};\n` +
    'END';
  return [
    create(
      insert,
      'INSERT',
      apart,
      sync.insertFollows === 'source' ? `NEW.${source} IS NULL` : `NEW.${target} IS NOT NULL`,
    ),
    create(
      update,
      'UPDATE',
      `${apart} AND (${changed(target)} OR ${changed(source)} OR NEW.${target} IS NULL)`,
      changed(target),
    ),
  ];
}

/**
 * An expression of the user's names a column alone: in a trigger it stands over a row of its own, or the names would be
 * those of the row that is written, before or after.
 */
function inTrigger(conversion: Conversion, column: string): string {
  if (conversion.kind !== 'sql') return convert(conversion, `NEW.${column}`, syntax);
  return `(SELECT (${conversion.expression}) FROM (SELECT NEW.${column} AS ${column}) AS "pec_row")`;
}

/** Triggers that give the target a value where a statement left it without one. The names of the expression are those of the row. */
function createFill(filled: FilledColumn): readonly string[] {
  const { insert, update } = triggerNames(filled);
  const table = quoteTable(filled.table);
  const target = quote(filled.target.column);
  const create = (name: string, event: string) =>
    `CREATE TRIGGER ${quote(name)} AFTER ${event} ON ${table} FOR EACH ROW WHEN NEW.${target} IS NULL\n` +
    `BEGIN\n  UPDATE ${table} SET ${target} = ${up(filled)} WHERE ${sameRow(filled)};\nEND`;
  return [create(insert, 'INSERT'), create(update, 'UPDATE')];
}

/** Not every table has a rowid, and one may have a column of its own by that name. */
function sameRow({ key }: Correspondence): string {
  return (key?.map(quote) ?? ['rowid']).map((column) => `${column} IS NEW.${column}`).join(' AND ');
}

function dropSync(sync: Correspondence): readonly string[] {
  return Object.values(triggerNames(sync)).map((name) => `DROP TRIGGER ${quote(name)}`);
}

function triggerNames({ table, source, target }: Correspondence) {
  const columns = [...(source ? [source.column] : []), target.column];
  const name = (event: string) => ownName(maximumIdentifierBytes, event, table, ...columns);
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
  const value = quote(sync.source.column);
  return bind.statement(
    `SELECT ${value} AS "value", count(*) AS "rows" FROM ${quoteTable(sync.table)}${where} ` +
      `GROUP BY ${value} COLLATE BINARY`,
  );
}

const syntax: ConversionSyntax = {
  literal,
  isText: (value, text) => `${value} = ${literal(text)} COLLATE BINARY`,
  asText: (value) => `CAST(${value} AS TEXT)`,
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
  const apart = differ(quote(sync.target.column), up(sync));
  if (!sync.among) return apart;
  return `(${isAmong(sync.among, quote(sync.source.column), syntax)} AND ${apart})`;
}

/** Null-safe inequality, exact whatever collation a column has. */
function differ(left: string, right: string): string {
  return `(${left} IS NOT ${right} COLLATE BINARY)`;
}

const isBinary = (sqlType: string) => /blob/i.test(sqlType);

function keyAsText(key: readonly KeyColumn[]): string {
  return key
    .map(({ column, sqlType }, index) => {
      return `${toText(quote(column), sqlType)} AS "key_${index + 1}"`;
    })
    .join(', ');
}

function toText(column: string, sqlType: string): string {
  if (isBinary(sqlType)) return `hex(${column})`;
  // A plain cast keeps 15 digits of a floating-point number, which is not always the same number.
  return `CASE typeof(${column}) WHEN 'real' THEN printf('%!.17g', ${column}) ELSE CAST(${column} AS TEXT) END`;
}

/** The affinity of the column turns the text back into what it was. */
function inRange(key: readonly KeyColumn[], range: KeyRange, bind: (value: unknown) => string): string[] {
  const row = `(${key.map(({ column }) => quote(column)).join(', ')})`;
  const values = (bound: Key) =>
    `(${key
      .map(({ sqlType }, index) => (isBinary(sqlType) ? `unhex(${bind(bound[index])})` : bind(bound[index])))
      .join(', ')})`;
  return [
    ...(range.only ? [`${row} = ${values(range.only)}`] : []),
    ...(range.after ? [`${row} > ${values(range.after)}`] : []),
    ...(range.through ? [`${row} <= ${values(range.through)}`] : []),
  ];
}

function placeholder(): string {
  return '?';
}

function parameters() {
  return collect(placeholder);
}
