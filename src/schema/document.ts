import type { Place } from '../errors.js';

/** One file of a Prisma schema, with the text exactly as it stands on disk. */
export interface SchemaFile {
  readonly path: string;
  readonly text: string;
}

/** Offsets into the text of one file, in UTF-16 units; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Attribute extends Span {
  /** Without the `@` or `@@`: `id`, `map`, `db.VarChar`. */
  readonly name: string;
  /** The text between the parentheses; undefined without parentheses. */
  readonly args: string | undefined;
}

export interface Comment extends Span {
  readonly kind: 'doc' | 'line' | 'block';
  readonly file: SchemaFile;
  /** What Prisma takes it to speak of; the text alone decides, so it also holds for `@ignore`d fields. */
  readonly on: CommentOwner;
}

export type CommentOwner =
  | { readonly kind: 'block'; readonly block: Block }
  | { readonly kind: 'field'; readonly block: Block; readonly field: Field }
  | { readonly kind: 'block-attribute'; readonly block: Block }
  | { readonly kind: 'setting'; readonly block: Block }
  /** Prisma drops it: a blank line follows, another comment overrides it, or the block ends. */
  | { readonly kind: 'nothing'; readonly block: Block | undefined; readonly why: 'blank-line' | 'end' };

/** A field of a model, view or composite type, or a value of an enum (which has no type). */
export interface Field extends Span {
  readonly name: string;
  readonly nameSpan: Span;
  /** Without `?` and `[]`; `Unsupported("…")` in full; '' for an enum value. */
  readonly type: string;
  /** The type with its `?` or `[]`. */
  readonly typeSpan: Span;
  readonly isRequired: boolean;
  readonly isList: boolean;
  readonly attributes: readonly Attribute[];
}

export interface Setting extends Span {
  readonly name: string;
  /** The expression as written: `"trigger"`, `["a", "b"]`, `env("X")`. */
  readonly value: string;
  readonly valueSpan: Span;
}

export type BlockKind = 'model' | 'view' | 'enum' | 'type' | 'generator' | 'datasource';

export interface Block extends Span {
  readonly kind: BlockKind;
  readonly name: string;
  readonly nameSpan: Span;
  readonly file: SchemaFile;
  /** The offset of the closing brace. */
  readonly close: number;
  readonly fields: readonly Field[];
  /** `@@…` */
  readonly attributes: readonly Attribute[];
  /** Of a generator or datasource. */
  readonly settings: readonly Setting[];
}

export interface SchemaDocument {
  readonly files: readonly SchemaFile[];
  readonly blocks: readonly Block[];
  readonly comments: readonly Comment[];
}

type TokenKind = 'newline' | 'doc' | 'line' | 'block' | 'string' | 'name' | 'mark';

interface Token extends Span {
  readonly kind: TokenKind;
  readonly text: string;
}

const TOKEN =
  /(?<newline>\r?\n)|(?<space>[^\S\n]+)|(?<doc>\/\/\/[^\r\n]*)|(?<line>\/\/[^\r\n]*)|(?<block>\/\*[\s\S]*?(?:\*\/|$))|(?<string>"(?:\\.|[^"\\\r\n])*"?)|(?<name>[\p{L}\p{N}_][\p{L}\p{N}\p{M}_-]*)|(?<mark>@@|[\s\S])/uy;

/** Whitespace is left out: the offsets tell where it was. */
function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(new RegExp(TOKEN, 'uyg'))) {
    const [kind] = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined) ?? ['mark'];
    if (kind === 'space') continue;
    const start = match.index;
    tokens.push({ kind: kind as TokenKind, text: match[0], start, end: start + match[0].length });
  }
  return tokens;
}

const isComment = (token: Token) => token.kind === 'doc' || token.kind === 'line' || token.kind === 'block';

/**
 * Reads Prisma schema text with exact offsets. It locates and does not judge: whatever it does not know is
 * skipped line by line, and `validateSchema` reports it in Prisma's own words.
 *
 * @param files the files of one schema, in any order
 */
export function parseSchema(files: readonly SchemaFile[]): SchemaDocument {
  const parsed = files.map(parseFile);
  return {
    files,
    blocks: parsed.flatMap((file) => file.blocks),
    comments: parsed.flatMap((file) => file.comments),
  };
}

interface MutableBlock extends Block {
  end: number;
  close: number;
  readonly fields: Field[];
  readonly attributes: Attribute[];
  readonly settings: Setting[];
}

function parseFile(file: SchemaFile): { blocks: Block[]; comments: Comment[] } {
  const tokens = tokenize(file.text);
  const blocks: MutableBlock[] = [];
  const comments: Comment[] = [];
  let block: MutableBlock | undefined;
  /** Comment lines that nothing has claimed yet. */
  let group: Token[] = [];
  let groupClosed = false;

  const claim = (on: CommentOwner, claimed: readonly Token[]) => {
    for (const { kind, start, end } of claimed) {
      comments.push({ kind: kind as Comment['kind'], start, end, file, on });
    }
  };
  const claimGroup = (on: CommentOwner) => {
    claim(on, group);
    group = [];
    groupClosed = false;
  };
  const drop = (why: 'blank-line' | 'end') => claimGroup({ kind: 'nothing', block, why });

  for (let at = 0; at < tokens.length; ) {
    // One statement: the tokens up to the end of the line, or of the bracket that the line left open.
    const statement: Token[] = [];
    const trailing: Token[] = [];
    let depth = 0;
    let closes: Token | undefined;
    for (; at < tokens.length; at += 1) {
      const token = tokens[at]!;
      if (token.kind === 'newline') {
        if (depth === 0) break;
      } else if (isComment(token)) {
        trailing.push(token);
      } else if (token.kind === 'mark' && token.text === '{') {
        statement.push(token);
        at += 1;
        break;
      } else if (token.kind === 'mark' && token.text === '}') {
        closes = token;
        at += 1;
        break;
      } else {
        if (token.kind === 'mark' && (token.text === '(' || token.text === '[')) depth += 1;
        if (token.kind === 'mark' && (token.text === ')' || token.text === ']'))
          depth = Math.max(0, depth - 1);
        statement.push(token);
      }
    }
    if (tokens[at]?.kind === 'newline') at += 1;

    const first = statement[0];
    if (!first && !closes) {
      if (trailing.length > 0) {
        if (groupClosed) drop('blank-line');
        group.push(...trailing);
      } else if (group.length > 0) {
        // Prisma forgets a comment before a blank line, except that a field still takes it.
        if (block) groupClosed = true;
        else drop('blank-line');
      }
      continue;
    }
    if (!block) {
      const opened = first && openBlock(file, statement);
      if (opened) {
        block = opened;
        blocks.push(opened);
        claimGroup({ kind: 'block', block });
        claim({ kind: 'nothing', block, why: 'end' }, trailing);
      } else {
        drop('blank-line');
        claim({ kind: 'nothing', block, why: 'end' }, trailing);
      }
      continue;
    }
    if (first) {
      const owner = addStatement(block, statement);
      if (owner) {
        claimGroup(owner);
        claim(owner, trailing);
      } else {
        drop('end');
        claim({ kind: 'nothing', block, why: 'end' }, trailing);
      }
    }
    if (closes) {
      if (!first) group.push(...trailing);
      drop('end');
      block.close = closes.start;
      block.end = closes.end;
      block = undefined;
    }
  }
  drop('end');
  return { blocks, comments: comments.sort((a, b) => a.start - b.start) };
}

function openBlock(file: SchemaFile, statement: readonly Token[]): MutableBlock | undefined {
  const [keyword, name, brace] = statement;
  if (!keyword || name?.kind !== 'name' || brace?.text !== '{') return undefined;
  if (!/^(model|view|enum|type|generator|datasource)$/.test(keyword.text)) return undefined;
  return {
    kind: keyword.text as BlockKind,
    name: name.text,
    nameSpan: { start: name.start, end: name.end },
    file,
    start: keyword.start,
    end: file.text.length,
    close: file.text.length,
    fields: [],
    attributes: [],
    settings: [],
  };
}

function addStatement(block: MutableBlock, statement: readonly Token[]): CommentOwner | undefined {
  const [first, second] = statement;
  if (!first) return undefined;
  if (first.text === '@@') {
    block.attributes.push(...readAttributes(block.file.text, statement));
    return { kind: 'block-attribute', block };
  }
  if (first.kind !== 'name') return undefined;
  if (block.kind === 'generator' || block.kind === 'datasource') {
    const value = statement[2];
    if (second?.text !== '=' || !value) return undefined;
    const end = statement.at(-1)!.end;
    const valueSpan = { start: value.start, end };
    block.settings.push({
      name: first.text,
      value: block.file.text.slice(value.start, end),
      valueSpan,
      start: first.start,
      end,
    });
    return { kind: 'setting', block };
  }
  const field = readField(block, statement);
  block.fields.push(field);
  return { kind: 'field', block, field };
}

function readField(block: Block, statement: readonly Token[]): Field {
  const { text } = block.file;
  const name = statement[0]!;
  const at = statement.findIndex((token, index) => index > 0 && token.text.startsWith('@'));
  const typeTokens = statement.slice(1, at === -1 ? undefined : at);
  const written = typeTokens.filter((token) => token.text !== ':');
  const suffix = written.findIndex((token) => token.text === '?' || token.text === '[');
  const bare = suffix === -1 ? written : written.slice(0, suffix);
  const marks = suffix === -1 ? [] : written.slice(suffix).map((token) => token.text);
  const typeStart = bare[0]?.start ?? name.end;
  return {
    name: name.text,
    nameSpan: { start: name.start, end: name.end },
    type: text.slice(typeStart, bare.at(-1)?.end ?? typeStart),
    typeSpan: { start: typeStart, end: written.at(-1)?.end ?? typeStart },
    isRequired: !marks.includes('?'),
    isList: marks.includes('['),
    attributes: readAttributes(text, at === -1 ? [] : statement.slice(at)),
    start: name.start,
    end: statement.at(-1)!.end,
  };
}

function readAttributes(text: string, tokens: readonly Token[]): Attribute[] {
  const attributes: Attribute[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const sign = tokens[at]!;
    if (!sign.text.startsWith('@') || sign.kind !== 'mark') continue;
    let name = '';
    let last = sign;
    let args: string | undefined;
    while (tokens[at + 1]?.kind === 'name' || tokens[at + 1]?.text === '.') {
      at += 1;
      last = tokens[at]!;
      name += last.text;
    }
    if (tokens[at + 1]?.text === '(') {
      const open = tokens[at + 1]!;
      let depth = 0;
      do {
        at += 1;
        last = tokens[at]!;
        if (last.text === '(') depth += 1;
        if (last.text === ')') depth -= 1;
      } while (depth > 0 && at + 1 < tokens.length);
      args = text.slice(open.end, depth === 0 ? last.start : last.end);
    }
    attributes.push({ name, args, start: sign.start, end: last.end });
  }
  return attributes;
}

/** One argument of an attribute: `map: "x"` has a name, `"x"` has none. */
export interface Argument {
  readonly name: string | undefined;
  readonly value: string;
}

/** Splits the text between the parentheses of an attribute, or between the brackets of a list. */
export function readArguments(args: string): readonly Argument[] {
  const tokens = tokenize(args).filter((token) => token.kind !== 'newline' && !isComment(token));
  const result: Argument[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at <= tokens.length; at += 1) {
    const token = tokens[at];
    if (token?.kind === 'mark' && '([{'.includes(token.text)) depth += 1;
    if (token?.kind === 'mark' && ')]}'.includes(token.text)) depth -= 1;
    if (token && !(token.text === ',' && depth === 0)) continue;
    const part = tokens.slice(from, at);
    from = at + 1;
    const named = part[0]?.kind === 'name' && part[1]?.text === ':';
    const value = named ? part.slice(2) : part;
    if (value.length === 0) continue;
    result.push({
      name: named ? part[0]!.text : undefined,
      value: args.slice(value[0]!.start, value.at(-1)!.end),
    });
  }
  return result;
}

/** The argument called `name`; or, with `position`, the unnamed one that stands there. */
export function argument(
  attribute: Attribute | undefined,
  name: string,
  position?: number,
): string | undefined {
  if (attribute?.args === undefined) return undefined;
  const all = readArguments(attribute.args);
  const named = all.find((each) => each.name === name);
  if (named) return named.value;
  return position === undefined ? undefined : all.filter((each) => each.name === undefined)[position]?.value;
}

/** The items of a list expression `[a, b(sort: Desc)]`, each without its own arguments. */
export function listItems(expression: string | undefined): readonly string[] {
  if (!expression?.startsWith('[')) return [];
  return readArguments(expression.slice(1, -1)).map((item) => item.value.replace(/\s*\([\s\S]*$/, ''));
}

/**
 * Where the names stand in a list of an attribute: `[a, b(sort: Desc)]` of `fields` or of `references`.
 *
 * @param file the file that the attribute stands in
 * @param list the name of the argument; `fields` of an `@@` attribute may also stand first, without its name
 */
export function listedNames(
  file: SchemaFile,
  attribute: Attribute,
  list: 'fields' | 'references',
): readonly (Span & { readonly name: string })[] {
  if (attribute.args === undefined) return [];
  const from = file.text.indexOf('(', attribute.start) + 1;
  const tokens = tokenize(attribute.args).filter((token) => token.kind !== 'newline' && !isComment(token));
  const isNamed = (at: number) => tokens[at - 1]?.text === ':' && tokens[at - 2]?.text === list;
  const isFirst = list === 'fields' && tokens[0]?.text === '[';
  const open = tokens.findIndex(({ text }, at) => text === '[' && (isNamed(at) || (at === 0 && isFirst)));
  const found: (Span & { readonly name: string })[] = [];
  let depth = 0;
  for (let at = open; open !== -1 && at < tokens.length; at += 1) {
    const token = tokens[at]!;
    if (depth === 1 && token.kind === 'name' && /^[[,]$/.test(tokens[at - 1]!.text)) {
      found.push({ name: token.text, start: from + token.start, end: from + token.end });
    }
    if (token.kind === 'mark' && '([{'.includes(token.text)) depth += 1;
    if (token.kind === 'mark' && ')]}'.includes(token.text)) depth -= 1;
    if (depth === 0) break;
  }
  return found;
}

/** The value of a string literal of the schema; undefined if the expression is not one. */
export function stringValue(expression: string | undefined): string | undefined {
  if (!expression || !/^"[\s\S]*"$/.test(expression)) return undefined;
  try {
    return JSON.parse(expression);
  } catch {
    return expression.slice(1, -1);
  }
}

export function findAttribute(
  of: { readonly attributes: readonly Attribute[] },
  name: string,
): Attribute | undefined {
  return of.attributes.find((attribute) => attribute.name === name);
}

export function hasAttribute(of: { readonly attributes: readonly Attribute[] }, name: string): boolean {
  return findAttribute(of, name) !== undefined;
}

/** The name in the database of a block (`@@map`), a field or an enum value (`@map`). */
export function databaseName(of: {
  readonly name: string;
  readonly attributes: readonly Attribute[];
}): string {
  return stringValue(argument(findAttribute(of, 'map'), 'name', 0)) ?? of.name;
}

export function findBlock(document: SchemaDocument, kind: BlockKind, name: string): Block | undefined {
  return document.blocks.find((block) => block.kind === kind && block.name === name);
}

export function findField(block: Block | undefined, name: string): Field | undefined {
  return block?.fields.find((field) => field.name === name);
}

/** The place of `span` in its file; `text` is what stands there. */
export function placeOf(file: SchemaFile, span: Span): Place {
  const before = file.text.slice(0, span.start).replace(/^\uFEFF/, '');
  const lineStart = before.lastIndexOf('\n') + 1;
  return {
    file: file.path,
    line: before.split('\n').length,
    column: before.length - lineStart + 1,
    text: file.text.slice(span.start, span.end),
  };
}
