import type { Conversion } from './operation.js';

/** What a dialect brings to the SQL of a conversion. */
export interface ConversionSyntax {
  literal(value: string): string;
  /** Whether a value is exactly this text, whatever the collation of its column holds for the same. */
  isText(value: string, text: string): string;
  /** A value, such as one of an enum, as a text. */
  asText(value: string): string;
}

/** The target's value for the source in `value`. */
export function convertUp(conversion: Conversion, value: string, syntax: ConversionSyntax): string {
  switch (conversion.kind) {
    case 'identity':
      return value;
    case 'map': {
      const { entries, otherwise } = conversion;
      return cases(value, entries, otherwise === undefined ? 'NULL' : syntax.literal(otherwise), syntax);
    }
    case 'values':
      return cases(value, conversion.entries, 'NULL', syntax);
    case 'sql':
      return `(${conversion.up})`;
  }
}

/** The source's value for the target in `value`: the first that maps to it, or else its own text. */
export function convertDown(conversion: Conversion, value: string, syntax: ConversionSyntax): string {
  switch (conversion.kind) {
    case 'identity':
      return value;
    case 'map': {
      const entries = conversion.entries.map(({ from, to }) => ({ from: to, to: from }));
      return cases(value, entries, syntax.asText(value), syntax);
    }
    case 'values':
      throw new Error('Code that converts values knows no way back');
    case 'sql':
      return `(${conversion.down})`;
  }
}

/** Whether the value is one that the map does not know; undefined if there is no such value. */
export function isUnmapped(
  conversion: Conversion,
  value: string,
  { isText }: ConversionSyntax,
): string | undefined {
  if (conversion.kind !== 'map' || conversion.otherwise !== undefined) return undefined;
  const known = conversion.entries.map(({ from }) => isText(value, from)).join(' OR ');
  // NULL is no value, and neither true nor false here.
  return known ? `NOT (${known})` : `${value} IS NOT NULL`;
}

/** Whether a value is among those that code was shown, NULL included; undefined where all are. */
export function isShown(
  conversion: Conversion,
  value: string,
  { isText }: ConversionSyntax,
): string | undefined {
  if (conversion.kind !== 'values') return undefined;
  return `(${[`${value} IS NULL`, ...conversion.entries.map(({ from }) => isText(value, from))].join(' OR ')})`;
}

function cases(
  value: string,
  entries: readonly { readonly from: string; readonly to: string | null }[],
  otherwise: string,
  { literal, isText }: ConversionSyntax,
): string {
  const whens = entries.map(
    ({ from, to }) => `WHEN ${isText(value, from)} THEN ${to === null ? 'NULL' : literal(to)}`,
  );
  return `(CASE WHEN ${value} IS NULL THEN NULL ${whens.join(' ')} ELSE ${otherwise} END)`;
}
