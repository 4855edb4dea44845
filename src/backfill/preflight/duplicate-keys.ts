import type { Connection } from '../../database/connection.js';
import type { Dialect, KeyColumn, TablePart } from '../../database/dialect.js';
import type { TableName } from '../../database/operation.js';
import { UserError } from '../../errors.js';
import { databaseError } from '../database-error.js';
import type { Connect } from '../job.js';
import type { Finding } from './check.js';

/** A unique index that a stage builds. */
export interface UniqueAhead {
  readonly table: TableName;
  readonly columns: readonly string[];
}

/** So many rows are named: enough to see what they are. */
const shown = 10;

/** How long the look at the whole table may take. */
const statementMs = 30_000;

/**
 * The rows that a unique index would refuse, by their keys. The index itself would tell of the first pair alone, once it
 * was built to the end, and leave an invalid index behind.
 *
 * @param key the columns that tell rows apart; [] names the values alone
 * @throws UserError `not-migrated` where the database has no such column, `database-…`
 */
export async function duplicateKeys(
  connect: Connect,
  dialect: Dialect,
  key: readonly KeyColumn[],
  { table, columns }: UniqueAhead,
): Promise<readonly Finding[]> {
  const connection = await connect();
  try {
    await connection.setTimeouts({ lockMs: 1_000, statementMs });
    await requireColumns(connection, dialect, { table, columns });
    const rows = await rowsThatMeet(connection, dialect, key, { table, columns });
    if (rows.length === 0) return [];
    const named = rows.slice(0, shown).map((row) => {
      const part = (names: readonly string[], prefix: string) =>
        names
          .map((name, index) => `${name} = ${JSON.stringify(String(row[`${prefix}_${index + 1}`]))}`)
          .join(', ');
      const values = part(columns, 'value');
      const keys = part(
        key.map(({ column }) => column),
        'key',
      );
      return keys === '' ? values : `${keys} (${values})`;
    });
    const more = rows.length > shown ? '; …' : '';
    return [
      {
        weight: 'stops',
        message: `"${table.name}" has rows with the same ${columns.join(', ')}: ${named.join('; ')}${more}`,
        hint: 'decide which row of each keeps its value, and change the others: the unique index would refuse them',
      },
    ];
  } catch (error) {
    if (connection.failure(error) === 'timeout') {
      const message = `whether ${columns.join(', ')} of "${table.name}" is unique took too long to look at`;
      return [
        { weight: 'note', message, hint: 'look on a replica: the index refuses rows that are the same' },
      ];
    }
    throw databaseError(error, connection);
  } finally {
    await connection.close();
  }
}

async function requireColumns(
  connection: Connection,
  dialect: Dialect,
  { table, columns }: UniqueAhead,
): Promise<void> {
  const { rows } = await connection.query<TablePart>(dialect.tableParts(table));
  const missing = columns.find(
    (column) => !rows.some(({ kind, name }) => kind === 'column' && name === column),
  );
  if (missing === undefined) return;
  throw new UserError('not-migrated', `the database has no column "${missing}" of "${table.name}"`, {
    hint: 'run prisma migrate deploy there first, or is this another database?',
  });
}

async function rowsThatMeet(
  connection: Connection,
  { quote, quoteTable }: Dialect,
  key: readonly KeyColumn[],
  { table, columns }: UniqueAhead,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const names = columns.map(quote);
  // NULL is the same as nothing.
  const given = names.map((name) => `${name} IS NOT NULL`).join(' AND ');
  const same = names
    .map((name) => `${quote('pec_row')}.${name} = ${quote('pec_same')}.${name}`)
    .join(' AND ');
  const selected = [
    ...columns.map(
      (column, index) => `${quote('pec_row')}.${quote(column)} AS ${quote(`value_${index + 1}`)}`,
    ),
    ...key.map(({ column }, index) => `${quote('pec_row')}.${quote(column)} AS ${quote(`key_${index + 1}`)}`),
  ];
  const order = [...columns, ...key.map(({ column }) => column)].map(
    (column) => `${quote('pec_row')}.${quote(column)}`,
  );
  const { rows } = await connection.query<Readonly<Record<string, unknown>>>({
    text:
      `SELECT ${selected.join(', ')} FROM ${quoteTable(table)} AS ${quote('pec_row')} JOIN ` +
      `(SELECT ${names.join(', ')} FROM ${quoteTable(table)} WHERE ${given} GROUP BY ${names.join(', ')} HAVING count(*) > 1) ` +
      `AS ${quote('pec_same')} ON ${same} ORDER BY ${order.join(', ')} LIMIT ${shown + 1}`,
    values: [],
  });
  return rows;
}
