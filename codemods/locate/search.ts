/** One place where a searched name stands in a text. */
export interface TextHit {
  readonly offset: number;
  readonly name: string;
}

/** All places of the names, on identifier boundaries: exactly what the partition has to account for. */
export function searchNames(text: string, names: readonly string[]): TextHit[] {
  // A quick no for most files, before the expression with its look-arounds.
  if (!names.some((name) => text.includes(name))) return [];
  const pattern = new RegExp(
    `(?<![\\p{ID_Continue}$])(?:${names.map(escapeExpression).join('|')})(?![\\p{ID_Continue}$])`,
    'gu',
  );
  return [...text.matchAll(pattern)].map((match) => ({ offset: match.index, name: match[0] }));
}

function escapeExpression(text: string): string {
  return text.replace(/[$]/g, '\\$&');
}

/** Offsets of lines that `// pec-ignore-next-line reason` or `// pec-ignore-file` take out. */
export function ignoredBy(text: string): (offset: number) => 'ignore-line' | 'ignore-file' | undefined {
  if (/^\s*(?:\/\/|\/\*)\s*pec-ignore-file\b/m.test(text)) return () => 'ignore-file';
  const ranges = [...text.matchAll(/(?:\/\/|\/\*|\{\/\*)[ \t]*pec-ignore-next-line\b.*(?:\r?\n|$)/g)].map(
    (match) => {
      const start = match.index + match[0].length;
      const end = text.indexOf('\n', start);
      return [start, end === -1 ? text.length : end] as const;
    },
  );
  if (ranges.length === 0) return () => undefined;
  return (offset) =>
    ranges.some(([start, end]) => start <= offset && offset <= end) ? 'ignore-line' : undefined;
}
