import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isUserError, type UserError } from '../../src/errors.js';
import { parseSchema } from '../../src/schema/document.js';
import { validateSchema } from '../../src/schema/load.js';
import { readTransitions } from '../../src/schema/transitions.js';

const page = readFileSync(new URL('../../docs/annotation.md', import.meta.url), 'utf8');
const examples = [
  ...page.matchAll(/^### `(.+)`\n[\s\S]*?```prisma bad\n([\s\S]*?)```\n\n```prisma good\n([\s\S]*?)```/gm),
].map(([, code = '', bad = '', good = '']) => ({ code, bad, good }));

function file(text: string) {
  return { path: 'schema.prisma', text: `${text}\ndatasource db {\n  provider = "postgresql"\n}\n` };
}

function mistakes(text: string): readonly UserError[] {
  try {
    readTransitions(parseSchema([file(text)]), 'postgresql');
    return [];
  } catch (error) {
    if (!isUserError(error)) throw error;
    return [error, ...error.others];
  }
}

describe('the examples of docs/annotation.md', () => {
  test.each(examples)('$code', async ({ code, bad, good }) => {
    const found = mistakes(bad);
    expect(found.map((error) => error.code)).toContain(code);
    for (const { place, hint } of found) {
      expect(hint).toBeTruthy();
      // The place is exact: the named text stands there.
      const line = bad.split('\n')[place!.line - 1]!;
      expect(line.slice(place!.column - 1).startsWith(place!.text!.split('\n')[0]!)).toBe(true);
    }
    expect(mistakes(good)).toEqual([]);
    // Prisma accepts both: our errors are about what Prisma does not see.
    await validateSchema([file(bad)]);
    await validateSchema([file(good)]);
  });

  test('cover every code in the source', () => {
    const source = [
      'annotation',
      'annotation-pairs',
      'annotated-fields',
      'read-converter',
      'read-transition',
      'conflicts',
    ]
      .map((name) => readFileSync(new URL(`../../src/schema/${name}.ts`, import.meta.url), 'utf8'))
      .join('\n');
    const codes = [
      ...source.matchAll(/(?:fail|report|stop|UserError)\(\s*(?:from \? |annotation,\s*)?'([a-z-]+)'/g),
    ].map(([, code]) => code);
    expect([...new Set(codes)].sort()).toEqual(examples.map((example) => example.code).sort());
  });
});

test('all mistakes of a schema come at once, in their order, with their files', () => {
  const one = `model User {\n  id Int @id\n  /// @transition from:nme frm:x\n  fullName String?\n  name String\n}\n`;
  const two = `model Team {\n  id Int @id\n  /// @Transition from:name\n  title String?\n  name String\n}\n`;
  const document = parseSchema([
    { path: 'a.prisma', text: one },
    { path: 'b.prisma', text: two.replaceAll('\n', '\r\n') },
  ]);
  try {
    readTransitions(document, 'postgresql');
    expect.unreachable();
  } catch (error) {
    if (!isUserError(error)) throw error;
    const all = [error, ...error.others].map((each) => [each.code, each.place, each.hint]);
    expect(all).toEqual([
      ['unknown-field', { file: 'a.prisma', line: 3, column: 24, text: 'nme' }, 'did you mean `name`?'],
      ['unknown-key', { file: 'a.prisma', line: 3, column: 28, text: 'frm' }, 'did you mean `from`?'],
      [
        'unknown-annotation',
        { file: 'b.prisma', line: 3, column: 7, text: '@Transition' },
        'did you mean `@transition`?',
      ],
    ]);
  }
});

test('prose about @transition is prose', () => {
  expect(
    mistakes(
      'model User {\n  id Int @id\n  /// see @transition from:x\n  /// @deprecated use other\n  // about @transition itself\n  name String\n}',
    ),
  ).toEqual([]);
});
