import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CodemodName } from '../../codemods/codemod-report.js';
import { type CodemodRequest, type CodemodRun, runCodemod } from '../../codemods/run.js';
import type { Workspace } from '../support/workspace.js';
import { createApplications } from './applications.js';
import { comparable } from './fixtures.js';

let workspace: Workspace;
let application: string;
let count = 0;

beforeAll(async () => {
  const created = await createApplications(['prisma-client'], []);
  workspace = created.workspace;
  application = created.folders['prisma-client'];
});
afterAll(() => workspace?.remove());

async function withFiles(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = path.join(workspace.directory, `javascript-${count++}`);
  await cp(application, folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
  return folder;
}

const run = (cwd: string, codemod: CodemodName = 'switch-reads', request: Partial<CodemodRequest> = {}) =>
  runCodemod({ codemod, cwd, transitions: ['User.displayName'], ...request });

const textOf = (result: CodemodRun, file: string) => result.files.find((one) => one.file === file)?.after;

const places = ({ report }: CodemodRun, file: string) =>
  report.transitions[0]!.occurrences.filter((occurrence) => occurrence.file === file).map(
    ({ line, column, class: decided, reason }) => `${line}:${column} ${decided} ${reason}`,
  );

describe('JavaScript with types in comments', () => {
  const text = `/** @type {import('@client').User} */
const user = load();
/** @typedef {{ userName: string }} Shape */
/**
 * @param {import('@client').User} author
 * @returns {Shape}
 */
export function shape({ userName }) {
  return { userName };
}
export const name = user.userName;
/** @type {import('@client').Prisma.UserSelect} */
export const select = { userName: true };
/** @type {import('@client').Prisma.UserWhereInput} */
const where = {};
where.userName = 'x';
function load() {
  return /** @type {any} */ (globalThis).user;
}
`;

  test('is rewritten by them, inside and outside of a tsconfig, and both checkers agree', async () => {
    const folder = await withFiles({ 'src/shape.js': text, 'scripts/shape.mjs': text });
    const native = await run(folder);
    const after = text
      .replace('shape({ userName })', 'shape({ displayName: userName })')
      .replace('user.userName;', 'user.displayName;')
      .replace('select = { userName', 'select = { displayName')
      .replace('where.userName', 'where.displayName');
    expect(textOf(native, 'src/shape.js')).toBe(after);
    expect(textOf(native, 'scripts/shape.mjs')).toBe(after);
    expect(comparable(await run(folder, 'switch-reads', { checker: 'ts-morph' }))).toEqual(
      comparable(native),
    );
  });

  test('what would not type-check is held back there too', async () => {
    const folder = await withFiles({
      'scripts/a.js':
        "/** @param {import('@client').Prisma.UserUpdateInput} data */\nexport const take = (data) => data;\ntake({ userName: null });\n",
    });
    const result = await run(folder, 'switch-writes');
    expect(places(result, 'scripts/a.js')).toEqual(['3:8 needs-you adds-type-error']);
  });
});

describe('JavaScript that the TypeScript parser does not accept', () => {
  const flow = `// @flow
import { PrismaClient } from '../generated/prisma/client.js';
import type { Post } from './types';

type Shape = {| userName: ?string |}; // userName of the outside
const prisma = new PrismaClient();

export async function list(take: number): Promise<Array<Shape>> {
\tconst users = await prisma.user.findMany({ where: { userName: { not: null } }, take });
\tconst first = users[0].userName;
\treturn users.map((user) => ({ userName: user.userName ?? first }));
}

export async function one(id: number, other: any) {
\tconst { userName, posts } = await prisma.user.findFirst({ where: { id }, include: { posts: true } });
\tfor (const post of await prisma.post.findMany({ orderBy: { author: { userName: 'asc' } } })) {
\t\tconsole.log(post.author.userName, post.userName);
\t}
\tawait prisma.user.update({ where: { id }, data: { userName: (userName: any) } });
\treturn other.userName || 'userName';
}
`;

  test('is rewritten where its own queries prove it; the rest is accounted for', async () => {
    const folder = await withFiles({ 'web/list.js': flow });
    const result = await run(folder);
    expect(textOf(result, 'web/list.js')).toBe(
      flow
        .replace('where: { userName: {', 'where: { displayName: {')
        .replace('users[0].userName', 'users[0].displayName')
        .replace('user.userName ??', 'user.displayName ??')
        .replace('const { userName, posts }', 'const { displayName: userName, posts }')
        .replace("author: { userName: 'asc' }", "author: { displayName: 'asc' }")
        .replace('post.author.userName', 'post.author.displayName'),
    );
    expect(places(result, 'web/list.js')).toEqual([
      '5:17 unrelated own-declaration',
      '5:42 unrelated comment',
      '9:54 rewritten query-argument',
      '10:25 rewritten result-member',
      '11:32 needs-you untyped-syntax',
      '11:47 rewritten result-member',
      '15:10 rewritten result-member',
      '16:71 rewritten query-argument',
      '17:27 rewritten result-member',
      '17:42 unrelated other-member',
      '19:52 unrelated belongs-to-writes',
      '19:63 unrelated local-name',
      '20:15 needs-you untyped-syntax',
      '20:28 needs-you untyped-string',
    ]);
    expect(result.report.notAnalysed).toEqual([]);
    const writes = await run(folder, 'switch-writes');
    expect(textOf(writes, 'web/list.js')).toBe(flow.replace('data: { userName:', 'data: { displayName:'));
  });

  test('byte for byte outside of the edits, and a second run is empty', async () => {
    const text = `\uFEFF${flow.replaceAll('\n', '\r\n')}`;
    const folder = await withFiles({ 'web/list.js': text });
    const result = await run(folder);
    const after = textOf(result, 'web/list.js')!;
    expect(after.replaceAll('displayName: userName', 'userName').replaceAll('displayName', 'userName')).toBe(
      text,
    );
    await writeFile(path.join(folder, 'web/list.js'), after);
    expect((await run(folder)).files).toEqual([]);
  });

  test('proposals that Babel knows; a client that comes from another file; a name that an inner scope takes', async () => {
    const text = `import { prisma } from '../src/client.js';

const label = (user) => user |> String;
export async function show(id) {
  const found = await prisma.user.findUnique({ where: { id } });
  const inner = (found) => found.userName;
  return do { if (found.userName) { label(found); } else { inner(id); } };
}
export const elsewhere = (prisma) => prisma.user.findMany({ where: { userName: 'x' } });
`;
    const folder = await withFiles({
      'src/client.ts':
        "import { PrismaClient } from '@client';\n\nexport const prisma = new PrismaClient({} as never);\n",
      'web/show.js': text,
    });
    const result = await run(folder);
    expect(textOf(result, 'web/show.js')).toBe(text.replace('if (found.userName)', 'if (found.displayName)'));
    expect(places(result, 'web/show.js')).toEqual([
      '6:34 needs-you untyped-syntax',
      '7:25 rewritten result-member',
      '9:70 needs-you untyped-syntax',
    ]);
  });

  test('what takes more than a new name is left to a person', async () => {
    const folder = await withFiles({ 'web/list.js': flow });
    const reasons = async (codemod: CodemodName) =>
      places(await run(folder, codemod), 'web/list.js').filter((place) => place.includes('needs-you'));
    expect(await reasons('dual-write')).toContain('19:52 needs-you untyped-syntax');
    expect(await reasons('contract')).toEqual(
      expect.arrayContaining(['9:54 needs-you still-read', '19:52 needs-you still-written']),
    );
  });

  test('a file that no parser accepts is not analysed', async () => {
    const folder = await withFiles({ 'web/broken.js': '<<<<<<< ours\nuser.userName;\n' });
    const { report } = await run(folder);
    expect(report.notAnalysed).toEqual([{ file: 'web/broken.js', reason: 'syntax-error' }]);
    expect(report.transitions[0]!.counts).toMatchObject({ 'needs-you': 1 });
  });
});
