import type { Connection } from '../database/connection.js';
import type { Key, KeyRange } from '../database/dialect.js';
import { UserError } from '../errors.js';
import { formatKey, type Job } from './job.js';

/**
 * Where the next batch ends: its last key, and how many rows it has.
 *
 * @param size rows at most
 * @returns undefined once the range holds no row
 * @throws UserError `key-order` where the key does not move on, which would never end
 */
export async function batchEnd(
  connection: Connection,
  { dialect, sync, key }: Job,
  range: KeyRange,
  size: number,
): Promise<{ readonly key: Key; readonly rows: number } | undefined> {
  const { rows } = await connection.query<KeyRow & { readonly rows: number | string }>(
    dialect.nextBatchEnd(sync.table, key, range, size),
  );
  if (rows[0] === undefined) return undefined;
  const last = keyOf(rows[0], key.length);
  if (range.after?.every((part, index) => part === last[index])) {
    throw new UserError(
      'key-order',
      `The key of "${sync.table.name}" cannot be walked along: it stands still at ${formatKey(key, last)}`,
      {
        hint: 'a key of floating-point numbers, or of values of several types, has no text that stands for it',
      },
    );
  }
  return { key: last, rows: Number(rows[0].rows) };
}

/** `key_1`, `key_2`, …: how the dialects name the parts of a key, always as text. */
export type KeyRow = Readonly<Record<`key_${number}`, string>>;

export function keyOf(row: KeyRow, length: number): Key {
  return Array.from({ length }, (_, index) => row[`key_${index + 1}`] as string);
}
