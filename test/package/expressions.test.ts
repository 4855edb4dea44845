import { analyse } from 'scslre';
import { expect, test } from 'vitest';
import { type Expression, expressionsIn, packageExpressions } from './package-expressions.js';

// Cubic time: expressions.torture.ts.

const isExponential = ({ source, flags }: Expression): boolean =>
  analyse({ source, flags }).reports.some(({ exponential }) => exponential);

test('the checker knows an expression whose time doubles with each letter', () => {
  const nested = { place: '', source: String.raw`^(?:[\p{ID_Start}$_][\p{ID_Continue}$]*|\.)*$`, flags: 'u' };
  expect(isExponential(nested)).toBe(true);
});

test('expressions that are put together are read whole', () => {
  const text = "const part = 'a+';\nnew RegExp(['(?:', `$" + '{part}b' + "`, ')+'].join(''), 'g');\n";
  expect(expressionsIn('a.ts', text)).toEqual([{ place: 'a.ts:2', source: '(?:a+b)+', flags: 'g' }]);
});

test('no regular expression of the package takes exponential time', async () => {
  const all = await packageExpressions();
  expect(all.length).toBeGreaterThan(200);
  expect(all.filter(isExponential)).toEqual([]);
});
