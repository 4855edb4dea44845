import type { TextHit } from '../locate/search.js';
import type { ReasonCode } from '../reasons.js';

export interface DataPlace {
  readonly class: 'needs-you' | 'unrelated';
  readonly reason: ReasonCode;
}

/** The model that has the field, and all names of its fields; other models with the same of theirs. */
export interface DataSubject {
  readonly model: string;
  readonly fields: readonly string[];
  readonly others: Readonly<Record<string, readonly string[]>>;
}

/**
 * What a name in a file of data is. Without types its neighbours tell: it is a key of a record of the model where
 * at least half of the keys beside it are fields of the model and no other model with such a field has more of them, or
 * where a type of GraphQL is called like the model.
 */
export function dataPlace(file: string, text: string, hit: TextHit, subject: DataSubject): DataPlace {
  const other: DataPlace = { class: 'unrelated', reason: 'other-data' };
  const block = blockAround(blocksOf(text), hit.offset);
  if (!block) return other;
  const isGraphql = /\.(?:graphql|gql)$/.test(file);
  if (isGraphql && !/^(?:extend\s+)?(?:type|interface|input)\b/.test(block.header)) return other;
  const { counts, offsets } = isGraphql ? block.fields : block.keys;
  if (!offsets.has(hit.offset)) return other;
  const isNamed = isGraphql && new RegExp(`\\b${subject.model}\\w*\\b`).test(block.header);
  const beside = offsets.size - counts.get(hit.name)!;
  const knownOf = (fields: readonly string[]) =>
    fields.filter((name) => name !== hit.name).reduce((sum, name) => sum + (counts.get(name) ?? 0), 0);
  const known = knownOf(subject.fields);
  const others = Object.entries(subject.others).filter(([, fields]) => fields.includes(hit.name));
  const isOthers =
    others.some(([, fields]) => knownOf(fields) > known) ||
    (isGraphql && others.some(([model]) => new RegExp(`\\b${model}\\w*\\b`).test(block.header)));
  const isRecord = known > 0 && known * 2 >= beside && !isOthers;
  if (!isNamed && !isRecord) return other;
  return { class: 'needs-you', reason: reasonOf(file, isGraphql) };
}

function reasonOf(file: string, isGraphql: boolean): ReasonCode {
  if (isGraphql) return 'graphql-field';
  return file.endsWith('.snap') ? 'snapshot' : 'data-record';
}

/** Names in a block: how often each stands there, and where. */
interface Names {
  readonly counts: ReadonlyMap<string, number>;
  readonly offsets: ReadonlySet<number>;
}

interface Block {
  /** What stands before its brace, on the same line. */
  readonly header: string;
  /** Names with a colon behind them. */
  readonly keys: Names;
  /** Names at the beginning of a line, with a colon or with arguments behind them. */
  readonly fields: Names;
}

/** Braces that belong together, in the order in which they open. */
interface Braces {
  readonly start: number;
  readonly end: number;
  /** The next braces around these. */
  readonly around: Braces | undefined;
  /** What stands between them is read when it is asked for. */
  readonly block: () => Block;
}

/** A string, a comment of GraphQL, a brace, or anything else. */
const PART = /"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|#[^\n]*|[{}]|[^"#{}]+|["]/g;

/** The braces of the text asked about last: places come file by file, and a file may hold thousands. */
let blocks: { readonly text: string; readonly braces: readonly Braces[] } = { text: '', braces: [] };

function blocksOf(text: string): readonly Braces[] {
  if (blocks.text === text) return blocks.braces;
  const open: { start: number; end: number }[] = [];
  const braces: Braces[] = [];
  for (const { 0: part, index } of text.matchAll(PART)) {
    if (part === '{') {
      // Braces that are never closed hold nothing.
      const opened = { start: index, end: -1, around: open.at(-1) as Braces | undefined };
      const block = once(() => blockOf(text, opened.start, opened.end));
      const own = Object.assign(opened, { block });
      open.push(own);
      braces.push(own);
    } else if (part === '}') {
      const closed = open.pop();
      if (closed) closed.end = index;
    }
  }
  blocks = { text, braces };
  return braces;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The names that stand in the innermost braces around an offset, and in no braces within. */
function blockAround(braces: readonly Braces[], offset: number): Block | undefined {
  let [low, high] = [0, braces.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (braces[middle]!.start < offset) low = middle + 1;
    else high = middle;
  }
  let here = braces[low - 1];
  while (here && here.end <= offset) here = here.around;
  return here?.block();
}

function blockOf(text: string, start: number, end: number): Block {
  const inside = withoutBlocks(text.slice(start + 1, end));
  const named = (pattern: RegExp): Names => {
    const counts = new Map<string, number>();
    const offsets = new Set<number>();
    for (const match of inside.matchAll(pattern)) {
      const name = match[1]!;
      counts.set(name, (counts.get(name) ?? 0) + 1);
      offsets.add(start + 1 + match.index + match[0].indexOf(name));
    }
    return { counts, offsets };
  };
  const line = text.slice(text.lastIndexOf('\n', start) + 1, start);
  return {
    header: line.trim(),
    keys: named(/["']?(?<![\p{ID_Continue}$])([\p{ID_Start}$_][\p{ID_Continue}$]*)["']?\s*:/gu),
    fields: named(/(?<=^|[\n,{])[^\S\n]*([\p{ID_Start}_]\p{ID_Continue}*)\s*[:(]/gu),
  };
}

/** Blanks in place of what stands in braces within, and of strings that are no keys. */
function withoutBlocks(inside: string): string {
  let depth = 0;
  return inside.replace(PART, (part, offset: number) => {
    if (part === '{') depth++;
    const isValue = /^["#]/.test(part) && !isFollowedByColon(inside, offset + part.length);
    const kept = depth === 0 && !isValue ? part : part.replace(/\S/g, ' ');
    if (part === '}') depth--;
    return kept;
  });
}

function isFollowedByColon(text: string, offset: number): boolean {
  let here = offset;
  while (/\s/.test(text.charAt(here))) here++;
  return text.charAt(here) === ':';
}
