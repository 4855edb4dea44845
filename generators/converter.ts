import type { ColumnTransition } from '../src/schema/transition.js';
import { valueMap } from '../src/schema/value-map.js';
import { literal } from './literal.js';

/** The two functions between the values of a source and those of its target, as TypeScript source. */
export interface ConverterSource {
  readonly sourceField: string;
  readonly targetField: string;
  /** What `parse` takes: the known values, or any text where `*` maps all others. */
  readonly sourceType: string;
  readonly targetType: string;
  /** What `format` gives. */
  readonly formatType: string;
  /** The source is an enum, and every value of it has an entry. */
  readonly isClosed: boolean;
  /** Without an entry for every text, `parse` also takes any text and gives null for what it does not know. */
  readonly isPartial: boolean;
  readonly parseEntries: string;
  readonly otherwise: string;
  readonly formatEntries: string;
}

/** @returns undefined where values stay as they are */
export function converterSource(transition: ColumnTransition): ConverterSource | undefined {
  const { source, target } = transition;
  const map = valueMap(transition);
  if (!map || !target.enumValues) return undefined;
  const { entries, otherwise } = map;
  const back = target.enumValues.map(
    ({ name }) => [name, entries.find(({ to }) => to === name)!.from] as const,
  );
  return {
    sourceField: source.field,
    targetField: target.field,
    sourceType: otherwise === undefined ? union(entries.map(({ from }) => from)) : 'string',
    targetType: union(target.enumValues.map(({ name }) => name)),
    formatType: union(back.map(([, from]) => from)),
    isPartial: otherwise === undefined && !source.enumValues,
    isClosed: source.enumValues !== undefined,
    parseEntries: source.enumValues
      ? literal(Object.fromEntries(entries.map(({ from, to }) => [from, to])))
      : literal(entries.map(({ from, to }) => [from, to])),
    otherwise: literal(otherwise ?? null),
    formatEntries: literal(Object.fromEntries(back)),
  };
}

function union(values: readonly string[]): string {
  return [...new Set(values)].map((value) => literal(value)).join(' | ');
}
