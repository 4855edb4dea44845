import { randomUUID } from 'node:crypto';
import type { Connection } from '../database/connection.js';
import type { CopyDirection, Statement } from '../database/dialect.js';
import { isUserError, UserError } from '../errors.js';
import { databaseError } from './database-error.js';
import type { Connect, Job } from './job.js';
import { type BackfillEvent, type BackfillResult, type Pass, tally } from './pass.js';
import type { RangeQueue } from './pg-boss.js';
import { requirePreflight } from './preflight/preflight.js';
import type { Progress } from './progress.js';
import { retryFailedRows } from './quarantine.js';
import { rangesOfProcess, rangesOfQueue } from './ranges.js';
import {
  openFirstSession,
  type Retries,
  reopenSession,
  type Session,
  type SessionOptions,
} from './session.js';
import { startWatch, type ThrottleOptions } from './throttle.js';
import { backoffMs, wait } from './wait.js';
import { work } from './worker.js';

export type { BackfillEvent, BackfillResult, Tally } from './pass.js';

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
  /** How long a batch may wait for a lock; undefined: well under the server's `deadlock_timeout`, or else a second. */
  readonly lockMs?: number | undefined;
  /** How long a batch may take at all. */
  readonly statementMs?: number | undefined;
  /** How often a batch or a connection is tried before it counts as failed. */
  readonly attempts?: number | undefined;
  /** Sessions that copy at the same time, each its own ranges of the key. */
  readonly workers?: number | undefined;
  /** Rows of one such range. */
  readonly rangeSize?: number | undefined;
  /** Shares the ranges with other processes that run with a queue to the same database. */
  readonly queue?: RangeQueue | undefined;
  readonly throttle?: ThrottleOptions | undefined;
  /** Ends the run after the current batch, with its progress kept. */
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: BackfillEvent) => void) | undefined;
}

/**
 * Copies the source to the target (or back) over the whole table, in batches along the key. Each batch is one
 * statement that touches only rows whose sides differ, and its cursor is saved in the same transaction: a run that
 * dies goes on where it stood. A batch that fails for a while is tried again, then split until the row is named,
 * which is skipped and counted.
 *
 * @throws UserError `unmapped-values` and `obstacles` before anything is written, `no-key`, `one-writer`, `backfill-running`,
 *   `not-migrated`, `no-permission`, `throttle-…`, `database-…`
 */
export async function runBackfill(
  connect: Connect,
  job: Job,
  options: BackfillOptions = {},
): Promise<BackfillResult> {
  const { direction = 'forward', workers = 1, rangeSize = 50_000, attempts = 6 } = options;
  requireKey(job);
  if (workers > 1 && job.dialect.provider === 'sqlite') {
    throw new UserError('one-writer', 'SQLite lets one session write at a time', {
      hint: 'leave --workers out',
    });
  }
  const report = options.onEvent ?? (() => {});
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const { lockMs, statementMs = 30_000 } = options;
  const session: SessionOptions = { connect, job, direction, lockMs, statementMs };

  const watch = await startWatch(connect, job.dialect, options.throttle ?? {});
  try {
    const retries: Retries = {
      attempts: attempts * 2,
      signal,
      onRetry: (attempt, waitMs, message) => report({ event: 'retry', attempt, waitMs, message }),
    };
    const { first, leads, progress } = await begin(session, options, report, attempts, retries);
    report({ event: 'start', resumed: progress.cursor !== undefined, ...tally(progress) });
    const pass: Pass = {
      session,
      direction,
      batchSize: options.batchSize ?? 1000,
      targetMs: options.targetMs ?? 100,
      pauseMs: options.pauseMs ?? 0,
      attempts,
      retries,
      signal,
      report,
      source: options.queue
        ? rangesOfQueue(options.queue, rangeSize)
        : rangesOfProcess(workers > 1 ? rangeSize : undefined),
      leads,
      listened: 0,
      watch,
      state: 'running',
      progress,
      outcome: undefined,
    };
    const run = randomUUID();
    const others = Array.from({ length: workers - 1 }, async (_, index) =>
      work(pass, await openFirstSession(session, false, retries), {
        name: `${run}/${index + 2}`,
        first: false,
      }),
    );
    const all = [work(pass, first, { name: `${run}/1`, first: true }), ...others];
    const [failed] = (
      await Promise.allSettled(
        all.map((each) =>
          each.catch((error: unknown) => {
            // What one cannot do the others cannot do either: they end after their batch.
            stop.abort();
            throw error;
          }),
        ),
      )
    ).filter((each) => each.status === 'rejected');
    if (failed) throw failed.reason;
    return {
      outcome: pass.outcome ?? 'interrupted',
      ...tally(pass.progress),
      failedRows: pass.progress.failedRows,
    };
  } finally {
    await watch?.stop();
  }
}

/** @throws UserError `no-key` */
function requireKey(job: Job): void {
  if (job.key.length > 0) return;
  throw new UserError('no-key', `Table "${job.sync.table.name}" has no key to walk along`, {
    hint: 'a backfill needs a primary key, or a unique constraint whose columns are all required',
  });
}

/** Opens the leading session and begins a pass, or goes on with the one under way. Tries again as a batch does. */
async function begin(
  options: SessionOptions,
  { restart, queue }: BackfillOptions,
  report: (event: BackfillEvent) => void,
  attempts: number,
  retries: Retries,
): Promise<{ readonly first: Session; readonly leads: boolean; readonly progress: Progress }> {
  const { signal, onRetry } = retries;
  let leader = await leadOrJoin(options, queue !== undefined, retries);
  if ('progress' in leader) return { ...leader, leads: false };
  for (let attempt = 1; ; attempt += 1) {
    const { connection, job } = leader;
    try {
      const resumes = restart !== true && isResumable(leader, await leader.store.read());
      const findings = await requirePreflight(connection, job, options.direction, resumes, signal);
      for (const finding of findings) report({ event: 'finding', ...finding });
      const progress = await beginPass(leader, resumes, options.direction);
      // Ranges of a run without a queue, or of one that died between its two steps.
      await queue?.send(connection, await leader.store.ranges());
      return { first: leader, leads: true, progress };
    } catch (error) {
      const failure = connection.failure(error);
      const again = failure === 'busy' || failure === 'lost';
      if (!again || attempt >= attempts || signal.aborted) {
        await connection.close();
        throw databaseError(error, connection);
      }
      if (failure === 'lost') {
        await connection.close();
        leader = await reopenSession(options, true, retries, connection);
        continue;
      }
      const waitMs = Math.round(backoffMs(attempt));
      onRetry(attempt, waitMs, (error as Error).message);
      await wait(waitMs, signal);
    }
  }
}

/**
 * Opens the session that leads, or one that takes part in a pass that another process leads, as soon as that has begun
 * it.
 *
 * @throws UserError `backfill-running` where there is nothing to take part in
 */
async function leadOrJoin(
  options: SessionOptions,
  mayJoin: boolean,
  retries: Retries,
): Promise<Session | { readonly first: Session; readonly progress: Progress }> {
  const { attempts, signal, onRetry } = retries;
  for (let losses = 0; ; ) {
    try {
      return await openFirstSession(options, true, retries);
    } catch (error) {
      const isLed = isUserError(error) && error.code === 'backfill-running';
      if (!isLed || !mayJoin || signal.aborted) throw error;
    }
    const first = await openFirstSession(options, false, retries);
    const { connection } = first;
    try {
      const progress = await first.store.read();
      if (progress !== undefined && isUnderWay(progress)) return { first, progress };
      await connection.close();
      await wait(joinPollMs, signal);
    } catch (error) {
      const told = databaseError(error, connection);
      const again = connection.failure(error) === 'lost';
      await connection.close();
      losses += 1;
      if (!again || losses > attempts || signal.aborted) throw told;
      const waitMs = Math.round(backoffMs(losses));
      onRetry(losses, waitMs, (told as Error).message);
      await wait(waitMs, signal);
    }
  }
}

const joinPollMs = 100;

function isUnderWay({ state, finishedAt }: Progress): boolean {
  return state !== 'pending' && finishedAt === undefined;
}

/** Whether there is a pass to go on with: its cursor means something only along the same key. */
function isResumable({ job }: Session, before: Progress | undefined): boolean {
  return before?.cursor !== undefined && before.keyColumns.join() === keyColumns(job).join();
}

const keyColumns = ({ key }: Job) => key.map(({ column }) => column);

async function beginPass(session: Session, resumes: boolean, direction: CopyDirection): Promise<Progress> {
  const { connection, job, store } = session;
  if (resumes) {
    await store.free();
    await store.resume();
    const before = await store.read();
    if (before && before.failedRows.length > 0) await retryFailedRows(session, before.failedRows, direction);
  } else await store.begin(keyColumns(job), await expectedRows(connection, job));
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
