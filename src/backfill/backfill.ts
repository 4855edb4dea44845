import type { Connection } from '../database/connection.js';
import type { CopyDirection, Key, Statement } from '../database/dialect.js';
import { isUserError, UserError } from '../errors.js';
import { batchEnd } from './batch-end.js';
import { nextBatchSize } from './batch-size.js';
import { databaseError } from './database-error.js';
import { type Connect, formatKey, type Job, jobName } from './job.js';
import { preflight } from './preflight.js';
import {
  type FailedRow,
  type Progress,
  type ProgressStore,
  progressStore,
  type Request,
} from './progress.js';
import { findUnmapped, requireMapped } from './unmapped.js';
import { backoffMs, wait } from './wait.js';

export interface BackfillOptions {
  readonly direction?: CopyDirection | undefined;
  /** Rows of the first batch. */
  readonly batchSize?: number | undefined;
  /** How long one batch should take; 0 keeps its size. */
  readonly targetMs?: number | undefined;
  /** Rest after each batch. */
  readonly pauseMs?: number | undefined;
  /** Begin at the first row even if a pass is under way. */
  readonly restart?: boolean | undefined;
  /** How long a batch may wait for a lock. */
  readonly lockMs?: number | undefined;
  /** How long a batch may take at all. */
  readonly statementMs?: number | undefined;
  /** How often a batch or a connection is tried before it counts as failed. */
  readonly attempts?: number | undefined;
  /** Ends the run after the current batch, with its progress kept. */
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: BackfillEvent) => void) | undefined;
}

/** Where a pass stands. Rows count from its beginning, also over several runs. */
export interface Tally {
  readonly rowsScanned: number;
  readonly rowsCopied: number;
  /** An estimate; undefined if there is none. */
  readonly rowsTotal: number | undefined;
  readonly rowsFailed: number;
}

export type BackfillEvent =
  | ({ readonly event: 'start'; readonly resumed: boolean } & Tally)
  | ({ readonly event: 'batch'; readonly rows: number; readonly copied: number; readonly ms: number } & Tally)
  | { readonly event: 'retry'; readonly attempt: number; readonly waitMs: number; readonly message: string }
  | { readonly event: 'split'; readonly rows: number; readonly message: string }
  | { readonly event: 'row-failed'; readonly key: string; readonly message: string }
  | { readonly event: 'paused' }
  | { readonly event: 'resumed' };

export interface BackfillResult extends Tally {
  /** `interrupted`: the signal ended it; the same call goes on. `cancelled`: another process ended it. */
  readonly outcome: 'done' | 'failed' | 'interrupted' | 'cancelled';
  readonly failedRows: readonly FailedRow[];
}

/** More rows than this that cannot be copied are no exceptions any more. */
const maximumFailedRows = 100;

const pollPausedMs = 500;

/**
 * Copies the source to the target (or back) over the whole table, in batches along the key. Each batch is one
 * statement that touches only rows whose sides differ, and its cursor is saved in the same transaction: a run that
 * dies goes on where it stood. A batch that fails for a while is tried again, then split until the row is named,
 * which is skipped and counted.
 *
 * @throws UserError `unmapped-values` before anything is written, `no-key`, `backfill-running`, `not-migrated`, `no-permission`, `database-…`
 */
export async function runBackfill(
  connect: Connect,
  job: Job,
  options: BackfillOptions = {},
): Promise<BackfillResult> {
  if (job.key.length === 0) {
    throw new UserError('no-key', `Table "${job.sync.table.name}" has no key to walk along`, {
      hint: 'a backfill needs a primary key, or a unique constraint whose columns are all required',
    });
  }
  const { direction = 'forward', batchSize = 1000, targetMs = 100, pauseMs = 0, attempts = 6 } = options;
  const { signal } = options;
  const report = options.onEvent ?? (() => {});

  let session = await openSession(connect, job, options, direction);
  try {
    if (direction === 'forward') {
      requireMapped(session.job.id, await findUnmapped(session.connection, session.job, signal));
    }
    let progress = await beginPass(session, options.restart === true);
    report({ event: 'start', resumed: progress.cursor !== undefined, ...tally(progress) });
    let size = batchSize;
    let failures = 0;
    let paused = false;
    /** Why the row after the cursor is to be left out. */
    let refused: string | undefined;
    const result = (outcome: BackfillResult['outcome']): BackfillResult => ({
      outcome,
      ...tally(progress),
      failedRows: progress.failedRows,
    });

    for (;;) {
      try {
        if (signal?.aborted) {
          await session.store.setState('paused', 'interrupted');
          return result('interrupted');
        }
        let request: Request | undefined;
        if (paused) {
          await wait(pollPausedMs, signal);
          request = await session.store.takeRequest();
        } else if (refused !== undefined) {
          const skipped = await skipRow(session, progress.cursor, refused);
          progress = moved(progress, skipped);
          report({ event: 'row-failed', key: formatKey(job.key, skipped.cursor), message: refused });
          refused = undefined;
          if (progress.failedRows.length >= maximumFailedRows) {
            await session.store.setState('failed', rowsFailed(progress.failedRows.length));
            return result('failed');
          }
        } else {
          const started = performance.now();
          const batch = await copyBatch(session, direction, progress.cursor, size);
          const ms = performance.now() - started;
          if (batch === undefined) {
            const failed = progress.failedRows.length;
            await session.store.finish(
              failed === 0 ? 'done' : 'failed',
              failed === 0 ? undefined : rowsFailed(failed),
            );
            return result(failed === 0 ? 'done' : 'failed');
          }
          failures = 0;
          progress = moved(progress, batch);
          report({
            event: 'batch',
            rows: batch.rows,
            copied: batch.copied,
            ms: Math.round(ms),
            ...tally(progress),
          });
          size = nextBatchSize(size, ms, targetMs, batchSize);
          if (pauseMs > 0) await wait(pauseMs, signal);
          if (batch.asked) request = await session.store.takeRequest();
        }
        if (request === 'cancel') {
          await session.store.reset();
          return result('cancelled');
        }
        if (request === 'pause' && !paused) {
          paused = true;
          await session.store.setState('paused');
          report({ event: 'paused' });
        } else if (request === 'resume' && paused) {
          paused = false;
          await session.store.setState('running');
          report({ event: 'resumed' });
        }
      } catch (error) {
        const failure = session.connection.failure(error);
        const { message } = error as Error;
        if (failure === 'lost') {
          session = await reopen();
          // The batch whose answer got lost may have been committed: only the database knows.
          progress = (await session.store.read()) ?? progress;
          refused = undefined;
          if (progress.finishedAt !== undefined) return result(progress.state === 'done' ? 'done' : 'failed');
          continue;
        }
        if (failure === 'other') {
          await session.store.setState('failed', message).catch(() => {});
          throw error;
        }
        const again = failure === 'busy' || (failure === 'timeout' && size === 1);
        failures += 1;
        if (again && failures < attempts) {
          const waitMs = Math.round(backoffMs(failures));
          report({ event: 'retry', attempt: failures, waitMs, message });
          await wait(waitMs, signal);
          continue;
        }
        failures = 0;
        if (size > 1) {
          size = Math.floor(size / 2);
          report({ event: 'split', rows: size, message });
          continue;
        }
        if (refused !== undefined) throw error;
        refused = message;
      }
    }
  } catch (error) {
    throw databaseError(error, session.connection);
  } finally {
    await session.connection.close();
  }

  async function reopen(): Promise<Session> {
    await session.connection.close();
    for (let attempt = 1; ; attempt += 1) {
      const waitMs = Math.round(backoffMs(attempt));
      report({ event: 'retry', attempt, waitMs, message: 'the connection to the database is lost' });
      await wait(waitMs, signal);
      try {
        return await openSession(connect, job, options, direction);
      } catch (error) {
        // The server may still be starting, or not yet have noticed that the old session is gone.
        const passing =
          isUserError(error) &&
          ['database-unreachable', 'database-refused', 'database-lost', 'backfill-running'].includes(
            error.code,
          );
        if (!passing || attempt >= attempts * 2 || signal?.aborted) throw error;
      }
    }
  }
}

interface Session {
  readonly connection: Connection;
  readonly job: Job;
  readonly store: ProgressStore;
}

async function openSession(
  connect: Connect,
  given: Job,
  { lockMs = 1_000, statementMs = 30_000 }: BackfillOptions,
  direction: CopyDirection,
): Promise<Session> {
  const connection = await connect();
  try {
    await connection.setTimeouts({ lockMs, statementMs });
    const job = await preflight(connection, given);
    if (!(await connection.tryLock(jobName(job)))) {
      throw new UserError('backfill-running', `A backfill of ${job.id} is running in another process`, {
        hint: 'look with --status, or end it with --cancel; a process that died frees its place by itself',
      });
    }
    const store = progressStore(connection, job, direction);
    await store.prepare();
    return { connection, job, store };
  } catch (error) {
    const told = databaseError(error, connection);
    await connection.close();
    throw told;
  }
}

/** Goes on with the pass under way, or begins a new one. */
async function beginPass({ connection, job, store }: Session, restart: boolean): Promise<Progress> {
  const columns = job.key.map(({ column }) => column);
  const before = await store.read();
  const underWay = before?.cursor !== undefined && before.keyColumns.join() === columns.join();
  if (underWay && !restart) await store.resume();
  else await store.begin(columns, await expectedRows(connection, job));
  const progress = await store.read();
  if (progress === undefined) throw new Error('The row of progress that was just written is gone');
  return progress;
}

/** The planner's estimate, or else the exact number unless that takes too long. */
async function expectedRows(connection: Connection, { dialect, sync }: Job): Promise<number | undefined> {
  const count = async (statement: Statement) => {
    const { rows } = await connection.query<{ rows: number | string }>(statement);
    return Number(rows[0]?.rows ?? 0);
  };
  const estimate = await count(dialect.estimateRows(sync.table));
  if (estimate > 0) return Math.round(estimate);
  try {
    return await count(dialect.countRows(sync.table));
  } catch (error) {
    if (connection.failure(error) !== 'timeout') throw error;
    return undefined;
  }
}

interface Batch {
  /** The last key of the batch. */
  readonly cursor: Key;
  readonly rows: number;
  readonly copied: number;
  /** Why its one row could not be copied. */
  readonly failed?: string;
}

/** undefined: no row is left. `asked`: another process has left a request. */
async function copyBatch(
  { connection, job, store }: Session,
  direction: CopyDirection,
  after: Key | undefined,
  size: number,
): Promise<(Batch & { readonly asked: boolean }) | undefined> {
  const end = await batchEnd(connection, job, after, size);
  if (end === undefined) return undefined;
  const { key, rows } = end;
  return await connection.transaction(async () => {
    const update = job.dialect.backfillBatch(job.sync, job.key, { after, through: key }, direction);
    const { rowCount: copied } = await connection.query(update);
    const asked = await store.advance(key, rows, copied);
    return { cursor: key, rows, copied, asked };
  });
}

async function skipRow(
  { connection, job, store }: Session,
  after: Key | undefined,
  message: string,
): Promise<Batch> {
  const end = await batchEnd(connection, job, after, 1);
  if (end === undefined) throw new Error('The row that could not be copied is gone');
  await store.skip(end.key, { key: end.key, message });
  return { cursor: end.key, rows: 1, copied: 0, failed: message };
}

function moved(progress: Progress, { cursor, rows, copied, failed }: Batch): Progress {
  return {
    ...progress,
    cursor,
    rowsScanned: progress.rowsScanned + rows,
    rowsCopied: progress.rowsCopied + copied,
    failedRows:
      failed === undefined ? progress.failedRows : [...progress.failedRows, { key: cursor, message: failed }],
  };
}

function tally({ rowsScanned, rowsCopied, rowsTotal, failedRows }: Progress): Tally {
  return { rowsScanned, rowsCopied, rowsTotal, rowsFailed: failedRows.length };
}

const rowsFailed = (count: number) => `${count} ${count === 1 ? 'row' : 'rows'} could not be copied`;
