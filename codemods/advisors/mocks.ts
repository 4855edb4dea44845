import { ts } from '@ts-morph/common';
import { OPERATIONS } from '../locate/flow.js';
import { type Advisor, calledName, keyPlace } from './advice.js';

const PACKAGES =
  /^(?:vitest|@vitest\/\w+|jest|@jest\/\w+|jest-mock|bun|bun-types|jest-mock-extended|vitest-mock-extended)$/;
const GIVES = /^mock(?:ResolvedValue|ReturnValue|Implementation)(?:Once)?$/;

/**
 * `prisma.user.findMany.mockResolvedValue([{ userName: 'a' }])`: a record that a test gives in place of a query, and
 * `prisma.user.findFirst.calledWith({ where: { userName: 'a' } })`. A mock takes anything, so no type says whose it is.
 */
export const mocks: Advisor = ({ token }) => {
  const key = keyPlace(token);
  if (!key) return undefined;
  let here: ts.Node = key.literal;
  while (isWithin(here.parent)) here = here.parent;
  const call = here.parent;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  const argument = call.arguments.indexOf(here as ts.Expression);
  if (argument < 0 || !isQuery(call.expression.expression)) return undefined;
  const name = calledName(call) ?? '';
  const base = { call, argument, packages: PACKAGES, shape: key.shape, unlessTyped: true } as const;
  if (GIVES.test(name)) return { ...base, reason: 'mocked-query' };
  return name === 'calledWith' ? { ...base, reason: 'expected-call' } : undefined;
};

function isWithin(parent: ts.Node): boolean {
  return (
    ts.isPropertyAssignment(parent) ||
    ts.isObjectLiteralExpression(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isArrowFunction(parent) ||
    (ts.isCallExpression(parent) && parent.expression.getText() === 'Promise.resolve')
  );
}

/** `prisma.user.findMany`, `vi.mocked(prisma.user.findMany)`, `vi.spyOn(prisma.user, 'findMany')`. */
function isQuery(mock: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(mock)) return OPERATIONS.test(mock.name.text);
  if (!ts.isCallExpression(mock)) return false;
  const name = calledName(mock);
  // `prisma.user.findFirst.calledWith(…).mockResolvedValue(…)`, and values given one after another.
  if (name === 'calledWith' || GIVES.test(name ?? '')) {
    return ts.isPropertyAccessExpression(mock.expression) && isQuery(mock.expression.expression);
  }
  const [first, second] = mock.arguments;
  if (name === 'spyOn')
    return second !== undefined && ts.isStringLiteralLike(second) && OPERATIONS.test(second.text);
  return name === 'mocked' && first !== undefined && isQuery(first);
}
