import type { CopyDirection } from '../database/dialect.js';
import type { Finding } from './preflight/preflight.js';
import type { FailedRow, Progress } from './progress.js';
import type { RangeSource } from './ranges.js';
import type { Retries, SessionOptions } from './session.js';
import type { Watch } from './throttle.js';

/** Where a pass stands. Rows count from its beginning, also over several runs. */
export interface Tally {
  readonly rowsScanned: number;
  readonly rowsCopied: number;
  /** An estimate; undefined if there is none. */
  readonly rowsTotal: number | undefined;
  readonly rowsFailed: number;
}

export type BackfillEvent =
  | ({ readonly event: 'finding'; readonly check: string } & Finding)
  | ({ readonly event: 'start'; readonly resumed: boolean } & Tally)
  | ({ readonly event: 'batch'; readonly rows: number; readonly copied: number; readonly ms: number } & Tally)
  | { readonly event: 'retry'; readonly attempt: number; readonly waitMs: number; readonly message: string }
  | { readonly event: 'split'; readonly rows: number; readonly message: string }
  | { readonly event: 'row-failed'; readonly key: string; readonly message: string }
  | { readonly event: 'paused' }
  | { readonly event: 'throttled'; readonly reason: string }
  | { readonly event: 'resumed' };

/** `interrupted`: the signal ended it; the same call goes on. `cancelled`: another process ended it. */
export type Outcome = 'done' | 'failed' | 'interrupted' | 'cancelled';

export interface BackfillResult extends Tally {
  readonly outcome: Outcome;
  readonly failedRows: readonly FailedRow[];
}

/** What the workers of one process share while they work on one pass. */
export interface Pass {
  readonly session: SessionOptions;
  readonly direction: CopyDirection;
  readonly batchSize: number;
  readonly targetMs: number;
  readonly pauseMs: number;
  readonly attempts: number;
  /** For a connection that is lost. */
  readonly retries: Retries;
  readonly signal: AbortSignal;
  readonly report: (event: BackfillEvent) => void;
  readonly source: RangeSource;
  readonly watch: Watch | undefined;
  /** Whether the first worker of this process is the leader: the one that obeys, heeds the load and ends the pass. */
  leads: boolean;
  /** What the leader says: the others wait unless it is `running`. */
  state: 'running' | 'paused' | 'throttled';
  /** When the leader in another process was listened to last, on the clock of `performance.now()`. */
  listened: number;
  /** The newest that any worker has seen. */
  progress: Progress;
  /** Set once, by the worker that knows how the pass ends. */
  outcome: Outcome | undefined;
}

export function tally({ rowsScanned, rowsCopied, rowsTotal, failedRows }: Progress): Tally {
  return { rowsScanned, rowsCopied, rowsTotal, rowsFailed: failedRows.length };
}
