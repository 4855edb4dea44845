import type SqliteDatabase from 'better-sqlite3';
import { loadDriver } from '../database/driver.js';

/** One row of `sqlite_schema`, in the order in which they were made. */
export interface SchemaObject {
  readonly type: 'table' | 'index' | 'trigger' | 'view';
  readonly name: string;
  readonly tbl_name: string;
  readonly sql: string;
}

/** Something that stood before some migrations, and does not stand afterwards. */
export interface Loss {
  /** As a message calls it: `trigger audit`, `CHECK (age > 0)`. */
  readonly what: string;
  /** The name of a trigger or an index, which can be made again by itself. */
  readonly name?: string;
}

export interface Rehearsal {
  /** What SQLite says where the migrations do not run; then nothing is known of losses. */
  readonly failure?: string;
  readonly losses: readonly Loss[];
}

/**
 * Runs migrations on a copy of a SQLite database without its rows, in memory, and compares the table before and
 * afterwards: a table that is made anew has what Prisma's schema knows, and nothing else.
 *
 * @param scripts the texts of `migration.sql`, in order
 * @param changed the columns that the migrations are to change
 * @throws UserError `driver-missing`
 */
export async function rehearseOnCopy(
  objects: readonly SchemaObject[],
  scripts: readonly string[],
  table: string,
  changed: readonly string[],
): Promise<Rehearsal> {
  const { default: Database } = await loadDriver('better-sqlite3', () => import('better-sqlite3'));
  const copy = new Database(':memory:');
  try {
    // A view may name a table that was made after it.
    const inOrder = ['table', 'index', 'view', 'trigger'].flatMap((type) =>
      objects.filter((object) => object.type === type && !object.name.startsWith('sqlite_')),
    );
    for (const { sql } of inOrder) copy.exec(sql);
    const before = factsOf(copy, table, changed, false);
    for (const script of scripts) copy.exec(script);
    const after = factsOf(copy, table, changed, true);
    const isLost = ([key, { what }]: readonly [string, Loss]) =>
      !after.facts.has(key) && after.isThere(changed.filter((column) => mentions(`${what} ${key}`, column)));
    return { losses: [...before.facts].filter(isLost).map(([, loss]) => loss) };
  } catch (error) {
    if ((error as { code?: unknown }).code === undefined) throw error;
    return { failure: (error as Error).message, losses: [] };
  } finally {
    copy.close();
  }
}

/**
 * The values that a column does not take, because a check over it does not hold for them. A check that reads other
 * columns too is taken for one that holds.
 *
 * @param sql the `CREATE TABLE`
 * @throws UserError `driver-missing`
 */
export async function refusedByChecks(
  sql: string,
  column: string,
  values: readonly string[],
): Promise<readonly { readonly value: string; readonly check: string }[]> {
  const checks = checksOf(sql).filter((check) => mentions(check, column));
  if (checks.length === 0) return [];
  const { default: Database } = await loadDriver('better-sqlite3', () => import('better-sqlite3'));
  const empty = new Database(':memory:');
  const holds = (check: string, value: string) => {
    try {
      const name = `"${column.replaceAll('"', '""')}"`;
      return (
        empty.prepare(`SELECT coalesce(${check}, 1) FROM (SELECT ? AS ${name})`).pluck().get(value) !== 0
      );
    } catch (error) {
      if ((error as { code?: unknown }).code === undefined) throw error;
      return true;
    }
  };
  try {
    return checks.flatMap((check) =>
      values.filter((value) => !holds(check, value)).map((value) => ({ value, check })),
    );
  } finally {
    empty.close();
  }
}

/** Everything of a table that could be lost, each under a text that is equal only where the thing is. */
function factsOf(
  database: SqliteDatabase.Database,
  table: string,
  changed: readonly string[],
  isAfter: boolean,
) {
  const ask = <Row>(sql: string, ...values: readonly string[]) =>
    database.prepare(sql).all(...values) as Row[];
  const facts = new Map<string, Loss>();
  const add = (what: string, key = what, name?: string) =>
    facts.set(key, { what, ...(name !== undefined && { name }) });
  const isChanged = (column: string) => changed.some((name) => same(name, column));

  const all = ask<Column>(
    'SELECT "name", "notnull", "dflt_value", "hidden", "pk" FROM pragma_table_xinfo(?)',
    table,
  );
  for (const { name, notnull, dflt_value, hidden, pk } of all) {
    if (isChanged(name)) continue;
    add(`column "${name}"`);
    if (dflt_value !== null) add(`DEFAULT ${dflt_value} of "${name}"`);
    if (hidden > 1) add(`generated column "${name}"`);
    if (pk === 0) add(`${notnull === 0 ? 'NULL in' : 'NOT NULL of'} "${name}"`);
  }
  /** What goes together with a column that is dropped is no loss. */
  const isThere = (names: readonly string[]) =>
    names.every((name) => !isChanged(name) || all.some((column) => same(column.name, name)));
  const keys = ask<{ table: string; from: string; to: string | null; on_update: string; on_delete: string }>(
    'SELECT "table", "from", "to", "on_update", "on_delete" FROM pragma_foreign_key_list(?)',
    table,
  );
  for (const { table: other, from, to, on_update, on_delete } of keys) {
    const referenced = to === null ? '' : `.${to}`;
    add(`foreign key "${from}" to ${other}${referenced} ON UPDATE ${on_update} ON DELETE ${on_delete}`);
  }
  const indexes = ask<{ name: string; unique: number; origin: string; partial: number }>(
    'SELECT "name", "unique", "origin", "partial" FROM pragma_index_list(?)',
    table,
  ).map((index) => ({
    ...index,
    columns: ask<{ name: string | null }>('SELECT "name" FROM pragma_index_info(?)', index.name).map(
      ({ name }) => name,
    ),
  }));
  const plain = new Set<string>();
  for (const { name, unique, origin, partial, columns } of indexes) {
    const named = columns.filter((column) => column !== null);
    const isPlain = partial === 0 && named.length === columns.length;
    if (isPlain && named.some(isChanged)) plain.add(name);
    // A constraint without a name of its own may become an index with one.
    if (unique === 1 && isPlain && (origin === 'u' || isAfter)) add(`UNIQUE (${named.join(', ')})`);
  }
  const own = ask<SchemaObject>(
    'SELECT "type", "name", "tbl_name", "sql" FROM "sqlite_schema" WHERE "tbl_name" = ? COLLATE NOCASE AND "sql" IS NOT NULL',
    table,
  );
  for (const { type, name, sql } of own) {
    if (type === 'table') for (const word of wordsOf(sql)) add(word);
    // The plain indexes of the two columns stand in the schema, and change with the stages.
    else if (!name.startsWith('pec_') && !plain.has(name)) {
      add(`${type} ${name}`, [type, name, ...tokensOf(sql).map(({ text }) => text)].join(' '), name);
    }
  }
  return { facts, isThere };
}

interface Column {
  readonly name: string;
  readonly notnull: number;
  readonly dflt_value: string | null;
  readonly hidden: number;
  readonly pk: number;
}

/** What a `CREATE TABLE` says beyond columns, types, keys and defaults. */
function wordsOf(sql: string): readonly string[] {
  const tokens = tokensOf(sql);
  const found: string[] = [];
  for (const [index, { text }] of tokens.entries()) {
    const next = tokens[index + 1]?.text.toUpperCase();
    switch (text.toUpperCase()) {
      case 'CHECK':
        found.push(`CHECK ${parenthesised(sql, tokens, index + 1)}`);
        break;
      case 'COLLATE':
        found.push(`COLLATE ${next} of ${columnAt(tokens, index)}`);
        break;
      case 'AUTOINCREMENT':
      case 'STRICT':
      case 'DEFERRABLE':
        found.push(text.toUpperCase());
        break;
      case 'WITHOUT':
        if (next === 'ROWID') found.push('WITHOUT ROWID');
        break;
      case 'ON':
        if (next === 'CONFLICT') found.push(`ON CONFLICT ${tokens[index + 2]?.text}`);
        break;
    }
  }
  return found;
}

/** The conditions of all checks in a `CREATE TABLE`, each in its parentheses. */
export function checksOf(sql: string): readonly string[] {
  const tokens = tokensOf(sql);
  return tokens.flatMap(({ text }, index) =>
    text.toUpperCase() === 'CHECK' ? [parenthesised(sql, tokens, index + 1)] : [],
  );
}

/** The column in whose definition a token stands: the first word after the last comma at its level. */
function columnAt(tokens: readonly Token[], index: number): string {
  let depth = 0;
  for (let at = index; at >= 0; at -= 1) {
    const { text } = tokens[at]!;
    if (text === ')') depth += 1;
    if (text === '(') depth -= 1;
    if ((text === ',' && depth === 0) || depth < 0) return tokens[at + 1]?.text ?? '';
  }
  return '';
}

/** The text from one parenthesis to the one that closes it. */
function parenthesised(sql: string, tokens: readonly Token[], start: number): string {
  let depth = 0;
  let end = start;
  do {
    if (tokens[end]?.text === '(') depth += 1;
    if (tokens[end]?.text === ')') depth -= 1;
    end += 1;
  } while (depth > 0 && end < tokens.length);
  const last = tokens[end - 1];
  return last ? sql.slice(tokens[start]!.at, last.at + last.text.length) : '';
}

interface Token {
  readonly text: string;
  /** Offset in the SQL. */
  readonly at: number;
}

/** Words, quoted names and texts, numbers and signs, without comments and white space. */
function tokensOf(sql: string): readonly Token[] {
  const token =
    /--[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"]|"")*"|'(?:[^']|'')*'|`(?:[^`]|``)*`|\[[^\]]*\]|[\p{L}\p{N}_$.]+|[^\s]/gu;
  return [...sql.matchAll(token)]
    .map(({ 0: text, index }) => ({ text, at: index }))
    .filter(({ text }) => !text.startsWith('--') && !text.startsWith('/*'));
}

/** Whether SQL names a column, outside of comments. */
export function mentions(sql: string, column: string): boolean {
  return tokensOf(sql).some(({ text }) => same(text.replaceAll(/^["`[]|["`\]]$/g, ''), column));
}

/** SQLite compares names without regard to case. */
function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
