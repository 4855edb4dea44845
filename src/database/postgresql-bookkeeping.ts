import type { Bookkeeping } from './bookkeeping.js';

const findProgressTable = {
  text: `SELECT 1 AS "found" WHERE to_regclass('"pec"."backfill"') IS NOT NULL`,
  values: [],
};

/** A schema of its own: Prisma compares only the schemas of the datasource, so it never sees drift here. */
export const postgresqlBookkeeping: Bookkeeping = {
  progressTable: '"pec"."backfill"',
  rangeTable: '"pec"."backfill_range"',
  forUpdate: ' FOR UPDATE',
  skipLocked: ' FOR UPDATE SKIP LOCKED',
  returning: ' RETURNING *',
  findProgressTable,
  createTables: [
    {
      unless: { text: `SELECT 1 AS "found" WHERE to_regnamespace('pec') IS NOT NULL`, values: [] },
      make: 'CREATE SCHEMA IF NOT EXISTS "pec"',
    },
    {
      unless: findProgressTable,
      make: `CREATE TABLE IF NOT EXISTS "pec"."backfill" (
  "name" text NOT NULL,
  "direction" text NOT NULL CHECK ("direction" IN ('forward', 'backward')),
  "transition" text NOT NULL,
  "state" text NOT NULL DEFAULT 'pending'
    CHECK ("state" IN ('pending', 'running', 'paused', 'throttled', 'failed', 'done')),
  "request" text CHECK ("request" IN ('pause', 'resume', 'cancel')),
  "cursor" jsonb,
  "key_columns" jsonb NOT NULL DEFAULT '[]',
  "rows_total" bigint,
  "rows_scanned" bigint NOT NULL DEFAULT 0,
  "rows_copied" bigint NOT NULL DEFAULT 0,
  "failed_rows" jsonb NOT NULL DEFAULT '[]',
  "message" text,
  "started_at" timestamptz,
  "finished_at" timestamptz,
  "updated_at" timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY ("name", "direction")
)`,
    },
    {
      unless: {
        text: `SELECT 1 AS "found" WHERE to_regclass('"pec"."backfill_range"') IS NOT NULL`,
        values: [],
      },
      make: `CREATE TABLE IF NOT EXISTS "pec"."backfill_range" (
  "name" text NOT NULL,
  "direction" text NOT NULL,
  "id" text NOT NULL,
  "after" jsonb,
  "through" jsonb NOT NULL,
  "worker" text,
  PRIMARY KEY ("name", "direction", "id")
)`,
    },
  ],
  now: 'now()',
  replicas: {
    text: `SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::double precision AS "written",
      pg_wal_lsn_diff(min("replay_lsn"), '0/0')::double precision AS "replayed", count(*)::integer AS "replicas"
      FROM "pg_stat_replication" WHERE "state" = 'streaming'`,
    values: [],
  },
  replicaLag: undefined,
  waiting: {
    text: `SELECT count(DISTINCT "pid")::integer AS "waiting" FROM "pg_locks" WHERE NOT "granted"
      AND pg_blocking_pids("pid") && ARRAY(SELECT "pid" FROM "pg_stat_activity" WHERE "application_name" = 'prisma-expand-contract')
      AND "pid" NOT IN (SELECT "pid" FROM "pg_stat_activity" WHERE "application_name" = 'prisma-expand-contract')`,
    values: [],
  },
  denied: ['42501'],
  deniedHint:
    'run `CREATE SCHEMA "pec" AUTHORIZATION <this user>` once, or give another user with --database-url',
};
