import { ts } from '@ts-morph/common';
import { importOf } from '../imports.js';
import {
  type Advice,
  type Advisor,
  calledName,
  callWith,
  keyPlace,
  type LibraryAdvice,
  type NamePlace,
  pathTo,
  stepsBefore,
} from './advice.js';
import { keyGiven, recordsNear, waysFrom } from './beside.js';

/** `get(user, 'userName')`, `set(post, 'author.userName', …)`: a path from a value. */
const BY_PATH = /^(?:get|getOr|has|hasIn|set|setWith|unset|result|invoke|update|at)$/;
const BY_NAME = /^(?:pick|omit)$/;
/** `groupBy(users, 'userName')`, `find(users, { userName: 'a' })`: of each element of a list, or of a dictionary. */
const OF_ELEMENTS =
  /^(?:orderBy|sortBy|sortedUniqBy|keyBy|groupBy|countBy|uniqBy|map|mapValues|mapKeys|flatMap|flatMapDeep|sumBy|meanBy|minBy|maxBy|partition|some|every|filter|reject|find|findLast|findIndex|findLastIndex|findKey|findLastKey|pickBy|omitBy|takeWhile|dropWhile|takeRightWhile|dropRightWhile|remove|differenceBy|intersectionBy|unionBy|xorBy|sortedIndexBy|pullAllBy|invokeMap)$/;
/** `isMatch(user, { userName: 'a' })`: of the value itself. */
const OF_VALUE = /^(?:isMatch|isMatchWith|conformsTo)$/;
/** `matches({ userName: 'a' })`, `property('userName')`: of what the function gets that this gives. */
const OF_NEXT = /^(?:matches|matchesProperty|conforms|iteratee|property|propertyOf)$/;
const PACKAGES = /^(?:lodash|lodash-es|lodash\.\w+|es-toolkit)$/;
/** Methods of a chain after which its elements are those that they were. */
const SAME_ELEMENTS =
  /^(?:filter|reject|sortBy|orderBy|uniqBy|uniq|compact|take|takeRight|drop|dropRight|slice|reverse|shuffle|concat|tap|differenceBy|intersectionBy|unionBy)$/;

/** lodash and what is made after it: names and paths as texts, which most of its types leave open. */
export const lodash: Advisor = (place) => (keyPlace(place.token) ? keyed(place) : named(place));

function named(place: NamePlace): Advice | readonly Advice[] | undefined {
  const found = callWith(place.token);
  const path = pathTo(place);
  if (!found || !path) return undefined;
  const name = calledName(found.call) ?? '';
  const base = { ...found, packages: PACKAGES, shape: 'name' } as const;
  if (OF_NEXT.test(name)) return membersOf(base, recordsNear(found.call, found.argument, place.links), path);
  const of = subjectOf(found);
  if (!of) return undefined;
  if (BY_PATH.test(name)) {
    // A list is a path too: `get(post, ['author', 'userName'])`.
    return { ...base, member: { of, path: [...stepsBefore(place.token), ...path] } };
  }
  if (BY_NAME.test(name)) {
    return { ...base, member: { of, path }, ...(name === 'omit' && { hides: true as const }) };
  }
  return OF_ELEMENTS.test(name) ? membersOf(base, [of], path) : undefined;
}

/** `filter(users, { userName: 'a' })`: an object that others are compared with. */
function keyed(place: NamePlace): readonly Advice[] | undefined {
  const found = keyGiven(place);
  if (!found) return undefined;
  const { call, argument, path } = found;
  const name = calledName(call) ?? '';
  const base = { call, argument, packages: PACKAGES, shape: keyPlace(place.token)!.shape } as const;
  if (OF_NEXT.test(name)) return membersOf(base, recordsNear(call, argument, place.links), path);
  const of = subjectOf(found);
  if (!of) return undefined;
  if (OF_VALUE.test(name)) return [{ ...base, member: { of, path } }];
  return OF_ELEMENTS.test(name) ? membersOf(base, [of], path) : undefined;
}

/** The name as the member of what is an element of each value, or the value itself. */
function membersOf(
  base: Omit<LibraryAdvice, 'member'>,
  values: readonly ts.Expression[],
  path: readonly string[],
): readonly Advice[] {
  return values.flatMap((of) => waysFrom(path).map((way) => ({ ...base, member: { of, path: way } })));
}

/** The value whose member is named: the first argument, the last one of `lodash/fp`, or what a chain began with. */
function subjectOf({ call, argument }: Pick<LibraryAdvice, 'call' | 'argument'>): ts.Expression | undefined {
  if (isOfFp(call)) {
    const last = call.arguments.at(-1);
    if (last && call.arguments.length > argument + 1) return last;
    // `map('userName')(users)`
    const { parent } = call;
    return ts.isCallExpression(parent) && parent.expression === call ? parent.arguments.at(-1) : undefined;
  }
  return argument > 0 ? call.arguments[0] : chained(call);
}

/** `_(users).filter('active').map('userName')`, `_.chain(users)…` */
function chained({ expression }: ts.CallExpression): ts.Expression | undefined {
  let here = ts.isPropertyAccessExpression(expression) ? expression.expression : undefined;
  while (here && ts.isCallExpression(here)) {
    const { expression: callee } = here;
    const isRoot = ts.isIdentifier(callee) || calledName(here) === 'chain';
    if (isRoot) return here.arguments[0];
    if (!ts.isPropertyAccessExpression(callee) || !SAME_ELEMENTS.test(callee.name.text)) return undefined;
    here = callee.expression;
  }
  return undefined;
}

/** Whether what is called was imported from `lodash/fp`, whose functions take the value last. */
function isOfFp(call: ts.CallExpression): boolean {
  const { expression } = call;
  const root = ts.isPropertyAccessExpression(expression) ? expression.expression : expression;
  const from = ts.isIdentifier(root) && importOf(call.getSourceFile(), root.text);
  return /^(?:lodash|lodash-es)\/fp(?:\/|$)/.test(from || '');
}
