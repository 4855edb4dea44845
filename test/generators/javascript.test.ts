import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkspace, type Workspace } from '../support/workspace.js';

const fixture = path.resolve(import.meta.dirname, '../../__fixtures__/generated/javascript');

let workspace: Workspace;
beforeAll(async () => {
  workspace = await createWorkspace();
});
afterAll(() => workspace.remove());

const use = {
  esm: `
    import { PrismaClient } from './client/index.js';
    import { transitions, userState, withTransitions } from './transitions/index.js';`,
  commonjs: `
    const { PrismaClient } = require('./client');
    const { transitions, userState, withTransitions } = require('./transitions');`,
};

const body = `
    /** @param {PrismaClient} client */
    const states = async (client) => {
      const users = await withTransitions(client).user.findMany({ select: userState.select });
      return users.map((user) => userState.read(user).toLowerCase());
    };
    // @ts-expect-error the map knows no such value
    const wrong = () => userState.write('active');
    console.log(JSON.stringify([userState.write('SUSPENDED'), typeof transitions, typeof states, typeof wrong, typeof PrismaClient]));`;

describe.each([
  { format: 'commonjs', module: 'node20', type: 'commonjs' },
  { format: 'esm', module: 'nodenext', type: 'module' },
] as const)('JavaScript as $format', ({ format, module, type }) => {
  let folder: string;
  beforeAll(async () => {
    folder = await workspace.copy(fixture, `javascript-${format}`);
    await rm(path.join(folder, 'transitions'), { recursive: true, force: true });
    await writeFile(path.join(folder, 'package.json'), JSON.stringify({ type }));
    const done = await workspace.run(folder, 'prisma', ['generate', '--schema', 'schema.prisma']);
    expect(done).toMatchObject({ code: 0 });
  });

  it('is written as it is kept here', async () => {
    const files = (await readdir(path.join(folder, 'transitions'))).sort();
    expect(files).toEqual([
      '.pec-manifest.json',
      'TRANSITIONS.md',
      'backfill.d.ts',
      'backfill.js',
      'index.d.ts',
      'index.js',
      'runtime.d.ts',
      'runtime.js',
      'transitions.json',
    ]);
    for (const file of files.filter((name) => /^(?!runtime).*\.(?:d\.ts|js)$/.test(name))) {
      const text = await readFile(path.join(folder, 'transitions', file), 'utf8');
      await expect(text).toMatchFileSnapshot(path.join(fixture, 'transitions', format, file));
    }
  });

  it('runs as it is, and is typed', async () => {
    await writeFile(path.join(folder, 'use.js'), `${use[format]}${body}`);
    const run = await workspace.run(folder, 'node', ['use.js']);
    expect(run.stderr).toBe('');
    expect(JSON.parse(run.stdout)).toEqual([
      { state: 'SUSPENDED', status: 'banned' },
      'function',
      'function',
      'function',
      'function',
    ]);
    const options = { module, target: 'es2023', strict: true, checkJs: true, noEmit: true, types: ['node'] };
    const compilerOptions = {
      ...options,
      typeRoots: [path.resolve('node_modules/@types')],
      skipLibCheck: false,
    };
    await writeFile(
      path.join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: ['use.js'] }),
    );
    const checked = await workspace.run(folder, 'tsc', ['-p', '.']);
    expect(checked.stdout.split('\n').filter((line) => /^(?:use|transitions)/.test(line))).toEqual([]);
  });
});
