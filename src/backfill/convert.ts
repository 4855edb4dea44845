import type { Connection } from '../database/connection.js';
import type { Dialect, KeyRange } from '../database/dialect.js';
import { backwardOf, type Correspondence } from '../database/operation.js';
import type { ValuePair } from '../model/conversion.js';
import type { Converted, Job } from './job.js';

/** More rows than this are not shown to code at once: each of their values stands in the statement that follows. */
export const mostShown = 500;

/** Code failed at a value, which is a matter of its row and of no other. */
export class ConversionFailed extends Error {
  override readonly name = 'ConversionFailed';
}

/**
 * Compare and set: reads the values in a range, converts them, and gives columns whose statements touch a row only
 * while its source still is one of the values that were read. So what the application writes meanwhile stays.
 *
 * @returns the columns of the job as they are, where the database converts
 * @throws ConversionFailed
 */
export async function convertedColumns(
  connection: Connection,
  { dialect, sync, key, convert }: Job,
  range: KeyRange,
): Promise<Correspondence> {
  if (convert === undefined) return sync;
  const pair = backwardOf(sync);
  const { rows } = await connection.query<{ value: unknown }>(dialect.sourceValues(pair, key, range));
  const among = rows.map(({ value }) => String(value));
  const entries: ValuePair[] = [];
  for (const from of among) {
    try {
      const to = asText(await convert(from), dialect);
      // A value without a pair becomes NULL.
      if (to !== null) entries.push({ from, to });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ConversionFailed(`the converter fails for ${JSON.stringify(from)}: ${reason}`);
    }
  }
  return { ...pair, forward: { kind: 'map', map: { entries } }, among };
}

function asText(value: Converted, { provider }: Dialect): string | null {
  if (value === null) return null;
  if (typeof value === 'boolean') return provider === 'postgresql' ? String(value) : String(Number(value));
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
    return String(value);
  throw new Error(`it gives ${value === undefined ? 'nothing' : `a value of type ${typeof value}`}`);
}
