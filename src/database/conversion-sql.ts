import type { Conversion, ValuePair } from '../model/conversion.js';

/** What a dialect brings to the SQL of a conversion. */
export interface ConversionSyntax {
  literal(value: string): string;
  /** Whether a value is exactly this text, whatever the collation of its column holds for the same. */
  isText(value: string, text: string): string;
  /** A value, such as one of an enum, as a text. */
  asText(value: string): string;
}

/** What a conversion makes of the SQL in `value`. */
export function convert(conversion: Conversion, value: string, syntax: ConversionSyntax): string {
  switch (conversion.kind) {
    case 'copy':
      return value;
    case 'map': {
      const { entries, otherwise } = conversion.map;
      return cases(value, entries, otherwise === undefined ? 'NULL' : syntax.literal(otherwise), syntax);
    }
    case 'inverse-map': {
      const entries = conversion.map.entries.map(({ from, to }) => ({ from: to, to: from }));
      return cases(value, entries, syntax.asText(value), syntax);
    }
    case 'sql':
      return `(${conversion.expression})`;
  }
}

/** Whether the value is one that a map does not know; undefined if there is no such value. */
export function isUnmapped(
  conversion: Conversion,
  value: string,
  { isText }: ConversionSyntax,
): string | undefined {
  if (conversion.kind !== 'map' || conversion.map.otherwise !== undefined) return undefined;
  const known = conversion.map.entries.map(({ from }) => isText(value, from)).join(' OR ');
  // NULL is no value, and neither true nor false here.
  return known ? `NOT (${known})` : `${value} IS NOT NULL`;
}

/** Whether a value is one of these texts, or NULL. */
export function isAmong(texts: readonly string[], value: string, { isText }: ConversionSyntax): string {
  return `(${[`${value} IS NULL`, ...texts.map((text) => isText(value, text))].join(' OR ')})`;
}

function cases(
  value: string,
  entries: readonly ValuePair[],
  otherwise: string,
  { literal, isText }: ConversionSyntax,
): string {
  const whens = entries.map(({ from, to }) => `WHEN ${isText(value, from)} THEN ${literal(to)}`);
  return `(CASE WHEN ${value} IS NULL THEN NULL ${whens.join(' ')} ELSE ${otherwise} END)`;
}
