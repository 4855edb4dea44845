import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { type Reason, reasons } from '../../codemods/reasons.js';

const page = await readFile(new URL('../../docs/reasons.md', import.meta.url), 'utf8');
const sections = page.split(/^### /m).slice(1);

test('docs/reasons.md has one section for each code, in order', () => {
  expect(sections.map((section) => section.split('\n')[0])).toEqual(Object.keys(reasons));
});

test.each(Object.entries<Reason>(reasons))('%s says the same on the page', (code, { sentence, hint }) => {
  const [, stated, ...rest] = sections.find((section) => section.startsWith(`${code}\n`))!.split('\n\n');
  expect(stated).toBe(sentence);
  if (hint) expect(rest[0]).toBe(hint);
  expect(rest.some((paragraph) => paragraph.startsWith('Example: '))).toBe(true);
});
