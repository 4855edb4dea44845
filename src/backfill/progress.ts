import type { Connection } from '../database/connection.js';
import type { CopyDirection, Key } from '../database/dialect.js';
import { UserError } from '../errors.js';
import { type Job, jobName } from './job.js';

/**
 * `pending`: no pass under way, start at the first row. `running` and `paused`: within a pass, at the cursor.
 * `failed`: the last pass ended with rows that it could not copy, or broke off. `done`: a full pass, no row failed.
 */
export type BackfillState = 'pending' | 'running' | 'paused' | 'failed' | 'done';

/** What another process asks of the one that runs. */
export type Request = 'pause' | 'resume' | 'cancel';

export interface FailedRow {
  readonly key: Key;
  readonly message: string;
}

/** What the database remembers of one backfill in one direction. */
export interface Progress {
  readonly state: BackfillState;
  /** The last key that is done; undefined before the first batch and after the last one. */
  readonly cursor: Key | undefined;
  /** The columns of `cursor`: with another key it means nothing. */
  readonly keyColumns: readonly string[];
  /** An estimate from the start of the pass; undefined if there is none. */
  readonly rowsTotal: number | undefined;
  readonly rowsScanned: number;
  readonly rowsCopied: number;
  readonly failedRows: readonly FailedRow[];
  readonly message: string | undefined;
  readonly startedAt: Date | undefined;
  readonly finishedAt: Date | undefined;
  readonly updatedAt: Date;
}

// A schema of its own: Prisma compares only the schemas of the datasource, so it never sees drift here.
const createSchema = 'CREATE SCHEMA IF NOT EXISTS "pec"';
const createTable = `CREATE TABLE IF NOT EXISTS "pec"."backfill" (
  "name" text NOT NULL,
  "direction" text NOT NULL CHECK ("direction" IN ('forward', 'backward')),
  "transition" text NOT NULL,
  "state" text NOT NULL DEFAULT 'pending'
    CHECK ("state" IN ('pending', 'running', 'paused', 'failed', 'done')),
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
)`;

/** The rows of `pec.backfill` that belong to one job and one direction. */
export interface ProgressStore {
  /** Makes the table and the row where they are missing. Call it only with the lock in hand. */
  prepare(): Promise<void>;
  /** undefined: this backfill was never begun. */
  read(): Promise<Progress | undefined>;
  /** Begins a pass at the first row. */
  begin(keyColumns: readonly string[], rowsTotal: number | undefined): Promise<void>;
  /** Goes on with a pass; a request to the process that began it is void. */
  resume(): Promise<void>;
  /** Moves the cursor, inside the transaction of its batch. True: another process has left a request. */
  advance(cursor: Key, rowsScanned: number, rowsCopied: number): Promise<boolean>;
  /** Moves the cursor past a row that cannot be copied. */
  skip(cursor: Key, failed: FailedRow): Promise<void>;
  /** Within a pass: the cursor stays. */
  setState(state: 'running' | 'paused' | 'failed', message?: string): Promise<void>;
  /** Ends a pass. */
  finish(state: 'done' | 'failed', message?: string): Promise<void>;
  /** Forgets the cursor: the next run starts at the first row. */
  reset(): Promise<void>;
  /** Leaves a request for the process that runs. */
  request(request: Request): Promise<void>;
  /** Reads the request and takes it away. */
  takeRequest(): Promise<Request | undefined>;
}

/**
 * @throws UserError `no-permission` from `prepare` where the schema "pec" is missing and may not be made
 */
export function progressStore(connection: Connection, job: Job, direction: CopyDirection): ProgressStore {
  const identity = [jobName(job), direction];
  const where = '"name" = $1 AND "direction" = $2';
  const update = async (assignments: string, values: readonly unknown[] = []) =>
    await connection.query<{ request: Request | null }>({
      text: `UPDATE "pec"."backfill" SET ${assignments}, "updated_at" = now() WHERE ${where} RETURNING "request"`,
      values: [...identity, ...values],
    });
  const exists = async () => {
    const { rows } = await connection.query<{ exists: boolean }>({
      text: `SELECT to_regclass('"pec"."backfill"') IS NOT NULL AS "exists"`,
      values: [],
    });
    return rows[0]?.exists === true;
  };

  return {
    async prepare() {
      const make = async (text: string, values: readonly unknown[] = []) => {
        await connection.query({ text, values });
      };
      try {
        // First a look: CREATE … IF NOT EXISTS wants the privilege even where there is nothing to create.
        if (!(await exists())) {
          const { rows } = await connection.query({
            text: `SELECT WHERE to_regnamespace('pec') IS NULL`,
            values: [],
          });
          if (rows.length > 0) await make(createSchema);
          await make(createTable);
        }
        await make(
          'INSERT INTO "pec"."backfill" ("name", "direction", "transition") VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
          [...identity, job.id],
        );
      } catch (error) {
        if ((error as { code?: unknown }).code !== '42501') throw error;
        throw new UserError(
          'no-permission',
          'This database user may not keep the progress in the schema "pec"',
          {
            hint: 'run `CREATE SCHEMA "pec" AUTHORIZATION <this user>` once, or give another user with --database-url',
          },
        );
      }
    },

    async read() {
      if (!(await exists())) return undefined;
      const { rows } = await connection.query<ProgressRow>({
        text: `SELECT * FROM "pec"."backfill" WHERE ${where}`,
        values: identity,
      });
      return rows[0] && fromRow(rows[0]);
    },

    async begin(keyColumns, rowsTotal) {
      await update(
        `"state" = 'running', "request" = NULL, "cursor" = NULL, "key_columns" = $3, "rows_total" = $4,
         "rows_scanned" = 0, "rows_copied" = 0, "failed_rows" = '[]', "message" = NULL,
         "started_at" = now(), "finished_at" = NULL`,
        [JSON.stringify(keyColumns), rowsTotal ?? null],
      );
    },

    async resume() {
      await update(`"state" = 'running', "request" = NULL, "message" = NULL, "finished_at" = NULL`);
    },

    async advance(cursor, rowsScanned, rowsCopied) {
      const { rows } = await update(
        '"cursor" = $3, "rows_scanned" = "rows_scanned" + $4, "rows_copied" = "rows_copied" + $5',
        [JSON.stringify(cursor), rowsScanned, rowsCopied],
      );
      return rows[0]?.request != null;
    },

    async skip(cursor, failed) {
      await update(
        '"cursor" = $3, "rows_scanned" = "rows_scanned" + 1, "failed_rows" = "failed_rows" || $4::jsonb',
        [JSON.stringify(cursor), JSON.stringify([failed])],
      );
    },

    async setState(state, message) {
      await update('"state" = $3, "message" = $4', [state, message ?? null]);
    },

    async finish(state, message) {
      await update('"state" = $3, "message" = $4, "cursor" = NULL, "request" = NULL, "finished_at" = now()', [
        state,
        message ?? null,
      ]);
    },

    async reset() {
      await update(
        `"state" = 'pending', "request" = NULL, "cursor" = NULL, "rows_scanned" = 0, "rows_copied" = 0,
         "failed_rows" = '[]', "message" = NULL, "started_at" = NULL, "finished_at" = NULL`,
      );
    },

    async request(request) {
      await update('"request" = $3', [request]);
    },

    async takeRequest() {
      const { rows } = await connection.query<{ request: Request | null }>({
        text: `UPDATE "pec"."backfill" AS "now" SET "request" = NULL FROM "pec"."backfill" AS "before"
          WHERE "now"."name" = $1 AND "now"."direction" = $2 AND "before"."name" = "now"."name"
            AND "before"."direction" = "now"."direction" AND "before"."request" IS NOT NULL
          RETURNING "before"."request"`,
        values: identity,
      });
      return rows[0]?.request ?? undefined;
    },
  };
}

interface ProgressRow {
  readonly state: BackfillState;
  readonly cursor: Key | null;
  readonly key_columns: readonly string[];
  readonly rows_total: string | null;
  readonly rows_scanned: string;
  readonly rows_copied: string;
  readonly failed_rows: readonly FailedRow[];
  readonly message: string | null;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
  readonly updated_at: Date;
}

function fromRow(row: ProgressRow): Progress {
  return {
    state: row.state,
    cursor: row.cursor ?? undefined,
    keyColumns: row.key_columns,
    rowsTotal: row.rows_total === null ? undefined : Number(row.rows_total),
    rowsScanned: Number(row.rows_scanned),
    rowsCopied: Number(row.rows_copied),
    failedRows: row.failed_rows,
    message: row.message ?? undefined,
    startedAt: row.started_at ?? undefined,
    finishedAt: row.finished_at ?? undefined,
    updatedAt: row.updated_at,
  };
}
