import { ts } from '@ts-morph/common';
import { keyText } from '../source.js';

/** A node whose surroundings may say what is expected of the value, and the way from it down to the key in question. */
export interface Use {
  readonly from: 'contextual' | 'parameter';
  readonly node: ts.Node;
  readonly argument?: number;
  readonly path: readonly string[];
}

/**
 * Everywhere in the file that an object literal goes, as far as syntax tells: out through arrays, objects, spreads
 * and conditionals, through constants to their uses, and through returned values to the calls of their function.
 */
export function usesOf(literal: ts.Expression, path: readonly string[]): Use[] {
  const uses: Use[] = [];
  const seen = new Set<ts.Node>();
  follow(literal, path);
  return uses;

  function follow(start: ts.Expression, startPath: readonly string[]): void {
    if (seen.has(start)) return;
    seen.add(start);
    let node: ts.Node = start;
    let here = startPath;
    for (;;) {
      const parent: ts.Node = node.parent;
      if (ts.isExpression(node) && !ts.isSpreadElement(node))
        uses.push({ from: 'contextual', node, path: here });
      if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
        const argument = parent.arguments?.indexOf(node as ts.Expression) ?? -1;
        if (argument >= 0) uses.push({ from: 'parameter', node: parent, argument, path: here });
        return;
      }
      if (
        ts.isParenthesizedExpression(parent) ||
        ts.isAsExpression(parent) ||
        ts.isSatisfiesExpression(parent) ||
        ts.isNonNullExpression(parent) ||
        ts.isAwaitExpression(parent) ||
        ts.isSpreadAssignment(parent) ||
        (ts.isConditionalExpression(parent) && parent.condition !== node) ||
        (ts.isBinaryExpression(parent) && parent.right === node && isValueOperator(parent.operatorToken.kind))
      ) {
        node = parent;
      } else if (ts.isObjectLiteralExpression(parent)) {
        // Only a spread arrives here: its members are the outer object's.
        node = parent;
      } else if (ts.isPropertyAssignment(parent) && parent.initializer === node) {
        const key = keyText(parent.name);
        if (key === undefined) return;
        here = [key, ...here];
        node = parent.parent;
      } else if (ts.isShorthandPropertyAssignment(parent)) {
        here = [parent.name.text, ...here];
        node = parent.parent;
      } else if (ts.isArrayLiteralExpression(parent)) {
        here = ['[]', ...here];
        node = parent;
      } else if (ts.isSpreadElement(parent)) {
        if (here[0] !== '[]') return;
        here = here.slice(1);
        node = parent;
      } else if (ts.isVariableDeclaration(parent) && parent.initializer === node) {
        if (!parent.type && ts.isIdentifier(parent.name)) followName(parent.name, here);
        return;
      } else if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node)) {
        followCalls(ts.isArrowFunction(parent) ? parent : enclosingFunction(parent), here);
        return;
      } else {
        return;
      }
    }
  }

  function followName(name: ts.Identifier, path: readonly string[]): void {
    for (const reference of referencesOf(name)) {
      if (!ts.isPropertyAccessExpression(reference.parent)) follow(reference, path);
    }
  }

  function followCalls(owner: ts.Node | undefined, path: readonly string[]): void {
    if (!owner) return;
    const name = ts.isFunctionDeclaration(owner) || ts.isFunctionExpression(owner) ? owner.name : undefined;
    const variable = owner.parent && ts.isVariableDeclaration(owner.parent) ? owner.parent.name : undefined;
    const called = name ?? (variable && ts.isIdentifier(variable) ? variable : undefined);
    if (!called) return;
    for (const reference of referencesOf(called)) {
      if (ts.isCallExpression(reference.parent) && reference.parent.expression === reference) {
        follow(reference.parent, path);
      }
    }
  }
}

function isValueOperator(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.QuestionQuestionToken
  );
}

function enclosingFunction(node: ts.Node): ts.Node | undefined {
  let here: ts.Node | undefined = node.parent;
  while (here && !ts.isFunctionLike(here)) here = here.parent;
  return here;
}

/** Uses as values, in the same file and in the scope of the declaration, of a name that no inner scope declares again. */
export function referencesOf(name: ts.Identifier): ts.Identifier[] {
  const scope = scopeOf(name);
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === name.text && node !== name && isValueReference(node))
      found.push(node);
    if (node !== scope && isScope(node) && declares(node, name.text)) return;
    ts.forEachChild(node, visit);
  };
  visit(scope);
  return found;
}

function isValueReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name === node;
  return ts.isExpression(node) && !ts.isQualifiedName(parent) && !ts.isTypeReferenceNode(parent);
}

function isScope(node: ts.Node): boolean {
  return ts.isFunctionLike(node) || ts.isBlock(node) || ts.isSourceFile(node) || ts.isForOfStatement(node);
}

function scopeOf(name: ts.Identifier): ts.Node {
  let here: ts.Node = name.parent;
  // A function's own name lives outside of it.
  if (ts.isFunctionDeclaration(here)) here = here.parent;
  while (!isScope(here)) here = here.parent;
  return here;
}

function declares(scope: ts.Node, name: string): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (found) return;
    if (
      (ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node)) &&
      ts.isIdentifier(node.name) &&
      node.name.text === name
    ) {
      found = true;
    }
    if (node !== scope && isScope(node)) return;
    ts.forEachChild(node, visit);
  };
  visit(scope);
  return found;
}
