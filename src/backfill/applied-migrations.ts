import type { Connection } from '../database/connection.js';
import type { Dialect } from '../database/dialect.js';

const table = { name: '_prisma_migrations' };

/**
 * The migrations that Prisma Migrate has finished in a database, in their order; undefined where it keeps no account
 * there, as in a database whose migrations something else applies.
 */
export async function appliedMigrations(
  connection: Connection,
  { tableParts, quote, quoteTable }: Dialect,
): Promise<readonly string[] | undefined> {
  const { rows: parts } = await connection.query(tableParts(table));
  if (parts.length === 0) return undefined;
  const { rows } = await connection.query<{ name: string }>({
    text:
      `SELECT ${quote('migration_name')} AS ${quote('name')} FROM ${quoteTable(table)} ` +
      `WHERE ${quote('finished_at')} IS NOT NULL AND ${quote('rolled_back_at')} IS NULL ORDER BY ${quote('migration_name')}`,
    values: [],
  });
  return rows.map(({ name }) => name);
}
