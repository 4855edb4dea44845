import { ts } from '@ts-morph/common';
import { functionAround, isValueOperator, type Links, type Use } from '../locate/flow.js';
import type { Shape } from '../locate/site-kind.js';
import type { ReasonCode } from '../reasons.js';
import { isWrapper, keyText } from '../source.js';
import type { Schema } from './relations.js';

/** A name in a string, or at the key of an object literal, that a library may take for the name of a field. */
export interface NamePlace {
  readonly token: ts.Node;
  /** Of the name itself. */
  readonly offset: number;
  readonly name: string;
  /** The models that have a field of that name which changes. */
  readonly models: readonly string[];
  readonly schema: Schema;
  readonly links: Links;
}

/** The query that a mock stands for: what it is called on, and its name. */
export interface MockedQuery {
  readonly delegate: ts.Expression;
  readonly operation: string;
  /** Whether the name in it is the field's, by the schema alone; undefined where that does not tell. */
  readonly isField: boolean | undefined;
}

/** What may say whose function it is that a plain function stands in the place of. */
export interface Expectation extends Use {
  /** What is said there was written down, and not inferred from the function itself. */
  readonly isDeclared: boolean;
  /** Where a function goes that gives the value there and has no name. */
  readonly given: readonly Use[];
  /** The call that the value is an argument of. */
  readonly taker?: { readonly call: ts.Node; readonly argument: number };
  /** Ways to the name in what is asked of a client of Prisma's: there it is the field's. */
  readonly signs: readonly (readonly string[])[];
}

/** The name in what a plain function gives, which a test may have put in the place of a query. */
export interface FakeAdvice {
  /** Each with the way from there to the function. */
  readonly expected: readonly Expectation[];
  /** The file itself says that it stands in the place of another. */
  readonly isStandIn: boolean;
}

/** The name that a function of a package is given together with values which may be records. */
export interface BesideAdvice {
  readonly beside: {
    readonly call: ts.CallExpression;
    readonly argument: number;
    /** From the argument to the name, where it is a key. */
    readonly path: readonly string[];
    readonly isKey: boolean;
  };
  /** Values beside the name, each with a way to the member that it would be of them. */
  readonly records: readonly { readonly of: ts.Expression; readonly path: readonly string[] }[];
}

/** The name in what a mock gives that stands for no query of Prisma's by its name. */
export interface StandInAdvice {
  /** Functions that the mock may stand for, or what holds one, each with the ways from there to the name in the result. */
  readonly standsFor: readonly { readonly of: ts.Node; readonly ways: readonly (readonly string[])[] }[];
  /** The keys beside the name are fields of the model, so it looks like a record where no type says what the mock stands for. */
  readonly looksLikeRecord: boolean;
}

export type Advice = LibraryAdvice | FakeAdvice | BesideAdvice | StandInAdvice;

/** What one knows of a library: whose member the name is, if the function is the library's. */
export interface LibraryAdvice {
  /** The call, and one of its arguments. */
  readonly call: ts.CallExpression;
  readonly argument: number;
  /** The packages whose function it has to be; `lib` is the language's own. */
  readonly packages: RegExp;
  /** It may be theirs too where no declaration of it is known. */
  readonly evenUndeclared?: true;
  /** The value whose member the name is, and the way to it. */
  readonly member?: { readonly of: ts.Expression; readonly path: readonly string[] };
  /** The query that a mock stands for, and the way to the name in what it takes or gives. */
  readonly query?: MockedQuery &
    ({ readonly takes: readonly string[] } | { readonly gives: readonly string[] });
  readonly shape: Shape;
  /** The name is taken out of the value, so the target has to be as well. */
  readonly hides?: true;
  /** Why it is left to a person, though it is the field's name. */
  readonly reason?: ReasonCode;
  /** The reason stands only where the types do not say themselves that it is the field's. */
  readonly unlessTyped?: true;
  /** The library takes it for a name of something else. */
  readonly isOther?: true;
}

/** One library: what it says of a place, by syntax; undefined where it is not concerned. */
export type Advisor = (place: NamePlace) => Advice | readonly Advice[] | undefined;

/** The call that a string is given to, itself or in a list. */
export function callWith(
  token: ts.Node,
): { readonly call: ts.CallExpression; readonly argument: number } | undefined {
  let here: ts.Node = token;
  while (ts.isArrayLiteralExpression(here.parent)) here = here.parent;
  const { parent } = here;
  if (!ts.isCallExpression(parent)) return undefined;
  const argument = parent.arguments.indexOf(here as ts.Expression);
  return argument < 0 ? undefined : { call: parent, argument };
}

/** The call that a text is given to, itself or at a key of an object that is. */
export function givenTo(
  token: ts.Node,
): { readonly call: ts.CallExpression; readonly argument: number; readonly key?: string } | undefined {
  const property = token.parent;
  const isValue = ts.isPropertyAssignment(property) && property.initializer === token;
  const given: ts.Node = isValue ? property.parent : token;
  const call = given.parent;
  if (!ts.isCallExpression(call)) return undefined;
  const argument = call.arguments.indexOf(given as ts.Expression);
  const key = isValue ? keyText(property.name) : undefined;
  return argument < 0 ? undefined : { call, argument, ...(key !== undefined && { key }) };
}

/** What is called: `get` of `get(…)`, `_.get(…)`. */
export function calledName({ expression }: ts.CallExpression): string | undefined {
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : undefined;
}

/** In characters: no text of more before the name is a path of members. */
const LONGEST_PATH = 1_000;

/** `'author.userName'`, `'posts[0].userName'`: the members down to the name that stands at the offset. */
export function pathTo({ token, offset, name }: NamePlace): readonly string[] | undefined {
  const length = offset - token.getStart() - 1;
  // Split for each name in it, a text of megabytes would take time that grows with the square.
  if (!ts.isStringLiteralLike(token) || length > LONGEST_PATH) return undefined;
  const steps = token
    .getText()
    .slice(1, -1)
    .slice(0, length)
    .split(/[.[\]]/)
    .filter((step) => step !== '');
  if (!steps.every((step) => /^(?:\d+|[\p{ID_Start}$_][\p{ID_Continue}$]*)$/u.test(step))) return undefined;
  return [...steps.map((step) => (/^\d+$/.test(step) ? '[]' : step)), name];
}

/** Of a list that is a path: the steps before the name in it. */
export function stepsBefore(token: ts.Node): readonly string[] {
  const { parent } = token;
  if (!ts.isArrayLiteralExpression(parent)) return [];
  return parent.elements
    .slice(0, parent.elements.indexOf(token as ts.Expression))
    .map((step) => (ts.isStringLiteralLike(step) ? step.text : '[]'));
}

/** What has to be selected of a query, so that it gives what stands at the end of a way. */
export function selected(way: readonly string[]): readonly string[] {
  return ['(0)', ...way.filter((step) => step !== '[]').flatMap((step) => ['select', step])];
}

/** The literal that a token is a key of, and how it stands there. */
export function keyPlace(
  token: ts.Node,
):
  | { readonly literal: ts.ObjectLiteralExpression; readonly shape: Shape; readonly name: string }
  | undefined {
  const member = token.parent;
  if (!ts.isPropertyAssignment(member) && !ts.isShorthandPropertyAssignment(member)) return undefined;
  const name = member.name === token ? keyText(member.name) : undefined;
  if (name === undefined || !ts.isObjectLiteralExpression(member.parent)) return undefined;
  const shape = ts.isShorthandPropertyAssignment(member) ? 'shorthand-property' : 'name';
  return { literal: member.parent, shape, name };
}

/** What stands between a value and what takes it. */
export function passesValue(parent: ts.Node): boolean {
  return (
    isWrapper(parent) ||
    ts.isConditionalExpression(parent) ||
    ts.isAwaitExpression(parent) ||
    ts.isReturnStatement(parent) ||
    (ts.isBinaryExpression(parent) && isValueOperator(parent.operatorToken.kind)) ||
    (ts.isCallExpression(parent) && parent.expression.getText() === 'Promise.resolve')
  );
}

/** The same, from a function too that gives it. */
export function passesOn(parent: ts.Node): boolean {
  return passesValue(parent) || ts.isArrowFunction(parent) || ts.isFunctionExpression(parent);
}

/** A value, and the way from there to a name in it; `[]` stands for an element. */
export interface Held {
  readonly whole: ts.Node;
  readonly path: readonly string[];
}

/** The whole value that one which has the name is a part of. */
export function wholeAround(part: Held, isTransparent: (parent: ts.Node) => boolean): Held {
  const path = [...part.path];
  let { whole } = part;
  for (;;) {
    const { parent }: { parent: ts.Node } = whole;
    const outer = ts.isPropertyAssignment(parent) ? keyText(parent.name) : undefined;
    if (outer !== undefined) {
      path.unshift(outer);
      whole = parent.parent;
    } else if (ts.isArrayLiteralExpression(parent)) {
      path.unshift('[]');
      whole = parent;
    } else if (ts.isSpreadAssignment(parent)) {
      whole = parent.parent;
    } else if (isTransparent(parent)) {
      whole = (ts.isReturnStatement(parent) && functionAround(parent)?.body) || parent;
    } else {
      return { whole, path };
    }
  }
}
