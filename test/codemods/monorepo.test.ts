import { cp, mkdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CodemodRequest, type CodemodRun, runCodemod } from '../../codemods/run.js';
import type { Workspace } from '../support/workspace.js';
import { createApplications } from './applications.js';
import { comparable } from './fixtures.js';

// A monorepo with the generated client in a package of its own, which two applications use.
let workspace: Workspace;
let application: string;
let count = 0;

beforeAll(async () => {
  const created = await createApplications(['prisma-client'], []);
  workspace = created.workspace;
  application = created.folders['prisma-client'];
});
afterAll(() => workspace?.remove());

const options = {
  target: 'es2023',
  module: 'nodenext',
  strict: true,
  skipLibCheck: true,
  lib: ['es2023'],
  types: ['node'],
};
const json = JSON.stringify;

const files: Readonly<Record<string, string>> = {
  // Nothing of its own: it only refers to the projects.
  'tsconfig.json': json({
    files: [],
    references: [{ path: 'packages/db' }, { path: 'apps/web/tsconfig.app.json' }, { path: 'apps/api' }],
  }),
  'packages/db/package.json': json({
    name: '@acme/db',
    type: 'module',
    exports: { '.': { types: './src/index.ts', default: './dist/index.js' } },
  }),
  'packages/db/tsconfig.json': json({
    compilerOptions: {
      ...options,
      composite: true,
      declarationMap: true,
      rootDir: 'src',
      outDir: 'dist',
      rewriteRelativeImportExtensions: true,
    },
    include: ['src'],
  }),
  'packages/db/src/index.ts': `import { PrismaClient } from './generated/prisma/client.js';

export type { Prisma, User } from './generated/prisma/client.js';
export declare const prisma: PrismaClient;

export async function author(id: number) {
  return prisma.user.findFirstOrThrow({ where: { id }, select: { id: true, userName: true } });
}
`,
  'packages/db/prisma/seed.ts': `import { author } from '../src/index.js';

console.log((await author(1)).userName);
`,
  'apps/web/package.json': json({ name: '@acme/web', type: 'module' }),
  'apps/web/tsconfig.json': json({ files: [], references: [{ path: './tsconfig.app.json' }] }),
  'apps/web/tsconfig.app.json': json({ compilerOptions: { ...options, noEmit: true }, include: ['src'] }),
  'apps/web/src/page.ts': `import { author } from '@acme/db';

export async function title(id: number) {
  const { userName } = await author(id);
  return userName?.trim();
}
`,
  'apps/api/package.json': json({ name: '@acme/api', type: 'module' }),
  'apps/api/tsconfig.json': json({
    compilerOptions: { ...options, noEmit: true },
    include: ['src', '../shared'],
  }),
  'apps/api/tsconfig.test.json': json({ extends: './tsconfig.json', include: ['src', 'test'] }),
  'apps/api/src/users.ts': `import { type Prisma, prisma } from '@acme/db';

export const byName: Prisma.UserOrderByWithRelationInput = { userName: 'asc' };
export const users = () => prisma.user.findMany({ orderBy: byName });
`,
  'apps/api/test/users.test.ts': `import { users } from '../src/users.js';

export const first = async () => (await users())[0]?.userName;
`,
};

/** The monorepo in a folder of its own, its packages linked as a package manager links them. */
async function createMonorepo(changes: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = path.join(workspace.directory, `mono-${count++}`);
  for (const [file, text] of Object.entries({ ...files, ...changes })) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
  await cp(path.join(application, 'generated'), path.join(folder, 'packages/db/src/generated'), {
    recursive: true,
  });
  await mkdir(path.join(folder, 'node_modules/@acme'), { recursive: true });
  await symlink('../../packages/db', path.join(folder, 'node_modules/@acme/db'));
  return realpath(folder);
}

const run = (cwd: string, request: Partial<CodemodRequest> = {}) =>
  runCodemod({ codemod: 'switch-reads', cwd, transitions: ['User.displayName'], ...request });

function places({ report }: CodemodRun): string[] {
  return report.transitions[0]!.occurrences.map(
    ({ file, line, class: decided, reason }) => `${file}:${line} ${decided} ${reason}`,
  );
}

const everywhere = [
  'apps/api/src/users.ts:3 rewritten query-argument',
  'apps/api/test/users.test.ts:3 rewritten result-member',
  'apps/web/src/page.ts:4 rewritten result-member',
  'apps/web/src/page.ts:5 unrelated local-name',
  'packages/db/prisma/seed.ts:3 rewritten result-member',
  'packages/db/src/index.ts:7 rewritten query-argument',
];

describe('from the top of a monorepo', () => {
  test('each file is found in its own project, and what one project returns is rewritten in the others', async () => {
    const folder = await createMonorepo();
    const native = await run(folder);
    expect(places(native)).toEqual(everywhere);
    expect(native.report).toMatchObject({ verified: true, unresolvedImports: [], notAnalysed: [] });
  });

  test('a package that is used as it was built leads back to its source', async () => {
    const folder = await createMonorepo({
      'packages/db/package.json': json({
        name: '@acme/db',
        type: 'module',
        exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
      }),
    });
    const built = await workspace.run(path.join(folder, 'packages/db'), 'tsc', ['-p', 'tsconfig.json']);
    expect(built).toMatchObject({ code: 0 });
    // The built result knows nothing of the model any more.
    expect(await readFile(path.join(folder, 'packages/db/dist/index.d.ts'), 'utf8')).toContain(
      'userName: string | null',
    );
    const native = await run(folder);
    expect(places(native)).toEqual(everywhere);
    expect(comparable(await run(folder, { checker: 'ts-morph' }))).toEqual(comparable(native));
  });

  test('a project that is named takes the place of what is found', async () => {
    const folder = await createMonorepo();
    const projects = ['apps/web/tsconfig.json', 'packages/db/tsconfig.json'];
    const result = await run(folder, { projects: projects.map((file) => path.join(folder, file)) });
    expect(places(result)).toEqual(everywhere);
  });
});

describe('from within one package', () => {
  test('reads all that --analysis-dir says, writes only what is below', async () => {
    const folder = await createMonorepo();
    const result = await run(path.join(folder, 'apps/web'), {
      analysisDir: folder,
      transitionsFile: path.join(folder, 'packages/db/src/generated/pec/transitions.json'),
    });
    expect(places(result)).toEqual([
      '../../packages/db/prisma/seed.ts:3 needs-you outside-paths',
      '../../packages/db/src/index.ts:7 needs-you outside-paths',
      '../api/src/users.ts:3 needs-you outside-paths',
      '../api/test/users.test.ts:3 needs-you outside-paths',
      // Without the query that selects it, the new name is not there.
      'src/page.ts:4 needs-you adds-type-error',
      'src/page.ts:5 unrelated local-name',
    ]);
  });
});

const from = (folder: string, at: string) =>
  everywhere
    .map(
      (place) =>
        `${path.relative(path.join(folder, at), path.join(folder, place.split(':')[0]!))}:${place.split(':')[1]}`,
    )
    .toSorted();

describe.each([
  ['a workspace of pnpm', { 'pnpm-workspace.yaml': 'packages: ["packages/*", "apps/*"]\n' }],
  ['workspaces of npm', { 'package.json': json({ private: true, workspaces: ['packages/*', 'apps/*'] }) }],
  ['a repository of git', { '.git/HEAD': 'ref: refs/heads/main\n' }],
])('%s', (_, mark) => {
  test.each(['packages/db', 'apps/web', 'apps/api/src'])(
    'is read and written as a whole from %s',
    async (at) => {
      const folder = await createMonorepo(mark);
      const cwd = path.join(folder, at);
      const result = await runCodemod({ codemod: 'switch-reads', cwd, transitions: ['User.displayName'] });
      expect(places(result).toSorted()).toEqual(from(folder, at));
      expect(result.files.map(({ path: file }) => path.relative(folder, file)).toSorted()).toEqual([
        'apps/api/src/users.ts',
        'apps/api/test/users.test.ts',
        'apps/web/src/page.ts',
        'packages/db/prisma/seed.ts',
        'packages/db/src/index.ts',
      ]);
      expect(result.report.packages).toEqual(['apps/api', 'apps/web', 'packages/db']);
    },
  );
});

describe('what nobody edits by hand', () => {
  test('is not read, and the report says how much', async () => {
    const long = Array.from({ length: 900 }, (_, n) => `f${n}({userName:x.userName});`).join('');
    const folder = await createMonorepo({
      'apps/web/src/lib.min.js': 'a.userName();\n',
      'apps/web/src/made.js': `${long}\n`,
      'apps/web/vendor/theirs.js': 'export const a = (b) => b.userName;\n',
      'third_party/theirs.ts': 'export const a = (b: any) => b.userName;\n',
    });
    const result = await run(folder);
    expect(places(result)).toEqual(everywhere);
    expect(result.report.leftOut).toEqual({ minified: 2, vendored: 2 });
  });
});

test('a package that was built without maps of its declarations leads back to its source', async () => {
  const folder = await createMonorepo({
    'packages/db/package.json': json({
      name: '@acme/db',
      type: 'module',
      exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    }),
    'packages/db/tsconfig.json': json({
      compilerOptions: {
        ...options,
        declaration: true,
        rootDir: 'src',
        outDir: 'dist',
        rewriteRelativeImportExtensions: true,
      },
      include: ['src'],
    }),
    'packages/db/src/client.ts': "export * from './generated/prisma/client.js';\n",
  });
  const built = await workspace.run(path.join(folder, 'packages/db'), 'tsc', ['-p', 'tsconfig.json']);
  expect(built).toMatchObject({ code: 0 });
  expect(places(await run(folder))).toEqual(everywhere);
});

describe('a tsconfig that is none', () => {
  test.each(['native', 'ts-morph'] as const)('is a mistake with its place (%s)', async (checker) => {
    const folder = await createMonorepo({ 'apps/api/tsconfig.json': '{\n  "include": ["src"\n}\n' });
    await expect(run(folder, { checker })).rejects.toMatchObject({
      code: 'bad-tsconfig',
      place: { file: 'apps/api/tsconfig.json', line: 3, column: 1 },
    });
  });

  test('also where it extends what is not there', async () => {
    const folder = await createMonorepo({ 'apps/api/tsconfig.json': '{ "extends": "./missing.json" }' });
    await expect(run(folder)).rejects.toMatchObject({
      code: 'bad-tsconfig',
      message: expect.stringContaining('missing.json'),
      place: { file: 'apps/api/tsconfig.json', line: 1 },
    });
  });

  test('is no matter where no file of it holds the name', async () => {
    const folder = await createMonorepo({ 'apps/other/tsconfig.json': '{' });
    await rm(path.join(folder, 'apps/api'), { recursive: true });
    const json = path.join(folder, 'tsconfig.json');
    await writeFile(json, (await readFile(json, 'utf8')).replace(',{"path":"apps/api"}', ''));
    expect(places(await run(folder))).toEqual(everywhere.filter((place) => !place.startsWith('apps/api')));
  });
});
