import { UserError } from '../errors.js';
import type { Job } from './job.js';

/** Rows of one range: small, so that even a small share of a table is many ranges. */
export const rangeOfSample = 1_000;

/** What a sample without drift says of the whole table, with this confidence. */
export const confidence = 0.95;

/**
 * Chooses ranges of keys by chance, each for itself.
 *
 * @param random gives numbers from 0 up to 1
 * @returns whether the next range is to be compared
 * @throws UserError `no-key`
 */
export function sampling({ key, sync }: Job, percent: number, random = Math.random): () => boolean {
  if (key.length === 0) {
    throw new UserError('no-key', `Table "${sync.table.name}" has no key by which to choose a sample`, {
      hint: 'leave --sample-percent out',
    });
  }
  return () => random() * 100 < percent;
}

/**
 * The largest share of all that may be wrong, if none of `looked` is: with a larger one, a sample without a find would
 * be less likely than 5 %. https://en.wikipedia.org/wiki/Rule_of_three_(statistics)
 */
export function atMost(looked: number): number {
  return looked === 0 ? 1 : 1 - (1 - confidence) ** (1 / looked);
}
