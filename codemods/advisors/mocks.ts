import { ts } from '@ts-morph/common';
import { isWrapper } from '../source.js';
import { type Advisor, calledName, keyPlace, pathWithin } from './advice.js';
import { GIVES, mockedQuery } from './mocked-query.js';

const PACKAGES =
  /^(?:vitest|@vitest\/\w+|jest|@jest\/\w+|jest-mock|bun|bun-types|jest-mock-extended|vitest-mock-extended)$/;

/**
 * `prisma.user.findMany.mockResolvedValue([{ userName: 'a' }])`: a record that a test gives in place of a query, and
 * `prisma.user.findFirst.calledWith({ where: { userName: 'a' } })`. A mock takes anything; the query that it stands
 * for tells whose the name is.
 */
export const mocks: Advisor = ({ token, model }) => {
  const key = keyPlace(token);
  if (!key) return undefined;
  const { path, whole } = pathWithin(key, isTransparent);
  const call = whole.parent;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  const argument = call.arguments.indexOf(whole as ts.Expression);
  const query = argument < 0 ? undefined : mockedQuery(call.expression.expression, model);
  if (!query) return undefined;
  const name = calledName(call) ?? '';
  const base = { call, argument, packages: PACKAGES, shape: key.shape, unlessTyped: true } as const;
  if (GIVES.test(name)) {
    return { ...base, reason: 'mocked-query', query: { ...query, gives: path } };
  }
  return name === 'calledWith'
    ? { ...base, reason: 'expected-call', query: { ...query, takes: path } }
    : undefined;
};

/** What stands between a record and the mock that is told to give it. */
function isTransparent(parent: ts.Node): boolean {
  return (
    isWrapper(parent) ||
    ts.isArrowFunction(parent) ||
    (ts.isCallExpression(parent) && parent.expression.getText() === 'Promise.resolve')
  );
}
