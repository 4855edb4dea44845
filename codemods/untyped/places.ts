import { realpathSync } from 'node:fs';
import path from 'node:path';
import jscodeshift, { type ASTPath, type Collection } from 'jscodeshift';
import type { OccurrenceClass } from '../codemod-report.js';
import type { SearchedName } from '../locate/brand.js';
import type { Verdict } from '../locate/judge.js';
import type { Located } from '../locate/located.js';
import { ignoredBy, searchNames } from '../locate/search.js';
import type { Shape } from '../locate/site-kind.js';
import type { GeneratedClient } from '../project/client.js';
import type { TextFile } from '../project/find-files.js';
import type { ReasonCode } from '../reasons.js';
import type { Source } from '../source.js';
import { parseForeign } from './parse.js';
import { type Models, type ProvenName, provenNames } from './records.js';

export interface ForeignWanted {
  readonly names: readonly SearchedName[];
  readonly models: Models;
  readonly clients: readonly GeneratedClient[];
  /** All scripts, among them those that make the client that others import. */
  readonly scripts: readonly TextFile[];
}

/** A place in a file that no checker reads. */
export interface ForeignPlace {
  readonly located: Located;
  /** Other names of the same object or list. */
  readonly beside: readonly string[];
}

/**
 * Every occurrence in a file that only jscodeshift parses: what its queries prove, what its syntax excludes, and the
 * rest for a person. Undefined where no parser accepts the file.
 */
export function foreignPlaces(source: Source, wanted: ForeignWanted): readonly ForeignPlace[] | undefined {
  const root = parseForeign(source.text);
  if (!root) return undefined;
  const words = [...new Set(wanted.names.map(({ name }) => name))];
  const clients = clientsOf(source, wanted);
  const proven = new Map(
    provenNames(root, wanted.models, clients.isClass, clients.isClient).map((each) => [each.start, each]),
  );
  const tokens = tokensIn(root, words);
  const comments = commentsIn(root);
  const ignored = ignoredBy(source.text);
  return searchNames(source.text, words).map(({ offset, name }) => {
    const place = { file: source.file, path: source.path, offset, name };
    const token = tokens.get(offset) ?? tokens.get(offset - 1);
    const directive = ignored(offset);
    const verdict = directive
      ? settled('ignored', directive)
      : comments.some(([start, end]) => start <= offset && offset < end)
        ? settled('unrelated', 'comment')
        : token
          ? judge(token, proven.get(token.value.start as number), name, wanted.names)
          : settled('needs-you', 'inside-string');
    return { located: { ...place, verdict }, beside: token ? namesBeside(token) : [] };
  });
}

type Token = ASTPath<{ readonly type: string; readonly start?: number; readonly [key: string]: unknown }>;

function settled(cls: OccurrenceClass, reason: ReasonCode): Verdict {
  return { kind: 'settled', class: cls, reason };
}

/** Identifiers and whole strings of these names, by where they begin. */
function tokensIn(root: Collection, words: readonly string[]): ReadonlyMap<number, Token> {
  const tokens = new Map<number, Token>();
  const keep = (found: unknown) => {
    const token = found as Token;
    // A shorthand is two nodes at one place: the property's key says which it is.
    if (!tokens.has(token.value.start!)) tokens.set(token.value.start!, token);
  };
  for (const name of words) {
    root.find(jscodeshift.Identifier, { name }).forEach(keep);
    root.find(jscodeshift.JSXIdentifier, { name }).forEach(keep);
    root.find(jscodeshift.StringLiteral, { value: name }).forEach(keep);
    root.find(jscodeshift.Literal, { value: name }).forEach(keep);
  }
  return tokens;
}

function commentsIn(root: Collection): readonly (readonly [number, number])[] {
  const [file] = root.get().value
    ? [root.get().value as { comments?: readonly { start: number; end: number }[] }]
    : [];
  return (file?.comments ?? []).map(({ start, end }) => [start, end] as const);
}

function judge(
  token: Token,
  proof: ProvenName | undefined,
  name: string,
  names: readonly SearchedName[],
): Verdict {
  const transition =
    proof && names.find((each) => each.model === proof.model && each.name === name)?.transition;
  if (proof && transition !== undefined) {
    const reason =
      proof.role === 'result'
        ? 'result-member'
        : proof.role === 'write'
          ? 'write-argument'
          : 'query-argument';
    return { kind: 'field', transition, role: proof.role, shape: shapeOf(token), reason };
  }
  if (proof) return settled('unrelated', 'other-member');
  if (token.value.type === 'StringLiteral' || token.value.type === 'Literal') {
    return settled('needs-you', isKey(token) ? 'untyped-syntax' : 'untyped-string');
  }
  const parent = token.parent as Token;
  if (
    /^(?:ObjectTypeProperty|ClassProperty|ClassMethod|PropertyDefinition|MethodDefinition)$/.test(
      parent.value.type,
    )
  )
    return parent.value.key === token.value
      ? settled('unrelated', 'own-declaration')
      : settled('unrelated', 'local-name');
  return isKey(token) || isMember(token) || parent.value.type === 'JSXAttribute'
    ? settled('needs-you', 'untyped-syntax')
    : settled('unrelated', 'local-name');
}

function isProperty({ value }: Token): boolean {
  return /^(?:Object)?Property$/.test(value.type);
}

function isKey(token: Token): boolean {
  const parent = token.parent as Token;
  return isProperty(parent) && (parent.value.key === token.value || parent.value.shorthand === true);
}

function isMember(token: Token): boolean {
  const parent = token.parent as Token;
  return (
    /MemberExpression$/.test(parent.value.type) &&
    parent.value.property === token.value &&
    !parent.value.computed
  );
}

function shapeOf(token: Token): Shape {
  const property = token.parent as Token;
  if (!isProperty(property) || property.value.shorthand !== true) return 'name';
  return (property.parent as Token).value.type === 'ObjectPattern'
    ? 'shorthand-binding'
    : 'shorthand-property';
}

function namesBeside(token: Token): string[] {
  const owner = isKey(token)
    ? ((token.parent as Token).parent as Token).value
    : (token.parent as Token).value;
  const items = (owner.properties ?? owner.elements ?? []) as readonly {
    readonly key?: { readonly name?: string; readonly value?: unknown };
    readonly value?: unknown;
  }[];
  return items.map((item) => String(item?.key?.name ?? item?.key?.value ?? item?.value ?? ''));
}

/** Which modules lead to the client, as one file names them. */
function clientsOf(source: Source, { clients, scripts }: ForeignWanted) {
  const folder = path.dirname(source.path);
  const target = (module: string) => path.resolve(folder, module);
  const isGenerated = (module: string) =>
    module.startsWith('.') &&
    clients.some(({ folders }) => folders.some((each) => `${real(target(module))}/`.startsWith(each)));
  const isClass = (module: string) => module === '@prisma/client' || isGenerated(module);
  return {
    isClass,
    isClient: (module: string, name: string) => {
      if (!module.startsWith('.') || isGenerated(module)) return false;
      const stem = stemOf(target(module));
      const made = scripts.find((script) => stemOf(script.path) === stem);
      if (!made || !/\bPrismaClient\b/.test(made.text)) return false;
      const declared =
        name === 'default'
          ? /export\s+default\s+(\w+)[^\S\r\n]*(?:;|$)/m.exec(made.text)?.[1]
          : new RegExp(`export\\s+(?:const|declare\\s+const)\\s+${name}\\b`).test(made.text)
            ? name
            : undefined;
      return (
        declared !== undefined &&
        new RegExp(
          `\\bconst\\s+${declared}\\s*(?::\\s*PrismaClient\\s*)?(?:;|=\\s*new\\s+PrismaClient\\s*\\()`,
        ).test(made.text)
      );
    },
  };
}

/** As far as it exists: a module is named without its ending. */
function real(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

function stemOf(file: string): string {
  return file.replace(/\.[cm]?[jt]sx?$/, '').replace(/\/index$/, '');
}
