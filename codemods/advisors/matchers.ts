import { ts } from '@ts-morph/common';
import { OPERATIONS } from '../locate/flow.js';
import { keyText } from '../source.js';
import {
  type Advice,
  type Advisor,
  calledName,
  callWith,
  keyPlace,
  type NamePlace,
  pathTo,
  stepsBefore,
} from './advice.js';

const PACKAGES =
  /^(?:vitest|@vitest\/\w+|jest|@jest\/\w+|expect|bun|bun-types|@playwright\/test|chai|jasmine|earl)$/;
const SHAPES = /^(?:toEqual|toStrictEqual|toMatchObject|toContainEqual)$/;
const CALLS =
  /^(?:toHaveBeenCalledWith|toHaveBeenLastCalledWith|toHaveBeenNthCalledWith|toBeCalledWith|lastCalledWith)$/;

/** Assertions of vitest and jest: what is expected of a value is about that value's members. */
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
function shapeExpected({ token, name }: NamePlace): Advice | undefined {
  const key = keyPlace(token);
  if (!key) return undefined;
  const path = [name];
  let here: ts.Node = key.literal;
  for (;;) {
    const parent: ts.Node = here.parent;
    if (ts.isPropertyAssignment(parent)) {
      const outer = keyText(parent.name);
      if (outer === undefined) return undefined;
      path.unshift(outer);
      here = parent.parent;
    } else if (ts.isArrayLiteralExpression(parent)) {
      path.unshift('[]');
      here = parent;
    } else if (ts.isCallExpression(parent) && /^(?:object|array)Containing$/.test(calledName(parent) ?? '')) {
      here = parent;
    } else if (ts.isParenthesizedExpression(parent) || ts.isSatisfiesExpression(parent)) {
      here = parent;
    } else {
      break;
    }
  }
  const call = here.parent;
  if (!ts.isCallExpression(call)) return undefined;
  const argument = call.arguments.indexOf(here as ts.Expression);
  const matcher = calledName(call) ?? '';
  const expected = argument < 0 ? undefined : expectation(call);
  if (!expected) return undefined;
  const base = { call, argument, packages: PACKAGES, shape: key.shape };
  if (CALLS.test(matcher)) {
    const { of } = expected;
    const isQuery = ts.isPropertyAccessExpression(of) && OPERATIONS.test(of.name.text);
    return isQuery ? { ...base, reason: 'expected-call' } : undefined;
  }
  if (!SHAPES.test(matcher)) return undefined;
  const element = matcher === 'toContainEqual' ? ['[]'] : [];
  return { ...base, member: { of: expected.of, path: [...expected.path, ...element, ...path] } };
}

/** `expect(value).not.resolves.matcher(…)`: the value, and the step to what it resolves to. */
function expectation(
  call: ts.CallExpression,
): { readonly of: ts.Expression; readonly path: readonly string[] } | undefined {
  let resolves = false;
  let here: ts.Expression = call.expression;
  while (ts.isPropertyAccessExpression(here)) {
    if (here.name.text === 'resolves') resolves = true;
    here = here.expression;
  }
  if (!ts.isCallExpression(here) || !ts.isIdentifier(here.expression)) return undefined;
  const [of] = here.arguments;
  return here.expression.text === 'expect' && of ? { of, path: resolves ? ['()'] : [] } : undefined;
}
