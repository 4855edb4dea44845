import { ts } from '@ts-morph/common';
import { extendedBy, type Links, type Use } from '../locate/flow.js';
import { asked, assigned, end, isTyped, to } from './moves.js';
import type { State, Step } from './state.js';

/** What becomes of an argument of a call. */
export function callSteps(
  call: ts.CallExpression | ts.NewExpression,
  state: State,
  name: string,
  links: Links,
): readonly Step[] {
  const { node, path, mode } = state;
  const argument = call.arguments?.indexOf(node as ts.Expression) ?? -1;
  if (argument < 0) return isTyped(state) && call.expression === node ? [to(state, call)] : [];
  const callee = call.expression.getText();
  if (mode !== 'typed' && ts.isCallExpression(call)) {
    if (/^Object\.assign$/.test(callee)) {
      const [target] = call.arguments;
      const joined = argument > 0 && target ? assigned(target, state, links) : [];
      const records = call.arguments
        .filter((each) => each !== node)
        .map((each): Use => ({ from: 'type', node: each, path }));
      const isOwn = mode === 'key' && path.length === 1;
      return [
        to(state, call),
        ...joined.map((each): Step => ({ kind: 'to', to: each })),
        ...(isOwn ? [{ kind: 'beside' as const, records }] : []),
      ];
    }
    const listed = listSteps(call, state, links);
    if (listed) return listed;
    const given = OF_OBJECTS[callee];
    if (given) return given(state, name).map((each) => to(each, call));
  }
  const extended =
    mode === 'key' && path.length === 3 && ts.isPropertyAccessExpression(call.expression)
      ? extendedBy(call.expression, path)
      : undefined;
  return [
    ...(extended && path[1] === '$allModels' ? [end('replaces')] : []),
    ...(extended ? [{ kind: 'extended' as const, use: extended }] : []),
    { kind: 'argument', call, argument, state },
  ];
}

/** Functions of the language whose result is made of what they are given. */
const OF_OBJECTS: Readonly<Record<string, (state: State, name: string) => readonly State[]>> = {
  'Object.freeze': (state) => [state],
  'Object.seal': (state) => [state],
  structuredClone: (state) => [state],
  'Object.keys': (state) => keysOf(state, ['[]']),
  'Object.entries': (state) => keysOf(state, ['[]', '[]']),
  'Object.values': (state) =>
    state.path.length > 1 ? [{ ...state, path: ['[]', ...state.path.slice(1)] }] : [],
  'Object.fromEntries': (state, name) => {
    const [list, entry, ...rest] = state.path;
    if (list !== '[]' || entry !== '[]') return [];
    return state.mode === 'text' && rest.length === 0 ? [{ ...state, path: [name], mode: 'key' }] : [state];
  },
  'Array.from': (state) => [state],
  'Promise.resolve': (state) => [state],
};

/** `Object.keys(value)`: the key itself is a text now. */
function keysOf(state: State, way: readonly string[]): readonly State[] {
  if (state.mode !== 'key' || state.path.length !== 1) return [];
  return [{ ...state, mode: 'text', path: way }];
}

/** `rows.push(value)`, `rows.concat(value)`: a list that gets the value. */
function listSteps(
  { expression: callee }: ts.CallExpression,
  state: State,
  links: Links,
): readonly Step[] | undefined {
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const list = callee.expression;
  const path = ['[]', ...state.path];
  if (/^(?:push|unshift)$/.test(callee.name.text)) {
    const onward = assigned(list, { ...state, path }, links);
    return asked(state, { from: 'type', node: list, path }, onward);
  }
  if (callee.name.text !== 'concat') return undefined;
  return [to(state, callee.parent, state.path[0] === '[]' ? state.path : path)];
}
