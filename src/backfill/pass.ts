import type { CopyDirection } from '../database/dialect.js';
import type { FailedRow, Progress, Range } from './progress.js';
import type { Session, SessionOptions } from './session.js';
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

/** How workers come by their ranges. */
export interface RangeSource {
  claim(session: Session, worker: string): Promise<Range | undefined>;
  /** The range of this worker is worked off. */
  done(session: Session, worker: string, range: Range): Promise<void>;
  /** True once no range will come any more. */
  isEmpty(session: Session): Promise<boolean>;
}

/** What the workers of one process share while they work on one pass. */
export interface Pass {
  readonly session: SessionOptions;
  readonly direction: CopyDirection;
  readonly batchSize: number;
  readonly targetMs: number;
  readonly pauseMs: number;
  readonly attempts: number;
  readonly signal: AbortSignal;
  readonly report: (event: BackfillEvent) => void;
  readonly source: RangeSource;
  readonly watch: Watch | undefined;
  /** What the leader says: the others wait unless it is `running`. */
  state: 'running' | 'paused' | 'throttled';
  /** The newest that any worker has seen. */
  progress: Progress;
  /** Set once, by the worker that knows how the pass ends. */
  outcome: Outcome | undefined;
}

export function tally({ rowsScanned, rowsCopied, rowsTotal, failedRows }: Progress): Tally {
  return { rowsScanned, rowsCopied, rowsTotal, rowsFailed: failedRows.length };
}
