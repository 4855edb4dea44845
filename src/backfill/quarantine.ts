import type { CopyDirection } from '../database/dialect.js';
import { ConversionFailed, convertedColumns } from './convert.js';
import type { FailedRow } from './progress.js';
import type { Session } from './session.js';

/**
 * Tries the rows again that the pass under way has left out, one by one: what was wrong with them may be right by now.
 *
 * @throws whatever is not the matter of one row
 */
export async function retryFailedRows(
  { connection, job, store }: Session,
  failedRows: readonly FailedRow[],
  direction: CopyDirection,
): Promise<void> {
  const { dialect, key, kept } = job;
  const still: FailedRow[] = [];
  let copied = 0;
  for (const row of failedRows) {
    const range = { only: row.key };
    try {
      const sync = direction === 'forward' ? await convertedColumns(connection, job, range) : job.sync;
      const statement = dialect.backfillBatch(sync, key, range, direction, kept);
      copied += (await connection.query(statement)).rowCount;
    } catch (error) {
      const failure = error instanceof ConversionFailed ? 'row' : connection.failure(error);
      if (failure === 'lost' || failure === 'full' || failure === 'other') throw error;
      still.push({ key: row.key, message: (error as Error).message });
    }
  }
  await store.setFailedRows(still, copied);
}
