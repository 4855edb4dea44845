import type { TransitionsMetadata } from './metadata.js';
import type { Drift, TransitionCounter, TransitionCounters, TransitionsOptions } from './options.js';

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
