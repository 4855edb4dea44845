import type { Connection } from '../database/connection.js';
import type { CopyDirection, Key, Statement } from '../database/dialect.js';
import { parameters } from '../database/statement.js';
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

/** The rows of the progress table that belong to one job and one direction. */
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
 * @throws UserError `no-permission` from `prepare` where the progress table is missing and may not be made
 */
export function progressStore(connection: Connection, job: Job, direction: CopyDirection): ProgressStore {
  const { bookkeeping, placeholder, quote } = job.dialect;
  const { progressTable, now } = bookkeeping;
  const identity: Values = { name: jobName(job), direction };

  const where = (bind: Bind, row: Values = identity) =>
    Object.entries(row)
      .map(([column, value]) => `${quote(column)} = ${bind.add(value)}`)
      .join(' AND ');
  const select = async <Row>(columns: string): Promise<Row | undefined> => {
    const bind = parameters(placeholder);
    const text = `SELECT ${columns} FROM ${progressTable} WHERE ${where(bind)}`;
    return (await connection.query<Row>(bind.statement(text))).rows[0];
  };
  const update = async (values: Values, extra: readonly string[] = [], row: Values = identity) => {
    const bind = parameters(placeholder);
    const assignments = [
      ...Object.entries(values).map(([column, value]) => `${quote(column)} = ${bind.add(value)}`),
      ...extra,
      `${quote('updated_at')} = ${now}`,
    ];
    const text = `UPDATE ${progressTable} SET ${assignments.join(', ')} WHERE ${where(bind, row)}`;
    await connection.query(bind.statement(text));
  };
  const readRequest = async () =>
    (await select<{ request: Request | null }>(quote('request')))?.request ?? undefined;
  const isThere = async (look: Statement) => (await connection.query(look)).rows.length > 0;

  return {
    async prepare() {
      try {
        // First a look: CREATE … IF NOT EXISTS wants the privilege even where there is nothing to create.
        for (const { unless, make } of bookkeeping.createProgressTable) {
          if (!(await isThere(unless))) await connection.query({ text: make, values: [] });
        }
        if (await select('1')) return;
        const bind = parameters(placeholder);
        const values: Values = {
          ...identity,
          transition: job.id,
          state: 'pending',
          ...fresh,
          key_columns: '[]',
        };
        const columns = Object.keys(values).map(quote);
        const bound = Object.values(values).map(bind.add);
        await connection.query(
          bind.statement(
            `INSERT INTO ${progressTable} (${columns.join(', ')}, ${quote('updated_at')}) VALUES (${bound.join(', ')}, ${now})`,
          ),
        );
      } catch (error) {
        const code = connection.errorCode(error);
        if (code === undefined || !bookkeeping.denied.includes(code)) throw error;
        throw new UserError(
          'no-permission',
          `This database user may not keep the progress in ${progressTable}`,
          { hint: bookkeeping.deniedHint },
        );
      }
    },

    async read() {
      if (!(await isThere(bookkeeping.findProgressTable))) return undefined;
      const row = await select<ProgressRow>('*');
      return row && fromRow(row);
    },

    async begin(keyColumns, rowsTotal) {
      await update(
        {
          ...fresh,
          state: 'running',
          key_columns: JSON.stringify(keyColumns),
          rows_total: rowsTotal ?? null,
          finished_at: null,
        },
        [`${quote('started_at')} = ${now}`],
      );
    },

    async resume() {
      await update({ state: 'running', request: null, message: null, finished_at: null });
    },

    async advance(cursor, rowsScanned, rowsCopied) {
      await update({ cursor: JSON.stringify(cursor) }, [
        // Whole numbers, so they may stand in the text: a bound one has no type in front of a column.
        `${quote('rows_scanned')} = ${quote('rows_scanned')} + ${Math.trunc(rowsScanned)}`,
        `${quote('rows_copied')} = ${quote('rows_copied')} + ${Math.trunc(rowsCopied)}`,
      ]);
      return (await readRequest()) !== undefined;
    },

    async skip(cursor, failed) {
      const row = await select<Pick<ProgressRow, 'failed_rows'>>(quote('failed_rows'));
      // Only the session with the lock comes here, so nothing changes in between.
      const failedRows = [...parsed(row?.failed_rows ?? []), failed];
      await update({ cursor: JSON.stringify(cursor), failed_rows: JSON.stringify(failedRows) }, [
        `${quote('rows_scanned')} = ${quote('rows_scanned')} + 1`,
      ]);
    },

    async setState(state, message) {
      await update({ state, message: message ?? null });
    },

    async finish(state, message) {
      await update({ state, message: message ?? null, cursor: null, request: null }, [
        `${quote('finished_at')} = ${now}`,
      ]);
    },

    async reset() {
      await update({ ...fresh, state: 'pending', started_at: null, finished_at: null });
    },

    async request(request) {
      await update({ request });
    },

    async takeRequest() {
      const request = await readRequest();
      // Another one that came in between is left for the next look.
      if (request !== undefined) await update({ request: null }, [], { ...identity, request });
      return request;
    },
  };
}

type Values = Readonly<Record<string, unknown>>;
type Bind = ReturnType<typeof parameters>;

const fresh: Values = {
  request: null,
  cursor: null,
  rows_scanned: 0,
  rows_copied: 0,
  failed_rows: '[]',
  message: null,
};

/** Numbers, JSON and times as the driver gives them: as such, or as text. */
interface ProgressRow {
  readonly state: BackfillState;
  readonly cursor: Key | string | null;
  readonly key_columns: readonly string[] | string;
  readonly rows_total: number | string | null;
  readonly rows_scanned: number | string;
  readonly rows_copied: number | string;
  readonly failed_rows: readonly FailedRow[] | string;
  readonly message: string | null;
  readonly started_at: Date | string | null;
  readonly finished_at: Date | string | null;
  readonly updated_at: Date | string;
}

function fromRow(row: ProgressRow): Progress {
  return {
    state: row.state,
    cursor: row.cursor === null ? undefined : parsed(row.cursor),
    keyColumns: parsed(row.key_columns),
    rowsTotal: row.rows_total === null ? undefined : Number(row.rows_total),
    rowsScanned: Number(row.rows_scanned),
    rowsCopied: Number(row.rows_copied),
    failedRows: parsed(row.failed_rows),
    message: row.message ?? undefined,
    startedAt: row.started_at === null ? undefined : new Date(row.started_at),
    finishedAt: row.finished_at === null ? undefined : new Date(row.finished_at),
    updatedAt: new Date(row.updated_at),
  };
}

function parsed<T>(value: T | string): T {
  return typeof value === 'string' ? (JSON.parse(value) as T) : value;
}
