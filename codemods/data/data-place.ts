import type { TextHit } from '../locate/search.js';
import type { ReasonCode } from '../reasons.js';

export interface DataPlace {
  readonly class: 'needs-you' | 'unrelated';
  readonly reason: ReasonCode;
}

/** The model that has the field, and all names of its fields. */
export interface DataSubject {
  readonly model: string;
  readonly fields: readonly string[];
}

/**
 * What a name in a file of data is. Without types its neighbours tell: it is a key of a record of the model where
 * at least half of the keys beside it are fields of the model, or where a type of GraphQL is called like the model.
 */
export function dataPlace(file: string, text: string, hit: TextHit, subject: DataSubject): DataPlace {
  const other: DataPlace = { class: 'unrelated', reason: 'other-data' };
  const block = blockAround(text, hit.offset);
  if (!block) return other;
  const isGraphql = /\.(?:graphql|gql)$/.test(file);
  if (isGraphql && !/^(?:extend\s+)?(?:type|interface|input)\b/.test(block.header)) return other;
  const keys = isGraphql ? block.fields : block.keys;
  const isKey = keys.some(({ offset }) => offset === hit.offset);
  if (!isKey) return other;
  const isNamed = isGraphql && new RegExp(`\\b${subject.model}\\w*\\b`).test(block.header);
  const beside = keys.filter(({ name }) => name !== hit.name);
  const known = beside.filter(({ name }) => subject.fields.includes(name));
  const isRecord = known.length > 0 && known.length * 2 >= beside.length;
  if (!isNamed && !isRecord) return other;
  return { class: 'needs-you', reason: reasonOf(file, isGraphql) };
}

function reasonOf(file: string, isGraphql: boolean): ReasonCode {
  if (isGraphql) return 'graphql-field';
  return file.endsWith('.snap') ? 'snapshot' : 'data-record';
}

interface Named {
  readonly name: string;
  readonly offset: number;
}

interface Block {
  /** What stands before its brace, on the same line. */
  readonly header: string;
  /** Names with a colon behind them. */
  readonly keys: readonly Named[];
  /** Names at the beginning of a line, with a colon or with arguments behind them. */
  readonly fields: readonly Named[];
}

/** A string, a comment of GraphQL, a brace, or anything else. */
const PART = /"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|#[^\n]*|[{}]|[^"#{}]+|["]/g;

/** The innermost braces around an offset, and the names that stand in them and in no braces within. */
function blockAround(text: string, offset: number): Block | undefined {
  const open: number[] = [];
  for (const { 0: part, index } of text.matchAll(PART)) {
    if (part === '{') open.push(index);
    if (part !== '}') continue;
    const start = open.pop();
    if (start !== undefined && start < offset && offset < index) return blockOf(text, start, index);
  }
  return undefined;
}

function blockOf(text: string, start: number, end: number): Block {
  const inside = withoutBlocks(text.slice(start + 1, end));
  const named = (pattern: RegExp) =>
    [...inside.matchAll(pattern)].map((match) => {
      const name = match[1]!;
      return { name, offset: start + 1 + match.index + match[0].indexOf(name) };
    });
  const line = text.slice(text.lastIndexOf('\n', start) + 1, start);
  return {
    header: line.trim(),
    keys: named(/["']?([\p{ID_Start}$_][\p{ID_Continue}$]*)["']?\s*:/gu),
    fields: named(/(?<=^|[\n,{])[^\S\n]*([\p{ID_Start}_]\p{ID_Continue}*)\s*[:(]/gu),
  };
}

/** Blanks in place of what stands in braces within, and of strings that are no keys. */
function withoutBlocks(inside: string): string {
  let depth = 0;
  return inside.replace(PART, (part, offset: number) => {
    if (part === '{') depth++;
    const isValue = /^["#]/.test(part) && !/^\s*:/.test(inside.slice(offset + part.length));
    const kept = depth === 0 && !isValue ? part : part.replace(/\S/g, ' ');
    if (part === '}') depth--;
    return kept;
  });
}
