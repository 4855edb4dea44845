import type { Connection } from '../database/connection.js';
import type { Key } from '../database/dialect.js';
import type { Job } from './job.js';

/**
 * Where the next batch ends: its last key, and how many rows it has.
 *
 * @param size rows at most
 * @returns undefined once no row lies after `after`
 */
export async function batchEnd(
  connection: Connection,
  { dialect, sync, key }: Job,
  after: Key | undefined,
  size: number,
): Promise<{ readonly key: Key; readonly rows: number } | undefined> {
  const { rows } = await connection.query<KeyRow & { readonly rows: number | string }>(
    dialect.nextBatchEnd(sync.table, key, after, size),
  );
  return rows[0] && { key: keyOf(rows[0], key.length), rows: Number(rows[0].rows) };
}

/** `key_1`, `key_2`, …: how the dialects name the parts of a key, always as text. */
export type KeyRow = Readonly<Record<`key_${number}`, string>>;

export function keyOf(row: KeyRow, length: number): Key {
  return Array.from({ length }, (_, index) => row[`key_${index + 1}`] as string);
}
