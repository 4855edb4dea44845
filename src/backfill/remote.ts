import type { Connection } from '../database/connection.js';
import type { CopyDirection } from '../database/dialect.js';
import { UserError } from '../errors.js';
import { databaseError } from './database-error.js';
import { requireDeployed } from './deployed.js';
import { type Connect, type Job, jobName } from './job.js';
import { type Progress, progressStore, type Request } from './progress.js';

/** How far a backfill is, seen from another process. */
export interface Status {
  /** undefined: it was never begun. */
  readonly progress: Progress | undefined;
  /** The server's number for the session that works on it now, in either direction; undefined if none does. */
  readonly session: number | undefined;
}

/**
 * @throws UserError `not-migrated`, `database-…`
 */
export async function readStatus(connect: Connect, given: Job, direction: CopyDirection): Promise<Status> {
  return await withSession(connect, given, async (connection, job) => ({
    progress: await progressStore(connection, job, direction).read(),
    session: await connection.lockHolder(jobName(job)),
  }));
}

/**
 * Leaves a request for the process that works on the job; it obeys after its current batch. A cancellation where
 * none works takes effect at once.
 *
 * @throws UserError `backfill-not-running`, `not-migrated`, `database-…`
 */
export async function sendRequest(
  connect: Connect,
  given: Job,
  direction: CopyDirection,
  request: Request,
): Promise<void> {
  await withSession(connect, given, async (connection, job) => {
    const store = progressStore(connection, job, direction);
    const known = (await store.read()) !== undefined;
    if (known && (await connection.lockHolder(jobName(job))) !== undefined)
      return await store.request(request);
    if (known && request === 'cancel' && (await connection.tryLock(jobName(job)))) return await store.reset();
    throw new UserError('backfill-not-running', `No backfill of ${job.id} is running`, {
      hint: 'start it, or go on with one that was interrupted, with `pec backfill`',
    });
  });
}

async function withSession<T>(
  connect: Connect,
  given: Job,
  work: (connection: Connection, job: Job) => Promise<T>,
): Promise<T> {
  const connection = await connect();
  try {
    return await work(connection, await requireDeployed(connection, { ...given, needsTrigger: false }));
  } catch (error) {
    throw databaseError(error, connection);
  } finally {
    await connection.close();
  }
}
