import { nextBatchSize } from './batch-size.js';
import { ConversionFailed } from './convert.js';
import { copyBatch, copyHeld, type HeldBatch, skipRow } from './copy-batch.js';
import { databaseError } from './database-error.js';
import { formatKey, jobName } from './job.js';
import { type Outcome, type Pass, tally } from './pass.js';
import { type FailedRow, type Progress, type Range, RangeLost, type Request } from './progress.js';
import { retryFailedRows } from './quarantine.js';
import { reopenSession, type Session } from './session.js';
import { backoffMs, wait } from './wait.js';

/** More rows than this that cannot be copied are no exceptions any more. */
const maximumFailedRows = 100;

const pollMs = { paused: 500, throttled: 200, idle: 50 } as const;

export interface WorkerOptions {
  /** Unlike that of any other worker that ever was. */
  readonly name: string;
  /** The one of its process that leads, or listens to the leader in another one. */
  readonly first: boolean;
}

/**
 * Works off ranges until none is left. A batch that fails for a while is tried again, then split until the row is
 * named, which is skipped and counted. After a lost connection it goes on where the database says.
 *
 * @param opened closed at the end
 * @throws UserError `database-…`, and what {@link reopenSession} throws
 */
export async function work(pass: Pass, opened: Session, { name, first }: WorkerOptions): Promise<void> {
  const { signal, report, batchSize, targetMs, pauseMs, attempts } = pass;
  const leads = () => first && pass.leads;
  let session = opened;
  let lost = false;
  let range: Place | undefined;
  let size = batchSize;
  let failures = 0;
  let crowds = 0;

  try {
    while (pass.outcome === undefined) {
      try {
        if (lost) {
          await session.connection.close();
          session = await reopenSession(pass.session, leads(), pass.retries, session.connection);
          lost = false;
          // A batch whose answer got lost may have been committed: only the database knows.
          range = undefined;
          const progress = (await session.store.read()) ?? pass.progress;
          pass.progress = progress;
          if (progress.finishedAt !== undefined) {
            pass.outcome ??= progress.state === 'done' ? 'done' : 'failed';
            return;
          }
        }
        if (signal.aborted) {
          if (leads()) await session.store.setState('paused', 'interrupted');
          pass.outcome ??= 'interrupted';
          return;
        }
        if (leads()) await lead(pass, session);
        else if (first) await listen(pass, session);
        if (pass.outcome !== undefined) return;
        if (pass.state !== 'running') {
          await wait(pollMs[pass.state], signal);
          continue;
        }
        if (pass.watch && pass.watch.crowds() > crowds) {
          crowds = pass.watch.crowds();
          size = Math.ceil(size / 2);
        }
        range ??= await pass.source.claim(session, name, leads());
        if (range === undefined) {
          if (pass.leads && (await pass.source.isEmpty(session))) {
            if (!first) return;
            pass.outcome ??= await finish(pass, session);
          } else await wait(pollMs.idle, signal);
          continue;
        }
        const started = performance.now();
        const batch = await nextStep(pass, session, name, range, size);
        const ms = performance.now() - started;
        failures = 0;
        if (batch === undefined) {
          await pass.source.done(session, name, range);
          if (range.id === undefined) pass.outcome ??= await finish(pass, session);
          range = undefined;
          continue;
        }
        saw(pass, batch.progress);
        const rounds: number = batch.held ? (range.rounds ?? 0) + 1 : 0;
        range = { id: range.id, after: batch.cursor, through: range.through };
        if (batch.failed) {
          await leaveOut(pass, session, batch.failed, batch.progress);
          continue;
        }
        if (batch.held) {
          range = { ...range, held: batch.held, rounds };
          await waitForHeld(pass, batch.held, rounds);
          continue;
        }
        const { rows, copied } = batch;
        report({ event: 'batch', rows, copied, ms: Math.round(ms), ...tally(pass.progress) });
        size = nextBatchSize(size, ms, targetMs, batchSize);
        if (pauseMs > 0) await wait(pauseMs, signal);
      } catch (error) {
        if (error instanceof RangeLost) {
          range = undefined;
          continue;
        }
        const failure = error instanceof ConversionFailed ? 'row' : session.connection.failure(error);
        const { message } = error as Error;
        if (lost) throw error;
        if (failure === 'lost') {
          lost = true;
          continue;
        }
        if (failure === 'other' || failure === 'full') {
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
        if (range?.held) range = { id: range.id, after: range.after, through: range.through };
        if (size > 1) {
          size = Math.floor(size / 2);
          report({ event: 'split', rows: size, message });
          continue;
        }
        if (range === undefined || range.refused !== undefined) throw error;
        range = { ...range, refused: message };
      }
    }
  } catch (error) {
    throw databaseError(error, session.connection);
  } finally {
    await session.connection.close();
  }
}

/** So many rows of a batch are waited for one by one. More of them belong to a large transaction, whose end is awaited. */
const mostOneByOne = 50;

/** Where a worker stands in its range. */
interface Place extends Range {
  /** Why the next row is to be left out. */
  readonly refused?: string;
  /** The batch of which rows are left, and how often it was copied. */
  readonly held?: HeldBatch;
  readonly rounds?: number;
}

/** Copies the next batch, or what is left of the last one, or moves past what cannot be copied. */
async function nextStep(
  { attempts, direction }: Pass,
  session: Session,
  worker: string,
  place: Place,
  size: number,
) {
  const { refused, held, rounds = 0 } = place;
  if (refused !== undefined) return await skipRow(session, worker, place, refused);
  if (held && rounds > attempts && held.left <= mostOneByOne) {
    return await copyHeld(session, worker, place, held, direction);
  }
  return await copyBatch(session, worker, place, size, direction, held);
}

/** Tells of rows that are left out; too many of them end the pass. */
async function leaveOut(
  pass: Pass,
  { job, store }: Session,
  failed: readonly FailedRow[],
  progress: Progress,
): Promise<void> {
  for (const { key, message } of failed) {
    pass.report({ event: 'row-failed', key: formatKey(job.key, key), message });
  }
  const count = progress.failedRows.length;
  if (count < maximumFailedRows) return;
  await store.setState('failed', rowsFailed(count));
  pass.outcome ??= 'failed';
}

/** Rests until the transactions that hold rows of a batch may have ended; only a long wait is worth telling. */
async function waitForHeld({ report, signal }: Pass, { left }: HeldBatch, rounds: number): Promise<void> {
  const waitMs = Math.min(2_000, 20 * 3 ** (rounds - 1));
  if (waitMs >= longWaitMs) {
    const message = `${left} ${left === 1 ? 'row is' : 'rows are'} locked by other transactions`;
    report({ event: 'retry', attempt: rounds, waitMs, message });
  }
  await wait(waitMs, signal);
}

const longWaitMs = 500;

/** Obeys what another process has asked for, and heeds the load. */
async function lead(pass: Pass, { store }: Session): Promise<void> {
  let request: Request | undefined;
  if (pass.progress.request !== undefined || pass.state !== 'running') {
    request = await store.takeRequest();
    pass.progress = { ...pass.progress, request: undefined };
  }
  if (request === 'cancel') {
    await store.reset();
    pass.outcome = 'cancelled';
    return;
  }
  const isPaused = request === 'pause' || (pass.state === 'paused' && request !== 'resume');
  const reason = pass.watch?.reason();
  const state = isPaused ? 'paused' : reason === undefined ? 'running' : 'throttled';
  if (state === pass.state) return;
  await store.setState(state, state === 'throttled' ? reason : undefined);
  pass.state = state;
  if (state === 'paused') pass.report({ event: 'paused' });
  else if (state === 'running') pass.report({ event: 'resumed' });
  else pass.report({ event: 'throttled', reason: reason! });
}

/** What the leader in another process says. If there is none any more, this one takes its place. */
async function listen(pass: Pass, { connection, job, store }: Session): Promise<void> {
  if (performance.now() - pass.listened < pollMs.paused) return;
  pass.listened = performance.now();
  const progress = await store.read();
  if (progress === undefined) return;
  pass.progress = progress;
  if (progress.finishedAt !== undefined) pass.outcome = progress.state === 'done' ? 'done' : 'failed';
  else if (progress.state === 'pending') pass.outcome = 'cancelled';
  else if (await connection.tryLock(jobName(job))) {
    pass.leads = true;
    await store.resume();
    pass.state = 'running';
  } else
    pass.state = progress.state === 'paused' || progress.state === 'throttled' ? progress.state : 'running';
}

/** Workers see the row of progress one after the other, but do not come back in that order. */
function saw(pass: Pass, progress: Progress): void {
  if (progress.rowsScanned >= pass.progress.rowsScanned) pass.progress = progress;
}

async function finish(pass: Pass, session: Session): Promise<Outcome> {
  const { store } = session;
  let progress = (await store.read()) ?? pass.progress;
  if (progress.failedRows.length > 0) {
    // The transactions that held them may have ended by now.
    await retryFailedRows(session, progress.failedRows, pass.direction);
    progress = (await store.read()) ?? progress;
  }
  pass.progress = progress;
  const failed = progress.failedRows.length;
  await store.finish(failed === 0 ? 'done' : 'failed', failed === 0 ? undefined : rowsFailed(failed));
  return failed === 0 ? 'done' : 'failed';
}

const rowsFailed = (count: number) => `${count} ${count === 1 ? 'row' : 'rows'} could not be copied`;
