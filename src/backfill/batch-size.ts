const largest = 20_000;

/**
 * Rows for the next batch, so that it takes about as long as wanted. It at most doubles or halves, for one slow
 * batch says little.
 *
 * @param size rows of the last batch
 * @param elapsedMs how long it took
 * @param targetMs how long one should take; 0 keeps to `first`
 * @param first rows of the first batch: where a batch that had to be split grows back to
 */
export function nextBatchSize(size: number, elapsedMs: number, targetMs: number, first: number): number {
  if (targetMs === 0) return Math.min(first, size * 2);
  const factor = Math.min(2, Math.max(0.5, targetMs / Math.max(elapsedMs, 1)));
  return Math.min(Math.max(largest, first), Math.max(1, Math.round(size * factor)));
}
