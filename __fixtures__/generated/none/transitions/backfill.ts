// Written by prisma-expand-contract from the @transition annotations of the schema. Change those, not this file.

/** One copy from the old column to the new one, or the filling of a new one. `pec backfill` runs it in batches, with progress and retries. */
export interface Backfill {
  /** Names the transition on the command line: `pec backfill <transition>`. */
  readonly transition: string;
  readonly table: string;
  /** Absent where an expression fills the target. */
  readonly source?: string;
  readonly target: string;
  /** The columns that batches walk along. */
  readonly key: readonly string[];
  /** The whole copy as one statement, for small tables and throw-away databases. */
  readonly copy: string;
  /** Counts the rows whose sides differ, null-safely, or whose target has no value, as `drift`. */
  readonly countDrift: string;
}

export const backfills: readonly Backfill[] = [
];
