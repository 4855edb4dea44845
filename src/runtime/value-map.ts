import type { FieldTransition, ValueMap } from './metadata.js';
import { TransitionError } from './transition-error.js';

/** What a value of the source is in the target: as the trigger does, NULL for one that the map does not know. */
export function toTarget(transition: FieldTransition, value: unknown): unknown {
  const { id, values, source, target } = transition;
  if (!values) return value;
  const found = mapped(transition, value);
  if (found !== undefined) return found;
  if (!target.required) return null;
  throw new TransitionError(
    'not-mirrorable',
    id,
    `the value map has no entry for ${source.field}: ${JSON.stringify(value)}. Add it to the annotation, or a \`*\``,
  );
}

/** @returns undefined for a value that the map does not know */
export function mapped({ values }: FieldTransition, value: unknown): unknown {
  if (!values || value === null) return value;
  return forward(values).get(value) ?? values.otherwise;
}

/** The first entry that leads to a value is the way back from it. */
export function toSource({ id, values, target }: FieldTransition, value: unknown): unknown {
  if (!values || value === null) return value;
  const entry = values.entries.find(([, to]) => to === value);
  if (entry) return entry[0];
  throw new TransitionError(
    'not-mirrorable',
    id,
    `no source value maps to ${target.field}: ${JSON.stringify(value)}. Add one to the map of the annotation`,
  );
}

const lookups = new WeakMap<ValueMap, ReadonlyMap<unknown, string>>();

function forward(values: ValueMap): ReadonlyMap<unknown, string> {
  let lookup = lookups.get(values);
  if (!lookup) {
    lookup = new Map([...values.entries].reverse()); // of two entries for one value, the first counts
    lookups.set(values, lookup);
  }
  return lookup;
}
