import type { Statement } from './statement.js';

/**
 * The SQL behind the progress of backfills. Their table lies where Prisma does not look, or else it would see drift:
 * `name` and `direction` are its key; JSON and numbers may come back as text.
 */
export interface Bookkeeping {
  /** Quoted. */
  readonly progressTable: string;
  /** Quoted: the ranges of keys that several workers have taken, with `name`, `direction` and `id` as its key. */
  readonly rangeTable: string;
  /** Follows a SELECT: locks its rows for the transaction. Empty where a transaction has the database for itself. */
  readonly forUpdate: string;
  /** The same, but passes over rows that another transaction has locked. */
  readonly skipLocked: string;
  /** Follows an UPDATE: answers with the rows that it wrote. Absent where the database cannot. */
  readonly returning?: string;
  /** No row while the progress table is missing. */
  readonly findProgressTable: Statement;
  /** In order: what to make unless `unless` finds a row. */
  readonly createTables: readonly { readonly unless: Statement; readonly make: string }[];
  /** An SQL expression for the time: comes back as what `new Date` takes. */
  readonly now: string;
  /**
   * On the primary: one row with the bytes `written` to the log, those `replayed` by the last of the `replicas` (null
   * where the user may not see it), and how many there are; undefined where the primary does not know.
   */
  readonly replicas: Statement | undefined;
  /** On a replica: one row with `Seconds_Behind_…`; undefined where nobody has to ask it. */
  readonly replicaLag: Statement | undefined;
  /** One row with `waiting`: sessions of others that wait for a lock of ours; undefined where nothing tells. */
  readonly waiting: Statement | undefined;
  /** The database's codes for a user who may not make the progress table, and what to do then. */
  readonly denied: readonly string[];
  readonly deniedHint: string;
}
