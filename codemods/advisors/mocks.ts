import { ts } from '@ts-morph/common';
import { bound, everyReference, isDefaultExport, referencesAs, resultOf } from '../locate/flow.js';
import { SAME_ELEMENTS } from '../locate/named.js';
import { declarationOf } from '../locate/scopes.js';
import type { Shape } from '../locate/site-kind.js';
import { keyText } from '../source.js';
import {
  type Advice,
  type Advisor,
  calledName,
  type Held,
  keyPlace,
  type LibraryAdvice,
  type NamePlace,
  passesValue,
  type StandInAdvice,
  wholeAround,
} from './advice.js';
import { fakedQuery } from './faked-query.js';
import { GIVES, isFake, MAKES, mockedQuery, originalsOf, TAKES } from './mocked-query.js';

const PACKAGES =
  /^(?:vitest|@vitest\/\w+|jest|@jest\/\w+|jest-mock|jest-when|vitest-when|bun|bun-types|jest-mock-extended|vitest-mock-extended|sinon|ts-mockito|testdouble|@golevelup\/ts-\w+|node)$/;

/**
 * `prisma.user.findMany.mockResolvedValue([{ userName: 'a' }])`: a record that a test gives in place of a query, and
 * `prisma.user.findFirst.calledWith({ where: { userName: 'a' } })`. A mock takes anything; the query that it stands
 * for tells whose the name is. Plain functions in the place of queries are such too.
 */
export const mocks: Advisor = (place) => {
  const key = keyPlace(place.token);
  if (!key) return undefined;
  return adviceOn({ whole: key.literal, path: [key.name] }, { place, shape: key.shape, seen: new Map() });
};

/** Of one place, what of a record was followed, by name and way, and through how many names more. */
interface Search {
  readonly place: NamePlace;
  readonly shape: Shape;
  readonly seen: Map<string, number>;
}

/** As many names as a record is followed through. */
const DEPTH = 4;

/** Of all that becomes of a record. */
function adviceOn(part: Held, search: Search, depth = DEPTH): readonly Advice[] {
  const { place, shape } = search;
  const held = wholeAround(part, passesValue);
  const { whole, path } = held;
  const { parent } = whole;
  const on = (next: Held, left = depth) => adviceOn(next, search, left);
  const taken = takenFrom(held);
  if (taken) return on(taken);
  if (isGivenBy(whole, parent)) {
    const fake = fakedQuery(parent, path, place);
    const result = resultOf(parent);
    const outer = on(
      result
        ? { whole: result.call, path: [...result.way, ...path] }
        : (memberOfObject(parent, path) ?? { whole: parent, path }),
    );
    return fake ? [...outer, fake] : outer;
  }
  const list = listWith(held);
  if (list) return onName(list, ['[]', ...path]);
  if (ts.isCallExpression(parent)) {
    // What a function gives stands where it is called.
    if (parent.expression === whole) return on({ whole: parent, path });
    const advice = adviceOnCall(parent, held, shape, place);
    if (advice) return [advice];
    const [parameter, way] = parameterWith(parent, held, place);
    return parameter ? onName(parameter, way) : [];
  }
  if (ts.isNewExpression(parent) && parent.expression === whole) return on({ whole: parent, path });
  if (isDefaultExport(parent))
    return onUses(referencesAs(parent.getSourceFile(), ['default'], place.links), path);
  const [name, rest] = namedBy(held);
  return name ? onName(name, rest) : [];

  function onName(known: ts.Identifier, way: readonly string[]): readonly Advice[] {
    return wasSeen(known, way, search, depth) ? [] : onUses(everyReference(known, place.links), way);
  }

  function onUses(uses: readonly ts.Expression[], way: readonly string[]): readonly Advice[] {
    // Files may export each other's defaults.
    const found = depth > 0 ? uses.flatMap((use) => on(usedAs(use, way), depth - 1)) : [];
    const byLibrary = found.filter((each) => 'call' in each);
    const isMaybe = (each: LibraryAdvice) => each.query?.isField !== false;
    const best = byLibrary.find(isMaybe) ?? byLibrary[0];
    return [...(best ? [best] : []), ...found.filter((each) => !('call' in each))];
  }
}

/** `row(record)`: the parameter that has the record in a function of the code's own, which may give it on. */
function parameterWith(
  call: ts.CallExpression,
  { whole, path }: Held,
  { links }: NamePlace,
): ReturnType<typeof bound> {
  const { expression: callee, arguments: given } = call;
  const index = given.indexOf(whole as ts.Expression);
  const taker = ts.isIdentifier(callee) && index >= 0 ? links.functionOf(callee) : undefined;
  const parameter = taker?.parameters[index];
  return parameter && !parameter.dotDotDotToken ? bound(parameter.name, path) : [undefined, path];
}

/** `rows.push(record)`: the name of the list that has it from then on. */
function listWith({ whole }: Held): ts.Identifier | undefined {
  const call = whole.parent;
  if (!ts.isCallExpression(call) || !/^(?:push|unshift)$/.test(calledName(call) ?? '')) return undefined;
  const list = ts.isPropertyAccessExpression(call.expression) ? call.expression.expression : undefined;
  const declared = list && list !== whole && ts.isIdentifier(list) ? declarationOf(list) : undefined;
  return declared && ts.isIdentifier(declared.name) ? declared.name : undefined;
}

function wasSeen(name: ts.Identifier, path: readonly string[], { seen }: Search, depth: number): boolean {
  const key = [name.getSourceFile().fileName, name.pos, ...path].join(' ');
  if (depth <= (seen.get(key) ?? 0)) return true;
  seen.set(key, depth);
  return false;
}

/** Whether a function gives what stands there: its own expression, or its body for what that returns. */
function isGivenBy(whole: ts.Node, owner: ts.Node): owner is ts.FunctionLikeDeclaration {
  return ts.isFunctionLike(owner) && 'body' in owner && owner.body === whole;
}

/** `{ row() { return record; } }`: the object whose method gives a record. */
function memberOfObject(method: ts.FunctionLikeDeclaration, path: readonly string[]): Held | undefined {
  const { parent } = method;
  const key = ts.isMethodDeclaration(method) ? keyText(method.name) : undefined;
  return key !== undefined && ts.isObjectLiteralExpression(parent)
    ? { whole: parent, path: [key, ...path] }
    : undefined;
}

/** What is taken out of a whole and holds the name: `records.user`, `rows[0]`, `rows.find(…)`, `Object.values(records)`. */
function takenFrom({ whole, path: [step, ...rest] }: Held): Held | undefined {
  const { parent } = whole;
  if (ts.isElementAccessExpression(parent) && parent.expression === whole) {
    const { argumentExpression: key } = parent;
    return !ts.isStringLiteralLike(key) || key.text === step ? { whole: parent, path: rest } : undefined;
  }
  if (ts.isCallExpression(parent) && parent.expression.getText() === 'Object.values')
    return { whole: parent, path: ['[]', ...rest] };
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== whole) return undefined;
  const { name, parent: call } = parent;
  if (name.text === step) return { whole: parent, path: rest };
  if (step !== '[]' || !ts.isCallExpression(call) || call.expression !== parent) return undefined;
  if (GIVES_ONE.test(name.text)) return { whole: call, path: rest };
  return SAME_ELEMENTS.test(name.text) ? { whole: call, path: [step, ...rest] } : undefined;
}

/** Methods of a list that give an element of it. */
const GIVES_ONE = /^(?:find|findLast|at|pop|shift)$/;

function adviceOnCall(
  call: ts.CallExpression,
  { whole, path }: Held,
  shape: Shape,
  place: NamePlace,
): LibraryAdvice | StandInAdvice | undefined {
  const { expression: callee } = call;
  const argument = call.arguments.indexOf(whole as ts.Expression);
  if (argument < 0) return undefined;
  const name = calledName(call) ?? '';
  const isMade = MAKES.test(name) || isFake(call);
  if (!isMade && !GIVES.test(name) && !TAKES.test(name)) return undefined;
  const mock = isMade ? call : ts.isPropertyAccessExpression(callee) ? callee.expression : undefined;
  const query = mock && mockedQuery(mock, path, place);
  if (!query) return mock && !TAKES.test(name) ? standInFor(mock, path, place) : undefined;
  const base = {
    call,
    argument,
    packages: PACKAGES,
    shape,
    evenUndeclared: true,
    unlessTyped: true,
  } as const;
  return TAKES.test(name)
    ? { ...base, reason: 'expected-call', query: { ...query, takes: path } }
    : { ...base, reason: 'mocked-query', query: { ...query, gives: path } };
}

/** What a mock gives that stands for a function which is no query. */
function standInFor(mock: ts.Expression, path: readonly string[], place: NamePlace): StandInAdvice {
  const standsFor = originalsOf(mock).map(({ of, path: start }) => ({
    of,
    ways: [
      [...start, '=>', '()', ...path],
      [...start, '=>', ...path],
    ],
  }));
  return { standsFor, looksLikeRecord: looksLikeRecord(place) };
}

/** Whether all keys beside the name are fields of one of its models, and there is one. */
function looksLikeRecord({ token, name, models, schema }: NamePlace): boolean {
  const literal = keyPlace(token)?.literal;
  const keys = (literal?.properties ?? []).flatMap((each) => keyText(each.name) ?? []);
  const beside = keys.filter((key) => key !== name);
  return beside.length > 0 && models.some((model) => beside.every((key) => key in schema[model]!.fields));
}

/** The name that a record has, or a function that gives it, and the way from there. */
function namedBy({ whole, path }: Held): ReturnType<typeof bound> {
  if (ts.isFunctionDeclaration(whole)) return [whole.name, path];
  if (ts.isMethodDeclaration(whole) && ts.isClassDeclaration(whole.parent)) {
    const key = keyText(whole.name);
    return [whole.parent.name, key === undefined ? path : [key, ...path]];
  }
  const { parent } = whole;
  return ts.isVariableDeclaration(parent) && parent.initializer === whole
    ? bound(parent.name, path)
    : [undefined, path];
}

/** `record`, `build()`, and `{ record }`, where it is a member. */
function usedAs(reference: ts.Expression, path: readonly string[]): Held {
  const { parent } = reference;
  if (ts.isShorthandPropertyAssignment(parent))
    return { whole: parent.parent, path: [parent.name.text, ...path] };
  const isCalled = ts.isCallExpression(parent) && parent.expression === reference;
  return { whole: isCalled ? parent : reference, path };
}
