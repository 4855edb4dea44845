import { ts } from '@ts-morph/common';
import { keyText, nodeAt, type Source } from '../source.js';
import { documentedSite } from './documented.js';
import type { TextHit } from './search.js';
import { type Shape, type Site, settled } from './site-kind.js';
import { patternSite, textSite } from './text-site.js';
import { literalTypeSite, memberDeclaration } from './type-site.js';

/** @param transitionsTo the transitions in which the name becomes another one */
export function siteOf(source: Source, hit: TextHit, transitionsTo: TransitionsTo): Site {
  const node = nodeAt(source.tree, hit.offset);
  if (!node) return settled('unrelated', 'comment');
  if (ts.isPrivateIdentifier(node)) return settled('unrelated', 'private-name');
  if (ts.isJsxText(node)) return settled('unrelated', 'jsx-text');
  if (ts.isStringLiteralLike(node)) {
    if (node.text !== hit.name) return textSite(node, source, hit);
    return stringSite(node, hit.name);
  }
  if (ts.isTemplateLiteralToken(node)) return textSite(node, source, hit);
  if (ts.isRegularExpressionLiteral(node)) return patternSite(node, hit);
  if (ts.isIdentifier(node) && node.text === hit.name) return identifierSite(node, transitionsTo);
  // A comment between two tokens, or the words of a JSDoc comment.
  return settled('unrelated', 'comment');
}

type TransitionsTo = (target: string) => readonly number[];

function identifierSite(node: ts.Identifier, transitionsTo: TransitionsTo): Site {
  const { parent } = node;
  const name = node.text;
  const documented = documentedSite(node);
  if (documented) return documented;
  if (ts.isPropertyAccessExpression(parent)) {
    if (parent.name !== node) return settled('unrelated', 'local-name');
    return { kind: 'member', of: parent.expression, path: [name], shape: 'name' };
  }
  if (ts.isQualifiedName(parent)) {
    return parent.right === node ? { kind: 'symbol', of: node } : settled('unrelated', 'local-name');
  }
  if (ts.isBindingElement(parent)) return bindingSite(parent, node, transitionsTo);
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) {
    if (parent.name !== node) return settled('unrelated', 'local-name');
    return keySite(parent, ts.isShorthandPropertyAssignment(parent) ? 'shorthand-property' : 'name', name);
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

function bindingSite(parent: ts.BindingElement, node: ts.Identifier, transitionsTo: TransitionsTo): Site {
  const isKey = parent.propertyName === node;
  if (!isKey && parent.propertyName) {
    const key = parent.name === node ? keyText(parent.propertyName) : undefined;
    const transitions = key === undefined ? [] : transitionsTo(key);
    if (transitions.length === 0) return settled('unrelated', 'local-name');
    return { kind: 'settled', class: 'already-done', reason: 'local-name-kept', transitions };
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

/** @param name what the key is, also where it is computed */
export function keySite(
  property: ts.PropertyAssignment | ts.ShorthandPropertyAssignment,
  shape: Shape,
  name: string,
): Site {
  const assigned = assignmentPattern(property.parent);
  if (!assigned) return { kind: 'key', literal: property.parent, shape };
  return {
    kind: 'member',
    of: assigned.value,
    path: [...assigned.path, name],
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

function stringSite(node: ts.StringLiteralLike, name: string): Site {
  const { parent } = node;
  if (ts.isComputedPropertyName(parent) || ts.isPropertyName(node)) {
    const owner = ts.isComputedPropertyName(parent) ? parent.parent : parent;
    if (ts.isBindingElement(owner) && (owner.propertyName === parent || owner.propertyName === node)) {
      return { kind: 'member', of: owner.parent, path: [name], shape: 'name' };
    }
    if (ts.isPropertyAssignment(owner) && (owner.name === parent || owner.name === node))
      return keySite(owner, 'name', name);
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
    ts.isImportDeclaration(parent) ||
    ts.isExportDeclaration(parent) ||
    ts.isExternalModuleReference(parent)
  ) {
    return settled('unrelated', 'module-name');
  }
  if (ts.isLiteralTypeNode(parent)) return literalTypeSite(parent, name);
  return valueSite(node, name);
}

/** An expression whose value is the name, by what is done with it. */
export function valueSite(node: ts.Expression, name: string): Site {
  const { parent } = node;
  if (ts.isElementAccessExpression(parent) && parent.argumentExpression === node) {
    return { kind: 'member', of: parent.expression, path: [name], shape: 'name' };
  }
  if (ts.isBinaryExpression(parent)) {
    if (parent.left === node && parent.operatorToken.kind === ts.SyntaxKind.InKeyword) {
      return { kind: 'member', of: parent.right, path: [name], shape: 'name' };
    }
    if (isComparison(parent)) {
      return { kind: 'compared', value: parent.left === node ? parent.right : parent.left };
    }
  }
  if (ts.isCaseClause(parent)) return { kind: 'compared', value: parent.parent.parent.expression };
  const call = ts.isArrayLiteralExpression(parent) ? parent.parent : parent;
  if (!ts.isCallExpression(call) || call.expression === node) return { kind: 'string', literal: node };
  return {
    kind: 'string',
    literal: node,
    hiding: call,
    given: {
      to: call,
      argument: call.arguments.indexOf(call === parent ? node : (parent as ts.Expression)),
      path: call === parent ? [] : ['[]'],
    },
  };
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
