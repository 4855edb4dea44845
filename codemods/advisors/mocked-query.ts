import { ts } from '@ts-morph/common';
import { OPERATIONS } from '../locate/flow.js';
import { declarationOf } from '../locate/scopes.js';
import { calledName, type MockedQuery } from './advice.js';

/** What a mock is told to give. */
export const GIVES = /^mock(?:ResolvedValue|ReturnValue|Implementation)(?:Once)?$/;

/**
 * `prisma.user.findMany`, `vi.mocked(prisma.user.findMany)`, `vi.spyOn(prisma.user, 'findMany')`, a constant that holds
 * one of these, and what `calledWith` or `mockResolvedValueOnce` gives back of it.
 */
export function mockedQuery(mock: ts.Expression): MockedQuery | undefined {
  if (ts.isIdentifier(mock)) {
    const declared = declarationOf(mock);
    const isConstant =
      declared && ts.isVariableDeclaration(declared) && (declared.parent.flags & ts.NodeFlags.Const) !== 0;
    return isConstant && declared.initializer && ts.isCallExpression(declared.initializer)
      ? mockedQuery(declared.initializer)
      : undefined;
  }
  if (ts.isPropertyAccessExpression(mock)) {
    const { expression: delegate, name } = mock;
    return OPERATIONS.test(name.text) ? { delegate, operation: name.text } : undefined;
  }
  if (!ts.isCallExpression(mock)) return undefined;
  const name = calledName(mock) ?? '';
  if (name === 'calledWith' || GIVES.test(name)) {
    return ts.isPropertyAccessExpression(mock.expression)
      ? mockedQuery(mock.expression.expression)
      : undefined;
  }
  const [first, second] = mock.arguments;
  if (!first) return undefined;
  if (name === 'spyOn') {
    return second && ts.isStringLiteralLike(second) && OPERATIONS.test(second.text)
      ? { delegate: first, operation: second.text }
      : undefined;
  }
  return name === 'mocked' ? mockedQuery(first) : undefined;
}
