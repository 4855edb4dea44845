import type { TableName } from './operation.js';
import type { Statement } from './statement.js';

/**
 * What an object of the database means for a transition.
 *
 * - `blocks-drop`: the last stage cannot drop the source column while it is there, or it breaks then
 * - `goes-with-source`: it is dropped together with the source column, and the target has nothing like it
 * - `fires`: it runs for each row that is copied
 * - `collates`: the source compares by it, and the target by another one
 */
export type Effect = 'blocks-drop' | 'goes-with-source' | 'fires' | 'collates';

/** Something beside the two columns that a transition meets. */
export interface Obstacle {
  readonly effect: Effect;
  /** As the database calls it, with its kind: `view active_users`. */
  readonly name: string;
  /**
   * Its SQL, where the database does not know itself which columns it names: then it counts only if this text names the
   * source; null where the database does know.
   */
  readonly text: string | null;
}

/** Bytes, as an upper bound for copying every row; null where the database does not know. */
export interface Room {
  /** What the table takes more from then on. */
  readonly lasting: number | string | null;
  /** What old versions of rows take until the database uses their place again. */
  readonly passing: number | string | null;
  /** What goes through the log to standbys and backups. */
  readonly log: number | string | null;
}

/** What to look through in one database before the first write. No statement locks or scans a table of the user's. */
export interface Inspection {
  /**
   * Rows of {@link Obstacle}; undefined where the catalog of the dialect knows more. Triggers of ours, whose names begin
   * with `pec_`, are none.
   *
   * @param written the column that is copied to
   */
  readonly obstacles: ((table: TableName, source: string, written: string) => Statement) | undefined;
  /** One row with `name`, if something hides rows of the table from this user; undefined: nothing could. */
  readonly hidesRows: ((table: TableName) => Statement) | undefined;
  /** One row with `replica`: 1 where the server only follows another one; undefined where none does. */
  readonly isReplica: Statement | undefined;
  /** One row with `user`, if this one may make no triggers whatever rights it has on the table; undefined: no such thing. */
  readonly forbidsTriggers: Statement | undefined;
  /** At most one row of {@link Room}, from statistics. */
  room(table: TableName, source: string): Statement;
}
