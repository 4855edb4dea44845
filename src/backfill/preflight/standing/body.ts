/** What the text of a function or a trigger says about a column. Text only: dynamic SQL counts by what is written in it. */

/** The text without `--` and block comments; what stands in quotes stays. */
export function withoutComments(sql: string): string {
  return sql.replaceAll(
    /('(?:[^']|'')*')|("(?:[^"]|"")*")|--[^\n]*|\/\*[\s\S]*?\*\//g,
    (text, literal: string | undefined, quoted: string | undefined) =>
      literal ?? quoted ?? ' '.repeat(text.length && 1),
  );
}

/**
 * Whether a text names a column, as a whole word, quoted or not. A name with capitals means something only as it is
 * written: without quotes the database would read it in lower case.
 */
export function names(text: string, column: string): boolean {
  const searched = column === column.toLowerCase() ? text.toLowerCase() : text;
  for (let at = searched.indexOf(column); at !== -1; at = searched.indexOf(column, at + 1)) {
    // A letter may be two UTF-16 units long.
    const before = searched.slice(Math.max(0, at - 2), at);
    const after = searched.slice(at + column.length, at + column.length + 2);
    if (!/[\p{L}\p{N}_$]$/u.test(before) && !/^[\p{L}\p{N}_$]/u.test(after)) return true;
  }
  return false;
}

/** Statements whose text is put together while they run: which table they mean cannot be read. */
export function isDynamic(body: string): boolean {
  return /\bexecute\b|\bformat\s*\(|\bprepare\b/i.test(body);
}

/** `INSERT … SELECT OLD.*`, `VALUES (NEW.*)`: what is written has one value more as soon as the table has a column more. */
export function insertsWholeRow(body: string): boolean {
  return (
    /\binsert\s+into\b[^;]*?(?:\b(?:old|new)\s*\)?|\$\d+\s*\)?|\b[\w"]+)\s*\.\s*\*/i.test(body) ||
    /\binsert\s+into\b[^;]*?\bselect\s+(?:distinct\s+)?\*/i.test(body)
  );
}

/** `SELECT *`, `u.*` or `RETURNING *`. */
export function selectsWholeRow(body: string): boolean {
  return /\b(?:select|returning)\s+(?:distinct\s+)?\*|[\w")]\s*\.\s*\*/i.test(body);
}

/** `to_jsonb(NEW)`, `row_to_json(OLD)`, `hstore(NEW)`, `NEW::text`: the row as a value, with the names of its columns. */
export function passesWholeRow(body: string): boolean {
  return (
    /\b(?:to_jsonb?|row_to_json|hstore|jsonb?_build_object|quote_literal|quote_nullable)\s*\(\s*(?:old|new)\b(?!\s*\.)/i.test(
      body,
    ) ||
    /\b(?:old|new)\s*(?:\.\s*\*\s*\))?\s*::/i.test(body) ||
    /\brow\s*\(\s*(?:old|new)\s*\.\s*\*/i.test(body)
  );
}

/** Whether a row trigger may give the new row another value in one of these columns. */
export function mayAssign(
  body: string,
  language: string,
  columns: readonly string[],
  args: readonly string[],
): boolean {
  const named = columns.filter((column) => names(body, column));
  const passed = columns.some((column) => args.some((arg) => names(arg, column)));
  if (language !== 'plpgsql') return named.length > 0 || passed;
  // The row as a whole is replaced: by hstore, by a record from JSON, by another row.
  const replaced =
    /\bnew\s*:?=(?!=)/i.test(body.replaceAll(/\b(?:if|when|where|and|or|on|elsif)\b[^;]*?\bthen\b/gi, ' ')) ||
    /\binto\s+(?:strict\s+)?new\b(?!\s*\.)/i.test(body) ||
    /\breturn\s+(?!new\b|null\b|old\b|;)/i.test(body);
  if (replaced) return true;
  return named.some((column) => {
    const field = `new\\s*\\.\\s*(?:"${escaped(column)}"|${escaped(column)}\\b)`;
    return (
      new RegExp(`(?:^|;|\\bbegin\\b|\\bthen\\b|\\belse\\b|\\bloop\\b|>>)\\s*${field}\\s*:?=`, 'i').test(
        body,
      ) || new RegExp(`\\binto\\s+(?:strict\\s+)?[^;]*?${field}`, 'i').test(body)
    );
  });
}

function escaped(name: string): string {
  return name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
