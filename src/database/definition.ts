/**
 * The text of an index or a constraint, as PostgreSQL writes it, with one column in the place of another.
 *
 * @param references how often the catalog says that the object refers to the source: where the text names it more often
 *   or less, a function, a type or a text is called the same, and nothing is guessed
 * @returns undefined where the text cannot be carried over
 */
export function withColumn(
  definition: string,
  source: string,
  target: string,
  references: number,
): string | undefined {
  let found = 0;
  const text = definition.replaceAll(token, (part, offset: number) => {
    if (part.startsWith("'") || nameOf(part) !== source) return part;
    const before = definition.slice(0, offset).trimEnd();
    const after = definition.slice(offset + part.length).trimStart();
    // A type, a collation, a function, or a name behind that of its schema.
    if (/(?:::|\bCOLLATE|\.)$/.test(before) || after.startsWith('(') || after.startsWith('.')) return part;
    found += 1;
    return quote(target);
  });
  return found === references ? text : undefined;
}

/** A text in quotes, a quoted name, a bare name. */
const token = /E?'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*/gu;

function nameOf(part: string): string {
  return part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
