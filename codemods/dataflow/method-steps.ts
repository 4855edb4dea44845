import { ts } from '@ts-morph/common';
import type { Links } from '../locate/flow.js';
import { bindings, to } from './moves.js';
import type { State, Step } from './state.js';

/** Methods of a list that give one with elements of it. */
const SAME =
  /^(?:filter|slice|sort|toSorted|reverse|toReversed|concat|splice|toSpliced|with|values|flat|flatMap)$/;
/** Methods that give one element. */
const ONE = /^(?:find|findLast|at|pop|shift)$/;
/** Methods whose function takes each element first. */
const OF_EACH = /^(?:map|flatMap|forEach|some|every|filter|find|findLast|findIndex|sort|toSorted)$/;

/**
 * `list.filter(Boolean)`, `list.map((each) => …)`, `promise.then((value) => …)`: what a method does with the elements of a
 * list that it is called on.
 *
 * @returns undefined where no such method is called
 */
export function methodSteps(
  access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  state: State,
  links: Links,
): readonly Step[] | undefined {
  const { parent: call } = access;
  if (!ts.isPropertyAccessExpression(access) || !ts.isCallExpression(call) || call.expression !== access) {
    return undefined;
  }
  const method = access.name.text;
  const [first, ...rest] = state.path;
  if (method === 'then') return given(call, 0, state, links);
  if (first !== '[]') return undefined;
  const element = { ...state, path: rest };
  // What `flatMap` gives is what its function returns.
  const result = ONE.test(method)
    ? [to(state, call, rest)]
    : SAME.test(method) && method !== 'flatMap'
      ? [to(state, call, method === 'flat' && rest[0] === '[]' ? rest : state.path)]
      : [];
  if (/^reduce(?:Right)?$/.test(method)) return given(call, 1, element, links);
  return [...result, ...(OF_EACH.test(method) ? given(call, 0, element, links) : [])];
}

/** What a function that is handed to a call does with one of its parameters. */
function given(
  { arguments: [callback] }: ts.CallExpression,
  parameter: number,
  state: State,
  links: Links,
): readonly Step[] {
  if (!callback || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback))) return [];
  const declared = callback.parameters[parameter];
  return declared
    ? bindings(declared.name, state, links).map((each): Step => ({ kind: 'to', to: each }))
    : [];
}
