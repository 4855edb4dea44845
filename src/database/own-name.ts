import { createHash } from 'node:crypto';
import type { TableName } from './operation.js';

/**
 * A name of ours: deterministic, unique to all of its parts, and never cut by the database.
 *
 * @param longest how many bytes of a name the database keeps
 */
export function ownName(
  longest: number,
  kind: string,
  table: TableName,
  ...columns: readonly string[]
): string {
  const parts = [table.schema ?? '', table.name, ...columns];
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 8);
  const readable = ['pec', kind, table.name, ...columns].join('_');
  return `${truncate(readable, longest - hash.length - 1)}_${hash}`;
}

/** Cuts a text at a number of bytes, never inside a character. */
function truncate(text: string, bytes: number): string {
  let cut = '';
  for (const character of text) {
    if (Buffer.byteLength(cut + character) > bytes) break;
    cut += character;
  }
  return cut;
}
