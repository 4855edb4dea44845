/** One place where a searched name stands in a text. */
export interface TextHit {
  readonly offset: number;
  readonly name: string;
  /** Where it is spelled in more characters than the name has. */
  readonly length?: number;
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

const ESCAPE = /\\(?:u\{([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})|x([\da-fA-F]{2}))/g;
const JOINT = /(['"`])\s*\+\s*\1/g;

/** Whether a text may hold a name that a search for the name does not find, with an escape in it or put together. */
export function mayDisguise(text: string, names: readonly string[]): boolean {
  const plain = text
    .replace(ESCAPE, (whole, ...codes: (string | undefined)[]) => {
      const code = Number.parseInt(codes.slice(0, 3).find((each) => each !== undefined)!, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    })
    .replace(JOINT, '');
  return plain !== text && searchNames(plain, names).length > searchNames(text, names).length;
}

function escapeExpression(text: string): string {
  return text.replace(/[$]/g, '\\$&');
}

/** Offsets of lines that `// pec-ignore-next-line reason` or `// pec-ignore-file` take out. */
export function ignoredBy(text: string): (offset: number) => 'ignore-line' | 'ignore-file' | undefined {
  if (/^[^\S\r\n]*(?:\/\/|\/\*)\s*pec-ignore-file\b/m.test(text)) return () => 'ignore-file';
  const ranges = [...text.matchAll(/(?:\/\/|\/\*|\{\/\*)[ \t]*pec-ignore-next-line\b[^\n]*\n?/g)].map(
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
