import { ts } from '@ts-morph/common';
import { OPERATIONS } from '../locate/flow.js';
import { declarationOf } from '../locate/scopes.js';
import { isWrapper, keyText, unwrap } from '../source.js';
import { calledName, type MockedQuery, type NamePlace } from './advice.js';
import { isFieldAt, modelOfDelegate, type Schema } from './relations.js';

/** What a mock is told to give. */
export const GIVES =
  /^(?:mock(?:ResolvedValue|ReturnValue|Implementation)(?:Once)?|resolves|returns|callsFake|then(?:Resolve|Return|Call)?)$/;
/** With what a mock is called when it gives that. */
export const TAKES = /^(?:calledWith|withArgs)$/;
/** Of a stub of sinon: when it gives that. */
const AT_CALL = /^on(?:First|Second|Third)?Call$/;
/** What gives the results of any queries. */
export const TRANSACTION = '$transaction';
/** `vi.fn()`, `jest.fn()`, `mock()` of bun, and `fake()` of sinon. */
export const MAKES = /^(?:fn|mock|fake)$/;
/** `vi.spyOn(prisma.user, 'findMany')`, and sinon's `stub` and `replace`. */
const PUTS = /^(?:spyOn|stub|replace|method)$/;
/** `vi.mocked(prisma.user.findMany)`, `when(prisma.user.findMany)` of jest-when, `when(mock.user.findMany(anything()))`. */
const WRAPS = /^(?:mocked|when)$/;

/**
 * The query that a mock stands for, and what the schema says of a name in what the query takes or gives: it may be one of
 * another model, whose record holds records of the field's model.
 *
 * @param way from what the query takes or gives down to the name
 * @returns undefined where it is none, or one of another model from which the schema knows no such way
 */
export function mockedQuery(
  mock: ts.Expression,
  way: readonly string[],
  { models, schema }: NamePlace,
): MockedQuery | undefined {
  const queries = queriesOf(mock, schema)
    .map(({ model, ...query }) => ({
      ...query,
      isField: model === undefined ? undefined : isFieldAt(way, model, models, schema),
      mayBe: model === undefined || models.includes(model),
    }))
    .filter(({ isField, mayBe }) => mayBe || isField !== undefined);
  return queries.find(({ isField }) => isField) ?? queries[0];
}

interface Query extends Pick<MockedQuery, 'delegate' | 'operation'> {
  /** Whose delegate it is, by the name of that. */
  readonly model: string | undefined;
}

/**
 * `prisma.user.findMany`, also as `jest.Mock`, `vi.mocked(prisma.user.findMany)`, `vi.spyOn(prisma.user, 'findMany')`, a
 * constant that holds one of these, what `calledWith` or `mockResolvedValueOnce` gives back of it, and a function that the
 * test puts in the place of queries; of sinon the same.
 */
function queriesOf(given: ts.Expression, schema: Schema): readonly Query[] {
  const mock = unwrap(given);
  if (ts.isIdentifier(mock)) {
    const declared = declarationOf(mock);
    const isConstant =
      declared && ts.isVariableDeclaration(declared) && (declared.parent.flags & ts.NodeFlags.Const) !== 0;
    const held = isConstant && declared.initializer ? queriesOf(declared.initializer, schema) : [];
    return held.length > 0 ? held : placesOf(mock, schema);
  }
  if (ts.isPropertyAccessExpression(mock)) {
    const { expression: delegate, name } = mock;
    return queryOn(delegate, name.text, schema);
  }
  if (!ts.isCallExpression(mock)) return [];
  const name = calledName(mock) ?? '';
  const [first] = mock.arguments;
  if (MAKES.test(name) || isFake(mock) || (name === 'stub' && !first)) return placeOf(mock, schema);
  if (TAKES.test(name) || GIVES.test(name) || AT_CALL.test(name)) {
    return ts.isPropertyAccessExpression(mock.expression)
      ? queriesOf(mock.expression.expression, schema)
      : [];
  }
  if (PUTS.test(name)) return queryPut(mock, schema);
  if (first && WRAPS.test(name)) return queriesOf(first, schema);
  return ts.isPropertyAccessExpression(mock.expression) && OPERATIONS.test(name)
    ? queriesOf(mock.expression, schema)
    : [];
}

/** A function that a mock stands for, or what holds that, and the way from there to the function. */
interface Original {
  readonly of: ts.Node;
  readonly path: readonly string[];
}

/**
 * The functions that a mock stands for which is no query: `lockUser as Mock`, `vi.mocked(lockUser)`, `vi.spyOn(users, 'lock')`,
 * and what a module of the test gives in place of what the test imports, `vi.mock('./users', () => ({ lockUser: mock }))`.
 */
export function originalsOf(given: ts.Expression, depth = 4): readonly Original[] {
  const mock = unwrap(given);
  if (depth === 0) return [];
  if (ts.isIdentifier(mock)) {
    const declared = declarationOf(mock);
    const initial = declared && ts.isVariableDeclaration(declared) ? declared.initializer : undefined;
    const held = initial ? originalsOf(initial, depth - 1) : [];
    return [...held, ...importedInstead(mock), ...(initial ? [] : [{ of: mock, path: [] }])];
  }
  if (ts.isPropertyAccessExpression(mock)) return [{ of: mock, path: [] }];
  if (!ts.isCallExpression(mock)) return [];
  const name = calledName(mock) ?? '';
  const [first, member] = mock.arguments;
  if (MAKES.test(name) || isFake(mock)) return importedInPlace(mock);
  if (PUTS.test(name) && first && member && ts.isStringLiteralLike(member)) {
    return [{ of: first, path: [member.text] }];
  }
  if (WRAPS.test(name) && first) return originalsOf(first, depth - 1);
  return ts.isPropertyAccessExpression(mock.expression)
    ? originalsOf(mock.expression.expression, depth - 1)
    : [];
}

/** What the file imports by the key at which a mock is made. */
function importedInPlace(made: ts.CallExpression): readonly Original[] {
  let whole: ts.Expression = made;
  while (isWrapper(whole.parent) || isCalledOn(whole)) whole = whole.parent as ts.Expression;
  const { parent } = whole;
  return ts.isPropertyAssignment(parent) ? importedAs(parent) : [];
}

/** What the file imports by the key at which a mock with a name stands. */
function importedInstead(mock: ts.Identifier): readonly Original[] {
  return membersHolding(mock).flatMap(importedAs);
}

function importedAs({ name }: ts.ObjectLiteralElementLike): readonly Original[] {
  const key = keyText(name);
  const tree = name?.getSourceFile();
  return (tree?.statements ?? []).flatMap((statement) => {
    const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined;
    if (!bindings || !ts.isNamedImports(bindings)) return [];
    return bindings.elements.flatMap((each) =>
      (each.propertyName ?? each.name).text === key ? [{ of: each.name, path: [] }] : [],
    );
  });
}

/** `sinon.fake.resolves(record)`: made by what it gives. */
export function isFake({ expression }: ts.CallExpression): boolean {
  return ts.isPropertyAccessExpression(expression) && /(?:^|\.)fake$/.test(expression.expression.getText());
}

function queryPut({ arguments: [delegate, operation] }: ts.CallExpression, schema: Schema): readonly Query[] {
  return delegate && operation && ts.isStringLiteralLike(operation)
    ? queryOn(delegate, operation.text, schema)
    : [];
}

function queryOn(delegate: ts.Expression, operation: string | undefined, schema: Schema): readonly Query[] {
  if (operation === TRANSACTION) return [{ delegate, operation, model: undefined }];
  if (operation === undefined || !OPERATIONS.test(operation)) return [];
  return [{ delegate, operation, model: modelOfDelegate(schema, memberName(delegate)) }];
}

/** `user` of `prisma.user`, `prisma['user']`. */
function memberName(value: ts.Expression): string | undefined {
  const member = unwrap(value);
  if (ts.isPropertyAccessExpression(member)) return member.name.text;
  if (!ts.isElementAccessExpression(member)) return undefined;
  return ts.isStringLiteralLike(member.argumentExpression) ? member.argumentExpression.text : undefined;
}

/** Where a function is made: `{ user: { findMany: vi.fn().mockResolvedValue([]) } }`, `prisma.user.findMany = vi.fn()`. */
function placeOf(made: ts.CallExpression, schema: Schema): readonly Query[] {
  let whole: ts.Expression = made;
  while (isWrapper(whole.parent) || isCalledOn(whole)) whole = whole.parent as ts.Expression;
  const { parent } = whole;
  if (ts.isPropertyAssignment(parent)) return queryIn(parent, schema);
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return placesOf(parent.name, schema);
  if (ts.isCallExpression(parent) && PUTS.test(calledName(parent) ?? '')) return queryPut(parent, schema);
  return ts.isBinaryExpression(parent) && parent.right === whole ? queriesOf(parent.left, schema) : [];
}

/** Whether a value is that of which a method is taken, or the method that is called. */
function isCalledOn(value: ts.Expression): boolean {
  const { parent } = value;
  return (
    (ts.isPropertyAccessExpression(parent) || ts.isCallExpression(parent)) && parent.expression === value
  );
}

/** `{ user: { findMany: mockFindMany } }`, anywhere in the file. */
function placesOf(mock: ts.Identifier, schema: Schema): readonly Query[] {
  return membersHolding(mock).flatMap((member) => queryIn(member, schema));
}

function membersHolding(mock: ts.Identifier): readonly ts.ObjectLiteralElementLike[] {
  const found: ts.ObjectLiteralElementLike[] = [];
  const visit = (node: ts.Node): void => {
    const isMock = ts.isShorthandPropertyAssignment(node)
      ? node.name.text === mock.text
      : ts.isPropertyAssignment(node) && node.initializer.getText() === mock.text;
    if (isMock) found.push(node as ts.ObjectLiteralElementLike);
    ts.forEachChild(node, visit);
  };
  visit(mock.getSourceFile());
  return found;
}

/** A member of an object that stands for a delegate. */
function queryIn(member: ts.ObjectLiteralElementLike, schema: Schema): readonly Query[] {
  if (!ts.isObjectLiteralExpression(member.parent)) return [];
  const operation = keyText(member.name);
  if (operation === TRANSACTION) return queryOn(member.parent, operation, schema);
  let whole: ts.Expression = member.parent;
  while (isWrapper(whole.parent)) whole = whole.parent;
  const { parent } = whole;
  const name = ts.isPropertyAssignment(parent)
    ? keyText(parent.name)
    : ts.isBinaryExpression(parent) && parent.right === whole
      ? memberName(parent.left)
      : undefined;
  const model = modelOfDelegate(schema, name);
  return model === undefined
    ? []
    : queryOn(member.parent, operation, schema).map((query) => ({ ...query, model }));
}
