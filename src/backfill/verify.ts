import type { Connection } from '../database/connection.js';
import type { Key, KeyRange } from '../database/dialect.js';
import { batchEnd, type KeyRow, keyOf } from './batch-end.js';
import { nextBatchSize } from './batch-size.js';
import { convertedColumns, mostShown } from './convert.js';
import { databaseError } from './database-error.js';
import { requireDeployed } from './deployed.js';
import { type Connect, formatKey, type Job } from './job.js';
import { rangeOfSample, sampling } from './sampling.js';
import { addUnmapped, sortUnmapped, type Unmapped } from './unmapped.js';
import { requireWholeTable } from './whole-table.js';

export interface VerifyOptions {
  /** Keys of drifting rows to name. */
  readonly sample?: number | undefined;
  /** Compares about this share of the rows, in ranges of keys chosen at random; undefined: all of them. */
  readonly percent?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((rows: number, expected: number | undefined) => void) | undefined;
}

export interface Verification {
  /** Rows that were compared. */
  readonly rows: number;
  /** Rows whose target is not what the source maps to, with NULL as a value like any other. */
  readonly drift: number;
  /** Keys of the first such rows. */
  readonly samples: readonly string[];
  /** Source values without an entry in the map, which count as drift; absent where there are none. */
  readonly unmapped?: readonly Unmapped[];
  /** Absent where every row was compared. */
  readonly sampled?: Sampled;
  /** False: the signal ended it before the last row. */
  readonly complete: boolean;
}

export interface Sampled {
  /** All rows of the table. */
  readonly rows: number;
  readonly ranges: number;
  readonly rangesCompared: number;
}

const firstChunk = 10_000;
const targetMs = 1_000;

/**
 * Compares source and target, chunk by chunk along the key. The statements of one chunk see one snapshot, and no
 * transaction is longer than a chunk. A table without a key is compared in one statement, and no row of it can be named.
 *
 * @throws UserError `not-migrated`, `replica`, `rows-hidden`, `no-key` for a sample, `database-…`
 */
export async function verify(
  connect: Connect,
  given: Job,
  options: VerifyOptions = {},
): Promise<Verification> {
  const { sample = 10, percent, signal, onProgress = () => {} } = options;
  const connection = await connect();
  try {
    const job = await requireDeployed(connection, given);
    await requireWholeTable(connection, job);
    const choice = percent === undefined ? undefined : sampling(job, percent);
    if (job.key.length === 0) return await compareAtOnce(connection, job);
    const estimate = await number(connection, job.dialect.estimateRows(job.sync.table), 'rows');
    const most = job.convert ? mostShown : choice ? rangeOfSample : Number.POSITIVE_INFINITY;
    const first = Math.min(firstChunk, most);
    const unknown = new Map<string, number>();
    const samples: string[] = [];
    const seen = { rows: 0, ranges: 0 };
    const compared = { rows: 0, ranges: 0, drift: 0 };
    const result = (complete: boolean): Verification => ({
      rows: compared.rows,
      drift: compared.drift,
      samples,
      ...(unknown.size > 0 && { unmapped: sortUnmapped(unknown) }),
      ...(choice && { sampled: { ...seen, rangesCompared: compared.ranges } }),
      complete,
    });
    const compare = async (range: KeyRange, rows: number) => {
      const found = await compareRange(connection, job, range, sample - samples.length, unknown);
      samples.push(...found.samples);
      compared.rows += rows;
      compared.ranges += 1;
      compared.drift += found.drift;
    };
    let after: Key | undefined;
    let last: { readonly range: KeyRange; readonly rows: number } | undefined;
    for (let size = first; !signal?.aborted; ) {
      const started = performance.now();
      const looks = choice?.() ?? true;
      const end = await connection.snapshot(async () => {
        const found = await batchEnd(connection, job, { after }, size);
        if (found && looks) await compare({ after, through: found.key }, found.rows);
        return found;
      });
      if (end === undefined) {
        // No range was chosen: of a small table something is compared all the same.
        if (compared.ranges === 0 && last) await compare(last.range, last.rows);
        return result(true);
      }
      last = { range: { after, through: end.key }, rows: end.rows };
      seen.rows += end.rows;
      seen.ranges += 1;
      after = end.key;
      onProgress(seen.rows, estimate > 0 ? Math.max(estimate, seen.rows) : undefined);
      if (!choice) size = Math.min(most, nextBatchSize(size, performance.now() - started, targetMs, first));
    }
    return result(false);
  } catch (error) {
    throw databaseError(error, connection);
  } finally {
    await connection.close();
  }
}

async function compareAtOnce(connection: Connection, job: Job): Promise<Verification> {
  const { dialect } = job;
  const unknown = new Map<string, number>();
  return await connection.snapshot(async () => {
    const sync = await convertedColumns(connection, job, {});
    const rows = await number(connection, dialect.countRows(sync.table), 'rows');
    const drift = await number(connection, dialect.countDrift(sync), 'drift');
    if (drift > 0) await addUnmapped(connection, { ...job, sync }, {}, unknown);
    const unmapped = unknown.size > 0 && { unmapped: sortUnmapped(unknown) };
    return { rows, drift, samples: [], ...unmapped, complete: true };
  });
}

async function compareRange(
  connection: Connection,
  job: Job,
  range: KeyRange,
  wanted: number,
  unknown: Map<string, number>,
): Promise<{ readonly drift: number; readonly samples: readonly string[] }> {
  const { dialect, key } = job;
  const sync = await convertedColumns(connection, job, range);
  const drift = await number(connection, dialect.countDrift(sync, key, range), 'drift');
  if (drift === 0) return { drift, samples: [] };
  await addUnmapped(connection, { ...job, sync }, range, unknown);
  if (wanted <= 0) return { drift, samples: [] };
  const { rows } = await connection.query<KeyRow>(dialect.sampleDrift(sync, key, wanted, range));
  return { drift, samples: rows.map((row) => formatKey(key, keyOf(row, key.length))) };
}

async function number<Name extends string>(
  connection: Connection,
  statement: Parameters<Connection['query']>[0],
  name: Name,
): Promise<number> {
  const { rows } = await connection.query<Record<Name, number | string>>(statement);
  return Number(rows[0]?.[name] ?? 0);
}
