import { randomUUID } from 'node:crypto';
import type { Connection } from '../database/connection.js';
import type { CopyDirection, Key, Statement } from '../database/dialect.js';
import { UserError } from '../errors.js';
import { batchEnd } from './batch-end.js';
import { bookkeepingTable, type Values } from './bookkeeping-table.js';
import { type Job, jobName } from './job.js';

/**
 * `pending`: no pass under way, start at the first row. `running`, `paused` and `throttled`: within a pass.
 * `failed`: the last pass ended with rows that it could not copy, or broke off. `done`: a full pass, no row failed.
 */
export type BackfillState = 'pending' | 'running' | 'paused' | 'throttled' | 'failed' | 'done';

/** What another process asks of the one that runs. */
export type Request = 'pause' | 'resume' | 'cancel';

export interface FailedRow {
  readonly key: Key;
  readonly message: string;
}

/** What the database remembers of one backfill in one direction. */
export interface Progress {
  readonly state: BackfillState;
  readonly request: Request | undefined;
  /** The last key that is done, or given to a worker; undefined before the first batch and after the last one. */
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

/** The part of a table that one worker works off. */
export interface Range {
  /** undefined: the rest of the table, from the cursor of the pass on. */
  readonly id: string | undefined;
  readonly after: Key | undefined;
  readonly through: Key | undefined;
}

/** Another worker has taken the range: what this one did in the transaction must not be committed. */
export class RangeLost extends Error {
  override readonly name = 'RangeLost';
}

/** What the database keeps of one job in one direction. */
export interface ProgressStore {
  /** Makes the tables and the row where they are missing. Call it only with the lock in hand. */
  prepare(): Promise<void>;
  /** undefined: this backfill was never begun. */
  read(): Promise<Progress | undefined>;
  /** Begins a pass at the first row. */
  begin(keyColumns: readonly string[], rowsTotal: number | undefined): Promise<void>;
  /** Goes on with a pass; a request to the process that began it is void. */
  resume(): Promise<void>;
  /** Frees the ranges of workers that are gone. Call it only where no other process may work. */
  free(): Promise<void>;
  /**
   * Gives a worker its next range: one that it had, else a free one, else rows that nobody had yet.
   *
   * @param rows of a new range; undefined gives the whole rest of the table, for a worker that is alone
   * @returns undefined where nothing is left to give
   */
  claim(worker: string, rows: number | undefined): Promise<Range | undefined>;
  /** The next rows that nobody had yet, as a range for `worker`. Call it in a transaction. */
  lease(worker: string | null, rows: number): Promise<Range | undefined>;
  /** Takes a range away from whoever has it; undefined if it is worked off. */
  take(worker: string, id: string): Promise<Range | undefined>;
  /** The ids of the ranges that are not worked off. */
  ranges(): Promise<readonly string[]>;
  /**
   * Moves the cursor, inside the transaction of its batch.
   *
   * @throws RangeLost
   */
  advance(worker: string, range: Range, to: Advance): Promise<Progress>;
  /** Takes a range off the list, once no row of it is left. */
  close(worker: string, range: Range): Promise<void>;
  /** Writes down which rows are left out by now, and how many of them could be copied after all. */
  setFailedRows(rows: readonly FailedRow[], copied: number): Promise<void>;
  /** Within a pass: the cursor stays. */
  setState(state: 'running' | 'paused' | 'throttled' | 'failed', message?: string): Promise<void>;
  /** Ends a pass. */
  finish(state: 'done' | 'failed', message?: string): Promise<void>;
  /** Forgets the cursor: the next run starts at the first row. */
  reset(): Promise<void>;
  /** Leaves a request for the process that runs. */
  request(request: Request): Promise<void>;
  /** Reads the request and takes it away. */
  takeRequest(): Promise<Request | undefined>;
}

/** What one step within a range has done. */
export interface Advance {
  /** The last key of it; undefined where the range has to be begun once more. */
  readonly cursor: Key | undefined;
  readonly rows: number;
  readonly copied: number;
  /** Rows of it that are left out. */
  readonly failed?: readonly FailedRow[];
}

/**
 * @throws UserError `no-permission` from `prepare` where the tables are missing and may not be made
 */
export function progressStore(connection: Connection, job: Job, direction: CopyDirection): ProgressStore {
  const { bookkeeping, quote } = job.dialect;
  const { now, forUpdate, skipLocked } = bookkeeping;
  const passes = bookkeepingTable(connection, job.dialect, bookkeeping.progressTable);
  const ranges = bookkeepingTable(connection, job.dialect, bookkeeping.rangeTable);
  const identity: Values = { name: jobName(job), direction };
  const update = (values: Values, extra: Readonly<Record<string, string>> = {}, where: Values = identity) =>
    passes.update(values, where, { ...extra, updated_at: now });
  const readRow = async (tail = '') => {
    const [row] = await passes.select<ProgressRow>('*', identity, tail);
    return row && fromRow(row);
  };
  const isThere = async (look: Statement) => (await connection.query(look)).rows.length > 0;
  const rangeColumns = ['id', 'after', 'through'].map(quote).join(', ');
  /** A range that is there already, for this worker from now on. Call it in a transaction. */
  const assign = async (worker: string, where: Values, lock: string): Promise<Range | undefined> => {
    const [row] = await ranges.select<RangeRow>(rangeColumns, { ...identity, ...where }, ` LIMIT 1${lock}`);
    if (row === undefined) return undefined;
    const range = rangeOf(row);
    await ranges.update({ worker }, { ...identity, id: range.id });
    return range;
  };

  const store: ProgressStore = {
    async prepare() {
      try {
        // First a look: CREATE … IF NOT EXISTS wants the privilege even where there is nothing to create.
        for (const { unless, make } of bookkeeping.createTables) {
          if (!(await isThere(unless))) await connection.query({ text: make, values: [] });
        }
        if (await readRow()) return;
        const values = { ...identity, transition: job.id, state: 'pending', ...fresh, key_columns: '[]' };
        await passes.insert(values, { updated_at: now });
      } catch (error) {
        const code = connection.errorCode(error);
        if (code === undefined || !bookkeeping.denied.includes(code)) throw error;
        throw new UserError(
          'no-permission',
          `This database user may not keep the progress in ${bookkeeping.progressTable}`,
          { hint: bookkeeping.deniedHint },
        );
      }
    },

    async read() {
      return (await isThere(bookkeeping.findProgressTable)) ? await readRow() : undefined;
    },

    async begin(keyColumns, rowsTotal) {
      await connection.transaction(async () => {
        await ranges.remove(identity);
        await update(
          {
            ...fresh,
            state: 'running',
            key_columns: JSON.stringify(keyColumns),
            rows_total: rowsTotal ?? null,
            finished_at: null,
          },
          { started_at: now },
        );
      });
    },

    async resume() {
      await update({ state: 'running', request: null, message: null, finished_at: null });
    },

    async free() {
      await ranges.update({ worker: null }, identity);
    },

    async claim(worker, rows) {
      return await connection.transaction(async () => {
        const known =
          (await assign(worker, { worker }, skipLocked)) ??
          (await assign(worker, { worker: null }, skipLocked));
        if (known !== undefined) return known;
        if (rows !== undefined) return await store.lease(worker, rows);
        return { id: undefined, after: (await readRow())?.cursor, through: undefined };
      });
    },

    async lease(worker, rows) {
      // Held to the end of the transaction: two workers never get the same rows.
      const progress = await readRow(forUpdate);
      // The leader has ended the pass since this worker last looked: there is no cursor to go on from.
      if (progress === undefined || progress.state === 'pending' || progress.finishedAt !== undefined) {
        return undefined;
      }
      const after = progress.cursor;
      const end = await batchEnd(connection, job, { after }, rows);
      if (end === undefined) return undefined;
      const id = randomUUID();
      await ranges.insert({
        ...identity,
        id,
        after: after === undefined ? null : JSON.stringify(after),
        through: JSON.stringify(end.key),
        worker,
      });
      await update({ cursor: JSON.stringify(end.key) });
      return { id, after, through: end.key };
    },

    async take(worker, id) {
      return await connection.transaction(() => assign(worker, { id }, forUpdate));
    },

    async ranges() {
      const rows = await ranges.select<{ id: string }>(quote('id'), identity);
      return rows.map(({ id }) => id);
    },

    async advance(worker, { id }, { cursor, rows, copied, failed }) {
      const values: Record<string, unknown> = {};
      const last = cursor === undefined ? null : JSON.stringify(cursor);
      if (id === undefined) values.cursor = last;
      else if ((await ranges.update({ after: last }, { ...identity, id, worker })) === 0) {
        throw new RangeLost(`Range ${id} is another worker's now`);
      }
      if (failed !== undefined) {
        const before = await readRow(forUpdate);
        values.failed_rows = JSON.stringify([...(before?.failedRows ?? []), ...failed]);
      }
      const [progress] = await passes.updated<ProgressRow>(values, identity, {
        updated_at: now,
        // Whole numbers, so they may stand in the text: a bound one has no type in front of a column.
        rows_scanned: `${quote('rows_scanned')} + ${Math.trunc(rows)}`,
        rows_copied: `${quote('rows_copied')} + ${Math.trunc(copied)}`,
      });
      if (progress === undefined) throw new Error('The row of progress is gone');
      return fromRow(progress);
    },

    async close(worker, { id }) {
      if (id !== undefined) await ranges.remove({ ...identity, id, worker });
    },

    async setFailedRows(rows, copied) {
      await update(
        { failed_rows: JSON.stringify(rows) },
        { rows_copied: `${quote('rows_copied')} + ${Math.trunc(copied)}` },
      );
    },

    async setState(state, message) {
      await update({ state, message: message ?? null });
    },

    async finish(state, message) {
      await update({ state, message: message ?? null, cursor: null, request: null }, { finished_at: now });
    },

    async reset() {
      await connection.transaction(async () => {
        await ranges.remove(identity);
        await update({ ...fresh, state: 'pending', started_at: null, finished_at: null });
      });
    },

    async request(request) {
      await update({ request });
    },

    async takeRequest() {
      const request = (await readRow())?.request;
      // Another one that came in between is left for the next look.
      if (request !== undefined) await update({ request: null }, {}, { ...identity, request });
      return request;
    },
  };
  return store;
}

const fresh: Values = {
  request: null,
  cursor: null,
  rows_scanned: 0,
  rows_copied: 0,
  failed_rows: '[]',
  message: null,
};

interface RangeRow {
  readonly id: string;
  readonly after: Key | string | null;
  readonly through: Key | string;
}

function rangeOf(row: RangeRow) {
  return {
    id: row.id,
    after: row.after === null ? undefined : parsed(row.after),
    through: parsed(row.through),
  };
}

/** Numbers, JSON and times as the driver gives them: as such, or as text. */
interface ProgressRow {
  readonly state: BackfillState;
  readonly request: Request | null;
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
    request: row.request ?? undefined,
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
