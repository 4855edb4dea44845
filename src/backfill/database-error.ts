import { type Connection, connectionLost } from '../database/connection.js';
import { isUserError, UserError } from '../errors.js';

/**
 * What a user gets to see of an error that came from the database or the way to it; any other error is a bug of ours
 * and comes back as it is.
 */
export function databaseError(error: unknown, connection: Connection): unknown {
  if (isUserError(error) || !(error instanceof Error)) return error;
  const failure = connection.failure(error);
  if (failure === 'full') {
    return new UserError('disk-full', `The database has no room left: ${error.message}`, {
      hint: 'make room, and run the same command again: nothing is lost, and a backfill goes on where it stood',
    });
  }
  if (failure === 'lost') return connectionLost();
  const code = connection.errorCode(error);
  if (code === undefined) return error;
  return new UserError('database-error', `The database refuses: ${error.message} (${code})`);
}
