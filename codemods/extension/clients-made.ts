import { ts } from '@ts-morph/common';
import { unwrap } from '../source.js';

/** A way to make a client that cannot be wrapped where it stands. */
export type ClientWay =
  /** `class PrismaService extends PrismaClient` */
  | 'subclass'
  /** `new prisma.PrismaClient()`, `new (require('…').PrismaClient)()` */
  | 'member'
  /** `new PrismaClient()`, and no import of that name: a dynamic import, a destructured default import. */
  | 'no-import'
  /** The class is a value: an alias, an argument, a member of an object, a result. */
  | 'value'
  /** `export { PrismaClient as Db } from '…'`: files that make a client of it do not name the class. */
  | 'renamed-export'
  | 'syntax-error';

/** A place of the text where a client is made, or its class goes. */
export interface ClientPlace {
  readonly node: ts.Node;
  readonly way: ClientWay;
}

/** How a file makes clients. */
export interface ClientsMade {
  /** `new PrismaClient(…)` of a class that is imported by name. */
  readonly calls: readonly ts.NewExpression[];
  readonly others: readonly ClientPlace[];
}

const CLASS = 'PrismaClient';

/** What takes the class and makes no client of it: assertions, and tokens of a container. */
const TOKENS = new Set(['toBeInstanceOf', 'isInstance', 'get', 'resolve', 'Inject', 'inject', 'provide']);

/**
 * Finds where a file makes clients, or hands their class on; what stands in a call of the extension is done.
 *
 * @param imported the name under which the class is imported, if it is imported by name
 * @param helpers names of the extension in this file
 */
export function clientsMade(
  tree: ts.SourceFile,
  imported: string | undefined,
  helpers: ReadonlySet<string>,
): ClientsMade {
  const local = imported ?? boundName(tree);
  const calls: ts.NewExpression[] = [];
  const others: ClientPlace[] = [];
  const visit = (node: ts.Node): void => {
    if (isWrapped(node, helpers)) return;
    if (ts.isExportDeclaration(node)) others.push(...renamedExports(node, local));
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    if (ts.isNewExpression(node) && isClass(node.expression, local)) {
      if (!ts.isIdentifier(node.expression)) others.push({ node, way: 'member' });
      else if (imported === undefined) others.push({ node, way: 'no-import' });
      else calls.push(node);
      node.arguments?.forEach(visit);
      return;
    }
    if (ts.isExpressionWithTypeArguments(node)) {
      const isBase = ts.isHeritageClause(node.parent) && node.parent.token === ts.SyntaxKind.ExtendsKeyword;
      if (!isBase || !ts.isClassLike(node.parent.parent)) return;
      if (isClass(node.expression, local)) {
        if (!returnsWrapped(node.parent.parent, helpers)) others.push({ node, way: 'subclass' });
        return;
      }
    }
    if (isExpressionOfClass(node, local) && isValue(node)) {
      others.push({ node, way: 'value' });
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return { calls, others };
}

/** `withTransitions(new PrismaClient())`, and what is made here and wrapped by its name further down. */
function isWrapped(node: ts.Node, helpers: ReadonlySet<string>): boolean {
  if (isHelperCall(node, helpers)) return true;
  if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name) || helpers.size === 0) return false;
  const { text } = node.name;
  return some(
    node.getSourceFile(),
    (each) => isHelperCall(each, helpers) && isNamed(each.arguments[0], text),
  );
}

/** `withTransitions(…)`, and the same as `….$extends(transitions())`. */
function isHelperCall(node: ts.Node, helpers: ReadonlySet<string>): node is ts.CallExpression {
  if (!ts.isCallExpression(node)) return false;
  if (ts.isIdentifier(node.expression)) return helpers.has(node.expression.text);
  const [argument] = node.arguments;
  return (
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === '$extends' &&
    argument !== undefined &&
    ts.isCallExpression(argument) &&
    isNamed(argument.expression, 'transitions')
  );
}

const isNamed = (node: ts.Node | undefined, name: string) =>
  node !== undefined && ts.isIdentifier(node) && node.text === name;

/** A subclass whose constructor gives its wrapped self. */
function returnsWrapped(node: ts.ClassLikeDeclaration, helpers: ReadonlySet<string>): boolean {
  return some(
    node,
    (each) => isHelperCall(each, helpers) && each.arguments[0]?.kind === ts.SyntaxKind.ThisKeyword,
  );
}

/** The name that a pattern or a constant gives to the class where no import does. */
function boundName(tree: ts.SourceFile): string {
  let name: string | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isBindingElement(node) && ts.isIdentifier(node.name)) {
      if ((node.propertyName ?? node.name).getText() === CLASS) name ??= node.name.text;
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return name ?? CLASS;
}

/** `PrismaClient`, `prisma.PrismaClient`, `prisma['PrismaClient']`, with parentheses and assertions around. */
function isClass(expression: ts.Expression, local: string): boolean {
  const inner = unwrap(expression);
  return isNamed(inner, local) || isExpressionOfClass(inner, local);
}

function isExpressionOfClass(node: ts.Node, local: string): node is ts.Expression {
  if (ts.isPropertyAccessExpression(node)) return node.name.text === CLASS;
  if (ts.isElementAccessExpression(node)) {
    return ts.isStringLiteralLike(node.argumentExpression) && node.argumentExpression.text === CLASS;
  }
  return ts.isIdentifier(node) && node.text === local && isReference(node);
}

/** Not the name of a declaration or of a member. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  const { name, propertyName } = parent as { readonly name?: ts.Node; readonly propertyName?: ts.Node };
  return name !== node && propertyName !== node;
}

/** Whether a client may be made of the class where it goes from here. */
function isValue(node: ts.Expression): boolean {
  let outer: ts.Node = node;
  while (isTransparent(outer.parent)) outer = outer.parent;
  const { parent } = outer;
  // `PrismaClient.prototype`, `prisma.PrismaClient.name`
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) return false;
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    if (kind === ts.SyntaxKind.InstanceOfKeyword) return false;
    // `exports.PrismaClient = PrismaClient`
    if (kind === ts.SyntaxKind.EqualsToken) return parent.left !== outer && !hasSameName(parent.left);
  }
  if (ts.isShorthandPropertyAssignment(parent)) return !isExported(parent.parent);
  if (ts.isPropertyAssignment(parent)) return !TOKENS.has(parent.name.getText()) && !hasSameName(parent);
  if (ts.isArrayLiteralExpression(parent) && ts.isPropertyAssignment(parent.parent)) {
    return !TOKENS.has(parent.parent.name.getText());
  }
  if (ts.isCallExpression(parent)) {
    const callee = unwrap(parent.expression);
    const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
    return !TOKENS.has(name);
  }
  if (ts.isVariableDeclaration(parent)) {
    // `const PrismaClient = require('…').PrismaClient`: the name says what it is.
    return !isNamed(parent.name, CLASS);
  }
  return !ts.isTypeOfExpression(parent) && !ts.isExpressionStatement(parent);
}

function isTransparent(node: ts.Node): boolean {
  return ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node);
}

/** `exports.PrismaClient = …`, `{ PrismaClient: … }` of `module.exports`. */
function hasSameName(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.name.text === CLASS;
  return ts.isPropertyAssignment(node) && node.name.getText() === CLASS && isExported(node.parent);
}

/** An object that is exported whole, as CommonJS does. */
function isExported({ parent }: ts.ObjectLiteralExpression): boolean {
  return ts.isBinaryExpression(parent) && /\bexports$/.test(parent.left.getText());
}

function renamedExports(node: ts.ExportDeclaration, local: string): ClientPlace[] {
  if (node.isTypeOnly || !node.exportClause || !ts.isNamedExports(node.exportClause)) return [];
  return node.exportClause.elements
    .filter((element) => {
      const from = (element.propertyName ?? element.name).getText();
      const isOfClass = node.moduleSpecifier ? from === CLASS : from === local;
      return isOfClass && !element.isTypeOnly && element.name.getText() !== CLASS;
    })
    .map((element) => ({ node: element, way: 'renamed-export' as const }));
}

function some<T extends ts.Node>(node: T, is: (node: ts.Node) => boolean): boolean {
  return is(node) || ts.forEachChild(node, (child) => some(child, is) || undefined) === true;
}
