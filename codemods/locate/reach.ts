import { ts } from '@ts-morph/common';

/**
 * Whether what a place says can show in a type that other files see. It cannot behind what the code itself declares: an
 * explicit type of a variable or a return value, an assertion; nor where nothing of it is kept: JSX, whose elements all
 * have one type, a call as a statement, a function that returns only elements, literals and comparisons, or nothing.
 *
 * In doubt the answer is yes.
 */
export function reachesOtherFiles(token: ts.Node): boolean {
  // In JavaScript members come into being wherever they are assigned.
  if (/\.[cm]?jsx?$/.test(token.getSourceFile().fileName)) return true;
  let here = token;
  for (;;) {
    const { parent } = here;
    if (parent === undefined || ts.isSourceFile(here)) return true;
    if (isJsx(here) || isDiscarded(here) || isDeclared(parent, here)) return false;
    if (isBodyOf(parent, here) && !ts.isConstructorDeclaration(parent)) {
      if (parent.type ? isTelling(parent.type) : returnsNothingOf(parent)) return false;
    }
    here = parent;
  }
}

function isJsx(node: ts.Node): boolean {
  return ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || ts.isJsxFragment(node);
}

/** `await save(user);` An assignment is kept by what it assigns to. */
function isDiscarded(node: ts.Node): boolean {
  if (!ts.isExpressionStatement(node)) return false;
  let value = node.expression;
  while (ts.isAwaitExpression(value) || ts.isVoidExpression(value) || ts.isParenthesizedExpression(value)) {
    value = value.expression;
  }
  return ts.isCallExpression(value);
}

function isDeclared(parent: ts.Node, value: ts.Node): boolean {
  if (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent)) {
    return parent.type !== undefined && isTelling(parent.type) && parent.initializer === value;
  }
  return (
    ts.isAssertionExpression(parent) && parent.expression === value && !ts.isConstTypeReference(parent.type)
  );
}

/** Of a value that is declared to be anything, only its uses tell what it is. */
function isTelling(type: ts.TypeNode): boolean {
  return !/\b(?:any|unknown|object)\b/.test(type.getText());
}

function isBodyOf(parent: ts.Node, body: ts.Node): parent is ts.FunctionLikeDeclaration {
  return ts.isFunctionLike(parent) && 'body' in parent && parent.body === body;
}

/** Whether the type of what a function returns is the same whatever its places say. */
function returnsNothingOf(owner: ts.FunctionLikeDeclaration): boolean {
  const { body } = owner;
  if (!body || owner.asteriskToken) return false;
  if (!ts.isBlock(body)) return isConstantType(body);
  let constant = true;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression && !isConstantType(node.expression)) constant = false;
    ts.forEachChild(node, visit);
  };
  visit(body);
  return constant;
}

function isConstantType(value: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(value)) return isConstantType(value.expression);
  if (isJsx(value) || ts.isLiteralExpression(value) || ts.isTemplateExpression(value)) return true;
  if (ts.isTypeOfExpression(value) || ts.isVoidExpression(value)) return true;
  if (ts.isPrefixUnaryExpression(value)) return value.operator === ts.SyntaxKind.ExclamationToken;
  if (ts.isConditionalExpression(value))
    return isConstantType(value.whenTrue) && isConstantType(value.whenFalse);
  if (ts.isBinaryExpression(value)) return COMPARISONS.has(value.operatorToken.kind);
  return (
    value.kind === ts.SyntaxKind.NullKeyword ||
    value.kind === ts.SyntaxKind.TrueKeyword ||
    value.kind === ts.SyntaxKind.FalseKeyword ||
    (ts.isIdentifier(value) && value.text === 'undefined')
  );
}

const COMPARISONS = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
  ts.SyntaxKind.InstanceOfKeyword,
  ts.SyntaxKind.InKeyword,
]);
