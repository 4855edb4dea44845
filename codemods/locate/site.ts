import { ts } from '@ts-morph/common';
import type { ReasonCode } from '../reasons.js';
import { keyText, nodeAt, type Source, unwrap } from '../source.js';
import type { TextHit } from './search.js';

/**
 * How a name stands in the text, which decides how it is rewritten: `name` is the bare name or the inside of a
 * string; a shorthand and a `specifier` of an import or export get the new name in front, so that the local name stays.
 */
export type Shape = 'name' | 'shorthand-property' | 'shorthand-binding' | 'specifier';

/** What the syntax alone says of one place, and what is left to ask a checker. */
export type Site =
  | {
      readonly kind: 'settled';
      readonly class: 'unrelated' | 'needs-you' | 'already-done';
      readonly reason: ReasonCode;
    }
  /** The member `name` of the value or type of `of`. */
  | { readonly kind: 'member'; readonly of: ts.Node; readonly path: readonly string[]; readonly shape: Shape }
  | { readonly kind: 'symbol'; readonly of: ts.Node }
  /** A key of an object literal: the type it is expected to have decides. */
  | {
      readonly kind: 'key';
      readonly literal: ts.ObjectLiteralExpression | ts.JsxAttributes;
      readonly shape: Shape;
    }
  /** A member that a class or interface declares: the types that it implements or extends may have it. */
  | { readonly kind: 'heritage'; readonly types: readonly ts.Node[] }
  /** A member of a literal type that is handed to a generic type. */
  | {
      readonly kind: 'type-argument';
      readonly of: ts.Node;
      readonly argument: number;
      readonly path: readonly string[];
    }
  /** A string where a type may expect names of fields. */
  | { readonly kind: 'string'; readonly literal: ts.Expression }
  /** A string that is compared with a value, whose type says what strings there are. */
  | { readonly kind: 'compared'; readonly value: ts.Expression }
  /** A literal in a type, which only the compiler can place. */
  | { readonly kind: 'literal-type'; readonly node: ts.Node };

const settled = (cls: 'unrelated' | 'needs-you' | 'already-done', reason: ReasonCode): Site => ({
  kind: 'settled',
  class: cls,
  reason,
});

export function siteOf(source: Source, hit: TextHit, targets: readonly string[]): Site {
  const node = nodeAt(source.tree, hit.offset);
  if (!node) return settled('unrelated', 'comment');
  if (ts.isPrivateIdentifier(node)) return settled('unrelated', 'private-name');
  if (ts.isJsxText(node)) return settled('unrelated', 'jsx-text');
  if (ts.isStringLiteralLike(node)) {
    if (node.text !== hit.name) return textSite(node, source, hit);
    return stringSite(node, hit.name);
  }
  if (ts.isTemplateLiteralToken(node)) return textSite(node, source, hit);
  if (ts.isRegularExpressionLiteral(node)) return settled('needs-you', 'inside-string');
  if (ts.isIdentifier(node) && node.text === hit.name) return identifierSite(node, targets);
  // A comment between two tokens, or an identifier in JSDoc.
  return settled('unrelated', 'comment');
}

/** A name inside a longer text: only a path, a list of names or SQL could mean a field. */
function textSite(node: ts.Node, { text }: Source, { offset, name }: TextHit): Site {
  if (isSql(node)) return settled('needs-you', 'raw-sql');
  if (isModuleName(node)) return settled('unrelated', 'module-name');
  const before = text.slice(offset - 2, offset);
  const after = text.slice(offset + name.length, offset + name.length + 2);
  if (/[\p{L}\p{N}_]-$/u.test(before) || /^-[\p{L}\p{N}_]/u.test(after)) {
    return settled('unrelated', 'part-of-word');
  }
  const isWord =
    /(?:^|[\s"'(`])$/.test(before.slice(-1)) && /^(?:[\s"'`]|[.,!?;:)](?:[\s"'`]|$))/.test(after);
  const whole = ts.isTemplateExpression(node.parent)
    ? node.parent
    : ts.isTemplateSpan(node.parent)
      ? node.parent.parent
      : node;
  return isWord && isProse(whole.getText().slice(1, -1))
    ? settled('unrelated', 'prose')
    : settled('needs-you', 'inside-string');
}

function isModuleName({ parent }: ts.Node): boolean {
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent)) return true;
  if (ts.isExternalModuleReference(parent)) return true;
  if (ts.isLiteralTypeNode(parent)) return ts.isImportTypeNode(parent.parent);
  if (!ts.isCallExpression(parent)) return false;
  const { expression } = parent;
  return expression.kind === ts.SyntaxKind.ImportKeyword || expression.getText() === 'require';
}

/** A sentence, as people read it; column lists, class names and paths are none, and SQL must not pass as one. */
function isProse(text: string): boolean {
  if (!/\s/.test(text.trim()) || /[<>={}[\]]/.test(text.replace(/\$\{[^}]*\}/g, 'x'))) return false;
  const sql =
    /\b(?:select\b.*\bfrom|insert\s+into|update\b.*\bset|delete\s+from|(?:order|group)\s+by|where|asc|desc)\b/is;
  return (/^\P{L}*\p{Lu}/u.test(text) || /[.!?…]\s*$/.test(text)) && !sql.test(text);
}

function identifierSite(node: ts.Identifier, targets: readonly string[]): Site {
  const { parent } = node;
  const name = node.text;
  if (ts.isPropertyAccessExpression(parent)) {
    if (parent.name !== node) return settled('unrelated', 'local-name');
    return { kind: 'member', of: parent.expression, path: [name], shape: 'name' };
  }
  if (ts.isQualifiedName(parent)) {
    return parent.right === node ? { kind: 'symbol', of: node } : settled('unrelated', 'local-name');
  }
  if (ts.isBindingElement(parent)) return bindingSite(parent, node, targets);
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) {
    if (parent.name !== node) return settled('unrelated', 'local-name');
    return keySite(parent, ts.isShorthandPropertyAssignment(parent) ? 'shorthand-property' : 'name');
  }
  if (
    (ts.isMethodDeclaration(parent) || ts.isGetAccessor(parent) || ts.isSetAccessor(parent)) &&
    parent.name === node
  ) {
    return ts.isObjectLiteralExpression(parent.parent)
      ? { kind: 'key', literal: parent.parent, shape: 'name' }
      : memberDeclaration(parent);
  }
  if (
    (ts.isPropertySignature(parent) || ts.isPropertyDeclaration(parent) || ts.isMethodSignature(parent)) &&
    parent.name === node
  ) {
    return memberDeclaration(parent);
  }
  if (
    ts.isParameter(parent) &&
    parent.name === node &&
    ts.isParameterPropertyDeclaration(parent, parent.parent)
  ) {
    return settled('unrelated', 'own-declaration');
  }
  if (ts.isEnumMember(parent) && parent.name === node) return settled('unrelated', 'own-declaration');
  if (ts.isJsxAttribute(parent) && parent.name === node) {
    return { kind: 'key', literal: parent.parent, shape: 'name' };
  }
  if (ts.isNamedTupleMember(parent)) return settled('unrelated', 'local-name');
  return settled('unrelated', 'local-name');
}

/** `userName: string` in a type or class of the user's own: a shape of its own, unless another type asks for it. */
function memberDeclaration(node: ts.ClassElement | ts.TypeElement): Site {
  const { parent } = node;
  if (ts.isClassLike(parent) || ts.isInterfaceDeclaration(parent)) {
    const types = parent.heritageClauses?.flatMap((clause) => clause.types) ?? [];
    return types.length > 0 ? { kind: 'heritage', types } : settled('unrelated', 'own-declaration');
  }
  const path: string[] = [];
  let here: ts.Node = node;
  while (ts.isPropertySignature(here) && ts.isTypeLiteralNode(here.parent)) {
    const key = keyText(here.name);
    if (key === undefined) return settled('unrelated', 'own-declaration');
    path.unshift(key);
    here = here.parent.parent;
  }
  // The loop leaves the node that holds the outermost literal.
  const outer = outermostLiteral(node);
  if (ts.isTypeReferenceNode(here) && outer) {
    const argument = here.typeArguments?.indexOf(outer) ?? -1;
    const { typeName } = here;
    const of = ts.isQualifiedName(typeName) ? typeName.right : typeName;
    if (argument >= 0) return { kind: 'type-argument', of, argument, path };
  }
  return settled('unrelated', 'own-declaration');
}

function outermostLiteral(member: ts.Node): ts.TypeLiteralNode | undefined {
  let literal: ts.TypeLiteralNode | undefined;
  let here: ts.Node = member;
  while (ts.isPropertySignature(here) && ts.isTypeLiteralNode(here.parent)) {
    literal = here.parent;
    here = literal.parent;
  }
  return literal;
}

function bindingSite(parent: ts.BindingElement, node: ts.Identifier, targets: readonly string[]): Site {
  const isKey = parent.propertyName === node;
  if (!isKey && parent.propertyName) {
    const done = parent.name === node && targets.includes(keyText(parent.propertyName) ?? '');
    return done ? settled('already-done', 'local-name-kept') : settled('unrelated', 'local-name');
  }
  if (
    !isKey &&
    (!ts.isObjectBindingPattern(parent.parent) || parent.dotDotDotToken || parent.initializer === node)
  ) {
    return settled('unrelated', 'local-name');
  }
  return {
    kind: 'member',
    of: parent.parent,
    path: [node.text],
    shape: isKey ? 'name' : 'shorthand-binding',
  };
}

function keySite(property: ts.PropertyAssignment | ts.ShorthandPropertyAssignment, shape: Shape): Site {
  const assigned = assignmentPattern(property.parent);
  if (!assigned) return { kind: 'key', literal: property.parent, shape };
  return {
    kind: 'member',
    of: assigned.value,
    path: [...assigned.path, keyText(property.name)!],
    shape: shape === 'shorthand-property' ? 'shorthand-binding' : shape,
  };
}

/** `({ a: { userName } } = value)`: the value that is taken apart, and the path within it. */
function assignmentPattern(
  literal: ts.ObjectLiteralExpression,
): { readonly value: ts.Expression; readonly path: readonly string[] } | undefined {
  const path: string[] = [];
  let here: ts.Node = literal;
  for (;;) {
    const { parent }: { parent: ts.Node } = here;
    if (ts.isBinaryExpression(parent) && parent.left === here) {
      if (parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
      return { value: parent.right, path };
    }
    if (ts.isForOfStatement(parent) && parent.initializer === here) {
      return { value: parent.expression, path: ['[]', ...path] };
    }
    if (ts.isPropertyAssignment(parent) && parent.initializer === here) {
      const key = keyText(parent.name);
      if (key === undefined) return undefined;
      path.unshift(key);
      here = parent.parent;
    } else if (ts.isArrayLiteralExpression(parent)) {
      path.unshift('[]');
      here = parent;
    } else if (ts.isParenthesizedExpression(parent) || ts.isObjectLiteralExpression(parent)) {
      here = parent;
    } else {
      return undefined;
    }
  }
}

const FILTERS = new Set(['Pick', 'Omit', 'Exclude', 'Extract']);

function stringSite(node: ts.StringLiteralLike, name: string): Site {
  const { parent } = node;
  if (ts.isElementAccessExpression(parent) && parent.argumentExpression === node) {
    return { kind: 'member', of: parent.expression, path: [name], shape: 'name' };
  }
  if (ts.isComputedPropertyName(parent) || ts.isPropertyName(node)) {
    const owner = ts.isComputedPropertyName(parent) ? parent.parent : parent;
    if (ts.isBindingElement(owner) && (owner.propertyName === parent || owner.propertyName === node)) {
      return { kind: 'member', of: owner.parent, path: [name], shape: 'name' };
    }
    if (ts.isPropertyAssignment(owner) && (owner.name === parent || owner.name === node))
      return keySite(owner, 'name');
    if (
      ts.isMethodDeclaration(owner) &&
      owner.name !== undefined &&
      ts.isObjectLiteralExpression(owner.parent)
    ) {
      return { kind: 'key', literal: owner.parent, shape: 'name' };
    }
    if (
      (ts.isClassElement(owner) || ts.isTypeElement(owner)) &&
      (owner.name === parent || owner.name === node)
    ) {
      return memberDeclaration(owner);
    }
    if (ts.isEnumMember(owner) && owner.name === node) return settled('unrelated', 'own-declaration');
  }
  if (
    ts.isBinaryExpression(parent) &&
    parent.left === node &&
    parent.operatorToken.kind === ts.SyntaxKind.InKeyword
  ) {
    return { kind: 'member', of: parent.right, path: [name], shape: 'name' };
  }
  if (
    ts.isImportDeclaration(parent) ||
    ts.isExportDeclaration(parent) ||
    ts.isExternalModuleReference(parent)
  ) {
    return settled('unrelated', 'module-name');
  }
  if (ts.isLiteralTypeNode(parent)) return literalTypeSite(parent, name);
  if (ts.isBinaryExpression(parent) && isComparison(parent)) {
    return { kind: 'compared', value: parent.left === node ? parent.right : parent.left };
  }
  if (ts.isCaseClause(parent)) return { kind: 'compared', value: parent.parent.parent.expression };
  return { kind: 'string', literal: node };
}

export function isComparison({ operatorToken }: ts.BinaryExpression): boolean {
  return COMPARISONS.has(operatorToken.kind);
}

const COMPARISONS = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);

function literalTypeSite(literal: ts.LiteralTypeNode, name: string): Site {
  let here: ts.Node = literal;
  while (ts.isUnionTypeNode(here.parent) || ts.isParenthesizedTypeNode(here.parent)) here = here.parent;
  const { parent } = here;
  if (ts.isIndexedAccessTypeNode(parent) && parent.indexType === here) {
    return { kind: 'member', of: parent.objectType, path: [name], shape: 'name' };
  }
  const utility = utilityOf(here);
  if (utility) return { kind: 'member', of: utility.subject, path: [name], shape: 'name' };
  return { kind: 'literal-type', node: literal };
}

/** `Pick<T, …>`, `Omit<T, …>`, `Exclude<keyof T, …>`: the name of the utility and T, for a node of its second argument. */
export function utilityOf(
  argument: ts.Node,
): { readonly name: string; readonly subject: ts.TypeNode } | undefined {
  const { parent } = argument;
  if (!ts.isTypeReferenceNode(parent) && !ts.isExpressionWithTypeArguments(parent)) return undefined;
  const called = ts.isTypeReferenceNode(parent) ? parent.typeName : parent.expression;
  const name = ts.isIdentifier(called) ? called.text : '';
  const [first, second] = parent.typeArguments ?? [];
  if (!first || second !== argument || !FILTERS.has(name)) return undefined;
  if (name === 'Pick' || name === 'Omit') return { name, subject: first };
  if (ts.isTypeOperatorNode(first) && first.operator === ts.SyntaxKind.KeyOfKeyword)
    return { name, subject: first.type };
  return undefined;
}

/** Text that is handed to one of Prisma's raw queries, or to `Prisma.sql` and its kin. */
function isSql(node: ts.Node): boolean {
  for (let here = node.parent; here && !ts.isStatement(here); here = here.parent) {
    const called = ts.isTaggedTemplateExpression(here)
      ? here.tag
      : ts.isCallExpression(here)
        ? here.expression
        : undefined;
    if (called) {
      const text = unwrap(called as ts.Expression).getText();
      if (/(\$queryRaw|\$executeRaw|\bsql\b|\bPrisma\.(raw|join)\b|\.(query|execute)\b)/i.test(text))
        return true;
    }
  }
  return false;
}
