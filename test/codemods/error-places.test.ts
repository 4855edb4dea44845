import { expect, test } from 'vitest';
import { errorPlaces } from '../../codemods/error-places.js';

test('an error that two rounds have reported is listed once', () => {
  const error = { file: '/app/a.ts', offset: 4, length: 1, code: 2322, message: 'does not fit', related: [] };
  const places = errorPlaces([], [error, { ...error }, { ...error, offset: 12 }], '/app', [
    { path: '/app/a.ts', text: 'let a = 1;\nlet b = 2;\n' },
  ]);
  expect(places.map(({ file, line, column }) => `${file}:${line}:${column}`)).toEqual([
    'a.ts:1:5',
    'a.ts:2:2',
  ]);
});
