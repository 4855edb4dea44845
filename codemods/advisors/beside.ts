import { ts } from '@ts-morph/common';
import { everyReference, type Links } from '../locate/flow.js';
import { isWrapper } from '../source.js';
import {
  type Advice,
  type Advisor,
  callWith,
  type Held,
  keyPlace,
  type NamePlace,
  pathTo,
  stepsBefore,
  wholeAround,
} from './advice.js';

/**
 * A name that a function of any package is given together with records: `R.whereEq({ userName: 'a' }, user)`,
 * `evolve({ userName: trim })(user)`, `users.filter(matches({ userName: 'a' }))`. What the function does with it is not
 * known, and where its types are generic they take any name.
 */
export const beside: Advisor = (place) => {
  const found = keyGiven(place) ?? textGiven(place);
  if (!found) return undefined;
  const records = recordsNear(found.call, found.argument, place.links).flatMap((of) =>
    waysFrom(found.path).map((path) => ({ of, path })),
  );
  const { call, argument, path, isKey } = found;
  const advice: Advice = { beside: { call, argument, path, isKey }, records };
  return records.length > 0 ? advice : undefined;
};

/** Where a record may be: the value itself, the elements of a list, the members of a dictionary. */
export function waysFrom(path: readonly string[]): readonly (readonly string[])[] {
  return [path, ['[]', ...path], ['*', ...path]];
}

interface Given {
  readonly call: ts.CallExpression;
  readonly argument: number;
  /** From a record to the name. */
  readonly path: readonly string[];
  readonly isKey: boolean;
}

/** `{ author: { userName: 'a' } }` as an argument. */
export function keyGiven({ token }: NamePlace): Given | undefined {
  const key = keyPlace(token);
  if (!key) return undefined;
  const { whole, path }: Held = wholeAround({ whole: key.literal, path: [key.name] }, isWrapper);
  const call = whole.parent;
  if (!ts.isCallExpression(call)) return undefined;
  const argument = call.arguments.indexOf(whole as ts.Expression);
  return argument < 0 ? undefined : { call, argument, path, isKey: true };
}

function textGiven(place: NamePlace): Given | undefined {
  const found = callWith(place.token);
  const path = pathTo(place);
  return found && path && { ...found, path: [...stepsBefore(place.token), ...path], isKey: false };
}

/** As many calls around the one that is given the name. */
const DEPTH = 2;

/**
 * The other arguments of a call, those of the function that it gives (`matches({ … })(user)`), and of the call that it is
 * an argument of itself (`filter(users, matches({ … }))`), with what that is called on; the same where the function has a
 * name first.
 */
export function recordsNear(
  call: ts.CallExpression,
  argument: number,
  links: Links,
): readonly ts.Expression[] {
  return [...besideIn(call, argument), ...aroundOf(call, links, DEPTH)];
}

function besideIn(call: ts.CallExpression, argument: number): readonly ts.Expression[] {
  return call.arguments.filter(
    (each, index) => index !== argument && !ts.isSpreadElement(each) && !ts.isFunctionLike(each),
  );
}

function aroundOf(value: ts.Expression, links: Links, depth: number): readonly ts.Expression[] {
  const { parent } = value;
  if (depth === 0) return [];
  if (ts.isVariableDeclaration(parent) && parent.initializer === value && ts.isIdentifier(parent.name)) {
    return everyReference(parent.name, links).flatMap((use) => aroundOf(use, links, depth - 1));
  }
  if (!ts.isCallExpression(parent)) return [];
  const { expression: callee } = parent;
  const outer = aroundOf(parent, links, depth - 1);
  if (callee === value) return [...besideIn(parent, -1), ...outer];
  const on = ts.isPropertyAccessExpression(callee) ? [callee.expression] : [];
  return [...on, ...besideIn(parent, parent.arguments.indexOf(value)), ...outer];
}
