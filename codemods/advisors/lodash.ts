import { type Advisor, calledName, callWith, pathTo, stepsBefore } from './advice.js';

/** `get(user, 'userName')`, `set(post, 'author.userName', …)`: a path from the first argument. */
const BY_PATH = /^(?:get|has|hasIn|set|setWith|unset|result|invoke|update|at)$/;
const BY_NAME = /^(?:pick|omit)$/;
/** `groupBy(users, 'userName')`: of each element of the first argument. */
const OF_ELEMENTS =
  /^(?:orderBy|sortBy|sortedUniqBy|keyBy|groupBy|countBy|uniqBy|map|flatMap|sumBy|meanBy|minBy|maxBy|partition|some|every|filter|reject|find|findLast|findIndex|differenceBy|intersectionBy|unionBy)$/;

/** lodash and what is made after it: names and paths as texts, which most of its types leave open. */
export const lodash: Advisor = (place) => {
  const found = callWith(place.token);
  const path = pathTo(place);
  if (!found || !path || found.argument === 0) return undefined;
  const name = calledName(found.call) ?? '';
  const [of] = found.call.arguments;
  const base = {
    ...found,
    packages: /^(?:lodash|lodash-es|lodash\.\w+|es-toolkit)$/,
    shape: 'name',
  } as const;
  if (BY_PATH.test(name)) {
    // A list is a path too: `get(post, ['author', 'userName'])`.
    return { ...base, member: { of: of!, path: [...stepsBefore(place.token), ...path] } };
  }
  if (BY_NAME.test(name)) {
    return { ...base, member: { of: of!, path }, ...(name === 'omit' && { hides: true as const }) };
  }
  return OF_ELEMENTS.test(name) ? { ...base, member: { of: of!, path: ['[]', ...path] } } : undefined;
};
