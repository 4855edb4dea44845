import { ts } from '@ts-morph/common';
import { everyReference, flowsOf, functionAround, type Links, OPERATIONS, type Use } from '../locate/flow.js';
import { isDeclared } from '../locate/replaced.js';
import { keyText, unwrap } from '../source.js';
import { type Expectation, type FakeAdvice, type NamePlace, selected } from './advice.js';
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
  place: NamePlace,
): FakeAdvice | undefined {
  const uses = known.get(given) ?? usesOfGiven(given, place.links);
  known.set(given, uses);
  const expected = uses
    .flatMap((use) => expectationsOf(use, place.links))
    .flatMap((each) => {
      const signs = signsOf(each.path, way, place);
      return signs ? [{ ...each, signs }] : [];
    });
  const isStandIn = /(?:^|[\\/])__mocks__[\\/]/.test(given.getSourceFile().fileName);
  return expected.length > 0 ? { expected, isStandIn } : undefined;
}

/** The same functions are met from many names. */
const known = new WeakMap<ts.Node, readonly Use[]>();

function usesOfGiven(given: ts.FunctionLikeDeclaration, links: Links): readonly Use[] {
  return startOf(given, links).flatMap(({ value, path }) => usesOf(value, path, links));
}

/** A value, and the way from there to a function. */
interface Holder {
  readonly value: ts.Expression;
  readonly path: readonly string[];
}

/** Where the way of a function begins: itself, its name, the object whose method it is, or instances of its class. */
function startOf(given: ts.FunctionLikeDeclaration, links: Links): readonly Holder[] {
  if (ts.isArrowFunction(given) || ts.isFunctionExpression(given)) return [{ value: given, path: [] }];
  if (ts.isFunctionDeclaration(given)) return given.name ? [{ value: given.name, path: [] }] : [];
  const key = ts.isMethodDeclaration(given) ? keyText(given.name) : undefined;
  if (key === undefined) return [];
  const { parent } = given;
  if (ts.isObjectLiteralExpression(parent)) return [{ value: parent, path: [key] }];
  return instancesOf(parent, links).map((value) => ({ value, path: [key] }));
}

function instancesOf(owner: ts.Node, links: Links): readonly ts.Expression[] {
  if (!ts.isClassDeclaration(owner) || !owner.name) return [];
  return everyReference(owner.name, links).flatMap((reference) =>
    ts.isNewExpression(reference.parent) && reference.parent.expression === reference
      ? [reference.parent]
      : [],
  );
}

/**
 * Where a value goes, as the member of a class with each instance of that. An instance has a type of its own wherever it is
 * handed, so only what is said of it otherwise tells.
 */
function usesOf(
  value: ts.Expression,
  path: readonly string[],
  links: Links,
  seen: ReadonlySet<ts.Node> = new Set(),
): readonly Use[] {
  const { atLiteral, destinations } = flowsOf(value, path, links);
  const all = [...new Set([atLiteral, ...destinations.map((flow) => flow.uses)])].flat();
  const uses = ts.isNewExpression(value)
    ? all.filter((use) => isDeclared(use) || putInto(use.node, use.path))
    : all;
  const ofInstances = uses.flatMap((use) => {
    const member = use.node.parent;
    if (!ts.isPropertyDeclaration(member) || member.initializer !== use.node || seen.has(member)) return [];
    const key = keyText(member.name);
    if (key === undefined) return [];
    return instancesOf(member.parent, links).flatMap((instance) =>
      usesOf(instance, [key, ...use.path], links, new Set([...seen, member])),
    );
  });
  return [...uses, ...ofInstances];
}

/** What is asked of a client to know it by, where the way is one to a query that may give the name; undefined where not. */
function signsOf(
  path: readonly string[],
  way: readonly string[],
  { name, models, schema }: NamePlace,
): Expectation['signs'] | undefined {
  const client = path.slice(0, path.at(-1) === TRANSACTION ? -1 : -2);
  const ofField = models.map((model) => [
    ...client,
    schema[model]!.delegate,
    'findFirst',
    ...selected([name]),
  ]);
  if (path.at(-1) === TRANSACTION) return ofField;
  const [delegate, operation] = path.slice(-2);
  const model = modelOfDelegate(schema, delegate);
  if (model === undefined || operation === undefined || !OPERATIONS.test(operation)) return undefined;
  const mayBe = isFieldAt(way, model, models, schema) ?? models.includes(model);
  const ofQuery = [operation, 'findFirst'].map((query) => [...client, delegate!, query, ...selected(way)]);
  return mayBe ? [...ofField, ...ofQuery] : undefined;
}

/** What is expected of a value where it goes, also by what it is put into. */
function expectationsOf(use: Use, links: Links): readonly Omit<Expectation, 'signs'>[] {
  const { node, path } = use;
  const { parent } = node;
  const argument = ts.isCallExpression(parent) ? parent.arguments.indexOf(node as ts.Expression) : -1;
  const isReturned = ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node);
  const giver = isReturned ? functionAround(node) : undefined;
  const isHanded = giver && (ts.isArrowFunction(giver) || ts.isFunctionExpression(giver));
  const here = {
    ...use,
    isDeclared: isDeclared(use),
    given: isHanded ? usesOf(giver, [], links) : [],
    ...(argument >= 0 && { taker: { call: parent, argument } }),
  };
  const put = putInto(node, path);
  return put ? [here, { ...memberOf(put.value, put.path), isDeclared: true, given: [] }] : [here];
}

/** `prisma.user = value`, `Object.assign(prisma, value)`, and `Reflect.set(prisma, 'user', value)` with its kin. */
function putInto(node: ts.Node, path: readonly string[]): Holder | undefined {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) {
    const isAssigned = parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && parent.right === node;
    return isAssigned ? { value: parent.left, path } : undefined;
  }
  if (!ts.isCallExpression(parent)) return undefined;
  const [target, key, value] = parent.arguments;
  if (!target || target === node) return undefined;
  const callee = parent.expression.getText();
  if (callee === 'Object.assign') return { value: target, path };
  if (!key || !ts.isStringLiteralLike(key) || value !== node) return undefined;
  if (!callee.endsWith('.defineProperty')) return { value: target, path: [key.text, ...path] };
  return path[0] === 'value' ? { value: target, path: [key.text, ...path.slice(1)] } : undefined;
}

/** The way through what a member is taken from, which an assertion there may say nothing of. */
function memberOf(target: ts.Expression, path: readonly string[]): Use {
  let of = unwrap(target);
  let way = path;
  while (ts.isPropertyAccessExpression(of) && way.length < 2) {
    way = [of.name.text, ...way];
    of = unwrap(of.expression);
  }
  return { from: 'type', node: of, path: way };
}
