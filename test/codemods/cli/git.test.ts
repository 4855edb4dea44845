import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { git, makeFolder, makeRepository, pecCodemod } from './project.js';

const write = ['switch-reads', '--write'];
const text = 'export const name = user.userName;\n';

describe('writing is refused where git could not bring a file back', () => {
  test('changed, staged, untracked and ignored files, each by name; committed ones are none of it', async () => {
    const folder = await makeRepository({
      'changed.ts': text,
      'staged.ts': text,
      'clean.ts': text,
      'other.md': '',
      '.gitignore': 'ignored.ts\n',
    });
    await writeFile(path.join(folder, 'changed.ts'), `// mine\n${text}`);
    await writeFile(path.join(folder, 'staged.ts'), `// mine\n${text}`);
    await git(folder, 'add', 'staged.ts');
    await writeFile(path.join(folder, 'untracked.ts'), text);
    await writeFile(path.join(folder, 'ignored.ts'), text);
    const { code, stdout, stderr } = await pecCodemod(folder, write);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      [
        'changed.ts would be written and has changes that are not committed [dirty-tree]',
        'ignored.ts would be written and is not tracked by git [dirty-tree]',
        'staged.ts would be written and has changes that are not committed [dirty-tree]',
        'untracked.ts would be written and is not tracked by git [dirty-tree]',
        '  hint: Commit or stash first, so that the rewrite can be taken back, or pass --allow-dirty',
        '',
      ].join('\n'),
    );
    expect(await readFile(path.join(folder, 'clean.ts'), 'utf8')).toBe(text);
  });

  test('changes in files that are not written do not matter', async () => {
    const folder = await makeRepository({ 'a.ts': text, 'notes.md': '' });
    await writeFile(path.join(folder, 'notes.md'), 'mine');
    await writeFile(path.join(folder, 'new.md'), 'mine');
    expect(await pecCodemod(folder, write)).toMatchObject({ code: 0 });
  });

  test('a file name is never a pattern', async () => {
    const folder = await makeRepository({ 'app/[id]/page.ts': text, 'app/i/page.ts': '', 'ö "x".ts': text });
    await writeFile(path.join(folder, 'app/i/page.ts'), '// mine');
    expect(await pecCodemod(folder, write)).toMatchObject({ code: 0 });
    await writeFile(path.join(folder, 'ö "x".ts'), `${text}// mine`);
    expect((await pecCodemod(folder, write)).stderr).toContain('ö "x".ts would be written');
  });

  test('from a folder inside the repository', async () => {
    const folder = await makeRepository({ 'packages/api/a.ts': text });
    const inner = path.join(folder, 'packages/api');
    await writeFile(path.join(inner, 'a.ts'), `${text}// mine`);
    expect((await pecCodemod(inner, write)).stderr).toMatch(/^a\.ts would be written/);
  });

  test('a file behind a link belongs to its own repository', async () => {
    const other = await makeRepository({ 'a.ts': text });
    const folder = await makeRepository({ 'readme.md': '' });
    await symlink(path.join(other, 'a.ts'), path.join(folder, 'a.ts'));
    expect(await pecCodemod(folder, write)).toMatchObject({ code: 0 });
    expect(await git(other, 'status', '--porcelain')).toBe(' M a.ts\n');
  });
});

test('outside of any repository it says so', async () => {
  const folder = await makeFolder({ 'a.ts': text });
  const { code, stderr } = await pecCodemod(folder, write);
  expect(code).toBe(2);
  expect(stderr).toBe(
    'a.ts would be written and is in no git repository [not-a-repository]\n' +
      '  hint: Without git the rewrite cannot be taken back: pass --allow-dirty if you have a copy\n',
  );
  expect(await readFile(path.join(folder, 'a.ts'), 'utf8')).toBe(text);
  expect(await pecCodemod(folder, [...write, '--allow-dirty'])).toMatchObject({ code: 0 });
});

test('what git says is passed on when it fails', async () => {
  const folder = await makeFolder({ 'a.ts': text });
  await mkdir(path.join(folder, '.git'));
  const { code, stderr } = await pecCodemod(folder, write);
  expect(code).toBe(2);
  expect(stderr).toMatch(/git could not tell .*not a git repository.* \[git-failed\]/);
});

test('a dry run asks git nothing', async () => {
  const folder = await makeFolder({ 'a.ts': text });
  expect(await pecCodemod(folder, ['switch-reads'])).toMatchObject({ code: 0 });
});
