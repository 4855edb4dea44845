import { ts } from '@ts-morph/common';
import { documentationAt } from './checker/documentation.js';
import type { TextFile } from './project/find-files.js';

/** One file as text and syntax tree. All offsets are of `text`, which has no byte order mark. */
export interface Source {
  /** Absolute. */
  readonly path: string;
  /** Relative to the working directory, with forward slashes. */
  readonly file: string;
  readonly text: string;
  readonly hasByteOrderMark: boolean;
  readonly tree: ts.SourceFile;
  /** Of a script inside a file of another language: the whole text of that file, without a byte order mark. */
  readonly host?: string;
}

export function sourceOf({ path, file, text, host }: TextFile): Source {
  const source = parseSource(path, file, text);
  return host === undefined ? source : { ...source, host: host.replace(/^\uFEFF/, '') };
}

export function parseSource(path: string, file: string, content: string): Source {
  const hasByteOrderMark = content.startsWith('\uFEFF');
  const text = hasByteOrderMark ? content.slice(1) : content;
  return { path, file, text, hasByteOrderMark, tree: parse(path, text) };
}

export function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, scriptKind(path));
}

function scriptKind(path: string): ts.ScriptKind {
  if (path.endsWith('.tsx')) return ts.ScriptKind.TSX;
  // Every JavaScript file may hold JSX.
  if (/\.[cm]?jsx?$/.test(path)) return ts.ScriptKind.JSX;
  return ts.ScriptKind.TS;
}

/**
 * The smallest node whose own text holds the offset. Comments are no node's text, but the names and types in JSDoc are
 * nodes too.
 */
export function nodeAt(tree: ts.SourceFile, offset: number): ts.Node | undefined {
  let here: ts.Node | undefined;
  let next: ts.Node | undefined = tree;
  while (next) {
    here = next;
    next = documentationAt(here, offset, offset + 1) ?? childAt(tree, here, offset);
  }
  return here === tree ? undefined : here;
}

/** The child whose own text holds the offset, or else the JSDoc comment that does, before something within a child. */
function childAt(tree: ts.SourceFile, node: ts.Node, offset: number): ts.Node | undefined {
  const child = childAround(node, offset);
  if (!child || child.getStart(tree) <= offset) return child;
  return documentationAt(child, offset, offset + 1) ?? childAt(tree, child, offset);
}

interface Children {
  readonly nodes: readonly ts.Node[];
  /** Some stand within others: the tags of a `@typedef` in a JSDoc comment. */
  readonly overlap: boolean;
}

const children = new WeakMap<ts.Node, Children>();

/** The child whose text or leading trivia holds the offset: the children of a node stand one after the other. */
function childAround(node: ts.Node, offset: number): ts.Node | undefined {
  const { nodes: known, overlap } = children.get(node) ?? childrenOf(node);
  children.set(node, { nodes: known, overlap });
  if (overlap) return known.find(({ pos, end }) => pos <= offset && offset < end);
  let [low, high] = [0, known.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (known[middle]!.end <= offset) low = middle + 1;
    else high = middle;
  }
  const child = known[low];
  return child && child.pos <= offset ? child : undefined;
}

function childrenOf(node: ts.Node): Children {
  const found: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    // A node that is missing in the text has no width, and holds nothing.
    if (child.end > child.pos) found.push(child);
  });
  const sorted = found.toSorted((a, b) => a.pos - b.pos || a.end - b.end);
  const overlap = sorted.some(({ end }, index) => end > (sorted[index + 1]?.pos ?? end));
  // In the order of the parser the innermost comes first.
  return { nodes: overlap ? found : sorted, overlap };
}

/** Parentheses, `!`, `as`, `satisfies` and type assertions around an expression: they say nothing about its value. */
export function isWrapper(
  node: ts.Node,
): node is
  | ts.ParenthesizedExpression
  | ts.AssertionExpression
  | ts.SatisfiesExpression
  | ts.NonNullExpression {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAssertionExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node)
  );
}

/** An expression without its wrappers. */
export function unwrap(node: ts.Expression): ts.Expression {
  let here = node;
  while (isWrapper(here)) here = here.expression;
  return here;
}

/**
 * What is called by its names alone: `this.db.$queryRaw`, `.put` of what another call gives. What stands in the arguments of
 * calls before it in a chain says nothing of it.
 */
export function calledPath(callee: ts.Expression): string {
  const called = unwrap(callee);
  if (ts.isPropertyAccessExpression(called)) return `${calledPath(called.expression)}.${called.name.text}`;
  if (ts.isIdentifier(called)) return called.text;
  return called.kind === ts.SyntaxKind.ThisKeyword ? 'this' : '';
}

/** The text of a property name, or undefined where it is computed. */
export function keyText(name: ts.PropertyName | ts.BindingName | undefined): string | undefined {
  if (!name) return undefined;
  if (ts.isComputedPropertyName(name)) {
    const inner = unwrap(name.expression);
    return ts.isStringLiteralLike(inner) ? inner.text : undefined;
  }
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)) return name.text;
  return undefined;
}

/** The member of an object literal with this name. */
export function memberNamed(
  literal: ts.ObjectLiteralExpression,
  name: string,
): ts.ObjectLiteralElementLike | undefined {
  return literal.properties.find((property) => keyText(property.name) === name);
}
