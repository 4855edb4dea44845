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
  {
    transition: 'User.displayName',
    table: 'users',
    source: 'user_name',
    target: 'display_name',
    key: ['id'],
    copy: 'WITH "pec_free" AS MATERIALIZED (SELECT "id" AS "pec_free_1" FROM "users" WHERE "display_name" IS DISTINCT FROM "user_name" COLLATE "C" FOR NO KEY UPDATE SKIP LOCKED) UPDATE "users" SET "display_name" = "user_name" FROM "pec_free" WHERE "id" = "pec_free_1" AND "display_name" IS DISTINCT FROM "user_name" COLLATE "C"',
    countDrift: 'SELECT count(*)::double precision AS "drift" FROM "users" WHERE "display_name" IS DISTINCT FROM "user_name" COLLATE "C"',
  },
  {
    transition: 'User.rank',
    table: 'users',
    source: 'level',
    target: 'rank',
    key: ['id'],
    copy: 'WITH "pec_free" AS MATERIALIZED (SELECT "id" AS "pec_free_1" FROM "users" WHERE ("rank")::text IS DISTINCT FROM ("level")::text COLLATE "C" FOR NO KEY UPDATE SKIP LOCKED) UPDATE "users" SET "rank" = "level" FROM "pec_free" WHERE "id" = "pec_free_1" AND ("rank")::text IS DISTINCT FROM ("level")::text COLLATE "C"',
    countDrift: 'SELECT count(*)::double precision AS "drift" FROM "users" WHERE ("rank")::text IS DISTINCT FROM ("level")::text COLLATE "C"',
  },
];
