import { ts } from '@ts-morph/common';
import { everyReference, type Links, resultOf } from '../locate/flow.js';
import { isWrapper, keyText } from '../source.js';
import { asked, bindings, elsewhere, isTyped } from './moves.js';
import type { State, Step } from './state.js';

/** Where a value goes that a function returns: to the callers of the function, unless its type says what it is. */
export function returnSteps(
  owner: ts.SignatureDeclaration,
  node: ts.Node,
  state: State,
  links: Links,
): readonly Step[] {
  const method = methodName(owner);
  if (method !== undefined) {
    const calls = callsOf(method, links);
    const declared = asked(state, { from: 'contextual', node, path: state.path }, []);
    const onward: Step = { kind: 'returned', owner, calls, state };
    return calls.length === 0 ? declared : [...withoutEnd(declared), onward];
  }
  const onward = callersOf(owner, state, links);
  if (onward.length === 0 && isTyped(state)) return elsewhere(state);
  const declared = asked(state, { from: 'contextual', node, path: state.path }, onward);
  // What a generic call expects of a function that it is handed is inferred from what the function gives.
  const isInferred = !owner.type && onward.length > 0 && isHandedOver(owner);
  return isInferred ? onward.map((each): Step => ({ kind: 'to', to: each })) : declared;
}

function isHandedOver({ parent }: ts.SignatureDeclaration): boolean {
  return ts.isCallExpression(parent) && parent.typeArguments === undefined;
}

function withoutEnd(steps: readonly Step[]): readonly Step[] {
  return steps.map((step) => {
    if (step.kind !== 'asked') return step;
    const { kind, use, onward } = step;
    return { kind, use, onward };
  });
}

function callersOf(owner: ts.SignatureDeclaration, state: State, links: Links): readonly State[] {
  const result = resultOf(owner);
  if (result) return [{ ...state, node: result.call, path: [...result.way, ...state.path] }];
  let whole: ts.Node = owner;
  while (isWrapper(whole.parent)) whole = whole.parent;
  const { parent } = whole;
  if (ts.isCallExpression(parent)) {
    if (parent.expression === whole) return [{ ...state, node: parent }];
    return resultOfCallback(parent, owner, state, links);
  }
  const variable = ts.isVariableDeclaration(parent) ? parent.name : undefined;
  const own = ts.isFunctionDeclaration(owner) || ts.isFunctionExpression(owner) ? owner.name : undefined;
  const name = own ?? variable;
  if (!name || !ts.isIdentifier(name)) return [];
  return everyReference(name, links).flatMap((reference) =>
    ts.isCallExpression(reference.parent) && reference.parent.expression === reference
      ? [{ ...state, node: reference.parent }]
      : [],
  );
}

/** `list.flatMap((each) => …)`, `list.reduce((all, each) => …, {})`, `useMemo(() => …)` */
function resultOfCallback(
  call: ts.CallExpression,
  owner: ts.SignatureDeclaration,
  state: State,
  links: Links,
): readonly State[] {
  if (call.arguments[0] !== (owner as ts.Node)) return [];
  const callee = ts.isPropertyAccessExpression(call.expression) ? call.expression.name : call.expression;
  const method = callee.getText();
  const result = { ...state, node: call };
  if (method === 'flatMap' || method === 'useMemo') return [result];
  if (!/^reduce(?:Right)?$/.test(method)) return [];
  const [collected] = owner.parameters;
  return [result, ...(collected ? bindings(collected.name, state, links) : [])];
}

/** The name of a function that is called as a member of something. */
function methodName(owner: ts.SignatureDeclaration): string | undefined {
  if (ts.isMethodDeclaration(owner)) return keyText(owner.name);
  const { parent } = owner;
  const isMember = ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent);
  return isMember && parent.initializer === (owner as ts.Node) ? keyText(parent.name) : undefined;
}

/** As many calls by one name are looked at; a name that is called more often is one of everybody's. */
const CALLS = 200;

const methodCalls = new WeakMap<ts.SourceFile, ReadonlyMap<string, readonly ts.CallExpression[]>>();

/** Calls of members of that name, whatever they are called on. */
function callsOf(name: string, links: Links): readonly ts.CallExpression[] {
  const found = links.treesWith(`.${name}(`).flatMap((tree) => callsIn(tree).get(name) ?? []);
  return found.length > CALLS ? [] : found;
}

function callsIn(tree: ts.SourceFile): ReadonlyMap<string, readonly ts.CallExpression[]> {
  const known = methodCalls.get(tree);
  if (known) return known;
  const calls = new Map<string, ts.CallExpression[]>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { text } = node.expression.name;
      calls.set(text, [...(calls.get(text) ?? []), node]);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  methodCalls.set(tree, calls);
  return calls;
}
