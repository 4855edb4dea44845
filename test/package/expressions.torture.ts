import { checkSync, type Diagnostics } from 'recheck';
import { expect, test } from 'vitest';
import { type Expression, packageExpressions } from './package-expressions.js';

/** Word boundaries make the automata of some expressions too large: then strings that hurt are looked for. */
function judge({ source, flags }: Expression): Diagnostics {
  const found = checkSync(source, flags, { timeout: 3_000 });
  return found.status === 'unknown' ? checkSync(source, flags, { checker: 'fuzz', timeout: 20_000 }) : found;
}

function isSlow(found: Diagnostics): boolean {
  if (found.status !== 'vulnerable') return found.status === 'unknown';
  const { complexity } = found;
  return complexity.type === 'exponential' || complexity.degree > 2;
}

// `expressions.test.ts` finds exponential time by structure alone; cubic time takes a search for strings that hurt.
test('no regular expression of the package takes exponential or cubic time', async () => {
  const slow = (await packageExpressions())
    .map((each) => ({ ...each, found: judge(each) }))
    .filter(({ found }) => isSlow(found))
    .map(
      ({ place, source, found }) =>
        `${place} ${found.status === 'vulnerable' ? found.complexity.summary : found.status}: ${source}`,
    );
  expect(slow).toEqual([]);
});
