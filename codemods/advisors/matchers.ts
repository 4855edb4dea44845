import { ts } from '@ts-morph/common';
import { isWrapper } from '../source.js';
import {
  type Advice,
  type Advisor,
  calledName,
  callWith,
  keyPlace,
  type NamePlace,
  pathTo,
  stepsBefore,
  wholeAround,
} from './advice.js';
import { mockedQuery } from './mocked-query.js';

const PACKAGES =
  /^(?:vitest|@vitest\/\w+|jest|@jest\/\w+|expect|bun|bun-types|@playwright\/test|chai|sinon|sinon-chai|jasmine|earl)$/;
const SHAPES = /^(?:toEqual|toStrictEqual|toMatchObject|toContainEqual)$/;
const CALLS =
  /^(?:toHaveBeenCalledWith|toHaveBeenLastCalledWith|toHaveBeenNthCalledWith|toBeCalledWith|lastCalledWith|(?:alwaysC|c)alled(?:Once)?With(?:Exactly|Match)?)$/;

/** Assertions of vitest, jest and sinon: what is expected of a value is about that value's members. */
export const matchers: Advisor = (place) => pathExpected(place) ?? shapeExpected(place);

/** `expect(user).toHaveProperty('userName')`, also by a path or a list of names. */
function pathExpected(place: NamePlace): Advice | undefined {
  const found = callWith(place.token);
  const path = pathTo(place);
  if (!found || !path || found.argument !== 0 || calledName(found.call) !== 'toHaveProperty')
    return undefined;
  const expected = expectation(found.call);
  if (!expected) return undefined;
  const member = { of: expected.of, path: [...expected.path, ...stepsBefore(place.token), ...path] };
  return { ...found, packages: PACKAGES, shape: 'name', member };
}

/** `expect(user).toMatchObject({ userName: 'a' })`, also within `expect.objectContaining({ … })`. */
function shapeExpected(place: NamePlace): Advice | undefined {
  const key = keyPlace(place.token);
  if (!key) return undefined;
  const { path, whole } = wholeAround({ whole: key.literal, path: [key.name] }, isTransparent);
  const call = whole.parent;
  if (!ts.isCallExpression(call)) return undefined;
  const argument = call.arguments.indexOf(whole as ts.Expression);
  const matcher = calledName(call) ?? '';
  const expected = argument < 0 ? undefined : expectation(call);
  if (!expected) return undefined;
  const base = { call, argument, packages: PACKAGES, shape: key.shape };
  if (CALLS.test(matcher)) {
    const query = mockedQuery(expected.of, path, place);
    return (
      query && { ...base, evenUndeclared: true, reason: 'expected-call', query: { ...query, takes: path } }
    );
  }
  if (!SHAPES.test(matcher)) return undefined;
  const element = matcher === 'toContainEqual' ? ['[]'] : [];
  return { ...base, member: { of: expected.of, path: [...expected.path, ...element, ...path] } };
}

/** What stands between a key and what is expected, and leaves the way to it as it is. */
function isTransparent(parent: ts.Node): boolean {
  return (
    isWrapper(parent) ||
    (ts.isCallExpression(parent) && /^(?:object|array)Containing$/.test(calledName(parent) ?? ''))
  );
}

/** A value of which something is expected, and the way from there to that. */
interface Expectation {
  readonly of: ts.Expression;
  readonly path: readonly string[];
}

/** `expect(value).not.resolves.matcher(…)`, with the step to what it resolves to, and `sinon.assert.calledWith(value, …)`. */
function expectation(call: ts.CallExpression): Expectation | undefined {
  let resolves = false;
  let here: ts.Expression = call.expression;
  while (ts.isPropertyAccessExpression(here)) {
    if (here.name.text === 'resolves') resolves = true;
    here = here.expression;
  }
  if (!ts.isCallExpression(here)) return asserted(call);
  const [of] = here.arguments;
  const isExpected = ts.isIdentifier(here.expression) && here.expression.text === 'expect';
  return isExpected && of ? { of, path: resolves ? ['()'] : [] } : undefined;
}

function asserted({ expression, arguments: [of] }: ts.CallExpression): Expectation | undefined {
  const isAssert =
    ts.isPropertyAccessExpression(expression) && /(?:^|\.)assert$/.test(expression.expression.getText());
  return isAssert && of ? { of, path: [] } : undefined;
}
