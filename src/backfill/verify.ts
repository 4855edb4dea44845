import type { Connection } from '../database/connection.js';
import type { Key } from '../database/dialect.js';
import { batchEnd, type KeyRow, keyOf } from './batch-end.js';
import { nextBatchSize } from './batch-size.js';
import { databaseError } from './database-error.js';
import { requireDeployed } from './deployed.js';
import { type Connect, formatKey, type Job } from './job.js';
import { addUnmapped, sortUnmapped, type Unmapped } from './unmapped.js';

export interface VerifyOptions {
  /** Keys of drifting rows to name. */
  readonly sample?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((rows: number, expected: number | undefined) => void) | undefined;
}

export interface Verification {
  readonly rows: number;
  /** Rows whose target is not what the source maps to, with NULL as a value like any other. */
  readonly drift: number;
  /** Keys of the first such rows. */
  readonly samples: readonly string[];
  /** Source values without an entry in the map, which count as drift; absent where there are none. */
  readonly unmapped?: readonly Unmapped[];
  /** False: the signal ended it before the last row. */
  readonly complete: boolean;
}

const firstChunk = 10_000;
const targetMs = 1_000;

/**
 * Compares every row, chunk by chunk along the key, so that no transaction is long. A table without a key is
 * compared in one statement, and no row of it can be named.
 *
 * @throws UserError `not-migrated`, `database-…`
 */
export async function verify(
  connect: Connect,
  given: Job,
  options: VerifyOptions = {},
): Promise<Verification> {
  const { sample = 10, signal, onProgress = () => {} } = options;
  const connection = await connect();
  try {
    const job = await requireDeployed(connection, given);
    const { dialect, sync, key } = job;
    const unknown = new Map<string, number>();
    const unmapped = () => (unknown.size > 0 ? { unmapped: sortUnmapped(unknown) } : {});
    if (key.length === 0) {
      const rows = await number(connection, dialect.countRows(sync.table), 'rows');
      const drift = await number(connection, dialect.countDrift(sync), 'drift');
      if (drift > 0) await addUnmapped(connection, job, {}, unknown);
      return { rows, drift, samples: [], ...unmapped(), complete: true };
    }

    const estimate = await number(connection, dialect.estimateRows(sync.table), 'rows');
    const samples: string[] = [];
    let rows = 0;
    let drift = 0;
    let after: Key | undefined;
    for (let size = firstChunk; !signal?.aborted; ) {
      const started = performance.now();
      const end = await batchEnd(connection, job, { after }, size);
      if (end === undefined) return { rows, drift, samples, ...unmapped(), complete: true };
      const range = { after, through: end.key };
      const found = await number(connection, dialect.countDrift(sync, key, range), 'drift');
      if (found > 0) await addUnmapped(connection, job, range, unknown);
      const wanted = sample - samples.length;
      if (found > 0 && wanted > 0) {
        const { rows: keys } = await connection.query<KeyRow>(dialect.sampleDrift(sync, key, wanted, range));
        samples.push(...keys.map((row) => formatKey(key, keyOf(row, key.length))));
      }
      rows += end.rows;
      drift += found;
      after = end.key;
      onProgress(rows, estimate > 0 ? Math.max(estimate, rows) : undefined);
      size = nextBatchSize(size, performance.now() - started, targetMs, firstChunk);
    }
    return { rows, drift, samples, ...unmapped(), complete: false };
  } catch (error) {
    throw databaseError(error, connection);
  } finally {
    await connection.close();
  }
}

async function number<Name extends string>(
  connection: Connection,
  statement: Parameters<Connection['query']>[0],
  name: Name,
): Promise<number> {
  const { rows } = await connection.query<Record<Name, number | string>>(statement);
  return Number(rows[0]?.[name] ?? 0);
}
