import type { CopyDirection, Key } from '../database/dialect.js';
import { ConversionFailed, convertedColumns } from './convert.js';
import type { FailedRow } from './progress.js';
import type { Session } from './session.js';

/**
 * Copies rows one by one, each in a transaction of its own: whoever waits for one row, and holds no other, stands in
 * nobody's way.
 *
 * @throws whatever is not the matter of one row
 */
export async function copyEach(
  { connection, job }: Session,
  keys: readonly Key[],
  direction: CopyDirection,
): Promise<{ readonly copied: number; readonly failed: readonly FailedRow[] }> {
  const { dialect, key, facts } = job;
  const failed: FailedRow[] = [];
  let copied = 0;
  for (const only of keys) {
    const range = { only };
    try {
      const sync = direction === 'forward' ? await convertedColumns(connection, job, range) : job.sync;
      const statement = dialect.backfillBatch(sync, key, range, direction, facts);
      copied += (await connection.query(statement)).rowCount;
    } catch (error) {
      const failure = error instanceof ConversionFailed ? 'row' : connection.failure(error);
      if (failure === 'lost' || failure === 'full' || failure === 'other') throw error;
      failed.push({ key: only, message: (error as Error).message });
    }
  }
  return { copied, failed };
}
