import { withActualTypes } from '../database/actual-types.js';
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
export async function requireDeployed(connection: Connection, given: Job): Promise<Job> {
  const { job, has } = await findTable(connection, given);
  const { source, target, table } = given.sync;
  for (const { column } of [...(source ? [source] : []), target, ...given.key]) {
    if (!has('column', column)) throw notMigrated(job, `Table "${table.name}" has no column "${column}"`);
  }
  // Its name was made with the table as the schema of Prisma calls it.
  if (given.needsTrigger && !given.dialect.syncTriggers(given.sync).every((name) => has('trigger', name))) {
    throw notMigrated(
      job,
      `Table "${table.name}" lacks the trigger that ${source ? `keeps "${source.column}" and "${target.column}" equal` : `fills "${target.column}"`}`,
    );
  }
  return job;
}

/**
 * The same where expand need not be deployed.
 *
 * @throws UserError `not-migrated` where there is no such table
 */
export async function findTable(
  connection: Connection,
  job: Job,
): Promise<{ readonly job: Job; has(kind: TablePart['kind'], name: string): boolean }> {
  const { source, target, table } = job.sync;
  const { rows } = await connection.query<TablePart>(job.dialect.tableParts(table));
  const [first] = rows;
  if (first === undefined) throw notMigrated(job, `The database has no table "${table.name}"`);
  const kept = rows
    .filter(({ kind, name }) => kind === 'on-update' && name !== source?.column && name !== target.column)
    .map(({ name }) => name);
  const unique = rows.filter(({ kind }) => kind === 'unique').map(({ name }) => name);
  const home = first.schema === null ? table : { ...table, schema: first.schema };
  const typeOf = (column: string) =>
    rows.find(({ kind, name }) => kind === 'column' && name === column)?.type;
  const sync = withActualTypes(
    { ...job.sync, table: home },
    source && typeOf(source.column),
    typeOf(target.column),
  );
  return {
    job: { ...job, facts: { kept, unique }, sync },
    has: (kind, name) => rows.some((part) => part.kind === kind && part.name === name),
  };
}

function notMigrated(job: Job, message: string): UserError {
  return new UserError('not-migrated', message, {
    hint: `deploy the expand migration of ${job.id} first (prisma migrate deploy), or is this another database?`,
  });
}
