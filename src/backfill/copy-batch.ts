import type { CopyDirection } from '../database/dialect.js';
import { batchEnd } from './batch-end.js';
import { convertedColumns, mostShown } from './convert.js';
import type { Advance, Progress, Range } from './progress.js';
import type { Session } from './session.js';

/** One batch, and where the pass stands after it. */
export interface Batch extends Advance {
  readonly progress: Progress;
}

/**
 * Copies the next rows of a range wherever the sides differ, and moves the cursor in the same transaction.
 *
 * @param size rows at most
 * @returns undefined where no row of the range is left
 * @throws RangeLost, ConversionFailed
 */
export async function copyBatch(
  { connection, job, store }: Session,
  worker: string,
  range: Range,
  size: number,
  direction: CopyDirection,
): Promise<Batch | undefined> {
  const { dialect, key, kept } = job;
  const converts = job.convert !== undefined && direction === 'forward';
  const end = await batchEnd(connection, job, range, converts ? Math.min(size, mostShown) : size);
  if (end === undefined) return undefined;
  const { key: cursor, rows } = end;
  const through = { after: range.after, through: cursor };
  const sync = converts ? await convertedColumns(connection, job, through) : job.sync;
  return await connection.transaction(async () => {
    const { rowCount: copied } = await connection.query(
      dialect.backfillBatch(sync, key, through, direction, kept),
    );
    const batch = { cursor, rows, copied };
    return { ...batch, progress: await store.advance(worker, range, batch) };
  });
}

/**
 * Moves the cursor past the one row that cannot be copied, and remembers it.
 *
 * @throws RangeLost
 */
export async function skipRow(
  { connection, job, store }: Session,
  worker: string,
  range: Range,
  message: string,
): Promise<Batch | undefined> {
  const end = await batchEnd(connection, job, range, 1);
  // It may have been deleted meanwhile.
  if (end === undefined) return undefined;
  const row = { cursor: end.key, rows: 1, copied: 0, failed: message };
  return await connection.transaction(async () => ({
    ...row,
    progress: await store.advance(worker, range, row),
  }));
}
