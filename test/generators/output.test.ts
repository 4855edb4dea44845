import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runInThisContext } from 'node:vm';
import type { GeneratorOptions } from '@prisma/generator-helper';
import internals from '@prisma/internals';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { generate } from '../../generators/generator.js';
import { literal } from '../../generators/literal.js';
import { writeOwnedFiles } from '../../generators/owned-files.js';
import { clientSpecifier } from '../../src/schema/generated-client.js';
import { parseTransitions } from '../../src/schema/transitions-text.js';
import { createWorkspace, type Workspace } from '../support/workspace.js';

const people = fileURLToPath(new URL('../../__fixtures__/generated/people', import.meta.url));

describe('the folder of the generated files', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'pec-owned-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const write = (files: Readonly<Record<string, string>>) =>
    writeOwnedFiles(folder, new Map(Object.entries(files)));
  const read = (name: string) => readFile(path.join(folder, name), 'utf8');

  it('removes what it no longer writes, and nothing else', async () => {
    await write({ 'a.ts': '1', 'b.ts': '1' });
    await writeFile(path.join(folder, 'mine.ts'), 'mine');
    await write({ 'a.ts': '2' });
    expect((await readdir(folder)).sort()).toEqual(['.pec-manifest.json', 'a.ts', 'mine.ts']);
    expect(await read('a.ts')).toBe('2');
  });

  it('leaves files with the same text untouched', async () => {
    await write({ 'a.ts': '1' });
    const before = await stat(path.join(folder, 'a.ts'));
    const manifest = await stat(path.join(folder, '.pec-manifest.json'));
    await write({ 'a.ts': '1' });
    expect(await stat(path.join(folder, 'a.ts'))).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
    expect((await stat(path.join(folder, '.pec-manifest.json'))).ino).toBe(manifest.ino);
  });

  it('refuses to overwrite a file that it did not write', async () => {
    await writeFile(path.join(folder, 'a.ts'), 'mine');
    await expect(write({ 'a.ts': '1' })).rejects.toMatchObject({ code: 'foreign-file' });
    expect(await readdir(folder)).toEqual(['a.ts']);
    expect(await read('a.ts')).toBe('mine');
  });

  it.each(['{"files":["../outside.ts"]}', '{"files":[1]}', 'no json', 'null'])(
    'refuses a manifest that it did not write: %s',
    async (manifest) => {
      await writeFile(path.join(folder, '.pec-manifest.json'), manifest);
      await expect(write({ 'a.ts': '1' })).rejects.toMatchObject({ code: 'broken-manifest' });
      expect(await readdir(folder)).toEqual(['.pec-manifest.json']);
    },
  );
});

it('names the client as the user imports it', () => {
  const from = '/app/src/transitions';
  const client = { provider: 'prisma-client', output: '/app/src/client', isPackage: false } as const;
  expect(clientSpecifier(client, from)).toBe('../client/client.js');
  expect(clientSpecifier({ ...client, importFileExtension: 'ts' }, from)).toBe('../client/client.ts');
  expect(clientSpecifier({ ...client, importFileExtension: '' }, from)).toBe('../client/client');
  expect(clientSpecifier({ ...client, output: '/app/src/transitions/client' }, from)).toBe(
    './client/client.js',
  );
  expect(clientSpecifier({ ...client, provider: 'prisma-client-js' }, from)).toBe('../client/index.js');
  expect(clientSpecifier({ ...client, provider: 'prisma-client-js', isPackage: true }, from)).toBe(
    '@prisma/client',
  );
});

it('prints plain values as source', () => {
  const value = {
    a: "it's",
    'b-c': ['"', 1, null, true, { d: undefined }],
    e: {},
    long: Array(30).fill('word'),
  };
  const printed = literal(value);
  expect(runInThisContext(`(${printed})`)).toEqual(value);
  expect(Math.max(...printed.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
});

describe('prisma generate', () => {
  let workspace: Workspace;
  let folder: string;
  let index: string;
  let cases = 0;
  beforeAll(async () => {
    workspace = await createWorkspace();
  });
  afterAll(() => workspace.remove());
  beforeEach(async () => {
    cases += 1;
    folder = await workspace.copy(people, `case-${cases}`);
    await writeFile(path.join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    index = path.join(folder, 'transitions/index.ts');
  });

  const prismaGenerate = (...args: string[]) =>
    workspace.run(folder, 'prisma', ['generate', '--schema', 'schema.prisma', ...args]);
  const edit = async (change: (schema: string) => string) => {
    const file = path.join(folder, 'schema.prisma');
    await writeFile(file, change(await readFile(file, 'utf8')));
  };

  it('finds the client also when our generator runs alone', async () => {
    const before = await readFile(index, 'utf8');
    await rm(path.join(folder, 'transitions'), { recursive: true });
    expect(await prismaGenerate('--generator', 'transitions')).toMatchObject({ code: 0 });
    expect(await readFile(index, 'utf8')).toBe(before);
  });

  it('prints a mistake of its own block as one message, and leaves what is there', async () => {
    await edit((schema) => schema.replace('sync  ', 'synch '));
    const before = await readFile(index, 'utf8');
    const { code, stdout, stderr } = await prismaGenerate('--generator', 'transitions');
    expect(stdout + stderr).toMatch(
      /prisma-expand-contract: schema\.prisma:\d+:\d+: generator `transitions`: there is no setting `synch`/,
    );
    expect(stdout + stderr).not.toMatch(/^\s+at /m);
    expect(code).toBe(1);
    expect(await readFile(index, 'utf8')).toBe(before);
  });

  it('comes to rest under --watch, with its output beside the schema', { timeout: 180_000 }, async () => {
    const env = {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      NO_COLOR: '1',
    };
    const bins = path.join(workspace.directory, 'node_modules/.bin');
    const watcher = spawn(
      'prisma',
      ['generate', '--watch', '--schema', 'schema.prisma', '--generator', 'transitions'],
      {
        cwd: folder,
        env: { ...env, PATH: `${bins}${path.delimiter}${process.env.PATH}` },
      },
    );
    let printed = '';
    for (const stream of [watcher.stdout, watcher.stderr]) stream.on('data', (chunk) => (printed += chunk));
    const runs = () => printed.split('Generated transitions').length - 1;
    try {
      await expect.poll(() => printed, { timeout: 30_000, interval: 100 }).toMatch(/Watching/);
      await edit((schema) =>
        schema
          .replace('from:bio', 'from:bio phase:migrate')
          .replace('bio    String', 'bio    String?')
          .replace('about  String?', 'about  String'),
      );
      // Prisma says that it is watching a moment before it is: what it missed, it gets again.
      const savedOnceMore = async () => {
        await edit((schema) => schema);
        await sleep(5_000);
        return await readFile(index, 'utf8');
      };
      await expect.poll(savedOnceMore, { timeout: 60_000, interval: 0 }).toContain("phase: 'migrate'");
      // Once the files are as they should be, no run leads to another one.
      let before = -1;
      const ranSinceLastLook = () => {
        const more = runs() - before;
        before += more;
        return more;
      };
      await expect.poll(ranSinceLastLook, { timeout: 30_000, interval: 2_000 }).toBe(0);
    } finally {
      watcher.kill();
    }
  });
});

describe('mistakes', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'pec-mistake-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** What Prisma hands over, as far as the generator looks at it. */
  async function run(change: (schema: string) => string): Promise<void> {
    const schemaPath = path.join(folder, 'schema.prisma');
    const text = change(await readFile(path.join(people, 'schema.prisma'), 'utf8'));
    await writeFile(schemaPath, text);
    const dmmf = await internals.getDMMF({ datamodel: text });
    await generate({ schemaPath, dmmf, generator: { name: 'transitions' } } as GeneratorOptions);
  }

  it.each<[string, (schema: string) => string, string]>([
    ['an unknown setting', (schema) => schema.replace('sync  ', 'synch '), 'there is no setting `synch`'],
    ['an unknown mode', (schema) => schema.replace('"client"', '"clint"'), '`sync = "clint"` is not a mode'],
    [
      'no client',
      (schema) => schema.replace(/generator client[^}]*}/, ''),
      'the schema has no generator of a Prisma Client',
    ],
    [
      'a client that is not there',
      (schema) => schema.replace('"./transitions"', '"./transitions"\n  clientPath = "./nowhere"'),
      'there is no client in',
    ],
    [
      'an output inside the client',
      (schema) => schema.replace('"./transitions"', '"./client/transitions"'),
      'lies in the folder of the client',
    ],
  ])('%s', async (_, change, message) => {
    await expect(run(change)).rejects.toThrow(/^prisma-expand-contract: /);
    await expect(run(change)).rejects.toThrow(message);
    expect(await readdir(folder)).toEqual(['schema.prisma']);
  });

  it.each<[string, (schema: string) => string, string]>([
    ['a mistake', (schema) => schema.replace('from:userName', 'from:userNam'), 'did you mean `userName`?'],
    [
      'a scenario that is to come',
      (schema) =>
        schema.replace('about  String?', 'about  Int?').replace('from:bio', 'from:bio up:"1" down:"x"'),
      '[not-supported-yet]',
    ],
  ])('%s in one annotation keeps no other from being generated', async (_, change, message) => {
    const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    await run(change);
    const text = printed.mock.calls.map(([line]) => String(line)).join('');
    printed.mockRestore();
    expect(text).toMatch(/^prisma-expand-contract: warning: .*schema\.prisma:\d+:\d+: /);
    expect(text).toContain(message);
    const written = await readFile(path.join(folder, 'transitions/transitions.json'), 'utf8');
    expect(parseTransitions(written)!.transitions.length).toBeGreaterThan(0);
  });
});
