import type { Conversion } from './operation.js';

/** The values that the way back writes to the source: for each value of the target the first that leads to it. */
export function valuesBack(conversion: Conversion): readonly string[] {
  if (conversion.kind !== 'map') return [];
  const back = new Map<string, string>();
  for (const { from, to } of conversion.entries) if (!back.has(to)) back.set(to, from);
  return [...back.values()];
}

/** Whether a text is longer than its type allows: `VARCHAR(8)`, `character varying(8)`. */
export function isTooLong(value: string, sqlType: string): boolean {
  const length = /^(?:n?(?:var)?char|character(?: varying)?)\s*\((\d+)\)$/i.exec(sqlType)?.[1];
  return length !== undefined && [...value].length > Number(length);
}
