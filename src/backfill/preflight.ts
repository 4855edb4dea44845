import type { Connection } from '../database/connection.js';
import type { TablePart } from '../database/dialect.js';
import { UserError } from '../errors.js';
import type { Job } from './job.js';

/**
 * Looks whether the database is where the schema says it is, before anything is written.
 *
 * @returns the same job, with what only the database knows: the schema of its table, and columns to keep as they are
 * @throws UserError `not-migrated` where the table, one of the columns or the trigger is missing
 */
export async function preflight(connection: Connection, job: Job): Promise<Job> {
  const { source, target, table } = job.sync;
  const { dialect } = job;
  const { rows } = await connection.query<TablePart>(dialect.tableParts(table));
  const [first] = rows;
  if (first === undefined) throw notMigrated(job, `The database has no table "${table.name}"`);
  const has = (kind: TablePart['kind'], name: string) =>
    rows.some((part) => part.kind === kind && part.name === name);
  for (const { column } of [source, target, ...job.key]) {
    if (!has('column', column)) throw notMigrated(job, `Table "${table.name}" has no column "${column}"`);
  }
  if (job.needsTrigger && !dialect.syncTriggers(job.sync).every((name) => has('trigger', name))) {
    throw notMigrated(
      job,
      `Table "${table.name}" lacks the trigger that keeps "${source.column}" and "${target.column}" equal`,
    );
  }
  const kept = rows
    .filter(({ kind, name }) => kind === 'on-update' && name !== source.column && name !== target.column)
    .map(({ name }) => name);
  const home = first.schema === null ? table : { ...table, schema: first.schema };
  return { ...job, kept, sync: { ...job.sync, table: home } };
}

function notMigrated(job: Job, message: string): UserError {
  return new UserError('not-migrated', message, {
    hint: `deploy the expand migration of ${job.id} first (prisma migrate deploy), or is this another database?`,
  });
}
