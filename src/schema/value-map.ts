import type { Conversion, ValueMap } from '../model/conversion.js';
import type { Column } from './transition.js';

interface Mapped {
  readonly source: Column;
  readonly target: Column;
  readonly forward: Conversion;
}

/**
 * The map of a transition by Prisma names, with what `*` means spelt out: the other values of a source enum become
 * entries. A target value that only `*` leads to comes back to a text source as its own name.
 *
 * @returns undefined for a transition without a map
 */
export function valueMap({ source, forward }: Mapped): ValueMap | undefined {
  if (forward.kind !== 'map') return undefined;
  const { entries, otherwise } = forward.map;
  if (otherwise === undefined) return { entries };
  if (source.enumValues) {
    const named = new Set(entries.map(({ from }) => from));
    const others = source.enumValues.filter(({ name }) => !named.has(name));
    return { entries: [...entries, ...others.map(({ name }) => ({ from: name, to: otherwise }))] };
  }
  if (entries.some(({ to }) => to === otherwise)) return { entries, otherwise };
  return { entries: [...entries, { from: otherwise, to: otherwise }], otherwise };
}

/** The same map by the names that enum values have in the database. */
export function databaseValueMap(mapped: Mapped): ValueMap | undefined {
  const map = valueMap(mapped);
  if (!map) return undefined;
  const { source, target } = mapped;
  const { entries, otherwise } = map;
  return {
    entries: entries.map(({ from, to }) => ({
      from: databaseValue(source, from),
      to: databaseValue(target, to),
    })),
    ...(otherwise !== undefined && { otherwise: databaseValue(target, otherwise) }),
  };
}

/** What a value by its Prisma name is in the database. */
function databaseValue({ enumValues }: Column, name: string): string {
  return enumValues?.find((value) => value.name === name)?.value ?? name;
}
