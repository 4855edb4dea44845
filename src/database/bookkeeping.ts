import type { Statement } from './statement.js';

/**
 * The SQL behind the progress of backfills. Their table lies where Prisma does not look, or else it would see drift:
 * `name` and `direction` are its key; JSON and numbers may come back as text.
 */
export interface Bookkeeping {
  /** Quoted. */
  readonly progressTable: string;
  /** No row while the progress table is missing. */
  readonly findProgressTable: Statement;
  /** In order: what to make unless `unless` finds a row. */
  readonly createProgressTable: readonly { readonly unless: Statement; readonly make: string }[];
  /** An SQL expression for the time: comes back as what `new Date` takes. */
  readonly now: string;
  /** The database's codes for a user who may not make the progress table, and what to do then. */
  readonly denied: readonly string[];
  readonly deniedHint: string;
}
