import type { Connection } from '../database/connection.js';
import { UserError } from '../errors.js';
import type { Job } from './job.js';

/**
 * Looks whether this session sees every row as it is now: only then does a count of rows mean anything.
 *
 * @throws UserError `replica`, `rows-hidden`
 */
export async function requireWholeTable(connection: Connection, { dialect, sync }: Job): Promise<void> {
  const { isReplica, hidesRows } = dialect.inspection;
  if (isReplica !== undefined) {
    const { rows } = await connection.query<{ replica: number }>(isReplica);
    if (Number(rows[0]?.replica) === 1) {
      throw new UserError('replica', 'This server is a replica, which is behind and cannot be written to', {
        hint: 'give the primary with --database-url',
      });
    }
  }
  if (hidesRows === undefined) return;
  const { rows } = await connection.query<{ name: string }>(hidesRows(sync.table));
  const [hiding] = rows;
  if (hiding) {
    throw new UserError(
      'rows-hidden',
      `${hiding.name} hides rows of "${sync.table.name}" from this database user`,
      {
        hint: 'give the owner of the table or a user with BYPASSRLS with --database-url',
      },
    );
  }
}
