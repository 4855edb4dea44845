import type { Provider, SyncMode } from '../schema/transition.js';

/**
 * Whether the database keeps both sides equal for every writer, old instances and raw SQL included, from the moment at
 * which the migration of stage expand is committed. Then no client has to know the target before the application is
 * switched to it. An AFTER trigger of SQLite runs too late for NOT NULL, and RETURNING does not show its values.
 */
export function databaseKeepsEqual(provider: Provider, sync: SyncMode): boolean {
  return sync === 'trigger' && provider !== 'sqlite';
}
