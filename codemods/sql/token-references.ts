import type { Provider } from '../../src/schema/transition.js';
import type { SqlReference } from './reference.js';
import { type Token, tokensOf } from './tokens.js';

const STATEMENTS = /^(?:select|insert|update|delete|merge|replace|create|alter|drop|truncate|copy|call)$/i;
const BEFORE_TABLE = /^(?:from|join|update|into|table|only|on)$/i;
const AFTER_TABLE =
  /^(?:where|set|on|using|join|left|right|inner|full|cross|natural|order|group|limit|values|select|returning|having|union|as|for|offset|window|default|partition|use|force|ignore)$/i;

/**
 * What the tokens of a statement or of a fragment tell: every name may be a column, and a table is what follows `FROM`,
 * `JOIN`, `UPDATE`, `INTO`.
 */
export function tokenReferences(sql: string, provider: Provider): readonly SqlReference[] {
  const tokens = tokensOf(sql, provider).filter(({ kind }) => kind !== 'comment');
  const first = tokens.find(({ kind, text }) => kind === 'word' && STATEMENTS.test(text));
  const statement = first?.text.toUpperCase();
  const { tables, places } = tablesOf(tokens);
  return tokens.flatMap((token, index): SqlReference[] => {
    if (!isName(token) || places.has(index)) return [];
    const before = tokens[index - 1];
    const owner = before?.text === '.' ? tokens[index - 2] : undefined;
    const table = owner && isName(owner) ? tables.get(owner.text.toLowerCase()) : undefined;
    const all = [...new Set(tables.values())];
    return [
      {
        offset: token.offset,
        length: token.length,
        name: token.text,
        use: 'names',
        ...(statement && { statement }),
        tables: owner ? (table === undefined ? [] : [table]) : all,
        isAlias: before !== undefined && before.kind === 'word' && /^as$/i.test(before.text),
        parsed: false,
      },
    ];
  });
}

/** Tables by what they are called in the statement, and which tokens name them. */
function tablesOf(tokens: readonly Token[]): {
  readonly tables: ReadonlyMap<string, string>;
  readonly places: ReadonlySet<number>;
} {
  const tables = new Map<string, string>();
  const places = new Set<number>();
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'word' || !BEFORE_TABLE.test(token.text)) continue;
    let at = index + 1;
    while (tokens[at + 1]?.text === '.') at += 2;
    const named = tokens[at];
    // `ON` is followed by a condition, but for an index: `CREATE INDEX … ON table (…)`.
    if (!named || !isName(named) || (/^on$/i.test(token.text) && tokens[at + 1]?.text !== '(')) continue;
    if (named.kind === 'word' && (BEFORE_TABLE.test(named.text) || AFTER_TABLE.test(named.text))) continue;
    tables.set(named.text.toLowerCase(), named.text);
    places.add(at);
    const next = tokens[at + 1];
    const alias = next && /^as$/i.test(next.text) ? tokens[at + 2] : next;
    if (alias && isName(alias) && !(alias.kind === 'word' && AFTER_TABLE.test(alias.text))) {
      tables.set(alias.text.toLowerCase(), named.text);
    }
  }
  return { tables, places };
}

function isName({ kind }: Token): boolean {
  return kind === 'word' || kind === 'quoted';
}
