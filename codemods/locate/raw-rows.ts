import { ts } from '@ts-morph/common';
import { isWrapper, unwrap } from '../source.js';
import { everyReference, functionAround, isValueOperator, type Links } from './flow.js';
import { declarationOf } from './scopes.js';
import { isSql } from './text-site.js';

/** As many constants, parameters and calls as a value is followed back through. */
const DEPTH = 12;

/**
 * Whether a value is, or is a part of, what a query in SQL gives: its keys are those that the SQL gives, whatever type
 * the code declares for the rows. Followed back through constants, patterns, loops, the callbacks of list methods, the
 * functions that return it, and the arguments of their calls.
 *
 *     const rows = await prisma.$queryRaw<User[]>`SELECT * FROM "User"`; rows.map((row) => row.userName)
 *     const { rows } = await pool.query<User>('SELECT * FROM "User"'); rows[0].userName
 *
 * @param of an expression, or a pattern that takes a value apart
 */
export function isRawRow(of: ts.Node, links: Links): boolean {
  return comesFrom(of, links, isRawQuery);
}

/** Whether a value is, or is a part of, what a text says that was parsed: a stored one, or the body of a request. */
export function isParsed(of: ts.Node, links: Links): boolean {
  return comesFrom(of, links, isParsing);
}

/** `JSON.parse(text)`, `superjson.parse(text)`, `request.json()` */
function isParsing(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { expression, name } = node.expression;
  if (name.text === 'json') return node.arguments.length === 0;
  return name.text === 'parse' && /^(?:JSON|superjson|devalue|SuperJSON)$/.test(expression.getText());
}

function comesFrom(of: ts.Node, links: Links, isOrigin: (node: ts.Node) => boolean): boolean {
  const seen = new Set<ts.Node>();
  return from(of, DEPTH);

  function from(node: ts.Node, depth: number): boolean {
    if (depth === 0 || seen.has(node)) return false;
    seen.add(node);
    if (isOrigin(node)) return true;
    const next = (other: ts.Node | undefined) => other !== undefined && from(other, depth - 1);
    if (ts.isBindingName(node) && !ts.isIdentifier(node)) return next(sourceOfPattern(node));
    if (isWrapper(node) || ts.isAwaitExpression(node)) return from(node.expression, depth);
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
      return next(node.expression);
    }
    if (ts.isConditionalExpression(node)) return next(node.whenTrue) || next(node.whenFalse);
    if (ts.isBinaryExpression(node) && isValueOperator(node.operatorToken.kind)) {
      return next(node.left) || next(node.right);
    }
    if (ts.isCallExpression(node)) return fromCall(node, depth);
    if (ts.isArrayLiteralExpression(node)) {
      return node.elements.some((each) => ts.isSpreadElement(each) && next(each.expression));
    }
    if (ts.isObjectLiteralExpression(node)) {
      return node.properties.some((each) => ts.isSpreadAssignment(each) && next(each.expression));
    }
    const declared = ts.isIdentifier(node) ? declarationOf(node) : undefined;
    return declared !== undefined && fromDeclared(declared, depth);
  }

  function fromDeclared(
    declared: ts.ParameterDeclaration | ts.VariableDeclaration | ts.BindingElement,
    depth: number,
  ): boolean {
    if (ts.isBindingElement(declared)) return from(declared.parent, depth - 1);
    if (ts.isParameter(declared)) return fromParameter(declared, depth);
    const loop = declared.parent.parent;
    const value = ts.isForOfStatement(loop) ? loop.expression : declared.initializer;
    return value !== undefined && from(value, depth - 1);
  }

  /** What a callback gets is an element of the list that it is given to; a function gets what its callers hand over. */
  function fromParameter(parameter: ts.ParameterDeclaration, depth: number): boolean {
    const owner = parameter.parent;
    const call = owner.parent;
    if (ts.isCallExpression(call) && ts.isPropertyAccessExpression(call.expression)) {
      return from(call.expression.expression, depth - 1);
    }
    const index = owner.parameters.indexOf(parameter);
    return referencesTo(owner).some((reference) => {
      const { parent } = reference;
      if (!ts.isCallExpression(parent)) return false;
      if (parent.expression === reference) {
        const given = parent.arguments[index];
        return given !== undefined && from(given, depth - 1);
      }
      // `rows.map(toName)`
      return (
        ts.isPropertyAccessExpression(parent.expression) && from(parent.expression.expression, depth - 1)
      );
    });
  }

  function fromCall(call: ts.CallExpression, depth: number): boolean {
    const callee = unwrap(call.expression);
    // `rows.filter(…)`, `rows.at(0)`, `query.then(…)`: what a list or a promise gives is made of what it holds.
    if (ts.isPropertyAccessExpression(callee) && HANDS_ON.test(callee.name.text)) {
      return from(callee.expression, depth - 1);
    }
    const owner = ts.isIdentifier(callee) ? links.functionOf(callee) : undefined;
    return owner !== undefined && returnedBy(owner).some((value) => from(value, depth - 1));
  }

  function referencesTo(owner: ts.SignatureDeclaration): readonly ts.Expression[] {
    const own = ts.isFunctionDeclaration(owner) ? owner.name : undefined;
    const variable = ts.isVariableDeclaration(owner.parent) ? owner.parent.name : undefined;
    const name = own ?? variable;
    return name && ts.isIdentifier(name) ? everyReference(name, links) : [];
  }
}

/** Methods whose result holds what they are called on, or a part of that. */
const HANDS_ON =
  /^(?:at|catch|concat|execute|filter|finally|find|findLast|flat|pop|reverse|shift|slice|sort|then|toReversed|toSorted|values|with)$/;

/** Where a pattern takes its value from. */
function sourceOfPattern(pattern: ts.BindingPattern): ts.Node | undefined {
  const { parent } = pattern;
  if (ts.isBindingElement(parent)) return parent.parent;
  if (ts.isVariableDeclaration(parent)) {
    const loop = parent.parent.parent;
    return ts.isForOfStatement(loop) ? loop.expression : parent.initializer;
  }
  const call = parent.parent.parent;
  const isCallback = ts.isCallExpression(call) && ts.isPropertyAccessExpression(call.expression);
  return isCallback ? (call.expression as ts.PropertyAccessExpression).expression : undefined;
}

function returnedBy(owner: ts.SignatureDeclaration): readonly ts.Expression[] {
  const body = 'body' in owner ? (owner.body as ts.Node | undefined) : undefined;
  if (!body) return [];
  if (!ts.isBlock(body)) return [body as ts.Expression];
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node) && node.expression && functionAround(node) === owner) {
      found.push(node.expression);
    }
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

const RAW_METHOD = /^\$queryRaw(?:Unsafe|Typed)?$/;

/** Methods of drivers and query builders that take SQL, and give its rows. */
const DRIVER_METHOD = /^(?:all|any|execute|get|many|manyOrNone|one|oneOrNone|query|raw|unsafe)$/;

/** `prisma.$queryRaw…`, `pool.query('SELECT …')`, `` sql<User>`SELECT …` ``, and what runs such a text. */
function isRawQuery(node: ts.Node): boolean {
  if (ts.isTaggedTemplateExpression(node)) {
    const tag = unwrap(node.tag as ts.Expression);
    const name = ts.isPropertyAccessExpression(tag) ? tag.name.text : tag.getText();
    return RAW_METHOD.test(name) || isSql(node.template);
  }
  if (!ts.isCallExpression(node)) return false;
  const callee = unwrap(node.expression);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  if (RAW_METHOD.test(callee.name.text)) return true;
  return DRIVER_METHOD.test(callee.name.text) && node.arguments.slice(0, 1).some(isStatement);
}

/** SQL that is written out there, or in a constant. */
function isStatement(value: ts.Expression): boolean {
  const inner = unwrap(value);
  if (ts.isTaggedTemplateExpression(inner)) return isSql(inner.template);
  if (ts.isStringLiteralLike(inner) || ts.isTemplateExpression(inner)) return isSql(inner);
  if (!ts.isIdentifier(inner)) return false;
  const declared = declarationOf(inner);
  const text = declared && ts.isVariableDeclaration(declared) ? declared.initializer : undefined;
  return text !== undefined && !ts.isIdentifier(unwrap(text)) && isStatement(text);
}

/**
 * Whether a name in a type says what rows of SQL are: `` $queryRaw<Pick<User, 'userName'>[]>`…` ``, `(await query) as …`,
 * `const rows: … = await query`.
 */
export function isTypeOfRawRow(token: ts.Node, links: Links): boolean {
  let here = token;
  while (!ts.isTypeNode(here)) {
    if (!here.parent || ts.isStatement(here) || ts.isExpression(here.parent)) return false;
    here = here.parent;
  }
  while (here.parent && (ts.isTypeNode(here.parent) || ts.isTypeElement(here.parent))) here = here.parent;
  const { parent } = here;
  if (ts.isTaggedTemplateExpression(parent) || ts.isCallExpression(parent)) return isRawRow(parent, links);
  if (ts.isAssertionExpression(parent)) return isRawRow(parent.expression, links);
  return (
    ts.isVariableDeclaration(parent) &&
    parent.initializer !== undefined &&
    isRawRow(parent.initializer, links)
  );
}
