import { ts } from '@ts-morph/common';
import { importOf } from '../imports.js';
import type { Source } from '../source.js';
import { unwrap } from '../source.js';
import type { Exit, ExitKind } from './exit.js';

/** Methods that send their argument, whatever they are called on: no other `json(value)` takes one. */
const SENDERS: Readonly<Record<string, ExitKind>> = {
  json: 'response',
  jsonp: 'response',
  send: 'response',
  stringify: 'serialize',
  serialize: 'serialize',
};

/** Methods that hand a value on if they are a package's; the value is any argument. */
const HANDED: Readonly<Record<string, ExitKind>> = {
  set: 'cache',
  setex: 'cache',
  put: 'cache',
  add: 'message',
  publish: 'message',
  emit: 'message',
  sendMessage: 'message',
};

const RESPONSE_HELPERS = /^(?:json|data|defer|typedjson|typeddefer|superjson)$/;
const FRAMEWORKS = /^(?:@remix-run\/|react-router|remix-typedjson|@sveltejs\/kit|@react-router\/)/;

/** `res.json(…)` and its like, in what a handler returns. */
export function isSending({ expression }: ts.CallExpression): boolean {
  return ts.isPropertyAccessExpression(expression) && SENDERS[expression.name.text] !== undefined;
}

/** Values that a call sends away. */
export function callExits(node: ts.Node, source: Source): readonly Exit[] {
  if (ts.isBinaryExpression(node)) return bodyExit(node);
  if (!ts.isCallExpression(node)) return [];
  const callee = unwrap(node.expression);
  const [first] = node.arguments;
  if (!first || ts.isSpreadElement(first)) return [];
  if (ts.isIdentifier(callee)) {
    const imported = RESPONSE_HELPERS.test(callee.text) ? importOf(source.tree, callee.text) : undefined;
    return imported && FRAMEWORKS.test(imported) ? [{ kind: 'response', value: first }] : [];
  }
  if (!ts.isPropertyAccessExpression(callee)) return [];
  const name = callee.name.text;
  const sent = SENDERS[name];
  if (sent) return [{ kind: sent, value: first }];
  const handed = HANDED[name];
  if (!handed) return [];
  return node.arguments.flatMap((value, argument): Exit[] =>
    ts.isSpreadElement(value) ? [] : [{ kind: handed, value, foreign: { call: node, argument } }],
  );
}

/** Koa: `ctx.body = user`. */
function bodyExit({ left, operatorToken, right }: ts.BinaryExpression): readonly Exit[] {
  const isBody =
    operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isPropertyAccessExpression(left) &&
    left.name.text === 'body' &&
    /^(?:ctx|context|ctx\.response|context\.response)$/.test(left.expression.getText());
  return isBody ? [{ kind: 'response', value: right }] : [];
}
