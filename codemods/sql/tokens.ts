import type { Provider } from '../../src/schema/transition.js';

export interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'comment' | 'other';
  readonly offset: number;
  readonly length: number;
  /** Of a name: without its quotes. */
  readonly text: string;
}

/** What begins and ends with which characters, in the order in which they are tried. */
const LEXEMES: readonly { readonly kind: Token['kind']; readonly pattern: RegExp }[] = [
  { kind: 'comment', pattern: /--[^\n]*|\/\*[\s\S]*?\*\//y },
  { kind: 'string', pattern: /(?:[eEnNbBxX])?'(?:[^'\\]|''|\\[\s\S])*'|\$(\w*)\$[\s\S]*?\$\1\$/y },
  { kind: 'quoted', pattern: /"(?:[^"]|"")*"|`(?:[^`]|``)*`/y },
  { kind: 'word', pattern: /[\p{L}_][\p{L}\p{N}_$]*/uy },
  { kind: 'other', pattern: /\s+|\d[\w.]*|[\s\S]/uy },
];

/** Cuts SQL of any of the dialects into tokens; white space is none. */
export function tokensOf(sql: string, provider: Provider): readonly Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  while (offset < sql.length) {
    const { kind, length } = nextToken(sql, offset, provider);
    const raw = sql.slice(offset, offset + length);
    if (raw.trim() !== '') {
      const isName = kind === 'quoted';
      tokens.push({ kind, offset, length, text: isName ? raw.slice(1, -1) : raw });
    }
    offset += length;
  }
  return tokens;
}

function nextToken(sql: string, offset: number, provider: Provider): Pick<Token, 'kind' | 'length'> {
  if (provider === 'sqlite' && /^\[[^\]\n]+\]/.test(sql.slice(offset, offset + 130))) {
    return { kind: 'quoted', length: sql.indexOf(']', offset) + 1 - offset };
  }
  for (const { kind, pattern } of LEXEMES) {
    pattern.lastIndex = offset;
    const found = pattern.exec(sql)?.[0];
    if (found === undefined) continue;
    // In MySQL double quotes hold a text.
    const isText = kind === 'quoted' && provider === 'mysql' && found.startsWith('"');
    return { kind: isText ? 'string' : kind, length: found.length };
  }
  return { kind: 'other', length: 1 };
}

/**
 * The same statements in the spelling of PostgreSQL, every character at its place: names in double quotes, texts in
 * single ones, and a number for each parameter that is written as a question mark.
 */
export function asPostgres(sql: string, provider: Provider): string {
  if (provider === 'postgresql') return sql;
  let result = '';
  let end = 0;
  for (const { kind, offset, length, text } of tokensOf(sql, provider)) {
    result += sql.slice(end, offset);
    const raw = sql.slice(offset, offset + length);
    end = offset + length;
    if (kind === 'quoted') result += `"${text}"`;
    else if (kind === 'string' && raw.startsWith('"')) result += `'${raw.slice(1, -1).replaceAll("'", ' ')}'`;
    else result += raw === '?' ? '1' : raw;
  }
  return result + sql.slice(end);
}

/** The statements of a text, each with everything around it blanked out, so that its places stay. */
export function statementsOf(sql: string, provider: Provider): readonly string[] {
  const ends = tokensOf(sql, provider)
    .filter(({ kind, text }) => kind === 'other' && text === ';')
    .map(({ offset }) => offset);
  const statements: string[] = [];
  let start = 0;
  for (const end of [...ends, sql.length]) {
    if (sql.slice(start, end).trim() !== '') {
      statements.push(`${blank(sql.slice(0, start))}${sql.slice(start, end)}`);
    }
    start = end + 1;
  }
  return statements;
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
