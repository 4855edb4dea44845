import { ts } from '@ts-morph/common';
import { flowsOf, OPERATIONS, type Use } from '../locate/flow.js';
import { isDeclared } from '../locate/replaced.js';
import { keyText, unwrap } from '../source.js';
import type { Expectation, FakeAdvice, NamePlace } from './advice.js';
import { TRANSACTION } from './mocked-query.js';
import { isFieldAt, modelOfDelegate } from './relations.js';

/**
 * `{ user: { findFirst: async () => ({ userName: 'a' }) } }`, `prisma.user.findFirst = …`, `Object.assign(prisma.user, { … })`:
 * what a plain function gives that has the name of a query where it goes. Only types tell whether it stands in the place of
 * one: a repository of the code's own may look the same.
 *
 * @param way from what the function gives to the name
 */
export function fakedQuery(
  given: ts.FunctionLikeDeclaration,
  way: readonly string[],
  { models, schema, links }: NamePlace,
): FakeAdvice | undefined {
  const start = startOf(given);
  if (!start) return undefined;
  const { atLiteral, destinations } = flowsOf(start.value, start.path, links);
  const uses = [...new Set([atLiteral, ...destinations.map((flow) => flow.uses)])].flat();
  const expected = uses.flatMap(expectationsOf).filter(({ path }) => {
    const [delegate, operation] = path.slice(-2);
    if (path.at(-1) === TRANSACTION) return true;
    const model = modelOfDelegate(schema, delegate);
    if (model === undefined || operation === undefined || !OPERATIONS.test(operation)) return false;
    return isFieldAt(way, model, models, schema) ?? models.includes(model);
  });
  const isStandIn = /(?:^|[\\/])__mocks__[\\/]/.test(given.getSourceFile().fileName);
  return expected.length > 0 ? { expected, gives: way, isStandIn } : undefined;
}

/** Where the way of a function begins: itself, its name, or the object whose method it is. */
function startOf(
  given: ts.FunctionLikeDeclaration,
): { readonly value: ts.Expression; readonly path: readonly string[] } | undefined {
  if (ts.isArrowFunction(given) || ts.isFunctionExpression(given)) return { value: given, path: [] };
  if (ts.isFunctionDeclaration(given)) return given.name && { value: given.name, path: [] };
  const key = ts.isMethodDeclaration(given) ? keyText(given.name) : undefined;
  return key !== undefined && ts.isObjectLiteralExpression(given.parent)
    ? { value: given.parent, path: [key] }
    : undefined;
}

/** What is expected of a value, also by what it is put into: `prisma.user = value`, `Object.assign(prisma, value)`. */
function expectationsOf(use: Use): readonly Expectation[] {
  const { node, path } = use;
  const { parent } = node;
  const here = { ...use, isDeclared: isDeclared(use) };
  const isAssigned =
    ts.isBinaryExpression(parent) &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    parent.right === node;
  if (isAssigned) return [here, memberOf(parent.left, path)];
  const [joined] =
    ts.isCallExpression(parent) && parent.expression.getText() === 'Object.assign' ? parent.arguments : [];
  return joined && joined !== node ? [here, memberOf(joined, path)] : [here];
}

/** The way through what a member is taken from, which an assertion there may say nothing of. */
function memberOf(target: ts.Expression, path: readonly string[]): Expectation {
  let of = unwrap(target);
  let way = path;
  while (ts.isPropertyAccessExpression(of) && way.length < 2) {
    way = [of.name.text, ...way];
    of = unwrap(of.expression);
  }
  return { from: 'type', node: of, path: way, isDeclared: true };
}
