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

/**
 * What stands behind the table in the statement of an index, as PostgreSQL writes it: `USING btree (…) WHERE …`.
 *
 * @returns undefined where the statement begins otherwise
 */
export function indexBody(definition: string): string | undefined {
  const name = '(?:"(?:[^"]|"")*"|[^\\s".]+)';
  const head = new RegExp(
    `^CREATE (?:UNIQUE )?INDEX ${name} ON (?:ONLY )?(?:${name}\\.)?${name} (?=USING )`,
    's',
  );
  return head.test(definition) ? definition.replace(head, '') : undefined;
}

/** The name of a copy: that of the target in the place of the source's, or else behind it. */
export function copyName(name: string, source: string, target: string): string {
  const copied = name.includes(source) ? name.replace(source, () => target) : `${name}_${target}`;
  // Longer names PostgreSQL cuts, and two might be cut to the same.
  if (copied !== name && Buffer.byteLength(copied) <= 63) return copied;
  return `${Buffer.from(name)
    .subarray(0, 50)
    .toString()
    .replace(/\uFFFD$/, '')}_carried`;
}
