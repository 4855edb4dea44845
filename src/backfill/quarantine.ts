import type { CopyDirection } from '../database/dialect.js';
import { copyEach } from './copy-each.js';
import type { FailedRow } from './progress.js';
import type { Session } from './session.js';

/**
 * Tries the rows again that the pass under way has left out, one by one: what was wrong with them may be right by now.
 *
 * @throws whatever is not the matter of one row
 */
export async function retryFailedRows(
  session: Session,
  failedRows: readonly FailedRow[],
  direction: CopyDirection,
): Promise<void> {
  const keys = failedRows.map(({ key }) => key);
  const { copied, failed } = await copyEach(session, keys, direction);
  await session.store.setFailedRows(failed, copied);
}
