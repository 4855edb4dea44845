import { ts } from '@ts-morph/common';
import { keyText } from '../source.js';
import { type Advisor, calledName, stepsBefore } from './advice.js';

const CHECKS = /^(?:superRefine|refine|refinement|check|transform)$/;

/**
 * The path of an issue, `ctx.addIssue({ path: ['userName'] })` and `schema.refine(isFree, { path: ['userName'] })`: a
 * member of what the schema gives.
 */
export const zod: Advisor = ({ token, name }) => {
  const list = token.parent;
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
    packages: /^zod$/,
    shape: 'name',
    member: { of: checked.expression.expression, path: ['_output', ...stepsBefore(token), name] },
  };
};

/** The call of the schema in whose function an issue is added. */
function checkAround(node: ts.Node): ts.CallExpression | undefined {
  for (let here = node.parent; here; here = here.parent) {
    if (ts.isCallExpression(here) && CHECKS.test(calledName(here) ?? '')) return here;
  }
  return undefined;
}
