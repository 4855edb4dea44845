import type { CopyDirection, Key, KeyRange } from '../database/dialect.js';
import { batchEnd, type KeyRow, keyOf } from './batch-end.js';
import { convertedColumns, mostShown } from './convert.js';
import { copyEach } from './copy-each.js';
import type { Advance, Progress, Range } from './progress.js';
import type { Session } from './session.js';

/** One batch, and where the pass stands after it. */
export interface Batch extends Advance {
  readonly progress: Progress;
  /** Rows of it that are still to be copied: the cursor stays in front of the batch. */
  readonly held?: HeldBatch;
}

/** A batch of which rows are left, as far as is known because other transactions have them locked. */
export interface HeldBatch {
  readonly through: Key;
  readonly rows: number;
  /** How many are left. */
  readonly left: number;
}

/**
 * Copies the next rows of a range wherever the sides differ, and moves the cursor in the same transaction. Rows that
 * another transaction has locked are passed over: while there are any, the cursor does not move.
 *
 * @param size rows at most
 * @param again the batch before, of which rows are left
 * @returns undefined where no row of the range is left
 * @throws RangeLost, ConversionFailed
 */
export async function copyBatch(
  session: Session,
  worker: string,
  range: Range,
  size: number,
  direction: CopyDirection,
  again: HeldBatch | undefined,
): Promise<Batch | undefined> {
  const { connection, job, store } = session;
  const { dialect, key, facts } = job;
  const converts = job.convert !== undefined && direction === 'forward';
  const end = again
    ? { key: again.through, rows: again.rows }
    : await batchEnd(connection, job, range, converts ? Math.min(size, mostShown) : size);
  if (end === undefined) return undefined;
  const { key: cursor, rows } = end;
  const through = { after: range.after, through: cursor };
  const sync = converts ? await convertedColumns(connection, job, through) : job.sync;
  return await connection.transaction(async () => {
    const { rowCount: copied } = await connection.query(
      dialect.backfillBatch(sync, key, through, direction, facts),
    );
    // A row that was copied and differs all the same (a trigger of the user's own) is nobody's to wait for.
    const allSeen = copied >= (again?.left ?? rows);
    const left = allSeen ? 0 : (await keysToCopy({ ...session, job: { ...job, sync } }, through)).length;
    if (left === 0) {
      const batch = { cursor, rows, copied };
      return { ...batch, progress: await store.advance(worker, range, batch) };
    }
    const batch = { cursor: range.after, rows: 0, copied };
    const progress = await store.advance(worker, range, batch);
    return { ...batch, progress, held: { through: cursor, rows, left } };
  });
}

/** The keys of the rows in a range whose sides differ, locked or not. */
async function keysToCopy(
  { connection, job: { dialect, sync, key } }: Session,
  range: KeyRange,
): Promise<readonly Key[]> {
  const { rows } = await connection.query<KeyRow>(dialect.rowsToCopy(sync, key, range));
  return rows.map((row) => keyOf(row, key.length));
}

/**
 * Copies what is left of a batch row by row, waiting for each with no other row in hand, and moves the cursor past the
 * batch. Rows whose lock does not go are remembered.
 *
 * @throws RangeLost, whatever is not the matter of one row
 */
export async function copyHeld(
  session: Session,
  worker: string,
  range: Range,
  { through, rows }: HeldBatch,
  direction: CopyDirection,
): Promise<Batch> {
  const keys = await keysToCopy(session, { after: range.after, through });
  const { copied, failed } = await copyEach(session, keys, direction);
  return await advanceOver(session, worker, range, {
    cursor: through,
    rows,
    copied,
    ...(failed.length > 0 && { failed }),
  });
}

/**
 * Moves the cursor past the one row that cannot be copied, and remembers it.
 *
 * @throws RangeLost
 */
export async function skipRow(
  session: Session,
  worker: string,
  range: Range,
  message: string,
): Promise<Batch | undefined> {
  const end = await batchEnd(session.connection, session.job, range, 1);
  // It may have been deleted meanwhile.
  if (end === undefined) return undefined;
  const failed = [{ key: end.key, message }];
  return await advanceOver(session, worker, range, { cursor: end.key, rows: 1, copied: 0, failed });
}

async function advanceOver(
  { connection, store }: Session,
  worker: string,
  range: Range,
  step: Advance,
): Promise<Batch> {
  return await connection.transaction(async () => ({
    ...step,
    progress: await store.advance(worker, range, step),
  }));
}
