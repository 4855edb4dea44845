import { ts } from '@ts-morph/common';
import { everyReference, type Links, type Use } from '../locate/flow.js';
import { declarationOf } from '../locate/scopes.js';
import { keyText, unwrap } from '../source.js';
import type { End, State, Step } from './state.js';

export function to(state: State, node: ts.Node, path = state.path, mode = state.mode): Step {
  return { kind: 'to', to: { node, path: mode === 'typed' ? [] : path, mode } };
}

export function end(how: End): Step {
  return { kind: 'end', end: how };
}

/** A text that ends somewhere is no harm; an object that does may be read there by its keys. */
export function elsewhere({ mode }: State): readonly Step[] {
  return mode === 'key' ? [end('elsewhere')] : [];
}

export function isTyped({ mode }: State): boolean {
  return mode === 'typed';
}

/** What is declared there has the say on a key; a text goes on whatever its type is. */
export function asked(state: State, use: Use, onward: readonly State[]): readonly Step[] {
  if (state.mode !== 'key') return onward.map((each) => ({ kind: 'to', to: each }));
  return [{ kind: 'asked', use, onward, ...(onward.length === 0 && { otherwise: 'elsewhere' as const }) }];
}

/** The uses of what a name or a pattern takes of a value. */
export function bindings(name: ts.BindingName, state: State, links: Links): readonly State[] {
  const { path, mode } = state;
  if (ts.isIdentifier(name)) {
    return everyReference(name, links).map((node) => ({ node, path, mode }));
  }
  if (mode === 'typed') {
    return name.elements.flatMap((each) =>
      ts.isBindingElement(each) ? bindings(each.name, state, links) : [],
    );
  }
  const [first, ...rest] = path;
  if (first === undefined) return [];
  if (ts.isArrayBindingPattern(name)) {
    if (first !== '[]') return [];
    return name.elements.flatMap((each) =>
      ts.isBindingElement(each)
        ? bindings(each.name, each.dotDotDotToken ? state : { ...state, path: rest }, links)
        : [],
    );
  }
  const taken = name.elements.find(
    (each) => !each.dotDotDotToken && keyText(each.propertyName ?? each.name) === first,
  );
  // The value of the key itself goes on without it.
  if (taken)
    return rest.length > 0 || mode === 'text' ? bindings(taken.name, { ...state, path: rest }, links) : [];
  const others = name.elements.find((each) => each.dotDotDotToken);
  return others ? bindings(others.name, state, links) : [];
}

/** The uses of what a parameter takes, as a member of its class too: `constructor(private readonly where: object)`. */
export function ofParameter(
  parameter: ts.ParameterDeclaration,
  state: State,
  links: Links,
): readonly State[] {
  const { name, parent } = parameter;
  const own = bindings(name, state, links);
  if (!ts.isIdentifier(name) || !ts.isParameterPropertyDeclaration(parameter, parent)) return own;
  return [...own, ...accessesOfThis(parent.parent, name.text).map((node) => ({ ...state, node }))];
}

/** Operators that give a variable or a member its value. */
export const ASSIGNS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
]);

/** What an assignment gives the value to: all uses of a variable, with a path of members below it. */
export function assigned(left: ts.Expression, state: State, links: Links): readonly State[] {
  const target = unwrap(left);
  if (ts.isIdentifier(target)) {
    const declared = declarationOf(target);
    return declared && ts.isIdentifier(declared.name) ? bindings(declared.name, state, links) : [];
  }
  if (ts.isPropertyAccessExpression(target)) {
    if (target.expression.kind === ts.SyntaxKind.ThisKeyword) {
      const within = classAround(target);
      return within ? accessesOfThis(within, target.name.text).map((node) => ({ ...state, node })) : [];
    }
    return assigned(target.expression, { ...state, path: [target.name.text, ...state.path] }, links);
  }
  if (ts.isElementAccessExpression(target)) {
    const key = unwrap(target.argumentExpression);
    const step = ts.isStringLiteralLike(key) ? key.text : '[]';
    return assigned(target.expression, { ...state, path: [step, ...state.path] }, links);
  }
  return [];
}

/** What `this.name` stands for within a class. */
export function accessesOfThis(within: ts.Node, name: string): readonly ts.PropertyAccessExpression[] {
  const found: ts.PropertyAccessExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isPropertyAccessExpression(node) &&
      node.expression.kind === ts.SyntaxKind.ThisKeyword &&
      node.name.text === name
    )
      found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(within);
  return found;
}

function classAround(node: ts.Node): ts.Node | undefined {
  let here: ts.Node | undefined = node.parent;
  while (here && !ts.isClassLike(here)) here = here.parent;
  return here;
}

/** Whether a member is assigned, and not read. */
export function isTarget(member: ts.Expression): boolean {
  const { parent } = member;
  return ts.isBinaryExpression(parent) && parent.left === member && ASSIGNS.has(parent.operatorToken.kind);
}
