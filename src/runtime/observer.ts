import type { TransitionsMetadata } from './metadata.js';

/** A record that was read with both sides, of which the target is not what the source maps to. */
export interface Drift {
  /** Named by its target: `User.displayName`. */
  readonly transition: string;
  readonly model: string;
  /** The operation that read it, as Prisma names it: `findMany`. */
  readonly operation: string;
  /** The two values as they stand in the database. A target of null is most often a row that is not copied yet. */
  readonly source: unknown;
  readonly target: unknown;
  /** What was selected of the record, as it stands in the database. */
  readonly record: Readonly<Record<string, unknown>>;
}

/** What the extension did for one transition since it was made. */
export interface TransitionCounter {
  /** Records read whose sides differ. */
  drift: number;
  /** Rows, or updates of many rows, to which it added the other side; counted when they are sent. */
  mirrored: number;
  /** Queries refused with a `TransitionError`. */
  refused: number;
}

/** One counter for each transition, by its id; they only ever grow. */
export type TransitionCounters = Record<string, TransitionCounter>;

export interface TransitionsOptions {
  /**
   * Called for each record with both sides that differ, before the query returns. What it throws rejects that query,
   * so that a test may fail there.
   */
  readonly onDrift?: (drift: Drift) => void;
  /** An object to count in: pass an empty one. */
  readonly counters?: TransitionCounters;
}

/** What the rewriting and the reading of results tell; there is none where nobody asked for it. */
export interface Observer {
  drift(drift: Drift): void;
  mirrored(transition: string): void;
  refused(transition: string): void;
}

export function observerOf(
  { models }: TransitionsMetadata,
  { onDrift, counters }: TransitionsOptions,
): Observer | undefined {
  if (!onDrift && !counters) return undefined;
  const counted: TransitionCounters = counters ?? {};
  for (const { transitions = [] } of Object.values(models)) {
    for (const { id } of transitions) counted[id] ??= { drift: 0, mirrored: 0, refused: 0 };
  }
  const add = (transition: string, what: keyof TransitionCounter) => {
    counted[transition]![what] += 1;
  };
  return {
    drift: (drift) => {
      add(drift.transition, 'drift');
      onDrift?.(drift);
    },
    mirrored: (transition) => add(transition, 'mirrored'),
    refused: (transition) => add(transition, 'refused'),
  };
}
