import { distance } from 'fastest-levenshtein';
import { UserError } from '../errors.js';
import { type Block, type Comment, type Field, placeOf, type SchemaDocument, type Span } from './document.js';

/** What `/// @transition …` says, still unresolved: the names may not exist. */
export interface Annotation {
  readonly comment: Comment;
  /** From the `@` to the end of the last pair. */
  readonly span: Span;
  readonly block: Block;
  /** Undefined on a model. */
  readonly field: Field | undefined;
  readonly pairs: readonly Pair[];
}

export interface Pair extends Span {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Value;
}

export interface PathValue extends Span {
  readonly kind: 'path';
  readonly parts: readonly string[];
}

export interface StringValue extends Span {
  readonly kind: 'string';
  readonly value: string;
}

export interface ListValue extends Span {
  readonly kind: 'list';
  readonly items: readonly PathValue[];
}

export interface MapEntry {
  /** `*` stands for every other value. */
  readonly key: string;
  readonly keySpan: Span;
  readonly value: PathValue | StringValue;
}

export interface MapValue extends Span {
  readonly kind: 'map';
  readonly entries: readonly MapEntry[];
}

/** A bare word, which has no value beside itself. */
export interface FlagValue extends Span {
  readonly kind: 'flag';
}

export type Value = PathValue | StringValue | ListValue | MapValue | FlagValue;

/** The keys that are bare words. */
const FLAGS = ['require', 'unique'] as const;

export const ANNOTATION_KEYS = ['from', 'phase', 'map', 'up', 'down', 'backfill', ...FLAGS] as const;

const HINT = 'write key:value pairs, for example `/// @transition from:userName`';

/** `did you mean …?` for the nearest of `known`; undefined if none is near. */
export function didYouMean(word: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(word.length / 2)) + 0.5;
  for (const candidate of known) {
    const d =
      candidate.toLowerCase() === word.toLowerCase()
        ? 0
        : distance(word.toLowerCase(), candidate.toLowerCase());
    if (d < bestDistance) {
      best = candidate;
      bestDistance = d;
    }
  }
  return best && `did you mean \`${best}\`?`;
}

/**
 * Finds every annotation of the schema.
 *
 * @returns what could be read, and each mistake: bad syntax, a near miss of the word `@transition`, and
 *   annotations where Prisma would drop them without a word
 */
export function readAnnotations(document: SchemaDocument): {
  readonly annotations: readonly Annotation[];
  readonly errors: readonly UserError[];
} {
  const annotations: Annotation[] = [];
  const errors: UserError[] = [];
  for (const comment of document.comments) {
    try {
      const annotation = readAnnotation(comment);
      if (annotation) annotations.push(annotation);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      errors.push(error);
    }
  }
  return { annotations, errors };
}

function readAnnotation(comment: Comment): Annotation | undefined {
  const { file } = comment;
  const raw = file.text.slice(comment.start, comment.end);
  // A plain comment may talk about anything: only the exact word counts there.
  const lead =
    comment.kind === 'doc'
      ? /^\/\/\/\s*(@[\p{L}_-]+)/u.exec(raw)
      : /^(?:\/\/|\/\*)[\s*]*(@transition)(?=\s+[a-z]+:)/u.exec(raw);
  const word = lead?.[1];
  if (!lead || !word) return undefined;
  const start = comment.start + lead[0].length - word.length;
  const wordSpan = { start, end: start + word.length };
  const fail = (code: string, message: string, hint: string, span: Span = wordSpan) =>
    new UserError(code, message, { place: placeOf(file, span), hint });

  if (word !== '@transition') {
    if (word.toLowerCase() !== '@transition' && distance(word.toLowerCase(), '@transition') > 3)
      return undefined;
    throw fail('unknown-annotation', `\`${word}\` is not an annotation`, 'did you mean `@transition`?');
  }
  if (comment.kind !== 'doc') {
    throw fail(
      'annotation-in-plain-comment',
      'an annotation counts only in a `///` comment',
      'begin the line with `///`, with nothing else on it',
    );
  }
  const following = file.text[wordSpan.end];
  if (following === ':') {
    const span = { start, end: wordSpan.end + 1 };
    throw fail(
      'unknown-annotation',
      '`@transition:` is not an annotation',
      'did you mean `@transition`?',
      span,
    );
  }

  const { on } = comment;
  if (on.kind === 'nothing') {
    throw on.why === 'blank-line'
      ? fail(
          'annotation-detached',
          'a blank line or another comment stands between this annotation and what follows, so Prisma drops it',
          'put the annotation on the line directly above its field or model',
        )
      : fail(
          'annotation-detached',
          'nothing follows this annotation to which it could belong, so Prisma drops it',
          'put the annotation on the line directly above its field or model',
        );
  }
  if (on.kind === 'block-attribute' || on.kind === 'setting') {
    throw fail(
      'annotation-on-attribute',
      'an annotation cannot stand on a `@@` attribute or a setting: Prisma drops it',
      'put the annotation on the line directly above its field or model',
    );
  }
  if (on.block.kind !== 'model') {
    throw fail(
      'annotation-misplaced',
      `an annotation belongs on a model or on one of its fields, not on a ${on.block.kind}`,
      'put it above the new field or the new model',
    );
  }
  const { pairs, end } = readPairs(comment, wordSpan.end);
  return {
    comment,
    span: { start, end },
    block: on.block,
    field: on.kind === 'field' ? on.field : undefined,
    pairs,
  };
}

/** A cursor over the text of one comment; offsets are those of the file. */
function readPairs(comment: Comment, from: number): { pairs: readonly Pair[]; end: number } {
  const { file, end: limit } = comment;
  const { text } = file;
  let at = from;
  let last = from;

  const fail = (message: string, span: Span, hint = HINT): never => {
    throw new UserError('annotation-syntax', message, { place: placeOf(file, span), hint });
  };
  const skipSpace = () => {
    while (at < limit && /\s/.test(text[at]!)) at += 1;
  };
  /** The rest of the word at the cursor, for messages; at the end of the line the line's last token. */
  const here = (): Span => {
    const rest = /^(?:[\p{L}\p{N}_]+|[\s\S])/u.exec(text.slice(at, limit));
    return { start: at, end: at + (rest?.[0].length ?? 0) };
  };
  const name = (what: string): Span => {
    const match = /^[\p{L}_][\p{L}\p{M}\p{N}_]*/u.exec(text.slice(at, limit));
    if (!match) {
      const span = here();
      return fail(
        span.start === span.end ? `expected ${what} before the end of the line` : `expected ${what}`,
        span,
      );
    }
    const start = at;
    at += match[0].length;
    return { start, end: at };
  };
  const path = (): PathValue => {
    const first = name('a name');
    const parts = [text.slice(first.start, first.end)];
    while (text[at] === '.' && at < limit) {
      at += 1;
      const part = name('a field name after the dot');
      parts.push(text.slice(part.start, part.end));
    }
    return { kind: 'path', parts, start: first.start, end: at };
  };
  const string = (): StringValue => {
    const start = at;
    let value = '';
    at += 1;
    while (at < limit && text[at] !== '"') {
      if (text[at] !== '\\') {
        value += text[at];
        at += 1;
        continue;
      }
      const escaped = { '"': '"', '\\': '\\', n: '\n', t: '\t' }[text[at + 1] ?? ''];
      if (escaped === undefined) {
        return fail(
          'unknown escape in a string',
          { start: at, end: Math.min(at + 2, limit) },
          'known are \\" \\\\ \\n \\t',
        );
      }
      value += escaped;
      at += 2;
    }
    if (at >= limit)
      return fail('this string does not end', { start, end: limit }, 'close it with `"` on the same line');
    at += 1;
    return { kind: 'string', value, start, end: at };
  };
  /** `open item, item close`; a comma before the close is fine. */
  const sequence = (close: string, item: () => void): void => {
    const start = at;
    at += 1;
    for (skipSpace(); text[at] !== close || at >= limit; skipSpace()) {
      if (at >= limit)
        fail(
          `\`${text[start]}\` is not closed`,
          { start, end: start + 1 },
          `close it with \`${close}\` on the same line`,
        );
      item();
      skipSpace();
      if (text[at] === ',' && at < limit) at += 1;
      else if (text[at] !== close && at < limit) fail(`expected \`,\` or \`${close}\``, here());
    }
    at += 1;
  };
  const value = (): Value => {
    const start = at;
    if (text[at] === '"') return string();
    if (text[at] === '[') {
      const items: PathValue[] = [];
      sequence(']', () => items.push(path()));
      return { kind: 'list', items, start, end: at };
    }
    if (text[at] === '{') {
      const entries: MapEntry[] = [];
      sequence('}', () => {
        const keyStart = at;
        let key: string;
        if (text[at] === '*') {
          key = '*';
          at += 1;
        } else if (text[at] === '"') {
          key = string().value;
        } else {
          const span = name('a value or `*`');
          key = text.slice(span.start, span.end);
        }
        const keySpan = { start: keyStart, end: at };
        skipSpace();
        if (text[at] !== ':' || at >= limit) fail('expected `:` after the key of a map', here());
        at += 1;
        skipSpace();
        entries.push({ key, keySpan, value: text[at] === '"' ? string() : path() });
      });
      return { kind: 'map', entries, start, end: at };
    }
    return path();
  };

  const pairs: Pair[] = [];
  for (skipSpace(); at < limit; skipSpace()) {
    if (at === last && pairs.length > 0) fail('expected a space between two pairs', here());
    const keySpan = name('a key');
    const key = text.slice(keySpan.start, keySpan.end);
    if ((FLAGS as readonly string[]).includes(key) && (at >= limit || /\s/.test(text[at]!))) {
      pairs.push({ key, keySpan, value: { kind: 'flag', ...keySpan }, ...keySpan });
      last = at;
      continue;
    }
    skipSpace();
    if (text[at] !== ':' || at >= limit) {
      fail(`expected \`:\` after \`${key}\``, at >= limit ? keySpan : here());
    }
    at += 1;
    skipSpace();
    pairs.push({ key, keySpan, value: value(), start: keySpan.start, end: at });
    last = at;
  }
  return { pairs, end: last };
}
