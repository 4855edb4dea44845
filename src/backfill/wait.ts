import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves after `ms`, or as soon as the signal is given. */
export async function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(ms, undefined, signal && { signal }).catch((error: Error) => {
    if (error.name !== 'AbortError') throw error;
  });
}

/** Doubles from 100 ms up to 5 s; the jitter keeps two that met once from meeting again. */
export function backoffMs(attempt: number): number {
  return Math.min(5_000, 100 * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2);
}
