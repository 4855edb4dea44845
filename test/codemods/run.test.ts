import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CodemodName, OccurrenceClass } from '../../codemods/codemod-report.js';
import {
  type CodemodProgress,
  type CodemodRequest,
  type CodemodRun,
  runCodemod,
} from '../../codemods/run.js';
import type { TransitionsFile } from '../../src/schema/transitions-file.js';
import { parseTransitions, printTransitions } from '../../src/schema/transitions-text.js';
import type { Workspace } from '../support/workspace.js';
import { createApplications } from './applications.js';

let workspace: Workspace;
let application: string;
let count = 0;

beforeAll(async () => {
  const created = await createApplications(['prisma-client'], []);
  workspace = created.workspace;
  application = created.folders['prisma-client'];
});
afterAll(() => workspace?.remove());

/** A copy of the application with these files. */
async function withFiles(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = path.join(workspace.directory, `copy-${count++}`);
  await cp(application, folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
  return folder;
}

const run = (cwd: string, codemod: CodemodName = 'switch-reads', request: Partial<CodemodRequest> = {}) =>
  runCodemod({ cwd, codemod, transitions: ['User.displayName'], ...request });

const textOf = (result: CodemodRun, file: string) => result.files.find((one) => one.file === file)?.after;

function placesOf(result: CodemodRun, cls: OccurrenceClass): string[] {
  return result.report.transitions[0]!.occurrences.filter((occurrence) => occurrence.class === cls).map(
    ({ file, line, column, reason }) => `${file}:${line}:${column} ${reason}`,
  );
}

const head = "import type { User } from '@client';\nimport { prisma } from './db';\n";

describe('search', () => {
  test('what git ignores is not looked at, unless git ignores the whole folder', async () => {
    const text = `${head}export const name = (user: User) => user.userName;\n`;
    const folder = await withFiles({ 'src/a.ts': text, 'src/typed/b.ts': text, '.gitignore': 'typed\n' });
    await workspace.run(folder, 'git', ['init', '-q']);
    const inFolder = async () => placesOf(await run(folder), 'rewritten').map((place) => place.split(':')[0]);
    expect(await inFolder()).toEqual(['src/a.ts']);
    const outer = path.dirname(folder);
    await workspace.run(outer, 'git', ['init', '-q']);
    await rm(path.join(folder, '.git'), { recursive: true });
    await rm(path.join(folder, '.gitignore'));
    await writeFile(path.join(outer, '.gitignore'), '*\n');
    expect(await inFolder()).toEqual(['src/a.ts', 'src/typed/b.ts']);
    await rm(path.join(outer, '.git'), { recursive: true });
  });

  test('a file of data that git ignores is none of the files that were analysed, and counts for none', async () => {
    const text = `${head}export const name = (user: User) => user.userName;\n`;
    const record = '{ "id": 1, "email": "a", "userName": "b" }\n';
    const folder = await withFiles({ 'src/a.ts': text, 'typed/b.json': record, '.gitignore': 'typed\n' });
    const before = await run(folder);
    await workspace.run(folder, 'git', ['init', '-q']);
    const after = await run(folder);
    expect(placesOf(before, 'needs-you')).toEqual(['typed/b.json:1:27 data-record']);
    expect(placesOf(after, 'needs-you')).toEqual([]);
    expect(after.report.filesAnalysed).toBe(before.report.filesAnalysed);
  });

  test('without an occurrence no checker is started', async () => {
    const folder = await withFiles({ 'src/a.ts': 'export const userNames = 1;\n' });
    const steps: CodemodProgress['step'][] = [];
    const { report, files } = await run(folder, 'switch-reads', {
      onProgress: ({ step }) => steps.push(step),
    });
    expect(steps).toEqual(['search']);
    expect(files).toEqual([]);
    expect(report.transitions[0]!.occurrences).toEqual([]);
  });

  test('only the given paths are edited, all is analysed', async () => {
    const text = "import type { User } from '@client';\nexport const f = (u: User) => u.userName;\n";
    const folder = await withFiles({ 'src/in/a.ts': text, 'src/out/b.ts': text });
    const result = await run(folder, 'switch-reads', { paths: [path.join(folder, 'src/in')] });
    expect(result.files.map(({ file }) => file)).toEqual(['src/in/a.ts']);
    expect(placesOf(result, 'needs-you')).toEqual(['src/out/b.ts:2:33 outside-paths']);
  });

  test('ignored globs are not read', async () => {
    const folder = await withFiles({ 'src/a.ts': "export const a = 'userName';\n" });
    const { report } = await run(folder, 'switch-reads', { ignore: ['src/a.ts'] });
    expect(report.transitions[0]!.occurrences).toEqual([]);
  });

  test('other languages are listed', async () => {
    const folder = await withFiles({ 'src/Card.vue': '<template>{{ user.userName }}</template>\n' });
    const result = await run(folder);
    expect(placesOf(result, 'needs-you')).toEqual(['src/Card.vue:1:19 not-typescript']);
    expect(result.report.notAnalysed).toEqual([{ file: 'src/Card.vue', reason: 'not-typescript' }]);
  });

  test('the same file by two paths is edited once', async () => {
    const folder = await withFiles({ 'src/a.ts': `${head}export const f = (u: User) => u.userName;\n` });
    await symlink(path.join(folder, 'src'), path.join(folder, 'linked'));
    const result = await run(folder);
    expect(result.files.map(({ file }) => file)).toEqual(['src/a.ts']);
  });
});

describe('projects', () => {
  test('a script outside every tsconfig is analysed all the same', async () => {
    const folder = await withFiles({
      'scripts/seed.ts':
        "import { prisma } from '../src/db';\nawait prisma.user.findMany({ orderBy: { userName: 'asc' } });\n",
      'scripts/list.js':
        "/** @param {import('@client').User} user */\nexport const nameOf = (user) => user.userName;\n",
    });
    const result = await run(folder);
    expect(textOf(result, 'scripts/seed.ts')).toContain("orderBy: { displayName: 'asc' }");
    expect(textOf(result, 'scripts/list.js')).toContain('user.displayName');
    expect(placesOf(result, 'needs-you')).toEqual([]);
  });

  test('each file belongs to one of several tsconfigs', async () => {
    const text = `${head}export const f = (u: User) => u.userName;\n`;
    const folder = await withFiles({
      'src/a.ts': text,
      'tsconfig.more.json': '{ "extends": "./tsconfig.json" }',
    });
    const projects = ['tsconfig.json', 'tsconfig.more.json'].map((name) => path.join(folder, name));
    const result = await run(folder, 'switch-reads', { projects });
    expect(result.report.edits).toHaveLength(1);
  });

  test('imports on options that TypeScript 7 removed still resolve', async () => {
    const folder = await withFiles({
      'src/people/lookup.ts':
        "import { prisma } from 'db';\nexport const all = () => prisma.user.findMany();\n",
      'src/page.ts':
        "import { all } from 'people/lookup';\nexport const names = async () => (await all()).map((u) => u.userName);\n",
    });
    const config = path.join(folder, 'tsconfig.json');
    const content = JSON.parse(await readFile(config, 'utf8'));
    content.compilerOptions = {
      ...content.compilerOptions,
      baseUrl: './src',
      paths: { '@client': ['../generated/prisma/client.ts'] },
      moduleResolution: 'node',
      target: 'es5',
    };
    await writeFile(config, JSON.stringify(content));
    const result = await run(folder);
    expect(result.report.unresolvedImports).toEqual([]);
    expect(textOf(result, 'src/page.ts')).toContain('u.displayName');
  });

  test('imports that do not resolve are listed', async () => {
    const folder = await withFiles({
      'src/a.ts': "import { load } from './missing';\nexport const f = () => load().userName;\n",
    });
    const result = await run(folder);
    expect(result.report.unresolvedImports).toEqual([{ file: 'src/a.ts', specifier: './missing' }]);
    expect(placesOf(result, 'needs-you')).toEqual(['src/a.ts:2:31 untyped-receiver']);
  });
});

describe('verification', () => {
  test('an edit that adds a type error is held back, alone, with its diagnostic', async () => {
    const folder = await withFiles({
      'src/a.ts': `${head}export const clear = () =>\n  prisma.user.update({ where: { id: 1 }, data: { userName: null } });\nexport const set = () => prisma.user.update({ where: { id: 1 }, data: { userName: 'a' } });\n`,
    });
    const result = await run(folder, 'switch-writes');
    expect(placesOf(result, 'needs-you')).toEqual(['src/a.ts:4:50 adds-type-error']);
    expect(placesOf(result, 'rewritten')).toEqual(['src/a.ts:5:73 write-argument']);
    expect(result.report.transitions[0]!.diagnostics).toMatchObject([
      { file: 'src/a.ts', line: 4, code: 2322 },
    ]);
  });

  test('an error in a file that does not hold the name counts too', async () => {
    const folder = await withFiles({
      'src/a.ts': `${head}export const load = () => prisma.user.findMany({ select: { userName: true } });\n`,
      'src/b.ts':
        "import { load } from './a';\nexport const keys: Promise<{ [K in `${'user'}Name`]: string | null }[]> = load();\n",
    });
    const result = await run(folder);
    expect(result.files).toEqual([]);
    expect(placesOf(result, 'needs-you')).toEqual(['src/a.ts:3:60 adds-type-error']);
    expect(result.report.transitions[0]!.diagnostics).toMatchObject([{ file: 'src/b.ts' }]);
    expect(result.report.verified).toBe(true);
  });

  test('of such an error the nearest edits that it imports are held back, and no others', async () => {
    const folder = await withFiles({
      'src/a.ts': `${head}import type { Shown } from './c';\nexport const load = (): Promise<Shown[]> => prisma.user.findMany();\nexport const names = () => prisma.user.findMany({ select: { userName: true } });\n`,
      'src/b.ts':
        "import { names } from './a';\nexport const keys: Promise<{ [K in `${'user'}Name`]: string | null }[]> = names();\n",
      'src/c.ts': `${head}export interface Shown extends Pick<User, 'id' | 'userName'> {}\n`,
      'src/d.ts': `${head}export const name = (user: User) => user.userName;\n`,
    });
    const result = await run(folder);
    expect(placesOf(result, 'needs-you')).toEqual(['src/a.ts:5:61 adds-type-error']);
    expect(placesOf(result, 'rewritten')).toEqual([
      'src/c.ts:3:51 result-member',
      'src/d.ts:3:42 result-member',
    ]);
    expect(result.report.verified).toBe(true);
  });

  test('errors that were there before change nothing', async () => {
    const folder = await withFiles({
      'src/a.ts': `${head}export const wrong: number = 'x';\nexport const f = (u: User): string => u.userName;\n`,
    });
    const result = await run(folder);
    expect(textOf(result, 'src/a.ts')).toContain('u.displayName');
  });
});

describe('the release of contract', () => {
  const written = `${head}
export async function save(userName: string, next: () => string) {
  await prisma.user.update({ where: { id: 1 }, data: { userName, displayName: userName } });
  await prisma.user.update({ where: { id: 1 }, data: { userName: next(), displayName: userName } });
}
export async function load() {
  const user = await prisma.user.findFirstOrThrow({ select: { userName: true, displayName: true } });
  const { userName, displayName } = user;
  return displayName;
}
`;

  test('takes away what doubles the target, and leaves what has an effect', async () => {
    const result = await run(await withFiles({ 'src/a.ts': written }), 'contract');
    expect(textOf(result, 'src/a.ts')).toBe(
      written
        .replace('{ userName, displayName: userName }', '{ displayName: userName }')
        .replace('userName: true, ', '')
        .replace('{ userName, displayName } =', '{ displayName } ='),
    );
    expect(placesOf(result, 'needs-you')).toEqual(['src/a.ts:6:56 side-effect']);
  });

  test('what was only used there goes too', async () => {
    const text = `import { prisma } from './db';
import { clean, oldName } from './names';

export async function save(input: { name: string }) {
  const userName = oldName;
  const displayName = clean(input.name);
  await prisma.user.update({ where: { id: 1 }, data: { userName, displayName } });
}
`;
    const names = "export const oldName = 'x';\nexport const clean = (name: string) => name.trim();\n";
    const result = await run(await withFiles({ 'src/a.ts': text, 'src/names.ts': names }), 'contract');
    expect(textOf(result, 'src/a.ts')).toBe(
      text
        .replace('clean, oldName', 'clean')
        .replace('  const userName = oldName;\n', '')
        .replace('userName, displayName }', 'displayName }'),
    );
  });

  test('tells what will not compile after the drop, where no name stands', async () => {
    const text = `import type { Prisma } from '@client';
import { prisma } from './db';

export const save = (data: { tenantId: number; email: string }) => prisma.user.create({ data });
export const update = (data: Prisma.UserUpdateInput) =>
  prisma.user.update({ where: { id: 1 }, data: { ...data, userName: 'a', displayName: 'a' } });
`;
    const result = await run(await withFiles({ 'src/a.ts': text }), 'contract');
    expect(textOf(result, 'src/a.ts')).toBe(text.replace("userName: 'a', ", ''));
    expect(result.report.transitions[0]!.diagnostics).toEqual([
      expect.objectContaining({ file: 'src/a.ts', line: 4, column: 89, code: 2322, reason: 'shape-differs' }),
    ]);
    const before = await run(await withFiles({ 'src/a.ts': text }), 'switch-reads');
    expect(before.report.transitions[0]!.diagnostics).toEqual([]);
  });

  test('says so when the client no longer has the source', async () => {
    const folder = await withFiles({ 'src/a.ts': written });
    await edit(folder, (content) => ({
      ...content,
      transitions: content.transitions.map((entry) => ({
        ...entry,
        phase: 'contract',
        source: { ...entry.source, field: 'oldName' },
      })),
    }));
    await expect(run(folder, 'contract')).rejects.toMatchObject({
      code: 'stale-client',
      hint: expect.stringContaining('before the schema moves to contract'),
    });
  });
});

describe('mistakes', () => {
  test('an unknown transition names those there are', async () => {
    await expect(run(application, 'switch-reads', { transitions: ['User.name'] })).rejects.toMatchObject({
      code: 'unknown-transition',
      hint: expect.stringContaining('User.displayName'),
    });
  });

  test('nothing is due in another phase, unless it is named', async () => {
    const folder = await withFiles({});
    await edit(folder, (content) => ({
      ...content,
      transitions: content.transitions.map((entry) => ({ ...entry, phase: 'contract' })),
    }));
    await expect(runCodemod({ cwd: folder, codemod: 'dual-write' })).rejects.toMatchObject({
      code: 'no-transition-due',
    });
    await expect(run(folder, 'dual-write')).resolves.toBeTruthy();
  });

  test('a client that was never generated', async () => {
    const folder = await withFiles({});
    await rm(path.join(folder, 'generated/prisma'), { recursive: true });
    await expect(run(folder)).rejects.toMatchObject({ code: 'missing-client' });
  });
});

async function edit(folder: string, change: (content: TransitionsFile) => TransitionsFile): Promise<void> {
  const file = path.join(folder, 'generated/pec/transitions.json');
  const content = parseTransitions(await readFile(file, 'utf8'))!;
  await writeFile(file, printTransitions(change(content)));
}
