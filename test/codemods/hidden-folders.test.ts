import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findFiles } from '../../codemods/project/find-files.js';

let root: string;
let app: string;
beforeEach(async () => {
  root = await realpath(await mkdtemp(path.join(tmpdir(), 'pec-hidden-')));
  app = path.join(root, 'app');
  const files = [
    'app/src/plain.ts',
    'app/src/two\nlines/folder.ts',
    'app/src/two\nlines/more\nlines/deeper.ts',
    'app/src/two\nlines.ts',
    'shared/linked.ts',
    'shared/node_modules/x/not.ts',
    'elsewhere/single.ts',
  ];
  for (const file of files) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), 'user.userName');
  }
  await symlink('../../shared', path.join(app, 'src/shared'));
  await symlink('../../elsewhere/single.ts', path.join(app, 'src/single.ts'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function holders(): Promise<readonly string[]> {
  const names = [{ model: 'User', name: 'userName' }] as unknown as Parameters<typeof findFiles>[1];
  const found = await findFiles({ codemod: 'switch-reads', cwd: app }, names, []);
  return found.holders.map(({ path: file }) => path.relative(root, file)).sort();
}

const all = [
  'app/src/plain.ts',
  'app/src/two\nlines.ts',
  'app/src/two\nlines/folder.ts',
  'app/src/two\nlines/more\nlines/deeper.ts',
  'elsewhere/single.ts',
  'shared/linked.ts',
];

test('files behind links, and in folders with a line break in their name, are read', async () => {
  expect(await holders()).toEqual(all);
});

test('links that lead nowhere, around in a circle, or to what is read anyway, change nothing', async () => {
  await symlink('nowhere', path.join(app, 'src/nowhere.ts'));
  await symlink('..', path.join(app, 'src/up'));
  await symlink('../..', path.join(app, 'src/further-up'));
  await symlink('/', path.join(app, 'src/top'));
  await symlink('plain.ts', path.join(app, 'src/again.ts'));
  await symlink('../src', path.join(app, 'src/twice'));
  expect(await holders()).toEqual(all);
});
