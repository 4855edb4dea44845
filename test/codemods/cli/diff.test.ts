import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { colourDiff, unifiedDiff } from '../../../codemods/diff.js';
import { makeFolder, pecCodemod } from './project.js';

test('equal texts have no diff', () => {
  expect(unifiedDiff('a.ts', 'x\n', 'x\n')).toBe('');
});

test('git applies what is printed, whatever the line ends and the names', async () => {
  const files = {
    'src/unix.ts': 'a\nuser.userName\nb\n',
    'src/windows.ts': 'a\r\nuser.userName\r\nb\r\n',
    'src/mixed.ts': 'a\r\nuser.userName\nb\r\n',
    'src/no end.ts': 'a\nuser.userName',
    'src/mark.ts': '\uFEFFuser.userName\n',
    'src/[id]/ö.ts': `${'x\n'.repeat(40)}user.userName\n${'y\n'.repeat(40)}user.userName\n`,
  };
  const folder = await makeFolder(files);
  const { code, stdout } = await pecCodemod(folder, ['switch-reads']);
  expect(code).toBe(0);
  execFileSync('git', ['apply', '--whitespace=nowarn', '-'], { cwd: folder, input: stdout });
  for (const [name, text] of Object.entries(files)) {
    expect(await readFile(path.join(folder, name), 'utf8')).toBe(text.replaceAll('userName', 'displayName'));
  }
});

test('any two texts: the diff turns one into the other', async () => {
  const folder = await makeFolder({});
  const line = fc.constantFrom('a', 'b', '', '+', '-- x', '@@', 'ü\r');
  const text = fc
    .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('', '\n'))
    .map(([all, end]) => all.join('\n') + end);
  await fc.assert(
    fc.asyncProperty(text, text, async (before, after) => {
      fc.pre(before !== after && before !== '' && after !== '');
      await writeFile(path.join(folder, 'a.ts'), before);
      const input = unifiedDiff('a.ts', before, after);
      execFileSync('git', ['apply', '--whitespace=nowarn', '-'], { cwd: folder, input });
      expect(await readFile(path.join(folder, 'a.ts'), 'utf8')).toBe(after);
    }),
    { numRuns: 60 },
  );
});

test('colours go around lines and change no text', () => {
  const diff = unifiedDiff('a.ts', 'a\nb\n', 'a\nc\n');
  const coloured = colourDiff(diff);
  expect(coloured).toContain('\u001b[32m+c\u001b[39m');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
  expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(diff);
});
