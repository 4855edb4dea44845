import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { beginRun, type Recovered, requireSettled } from '../../src/files/tree-run.js';

let root: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  root = await realpath(await mkdtemp(path.join(tmpdir(), 'pec-run-')));
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  await writeFile(path.join(root, 'a.ts'), 'old a');
  await writeFile(path.join(root, 'b.ts'), 'old b');
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(root, { recursive: true, force: true });
});

const read = (name: string) => readFile(path.join(root, name), 'utf8');
const nothing = async () => {};
const begin = (directory: string, tell: (recovered: Recovered) => void = () => {}) =>
  beginRun(directory, 'pec next', nothing, tell);

/** A process that changes `a.ts`, `b.ts` and a new folder, and waits. */
async function changed(directory = root): Promise<ChildProcess> {
  const source = path.resolve(import.meta.dirname, '../../src/files/tree-run.ts');
  const script = `
    import { beginRun } from ${JSON.stringify(source)};
    const run = await beginRun(${JSON.stringify(directory)}, 'pec next', async () => {}, () => {});
    const root = ${JSON.stringify(root)};
    const puts = await run.journal.stage(['a', 'b'].map((name) => ({ file: root + '/' + name + '.ts', before: 'old ' + name, after: 'new ' + name })));
    for (const put of puts) await put();
    await run.journal.makeFolder(root + '/prisma/migrations');
    await run.journal.addFolders([{ folder: root + '/prisma/migrations/1_x', files: { 'migration.sql': 'SELECT 1;' } }]);
    console.log('changed');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  await once(child.stdout!, 'data');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('a run that was killed', () => {
  test('is taken back by the next one, which says so, and leaves no trace', async () => {
    await kill(await changed());
    expect(await read('a.ts')).toBe('new a');
    await expect(requireSettled(root)).rejects.toMatchObject({ code: 'unfinished-run' });
    const told: Recovered[] = [];
    const run = await begin(root, (recovered) => told.push(recovered));
    expect(told).toMatchObject([{ command: 'pec next', left: [] }]);
    expect(told[0]?.restored.map((file) => path.relative(root, file))).toEqual([
      'prisma/migrations/1_x',
      'b.ts',
      'a.ts',
    ]);
    await run.end();
    expect([await read('a.ts'), await read('b.ts')]).toEqual(['old a', 'old b']);
    expect(existsSync(path.join(root, 'prisma'))).toBe(false);
    expect(existsSync(path.join(root, '.git/prisma-expand-contract'))).toBe(false);
    await requireSettled(root);
  });

  test('leaves nothing that git would add', async () => {
    execFileSync('git', ['add', '--all'], { cwd: root });
    await kill(await changed());
    const added = execFileSync('git', ['add', '--all', '--dry-run'], { cwd: root, encoding: 'utf8' });
    expect(added.trim().split('\n').sort()).toEqual([
      "add 'a.ts'",
      "add 'b.ts'",
      "add 'prisma/migrations/1_x/migration.sql'",
    ]);
  });

  test.each([
    ['edited', (file: string) => writeFile(file, 'new a, and mine')],
    ['deleted', (file: string) => rm(file)],
  ])('is taken back but for a file that was %s since, which is named', async (how, change) => {
    await kill(await changed());
    await change(path.join(root, 'a.ts'));
    await expect(begin(root)).rejects.toMatchObject({
      code: 'unfinished-run',
      message: expect.stringContaining(`a.ts: it was ${how} meanwhile`),
    });
    expect(await read('b.ts')).toBe('old b');
    expect(existsSync(path.join(root, 'prisma/migrations/1_x'))).toBe(false);
    // Said once: from then on the file is as the user wants it.
    await (await begin(root)).end();
  });

  test('is taken back where somebody has restored a part of it', async () => {
    await kill(await changed());
    await writeFile(path.join(root, 'a.ts'), 'old a');
    await (await begin(root)).end();
    expect([await read('a.ts'), await read('b.ts')]).toEqual(['old a', 'old b']);
  });
});

describe('two runs at once', () => {
  test('the second one is refused, wherever in the project it is started, and changes nothing', async () => {
    const child = await changed();
    await mkdir(path.join(root, 'packages/app'), { recursive: true });
    for (const folder of [root, path.join(root, 'packages/app')]) {
      await expect(begin(folder)).rejects.toMatchObject({
        code: 'locked',
        message: expect.stringContaining(`process ${child.pid}`),
      });
      await expect(requireSettled(folder)).rejects.toMatchObject({ code: 'locked' });
    }
    expect(await read('a.ts')).toBe('new a');
  });

  test('in folders beside each other are none of each other’s business', async () => {
    await mkdir(path.join(root, 'packages/one'), { recursive: true });
    await mkdir(path.join(root, 'packages/two'), { recursive: true });
    await changed(path.join(root, 'packages/one'));
    await (await begin(path.join(root, 'packages/two'))).end();
  });

  test('of many that begin in the same moment, exactly one goes on', async () => {
    for (let round = 0; round < 20; round += 1) {
      const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => begin(root)));
      const runs = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
      expect(runs).toHaveLength(1);
      await runs[0]!.end();
    }
  });
});

test('without git, notes lie in the cache of node_modules, or beside', async () => {
  await rm(path.join(root, '.git'), { recursive: true });
  const run = await begin(root);
  expect(existsSync(path.join(root, '.prisma-expand-contract'))).toBe(true);
  await run.end();
  expect(existsSync(path.join(root, '.prisma-expand-contract'))).toBe(false);
  await mkdir(path.join(root, 'node_modules'));
  const other = await begin(root);
  expect(existsSync(path.join(root, 'node_modules/.cache/prisma-expand-contract'))).toBe(true);
  await other.end();
});
