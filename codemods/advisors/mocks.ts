import { ts } from '@ts-morph/common';
import { referencesOf } from '../locate/scopes.js';
import type { Shape } from '../locate/site-kind.js';
import {
  type Advice,
  type Advisor,
  calledName,
  type Held,
  keyPlace,
  type NamePlace,
  passesOn,
  wholeAround,
} from './advice.js';
import { GIVES, MAKES, mockedQuery } from './mocked-query.js';

const PACKAGES =
  /^(?:vitest|@vitest\/\w+|jest|@jest\/\w+|jest-mock|bun|bun-types|jest-mock-extended|vitest-mock-extended)$/;

/**
 * `prisma.user.findMany.mockResolvedValue([{ userName: 'a' }])`: a record that a test gives in place of a query, and
 * `prisma.user.findFirst.calledWith({ where: { userName: 'a' } })`. A mock takes anything; the query that it stands
 * for tells whose the name is.
 */
export const mocks: Advisor = (place) => {
  const key = keyPlace(place.token);
  const held = key && wholeAround({ whole: key.literal, path: [key.name] }, passesOn);
  return held && adviceOn(held, key.shape, place);
};

/** As many names as a record is followed through. */
const DEPTH = 4;

function adviceOn(held: Held, shape: Shape, place: NamePlace, depth = DEPTH): Advice | undefined {
  const { whole, path } = held;
  if (ts.isCallExpression(whole.parent)) return adviceOnCall(whole.parent, held, shape, place);
  const name = depth > 0 ? nameOf(whole) : undefined;
  const found = (name ? referencesOf(name) : []).flatMap((reference) => {
    const used = wholeAround(usedAs(reference, path), passesOn);
    return adviceOn(used, shape, place, depth - 1) ?? [];
  });
  return found.find(({ query }) => query?.isField !== false) ?? found[0];
}

function adviceOnCall(
  call: ts.CallExpression,
  { whole, path }: Held,
  shape: Shape,
  place: NamePlace,
): Advice | undefined {
  const { expression: callee } = call;
  const argument = call.arguments.indexOf(whole as ts.Expression);
  if (argument < 0) return undefined;
  const name = calledName(call) ?? '';
  const isMade = MAKES.test(name);
  if (!isMade && !GIVES.test(name) && name !== 'calledWith') return undefined;
  const mock = isMade ? call : ts.isPropertyAccessExpression(callee) ? callee.expression : undefined;
  const query = mock && mockedQuery(mock, path, place);
  if (!query) return undefined;
  const base = { call, argument, packages: PACKAGES, shape, unlessTyped: true } as const;
  return name === 'calledWith'
    ? { ...base, reason: 'expected-call', query: { ...query, takes: path } }
    : { ...base, reason: 'mocked-query', query: { ...query, gives: path } };
}

/** The name that a record has, or a function that gives it. */
function nameOf({ parent }: ts.Node): ts.Identifier | undefined {
  if (ts.isFunctionDeclaration(parent)) return parent.name;
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name : undefined;
}

/** `record`, `build()`, and `{ record }`, where it is a member. */
function usedAs(reference: ts.Identifier, path: readonly string[]): Held {
  const { parent } = reference;
  if (ts.isShorthandPropertyAssignment(parent))
    return { whole: parent.parent, path: [reference.text, ...path] };
  const isCalled = ts.isCallExpression(parent) && parent.expression === reference;
  return { whole: isCalled ? parent : reference, path };
}
