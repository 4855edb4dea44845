import { ts } from '@ts-morph/common';
import { OPERATIONS } from '../locate/flow.js';
import { declarationOf } from '../locate/scopes.js';
import { keyText } from '../source.js';
import { calledName, type MockedQuery } from './advice.js';

/** What a mock is told to give. */
export const GIVES = /^mock(?:ResolvedValue|ReturnValue|Implementation)(?:Once)?$/;

/**
 * `prisma.user.findMany`, `vi.mocked(prisma.user.findMany)`, `vi.spyOn(prisma.user, 'findMany')`, a constant that holds
 * one of these, what `calledWith` or `mockResolvedValueOnce` gives back of it, and a function that the test puts in the
 * place of a query: `{ user: { findMany: mockFindMany } }`.
 *
 * @param model whose query it has to be, where only the name of its delegate tells
 */
export function mockedQuery(mock: ts.Expression, model: string): MockedQuery | undefined {
  if (ts.isIdentifier(mock)) {
    const declared = declarationOf(mock);
    const isConstant =
      declared && ts.isVariableDeclaration(declared) && (declared.parent.flags & ts.NodeFlags.Const) !== 0;
    const held =
      isConstant && declared.initializer && ts.isCallExpression(declared.initializer)
        ? mockedQuery(declared.initializer, model)
        : undefined;
    return held ?? putInPlace(mock, model);
  }
  if (ts.isPropertyAccessExpression(mock)) {
    const { expression: delegate, name } = mock;
    return OPERATIONS.test(name.text) ? { delegate, operation: name.text } : undefined;
  }
  if (!ts.isCallExpression(mock)) return undefined;
  const name = calledName(mock) ?? '';
  if (name === 'calledWith' || GIVES.test(name)) {
    return ts.isPropertyAccessExpression(mock.expression)
      ? mockedQuery(mock.expression.expression, model)
      : undefined;
  }
  const [first, second] = mock.arguments;
  if (!first) return undefined;
  if (name === 'spyOn') {
    return second && ts.isStringLiteralLike(second) && OPERATIONS.test(second.text)
      ? { delegate: first, operation: second.text }
      : undefined;
  }
  return name === 'mocked' ? mockedQuery(first, model) : undefined;
}

/** `{ user: { findMany: mockFindMany } }`, anywhere in the file. */
function putInPlace(mock: ts.Identifier, model: string): MockedQuery | undefined {
  const delegate = model.charAt(0).toLowerCase() + model.slice(1);
  const isMock = (member: ts.ObjectLiteralElementLike) =>
    ts.isShorthandPropertyAssignment(member)
      ? member.name.text === mock.text
      : ts.isPropertyAssignment(member) && member.initializer.getText() === mock.text;
  let found: MockedQuery | undefined;
  const visit = (node: ts.Node): void => {
    if (found) return;
    const isDelegate = ts.isPropertyAssignment(node) && keyText(node.name) === delegate;
    if (isDelegate && ts.isObjectLiteralExpression(node.initializer)) {
      const operation = keyText(node.initializer.properties.find(isMock)?.name);
      if (operation !== undefined && OPERATIONS.test(operation))
        found = { delegate: node.initializer, operation };
    }
    ts.forEachChild(node, visit);
  };
  visit(mock.getSourceFile());
  return found;
}
