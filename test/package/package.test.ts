import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

let project: string;
let installed: string;
let tarball: string;

/** The tarball, unpacked as npm would, beside what it depends on: as in a project of a user. */
beforeAll(async () => {
  project = await mkdtemp(path.join(tmpdir(), 'pec-package-'));
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', project], {
    cwd: root,
  });
  tarball = path.join(project, JSON.parse(stdout)[0].filename);
  installed = path.join(project, 'node_modules', manifest.name);
  await mkdir(installed, { recursive: true });
  await run('tar', ['-xzf', tarball, '--strip-components=1', '-C', installed]);
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
    const link = path.join(project, 'node_modules', name);
    await mkdir(path.dirname(link), { recursive: true });
    await symlink(path.join(root, 'node_modules', name), link);
  }
});
afterAll(() => rm(project, { recursive: true, force: true }));

const files = async () => {
  const entries = await readdir(installed, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(installed, path.join(entry.parentPath, entry.name)));
};

async function node(name: string, source: string): Promise<string> {
  await writeFile(path.join(project, name), source);
  const { stdout, stderr } = await run(process.execPath, [name], { cwd: project });
  return (stdout + stderr).trim();
}

it('holds what users need and nothing else', async () => {
  const strangers = (await files()).filter(
    (file) =>
      !/^(package\.json|LICENSE|README\.md|CHANGELOG\.md|dist\/.*\.(js|d\.ts|hbs|json)|dist\/src\/runtime\/[\w-]+\.ts|dist\/vendor\/LICENSES\.md|docs\/.*\.(md|json)|presets\/(squawk\.toml|pgfence\.args)|bench\/README\.md)$/.test(
        file,
      ),
  );
  expect(strangers).toEqual([]);
  expect(
    (await files()).filter((file) => /(^|\/)(test|__fixtures__|bench)\/(?!README\.md)/.test(file)),
  ).toEqual([]);
});

it('has pages whose links lead to files of the package', async () => {
  const packed = new Set(await files());
  const dead: string[] = [];
  for (const page of packed) {
    if (!page.endsWith('.md') || page.startsWith('dist/')) continue;
    const text = await readFile(path.join(installed, page), 'utf8');
    for (const [, link = ''] of text.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)) {
      if (/^\w+:/.test(link)) continue;
      if (!packed.has(path.posix.join(path.posix.dirname(page), link))) dead.push(`${page}: ${link}`);
    }
  }
  expect(dead).toEqual([]);
});

it('imports only what it depends on', async () => {
  const allowed = new Set([
    ...Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }),
    ...builtinModules,
  ]);
  const missing = new Set<string>();
  for (const file of await files()) {
    if (!file.endsWith('.js')) continue;
    const text = await readFile(path.join(installed, file), 'utf8');
    for (const [, specifier] of text.matchAll(
      /^(?:import|export)\b[^;]*?from '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm,
    )) {
      if (!specifier || /^(\.|node:)/.test(specifier)) continue;
      const name = specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/');
      if (!allowed.has(name)) missing.add(`${file}: ${name}`);
    }
  }
  expect([...missing]).toEqual([]);
});

it('exports its parts', async () => {
  const source = `
    import { planTransition, UserError } from 'prisma-expand-contract';
    import { installSync } from 'prisma-expand-contract/testing';
    console.log(typeof planTransition, new UserError('a', 'b').code, typeof installSync);`;
  expect(await node('parts.mjs', source)).toBe('function a function');
});

it.each(Object.entries(manifest.bin))('%s is executable', async (_, file) => {
  const bin = path.join(installed, file);
  expect((await stat(bin)).mode & 0o111).toBe(0o111);
  expect(await readFile(bin, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
});

it.each(['pec', 'pec-codemod'] as const)('%s starts', async (name) => {
  const start = (flag: string) =>
    run(process.execPath, [path.join(installed, manifest.bin[name]), flag], { cwd: project });
  expect((await start('--help')).stdout).toContain(`Usage: ${name}`);
  expect((await start('--version')).stdout).toBe(`${manifest.version}\n`);
});

/** Another version of a package, as `overrides` of npm, pnpm and yarn put it in the place of what we depend on. */
async function override(name: string, version: string): Promise<void> {
  const folder = path.join(installed, 'node_modules', name);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ name, version, main: 'index.js' }));
  await writeFile(path.join(folder, 'index.js'), 'throw new Error("another version");\n');
}

it('works whatever the overrides of a package manager do', async () => {
  const shipped = (await readdir(path.join(installed, 'dist/vendor'))).filter((file) => file.endsWith('.js'));
  expect(shipped).toEqual(expect.arrayContaining(['commander.js', 'diff.js', 'fast-glob.js']));
  for (const file of shipped) await override(path.basename(file, '.js'), '4.0.4');
  await override('typescript', '5.9.3');
  const files = {
    'package.json': '{ "type": "module" }',
    'tsconfig.json': JSON.stringify({
      compilerOptions: { module: 'nodenext', strict: true, skipLibCheck: true, noEmit: true },
      include: ['src/greet.ts'],
    }),
    'prisma/schema.prisma': `generator client {
  provider = "prisma-client"
  output   = "../src/client"
}
datasource db {
  provider = "postgresql"
}
model User {
  id       Int    @id
  userName String
}
`,
    'src/greet.ts':
      "import type { User } from './client/client.js';\nexport const greet = (user: User) => user.userName;\n",
  };
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(project, file)), { recursive: true });
    await writeFile(path.join(project, file), text);
  }
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath };
  const prisma = path.join(root, 'node_modules/prisma/build/index.js');
  await run(process.execPath, [prisma, 'generate'], { cwd: project, env });
  const { stdout, stderr } = await run(
    process.execPath,
    [path.join(installed, manifest.bin['pec-codemod']), 'rename-field', 'User.userName', 'displayName'],
    { cwd: project },
  );
  expect(stdout).toContain('+export const greet = (user: User) => user.displayName;');
  expect(stderr).toContain('TypeScript 5.9.3 is installed for prisma-expand-contract in the place of 7.0.2');
  await run(process.execPath, [path.join(installed, manifest.bin.pec), 'next', '--help'], { cwd: project });
  await rm(path.join(installed, 'node_modules'), { recursive: true });
});

it('has exports that packagers and TypeScript agree with', async () => {
  const tool = (name: string, ...args: string[]) =>
    run(path.join(root, 'node_modules/.bin', name), args, { cwd: project });
  expect((await tool('publint', installed, '--strict')).stdout).toContain('All good!');
  // Applications import generated code alone; this is for scripts, which are ES modules.
  await tool('attw', tarball, '--entrypoints', '.', './testing', '--profile', 'esm-only');
});
