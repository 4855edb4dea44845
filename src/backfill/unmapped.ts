import type { Connection } from '../database/connection.js';
import type { Key, KeyRange } from '../database/dialect.js';
import { UserError } from '../errors.js';
import { batchEnd } from './batch-end.js';
import { nextBatchSize } from './batch-size.js';
import { databaseError } from './database-error.js';
import type { Connect, Job } from './job.js';

/** A value of the source that the map of a transition does not know, and how many rows hold it. */
export interface Unmapped {
  readonly value: string;
  readonly rows: number;
}

const firstChunk = 10_000;
const targetMs = 1_000;
/** More values than this are no oversight in a map. */
const maximumValues = 1_000;

/**
 * Looks through the source of a whole table for values that the map does not know, in chunks along the key, so that
 * no statement is long. The target need not be there yet.
 *
 * @param signal ends it early, with what it has found so far
 * @returns the values with most rows first; [] where the map knows every value
 */
export async function findUnmapped(
  connection: Connection,
  job: Job,
  signal?: AbortSignal,
): Promise<readonly Unmapped[]> {
  const { dialect, sync, key } = job;
  if (dialect.unmappedValues(sync) === undefined) return [];
  const found = new Map<string, number>();
  if (key.length === 0) await addUnmapped(connection, job, {}, found);
  let after: Key | undefined;
  for (let size = firstChunk; key.length > 0 && found.size < maximumValues && !signal?.aborted; ) {
    const started = performance.now();
    const end = await batchEnd(connection, job, { after }, size);
    if (end === undefined) break;
    await addUnmapped(connection, job, { after, through: end.key }, found);
    after = end.key;
    size = nextBatchSize(size, performance.now() - started, targetMs, firstChunk);
  }
  return sortUnmapped(found);
}

/** Adds the unmapped values of one range of keys to what others had. */
export async function addUnmapped(
  connection: Connection,
  { dialect, sync, key }: Job,
  range: KeyRange,
  found: Map<string, number>,
): Promise<void> {
  const statement = dialect.unmappedValues(sync, key, range);
  if (statement === undefined) return;
  const { rows } = await connection.query<{ value: string; rows: number | string }>(statement);
  for (const { value, rows: count } of rows) found.set(value, (found.get(value) ?? 0) + Number(count));
}

export function sortUnmapped(found: ReadonlyMap<string, number>): readonly Unmapped[] {
  return [...found]
    .map(([value, rows]) => ({ value, rows }))
    .toSorted((a, b) => b.rows - a.rows || (a.value < b.value ? -1 : 1));
}

/**
 * The same in a session of its own, before anything of a transition is written.
 *
 * @throws UserError `unmapped-values`, `database-…`
 */
export async function lookForUnmapped(connect: Connect, job: Job): Promise<void> {
  const connection = await connect();
  try {
    requireMapped(job.id, await findUnmapped(connection, job));
  } catch (error) {
    throw databaseError(error, connection);
  } finally {
    await connection.close();
  }
}

/** @throws UserError `unmapped-values` naming each value with its rows */
export function requireMapped(id: string, found: readonly Unmapped[]): void {
  if (found.length === 0) return;
  throw new UserError('unmapped-values', `${id}: the map has no entry for ${describeUnmapped(found)}`, {
    hint: unmappedHint,
  });
}

export const unmappedHint =
  'set these rows right, or add the values to the map of the annotation (`*: …` stands for all others); ' +
  'if stage expand is prepared already, take it back first (`pec revert`), because its trigger holds the map';

/** `"lost" (3 rows), "new" (1 row) and 2 more`. */
export function describeUnmapped(found: readonly Unmapped[]): string {
  const named = found.slice(0, 10).map(({ value, rows }) => {
    const short = value.length > 60 ? `${value.slice(0, 60)}…` : value;
    return `${JSON.stringify(short)} (${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'})`;
  });
  const more = found.length - named.length;
  return named.join(', ') + (more > 0 ? ` and ${more.toLocaleString('en')} more` : '');
}
