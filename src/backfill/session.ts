import type { Connection } from '../database/connection.js';
import type { CopyDirection } from '../database/dialect.js';
import { isUserError, UserError } from '../errors.js';
import { databaseError } from './database-error.js';
import { requireDeployed } from './deployed.js';
import { type Connect, type Job, jobName } from './job.js';
import { type ProgressStore, progressStore } from './progress.js';
import { backoffMs, wait } from './wait.js';
import { requireWholeTable } from './whole-table.js';

/** A connection that works on one job. */
export interface Session {
  readonly connection: Connection;
  readonly job: Job;
  readonly store: ProgressStore;
}

export interface SessionOptions {
  readonly connect: Connect;
  readonly job: Job;
  readonly direction: CopyDirection;
  readonly lockMs: number | undefined;
  readonly statementMs: number;
}

/**
 * @param leads takes the lock on the job, which one session at a time has, and makes the progress tables
 * @param lost the connection of a session that this one takes the place of
 * @throws UserError `backfill-running`, `not-migrated`, `replica`, `rows-hidden`, `no-permission`, `database-…`
 */
export async function openSession(
  options: SessionOptions,
  leads: boolean,
  lost?: Connection,
): Promise<Session> {
  const { lockMs, statementMs, direction } = options;
  const connection = await options.connect();
  try {
    await connection.setTimeouts({ lockMs, statementMs });
    // The server may not know yet that the client of the lost session is gone, and keeps its locks for that client.
    if (lost?.sessionId !== undefined) await connection.endSession(lost.sessionId);
    const job = await requireDeployed(connection, options.job);
    if (leads) await requireWholeTable(connection, job);
    if (leads && !(await connection.tryLock(jobName(job)))) {
      throw new UserError('backfill-running', `A backfill of ${job.id} is running in another process`, {
        hint: 'look with --status, or end it with --cancel; a process that died frees its place by itself',
      });
    }
    const store = progressStore(connection, job, direction);
    if (leads) await store.prepare();
    return { connection, job, store };
  } catch (error) {
    const told = databaseError(error, connection);
    await connection.close();
    throw told;
  }
}

/** What passes: the server is still starting, or has not yet noticed that the old session is gone. */
const passing = ['database-unreachable', 'database-refused', 'database-lost', 'backfill-running'];

export interface Retries {
  readonly attempts: number;
  readonly signal: AbortSignal;
  readonly onRetry: (attempt: number, waitMs: number, message: string) => void;
}

/** Opens a session at the start of a run: one that is cut while it opens is lost, a server that is not there is refused. */
export async function openFirstSession(
  options: SessionOptions,
  leads: boolean,
  retries: Retries,
): Promise<Session> {
  try {
    return await openSession(options, leads);
  } catch (error) {
    if (!isUserError(error) || error.code !== 'database-lost') throw error;
    return reopenSession(options, leads, retries);
  }
}

/** Opens a session in place of one that is lost, if that one had been opened at all. */
export async function reopenSession(
  options: SessionOptions,
  leads: boolean,
  { attempts, signal, onRetry }: Retries,
  lost?: Connection,
): Promise<Session> {
  for (let attempt = 1; ; attempt += 1) {
    const waitMs = Math.round(backoffMs(attempt));
    onRetry(attempt, waitMs, 'the connection to the database is lost');
    await wait(waitMs, signal);
    try {
      return await openSession(options, leads, lost);
    } catch (error) {
      const again = isUserError(error) && passing.includes(error.code);
      if (!again || attempt >= attempts || signal.aborted) throw error;
    }
  }
}
