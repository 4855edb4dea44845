/** Pairs of values, as they stand in an annotation. */
export interface ValueMap {
  /** In order: of several pairs with one value, the first counts, on the way there and on the way back. */
  readonly entries: readonly ValuePair[];
  /** What every other value becomes; undefined where the pairs name all values, or the others become NULL. */
  readonly otherwise?: string;
}

/** One value of the source and the value of the target that it becomes. */
export interface ValuePair {
  readonly from: string;
  readonly to: string;
}

/** How the value of one column is made from the values of others. NULL stays NULL, but for an SQL expression. */
export type Conversion =
  /** The same value. */
  | { readonly kind: 'copy' }
  | { readonly kind: 'map'; readonly map: ValueMap }
  /** The way back of a map: the first value that leads to the given one, or else its own text. */
  | { readonly kind: 'inverse-map'; readonly map: ValueMap }
  /** An SQL expression over columns by their bare names. */
  | { readonly kind: 'sql'; readonly expression: string };

/** The way there between two columns, and the way back. */
export interface ConversionPair {
  readonly forward: Conversion;
  readonly backward: Conversion;
}

/** Values stay as they are, both ways. */
export const copied: ConversionPair = { forward: { kind: 'copy' }, backward: { kind: 'copy' } };

/** A map, and its way back. */
export function mapped(map: ValueMap): ConversionPair {
  return { forward: { kind: 'map', map }, backward: { kind: 'inverse-map', map } };
}

/** The values that the way back gives: for each value of the target the first that leads to it. */
export function valuesBack({ entries }: ValueMap): readonly string[] {
  const back = new Map<string, string>();
  for (const { from, to } of entries) if (!back.has(to)) back.set(to, from);
  return [...back.values()];
}
