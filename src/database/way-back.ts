/** Whether a text is longer than its type allows: `VARCHAR(8)`, `character varying(8)`. */
export function isTooLong(value: string, sqlType: string): boolean {
  const length = /^(?:n?(?:var)?char|character(?: varying)?)\s*\((\d+)\)$/i.exec(sqlType)?.[1];
  return length !== undefined && [...value].length > Number(length);
}
