import type { Bookkeeping } from './bookkeeping.js';

const findProgressTable = {
  text: `SELECT 1 AS "found" FROM "pec"."sqlite_schema" WHERE "type" = 'table' AND "name" = 'backfill'`,
  values: [],
};

/** A file of its own beside the database, attached as `pec`, in which Prisma sees no drift. */
export const sqliteBookkeeping: Bookkeeping = {
  progressTable: '"pec"."backfill"',
  rangeTable: '"pec"."backfill_range"',
  forUpdate: '',
  skipLocked: '',
  returning: ' RETURNING *',
  findProgressTable,
  createTables: [
    {
      unless: findProgressTable,
      make: `CREATE TABLE IF NOT EXISTS "pec"."backfill" (
  "name" TEXT NOT NULL,
  "direction" TEXT NOT NULL,
  "transition" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "request" TEXT,
  "cursor" TEXT,
  "key_columns" TEXT NOT NULL,
  "rows_total" INTEGER,
  "rows_scanned" INTEGER NOT NULL DEFAULT 0,
  "rows_copied" INTEGER NOT NULL DEFAULT 0,
  "failed_rows" TEXT NOT NULL,
  "message" TEXT,
  "started_at" TEXT,
  "finished_at" TEXT,
  "updated_at" TEXT NOT NULL,
  PRIMARY KEY ("name", "direction")
)`,
    },
    {
      unless: {
        text: `SELECT 1 AS "found" FROM "pec"."sqlite_schema" WHERE "type" = 'table' AND "name" = 'backfill_range'`,
        values: [],
      },
      make: `CREATE TABLE IF NOT EXISTS "pec"."backfill_range" (
  "name" TEXT NOT NULL,
  "direction" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "after" TEXT,
  "through" TEXT NOT NULL,
  "worker" TEXT,
  PRIMARY KEY ("name", "direction", "id")
)`,
    },
  ],
  now: "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')",
  replicas: undefined,
  replicaLag: undefined,
  waiting: undefined,
  denied: ['SQLITE_READONLY', 'SQLITE_CANTOPEN'],
  deniedHint: 'the progress is kept in a file beside the database, whose folder must be writable',
};
