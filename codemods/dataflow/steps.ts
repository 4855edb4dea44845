import { ts } from '@ts-morph/common';
import {
  everyReference,
  functionAround,
  isDefaultExport,
  isValueOperator,
  type Links,
  referencesAs,
  type Use,
} from '../locate/flow.js';
import { referencesOf } from '../locate/scopes.js';
import { isComparison } from '../locate/site.js';
import { isWrapper, keyText } from '../source.js';
import { callSteps } from './call-steps.js';
import { methodSteps } from './method-steps.js';
import {
  ASSIGNS,
  accessesOfThis,
  asked,
  assigned,
  bindings,
  elsewhere,
  end,
  isTarget,
  isTyped,
  ofParameter,
  to,
} from './moves.js';
import { returnSteps } from './return-steps.js';
import type { State, Step } from './state.js';
import { typeSteps } from './type-steps.js';

/** Where a value goes from its node, by the syntax around it. */
export function stepsFrom(state: State, name: string, links: Links): readonly Step[] {
  const { node, path } = state;
  const { parent } = node;
  if (!parent) return [];
  if (ts.isTypeQueryNode(parent) || ts.isTypeNode(node)) return typeSteps(state, links);
  if (isWrapper(parent)) return wrapperSteps(parent, state);
  if (isPassedOn(parent, node)) return [to(state, parent)];
  if (ts.isSpreadAssignment(parent)) return spreadSteps(parent, state);
  if (ts.isPropertyAssignment(parent) && parent.initializer === node) {
    const key = keyText(parent.name);
    return key === undefined ? [end('unknown')] : [to(state, parent.parent, [key, ...path])];
  }
  if (ts.isShorthandPropertyAssignment(parent)) {
    return parent.name === node ? [to(state, parent.parent, [parent.name.text, ...path])] : [];
  }
  if (ts.isComputedPropertyName(parent)) return computedSteps(parent, state, name);
  if (ts.isArrayLiteralExpression(parent)) return [to(state, parent, ['[]', ...path])];
  if (ts.isSpreadElement(parent))
    return path[0] === '[]' || isTyped(state) ? [to(state, parent, path.slice(1))] : [];
  if (ts.isVariableDeclaration(parent) && parent.initializer === node) {
    return declaredSteps(parent.type, state, bindings(parent.name, state, links));
  }
  if ((ts.isParameter(parent) || ts.isBindingElement(parent)) && parent.initializer === node) {
    return ts.isParameter(parent)
      ? declaredSteps(parent.type, state, ofParameter(parent, state, links))
      : declaredSteps(undefined, state, bindings(parent.name, state, links));
  }
  if (ts.isPropertyDeclaration(parent) && parent.initializer === node) {
    return asked(state, { from: 'contextual', node, path }, membersOfOwn(parent, state, links));
  }
  if (ts.isBinaryExpression(parent)) return binarySteps(parent, state, name, links);
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) {
    return accessSteps(parent, state, name, links);
  }
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return callSteps(parent, state, name, links);
  if (ts.isForOfStatement(parent) && parent.expression === node) return loopSteps(parent, state, links);
  if (ts.isForInStatement(parent) && parent.expression === node && state.mode === 'key') {
    return loopSteps(parent, { ...state, mode: 'text', path: ['[]'] }, links);
  }
  if (isDefaultExport(parent)) {
    return referencesAs(parent.getSourceFile(), ['default'], links).map((each) => to(state, each));
  }
  const owner = returning(parent, node);
  if (owner) return returnSteps(owner, node, state, links);
  return isOnlyLookedAt(parent) ? [] : elsewhere(state);
}

function wrapperSteps(parent: ts.Expression & ts.Node, state: State): readonly Step[] {
  const onward = [{ ...state, node: parent }];
  const isConstant = ts.isAssertionExpression(parent) && ts.isConstTypeReference(parent.type);
  if (ts.isAssertionExpression(parent) && !isConstant) {
    return asked(state, { from: 'type', node: parent, path: state.path }, onward);
  }
  if (ts.isSatisfiesExpression(parent)) {
    return asked(state, { from: 'contextual', node: state.node, path: state.path }, onward);
  }
  return [to(state, parent)];
}

/** Around a value, something that has the same value. */
function isPassedOn(parent: ts.Node, node: ts.Node): boolean {
  return (
    ts.isAwaitExpression(parent) ||
    (ts.isConditionalExpression(parent) && parent.condition !== node) ||
    (ts.isBinaryExpression(parent) &&
      isValueOperator(parent.operatorToken.kind) &&
      (parent.right === node || parent.operatorToken.kind !== ts.SyntaxKind.AmpersandAmpersandToken))
  );
}

/** `{ ...user, ...(hide && { userName: '***' }) }`: the key may stand for that of a record. */
function spreadSteps(parent: ts.SpreadAssignment, state: State): readonly Step[] {
  const { parent: literal } = parent;
  const onward = to(state, literal);
  if (state.mode !== 'key' || state.path.length !== 1) return [onward];
  const records = literal.properties.flatMap((each) =>
    ts.isSpreadAssignment(each) && each !== parent
      ? [{ from: 'type' as const, node: each.expression, path: state.path }]
      : [],
  );
  return records.length > 0 ? [{ kind: 'beside', records }, onward] : [onward];
}

/** `{ [sort]: 'asc' }`: the text becomes a key. */
function computedSteps(parent: ts.ComputedPropertyName, state: State, name: string): readonly Step[] {
  const { parent: owner } = parent;
  if (ts.isBindingElement(owner)) {
    return listed(state, [], [{ from: 'type', node: owner.parent, path: [name] }]);
  }
  if (!ts.isPropertyAssignment(owner)) return [];
  const literal = owner.parent;
  const key: State = { node: literal, path: [name], mode: 'key' };
  return listed(state, [key], [{ from: 'contextual', node: literal, path: [name] }]);
}

/** A text as a key of something: directly, or where the type of what it was made into still lists it. */
function listed(state: State, onward: readonly State[], uses: readonly Use[] = []): readonly Step[] {
  if (isTyped(state)) {
    return [{ kind: 'listed', node: state.node, onward: [{ node: state.node, path: [], mode: 'text' }] }];
  }
  if (state.mode !== 'text' || state.path.length > 0) return [];
  return [
    ...uses.map((use): Step => ({ kind: 'asked', use, onward: [] })),
    ...onward.map((each): Step => ({ kind: 'to', to: each })),
  ];
}

function declaredSteps(
  type: ts.TypeNode | undefined,
  state: State,
  onward: readonly State[],
): readonly Step[] {
  if (!type) return onward.map((each) => ({ kind: 'to', to: each }));
  return asked(state, { from: 'contextual', node: state.node, path: state.path }, onward);
}

/** A member of a class: what `this.base` stands for, and `Users.base` if it is static. */
function membersOfOwn(member: ts.PropertyDeclaration, state: State, links: Links): readonly State[] {
  const name = keyText(member.name);
  if (name === undefined || !ts.isClassLike(member.parent)) return [];
  const inside = accessesOfThis(member.parent, name);
  const own = member.parent.name;
  const outside = own
    ? everyReference(own, links).flatMap(({ parent }) =>
        ts.isPropertyAccessExpression(parent) && parent.name.text === name ? [parent] : [],
      )
    : [];
  return [...inside, ...outside].map((node) => ({ ...state, node }));
}

function binarySteps(parent: ts.BinaryExpression, state: State, name: string, links: Links): readonly Step[] {
  const { node, path } = state;
  const { kind } = parent.operatorToken;
  if (ASSIGNS.has(kind) && parent.right === node) {
    return asked(state, { from: 'contextual', node, path }, assigned(parent.left, state, links));
  }
  if (kind === ts.SyntaxKind.InKeyword && parent.left === node) {
    return listed(state, [], [{ from: 'type', node: parent.right, path: [name] }]);
  }
  const isLookedAt = isComparison(parent) || kind === ts.SyntaxKind.InKeyword || parent.left === node;
  return isLookedAt || isValueOperator(kind) ? [] : elsewhere(state);
}

/** A member of the value, or the value as the name of a member. */
function accessSteps(
  parent: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  state: State,
  name: string,
  links: Links,
): readonly Step[] {
  const { node, path, mode } = state;
  if (ts.isElementAccessExpression(parent) && parent.argumentExpression === node) {
    return memberSteps(parent, state, name, links);
  }
  if (parent.expression !== node) return [];
  if (mode === 'typed') return [to(state, parent)];
  const called = methodSteps(parent, state, links);
  if (called) return called;
  const [first, ...rest] = path;
  if (first === undefined) return [];
  const key = ts.isPropertyAccessExpression(parent)
    ? parent.name.text
    : ts.isStringLiteralLike(parent.argumentExpression)
      ? parent.argumentExpression.text
      : undefined;
  if (key !== undefined && first !== '[]') {
    if (key !== first) return [];
    return rest.length > 0 || mode === 'text'
      ? [to(state, parent, rest)]
      : isTarget(parent)
        ? []
        : [end('unknown')];
  }
  // `SELECTS[kind]`, `rows[0]`
  if (key === undefined && (rest.length > 0 || mode === 'text')) return [to(state, parent, rest)];
  return key === undefined && mode === 'key' && !isTarget(parent) ? [end('unknown')] : [];
}

/** `user[key]`, `where[key] = value` */
function memberSteps(
  access: ts.ElementAccessExpression,
  state: State,
  name: string,
  links: Links,
): readonly Step[] {
  const use: Use = { from: 'type', node: access.expression, path: [name] };
  const key: State = { node: access, path: [name], mode: 'key' };
  return listed(state, isTarget(access) ? assigned(access.expression, key, links) : [], [use]);
}

function loopSteps(loop: ts.ForOfStatement | ts.ForInStatement, state: State, links: Links): readonly Step[] {
  const { path } = state;
  const { initializer } = loop;
  if ((path[0] !== '[]' && !isTyped(state)) || !ts.isVariableDeclarationList(initializer)) return [];
  const next = { ...state, path: path.slice(1) };
  return initializer.declarations.flatMap(({ name }) =>
    bindingsIn(name, next, links).map((each): Step => ({ kind: 'to', to: each })),
  );
}

/** The variable of a loop lives in the loop alone. */
function bindingsIn(name: ts.BindingName, state: State, links: Links): readonly State[] {
  return ts.isIdentifier(name)
    ? referencesOf(name).map((node) => ({ ...state, node }))
    : bindings(name, state, links);
}

/** The function that a value is returned by. */
function returning(parent: ts.Node, node: ts.Node): ts.SignatureDeclaration | undefined {
  if (ts.isReturnStatement(parent)) return functionAround(parent);
  return ts.isArrowFunction(parent) && parent.body === node ? parent : undefined;
}

/** Conditions, and statements that throw a value away. */
function isOnlyLookedAt(parent: ts.Node): boolean {
  return (
    ts.isExpressionStatement(parent) ||
    ts.isIfStatement(parent) ||
    ts.isConditionalExpression(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    ts.isTypeOfExpression(parent) ||
    ts.isVoidExpression(parent) ||
    ts.isWhileStatement(parent) ||
    ts.isSwitchStatement(parent) ||
    ts.isCaseClause(parent) ||
    ts.isDeleteExpression(parent) ||
    ts.isExportSpecifier(parent)
  );
}
