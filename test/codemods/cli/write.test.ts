import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, lstat, mkdir, open, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { makeFolder, makeRepository, pecCodemod } from './project.js';
import { renameByText } from './rename-by-text.js';

const write = ['switch-reads', '--write'];

test('outside of the edits every byte stays, and the mode', async () => {
  const text = '\uFEFFconst a = user.userName;\r\nconst b = "ü";\nno line end: user.userName';
  const folder = await makeRepository({ 'a.ts': text });
  await chmod(path.join(folder, 'a.ts'), 0o755);
  expect(await pecCodemod(folder, [...write, '--allow-dirty'])).toMatchObject({ code: 0 });
  const bytes = await readFile(path.join(folder, 'a.ts'));
  expect(bytes).toEqual(Buffer.from(text.replaceAll('userName', 'displayName')));
  expect((await stat(path.join(folder, 'a.ts'))).mode & 0o777).toBe(0o755);
});

test('a file is replaced, never overwritten: whoever has it open keeps reading the old text', async () => {
  const folder = await makeRepository({ 'a.ts': 'user.userName' });
  const opened = await open(path.join(folder, 'a.ts'));
  expect(await pecCodemod(folder, write)).toMatchObject({ code: 0 });
  expect(await opened.readFile('utf8')).toBe('user.userName');
  expect(await readFile(path.join(folder, 'a.ts'), 'utf8')).toBe('user.displayName');
  await opened.close();
});

test('a link stays a link; the file behind it is written, once', async () => {
  const folder = await makeRepository({ 'real/a.txt': 'user.userName' });
  await symlink('real/a.txt', path.join(folder, 'a.ts'));
  await symlink('real/a.txt', path.join(folder, 'b.ts'));
  expect(await pecCodemod(folder, write)).toMatchObject({ code: 0 });
  expect((await lstat(path.join(folder, 'a.ts'))).isSymbolicLink()).toBe(true);
  expect(await readFile(path.join(folder, 'real/a.txt'), 'utf8')).toBe('user.displayName');
});

describe('nothing is half-done', () => {
  test('a read-only file stops the run before the first byte', async () => {
    const folder = await makeRepository({ 'a.ts': 'user.userName', 'b.ts': 'user.userName' });
    await chmod(path.join(folder, 'b.ts'), 0o444);
    const { code, stdout, stderr } = await pecCodemod(folder, [...write, '--allow-dirty']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('b.ts is read-only, or its folder is [read-only]');
    expect(await readFile(path.join(folder, 'a.ts'), 'utf8')).toBe('user.userName');
  });

  test('so does a file that changed since it was analysed', async () => {
    const folder = await makeRepository({ 'a.ts': 'user.userName', 'b.ts': 'user.userName' });
    const { code, stderr } = await pecCodemod(folder, [...write, '--allow-dirty'], {
      engine: async (request) => {
        const run = await renameByText(request);
        await writeFile(path.join(folder, 'b.ts'), 'user.userName; // and more');
        return run;
      },
    });
    expect(code).toBe(2);
    expect(stderr).toContain('b.ts changed since it was analysed [changed-since-analysis]');
    expect(await readFile(path.join(folder, 'a.ts'), 'utf8')).toBe('user.userName');
    expect(await readFile(path.join(folder, 'b.ts'), 'utf8')).toBe('user.userName; // and more');
  });

  test('and one that is not UTF-8, whose other bytes would change', async () => {
    const folder = await makeFolder({ 'a.ts': 'user.userName' });
    const latin1 = Buffer.from('user.userName; // \u00e9', 'latin1');
    await writeFile(path.join(folder, 'b.ts'), latin1);
    const { code, stderr } = await pecCodemod(folder, [...write, '--allow-dirty']);
    expect(code).toBe(2);
    expect(stderr).toContain('b.ts is not UTF-8, so bytes outside of the edits would change [not-utf-8]');
    expect(await readFile(path.join(folder, 'a.ts'), 'utf8')).toBe('user.userName');
    expect(await readFile(path.join(folder, 'b.ts'))).toEqual(latin1);
  });

  test('and one that is gone', async () => {
    const folder = await makeFolder({ 'a.ts': 'user.userName' });
    const { code, stderr } = await pecCodemod(folder, [...write, '--allow-dirty'], {
      engine: async (request) => {
        const run = await renameByText(request);
        const ghost = { path: path.join(folder, 'b.ts'), file: 'b.ts', before: 'x', after: 'y' };
        return { ...run, files: [...run.files, ghost] };
      },
    });
    expect(code).toBe(2);
    expect(stderr).toContain('b.ts is gone since it was analysed');
    expect(await readFile(path.join(folder, 'a.ts'), 'utf8')).toBe('user.userName');
  });
});

describe('stopped in the middle', () => {
  const amount = 300;
  const before = `user.userName;${' '.repeat(50_000)}`;
  const after = before.replace('userName', 'displayName');

  /** Starts the command as a process, sends the signal once the first file is new, and looks at every file. */
  async function stopWith(signal: NodeJS.Signals) {
    const names = Array.from({ length: amount }, (_, index) => `f${String(index).padStart(4, '0')}.ts`);
    const folder = await makeFolder(Object.fromEntries(names.map((name) => [name, before])));
    await mkdir(path.join(folder, 'node_modules'));
    const script = fileURLToPath(new URL('./rename-process.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), script, folder]);
    let stderr = '';
    child.stderr.on('data', (chunk) => (stderr += chunk));
    const ended = once(child, 'exit');
    while ((await readFile(path.join(folder, names[0] ?? ''), 'utf8')) === before) {
      if (child.exitCode !== null) throw new Error(`the command ended by itself: ${stderr}`);
      await wait(1);
    }
    child.kill(signal);
    const [code, killedBy] = await ended;
    const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
    return { code, killedBy, stderr, texts };
  }

  test('Ctrl-C: the current file is finished, the account is true, exit code 130', async () => {
    const { code, stderr, texts } = await stopWith('SIGINT');
    expect(code).toBe(130);
    const written = texts.filter((text) => text === after).length;
    expect(written).toBeGreaterThan(0);
    expect(written).toBeLessThan(amount);
    expect(texts.filter((text) => text === before)).toHaveLength(amount - written);
    expect(stderr).toContain(`Written (${written}):\n  f0000.ts\n`);
    expect(stderr).toContain(`Not written (${amount - written}):\n`);
  });

  test('killed outright: each file is wholly old or wholly new', async () => {
    const { killedBy, texts } = await stopWith('SIGKILL');
    expect(killedBy).toBe('SIGKILL');
    expect(texts.every((text) => text === before || text === after)).toBe(true);
    expect(texts.filter((text) => text === before).length).toBeGreaterThan(0);
  });
});
