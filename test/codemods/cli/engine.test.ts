import { execFile } from 'node:child_process';
import { chmod, cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Ajv } from 'ajv';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { CodemodReport } from '../../../codemods/codemod-report.js';
import { runCodemod } from '../../../codemods/run.js';
import schema from '../../../docs/schemas/codemod-report-1.schema.json' with { type: 'json' };
import { cases, createApplications, fixtures } from '../applications.js';
import { git, pecCodemod, type Result } from './project.js';

// The command as it is shipped, on a real application with a real generated client.
let application: Awaited<ReturnType<typeof createApplications>>;
let folder: string;

beforeAll(async () => {
  application = await createApplications();
  folder = application.folders['prisma-client'];
  // Two small cases are enough here; all of them are the engine's own tests.
  for (const name of await cases(fixtures, 'prisma-client')) {
    if (name !== 'reads' && name !== 'strings') await rm(path.join(folder, 'src', name), { recursive: true });
  }
  await git(folder, 'init', '--quiet');
  await git(folder, 'add', '--all');
  await git(folder, 'commit', '--quiet', '--message', 'Start');
});
// A test that failed leaves nothing to the next one.
afterEach(() => git(folder, 'checkout', '--', '.'));
afterAll(() => application?.workspace.remove());

const run = (...args: string[]): Promise<Result> => pecCodemod(folder, args, { engine: runCodemod });

async function spawned(...args: string[]): Promise<Result> {
  const bin = fileURLToPath(new URL('../../../codemods/bin.ts', import.meta.url));
  const command = ['--import', import.meta.resolve('tsx'), bin, ...args];
  return promisify(execFile)(process.execPath, command, { cwd: folder, maxBuffer: 64 << 20 }).then(
    (done) => ({ code: 0, ...done }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

test('the report of a real run is what its schema says, and adds up', async () => {
  const { code, stdout } = await run('switch-reads', '--report', 'json');
  expect(code).toBe(0);
  const report = JSON.parse(stdout) as CodemodReport;
  const validate = new Ajv({ strict: true, strictRequired: false }).compile(schema);
  expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  for (const { counts, occurrences } of report.transitions) {
    expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(occurrences.length);
  }
});

test('as a process: the diff applies to what it was made from and equals what --write writes', async () => {
  const { code, stdout } = await spawned('switch-reads');
  expect(code).toBe(0);
  const patch = path.join(application.workspace.directory, 'reads.patch');
  await writeFile(patch, stdout);
  await git(folder, 'apply', patch);
  const applied = await git(folder, 'diff');
  expect(applied).toContain('displayName');
  await git(folder, 'checkout', '--', '.');
  expect(await spawned('switch-reads', '--write')).toMatchObject({ code: 0 });
  expect(await git(folder, 'diff')).toBe(applied);
  await git(folder, 'checkout', '--', '.');
});

test('markers change no type, stand once, and are no occurrence themselves', async () => {
  const before = JSON.parse((await run('switch-reads', '--report', 'json')).stdout) as CodemodReport;
  const marked = await run('switch-reads', '--insert-todos', '--write');
  expect(marked.code).toBe(0);
  expect(await git(folder, 'diff')).toContain('// pec-todo(');
  const again = JSON.parse(
    (await run('switch-reads', '--insert-todos', '--report', 'json')).stdout,
  ) as CodemodReport;
  expect(again.edits).toEqual([]);
  expect(again.transitions[0]?.counts['needs-you']).toBe(before.transitions[0]?.counts['needs-you']);
  const types = await application.workspace.run(folder, 'tsc', ['--noEmit', '-p', 'tsconfig.json']);
  await git(folder, 'checkout', '--', '.');
  const typesBefore = await application.workspace.run(folder, 'tsc', ['--noEmit', '-p', 'tsconfig.json']);
  const errors = ({ stdout }: { stdout: string }) => stdout.match(/error TS\d+/g) ?? [];
  expect(errors(types)).toEqual(errors(typesBefore));
});

test('what a search needs loads neither a compiler nor the parsers of Prisma', async () => {
  const loaded = async (...modules: string[]) => {
    const urls = modules.map((file) => new URL(`../../../codemods/${file}`, import.meta.url).href);
    const script = `for (const url of ${JSON.stringify(urls)}) await import(url);
      const { createRequire } = await import('node:module');
      const files = Object.keys(createRequire(process.cwd() + '/').cache);
      console.log(files.filter((file) => /node_modules.(@ts-morph|typescript|jscodeshift|@prisma.internals)/.test(file)).length);`;
    const args = ['--import', import.meta.resolve('tsx'), '--input-type=module', '--eval', script];
    return Number((await promisify(execFile)(process.execPath, args, { cwd: folder })).stdout);
  };
  expect(await loaded('cli/main.ts', 'run.ts')).toBe(0);
  expect(await loaded('rewrite.ts')).toBeGreaterThan(0);
});

test('paths limit what is written, not what is read', async () => {
  const { stdout } = await run('switch-reads', 'src/reads', '--report', 'json');
  const report = JSON.parse(stdout) as CodemodReport;
  expect(report.edits.length).toBeGreaterThan(0);
  expect(report.edits.every(({ file }) => file.startsWith('src/reads/'))).toBe(true);
});

describe('what a user gets wrong', () => {
  const refused = async (args: string[], code: string, text: string) => {
    const result = await run(...args);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain(`[${code}]`);
    expect(result.stderr).toContain(text);
    expect(result.stderr).not.toContain('    at ');
  };

  test('an unknown transition', () =>
    refused(['switch-reads', '--transition', 'User.dispayName'], 'unknown-transition', 'User.displayName'));

  test('a rename of nothing', () =>
    refused(['rename-field', 'userName', 'displayName'], 'usage', 'pec-codemod rename-field User.userName'));

  test('a transitions.json that is not there', () =>
    refused(['switch-reads', '--transitions', 'no/transitions.json'], 'no-transitions', 'prisma generate'));

  test('a client that was not generated', async () => {
    await cp(path.join(folder, 'generated/prisma'), path.join(application.workspace.directory, 'kept'), {
      recursive: true,
    });
    await rm(path.join(folder, 'generated/prisma'), { recursive: true });
    await refused(['switch-reads'], 'missing-client', 'Run npx prisma generate first');
    await git(folder, 'checkout', '--', '.');
  });

  test('a tsconfig that is none', async () => {
    const config = path.join(folder, 'tsconfig.json');
    await writeFile(config, (await readFile(config, 'utf8')).replace('"include":', '"include"'));
    await refused(['switch-reads'], 'bad-tsconfig', 'tsconfig.json:1:');
  });

  test('a dirty file', async () => {
    const file = path.join(folder, 'src/reads', 'zz.ts');
    await writeFile(
      file,
      "import { prisma } from '../db.js';\nexport const f = async () => (await prisma.user.findFirst())?.userName;\n",
    );
    await refused(['switch-reads', '--write'], 'dirty-tree', 'src/reads/zz.ts');
    await rm(file);
    expect(await git(folder, 'status', '--porcelain')).toBe('');
  });

  test('a read-only file', async () => {
    const report = JSON.parse((await run('switch-reads', '--report', 'json')).stdout) as CodemodReport;
    const last = path.join(folder, report.edits.at(-1)?.file ?? '');
    await chmod(last, 0o444);
    await refused(['switch-reads', '--write', '--allow-dirty'], 'read-only', 'is read-only');
    await chmod(last, 0o644);
    expect(await git(folder, 'status', '--porcelain')).toBe('');
  });

  test('a file with a syntax error is left as it is and never passes as clean', async () => {
    const file = path.join(folder, 'src/reads/broken.ts');
    const text =
      "import { prisma } from '../db.js';\nexport const f = async () => (await prisma.user.findFirst()?.userName;\n";
    await writeFile(file, text);
    const { code, stdout, stderr } = await run('switch-reads', '--write', '--allow-dirty');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(await readFile(file, 'utf8')).toBe(text);
    expect(stdout).toContain('src/reads/broken.ts');
    expect(await run('switch-reads', '--check')).toMatchObject({ code: 1 });
    await rm(file);
    await git(folder, 'checkout', '--', '.');
  });
});
