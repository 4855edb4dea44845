import { ts } from '@ts-morph/common';
import { keyText } from '../source.js';
import { type Advice, type Advisor, calledName, stepsBefore } from './advice.js';

const ZOD = /^zod$/;
const CHECKS = /^(?:superRefine|refine|refinement|check|transform)$/;

/**
 * A member of what a schema gives: the path of an issue, `ctx.addIssue({ path: ['userName'] })` and
 * `schema.refine(isFree, { path: ['userName'] })`, and what tells the schemas of `z.discriminatedUnion('kind', …)` apart.
 */
export const zod: Advisor = ({ token, name }) => {
  const list = token.parent;
  if (ts.isCallExpression(list)) return discriminator(list, token, name);
  const property = list.parent;
  if (!ts.isArrayLiteralExpression(list) || !ts.isPropertyAssignment(property)) return undefined;
  const call = property.parent.parent;
  if (keyText(property.name) !== 'path' || !ts.isCallExpression(call)) return undefined;
  const argument = call.arguments.indexOf(property.parent);
  const called = calledName(call) ?? '';
  const checked = called === 'addIssue' ? checkAround(call) : CHECKS.test(called) ? call : undefined;
  if (argument < 0 || !checked || !ts.isPropertyAccessExpression(checked.expression)) return undefined;
  return {
    call,
    argument,
    packages: ZOD,
    shape: 'name',
    member: { of: checked.expression.expression, path: ['_output', ...stepsBefore(token), name] },
  };
};

function discriminator(call: ts.CallExpression, token: ts.Node, name: string): Advice | undefined {
  const argument = 0;
  if (calledName(call) !== 'discriminatedUnion' || call.arguments[argument] !== token) return undefined;
  return { call, argument, packages: ZOD, shape: 'name', member: { of: call, path: ['_output', name] } };
}

/** The call of the schema in whose function an issue is added. */
function checkAround(node: ts.Node): ts.CallExpression | undefined {
  for (let here = node.parent; here; here = here.parent) {
    if (ts.isCallExpression(here) && CHECKS.test(calledName(here) ?? '')) return here;
  }
  return undefined;
}
