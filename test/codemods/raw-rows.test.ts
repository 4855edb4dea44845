import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type CodemodRun, runCodemod } from '../../codemods/run.js';
import type { Workspace } from '../support/workspace.js';
import { createApplications, renameFixtures } from './applications.js';

// Rows that SQL gives, and members that the model does not declare alone: their declaration and their reads stay.
let workspace: Workspace;
let application: string;

beforeAll(async () => {
  vi.stubEnv('PRISMA_SCHEMA_ENGINE_BINARY', process.execPath);
  vi.stubEnv('CHECKPOINT_DISABLE', '1');
  const created = await createApplications(['prisma-client'], [], renameFixtures);
  workspace = created.workspace;
  application = created.folders['prisma-client'];
});
afterAll(() => workspace?.remove());

async function rename(name: string, files: Readonly<Record<string, string>>) {
  const cwd = path.join(workspace.directory, name);
  await cp(application, cwd, { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(cwd, file)), { recursive: true });
    await writeFile(path.join(cwd, file), text);
  }
  return runCodemod({
    codemod: 'rename-field',
    cwd,
    rename: { kind: 'field', model: 'User', from: 'userName', to: 'displayName' },
  });
}

/** `class reason` of the occurrences of each line of a file. */
function byLine({ report }: CodemodRun, file: string): Record<number, string> {
  const lines: Record<number, string> = {};
  for (const each of report.transitions[0]!.occurrences) {
    if (each.file !== file) continue;
    const said = `${each.class} ${each.reason}`;
    lines[each.line] = lines[each.line] === undefined ? said : `${lines[each.line]}, ${said}`;
  }
  return lines;
}

const RAW = 'needs-you raw-row';

test('rows of raw SQL keep their keys, whatever type they are given, and are listed', async () => {
  const file = 'src/raw.ts';
  const lines: readonly (readonly [string, string | undefined])[] = [
    ["import type { User } from '@client';", undefined],
    ["import { prisma } from './db';", undefined],
    ["import { load } from './load';", undefined],
    [
      'declare const pool: { query<R>(sql: string): Promise<{ rows: R[] }>; execute<R>(sql: string): Promise<[R[], unknown]> };',
      undefined,
    ],
    [
      'declare function sql<R>(parts: TemplateStringsArray): { execute(db: unknown): Promise<{ rows: R[] }> };',
      undefined,
    ],
    [
      'export const a = async () => (await prisma.$queryRaw<User[]>`SELECT * FROM "User"`).map((user) => user.userName);',
      RAW,
    ],
    [
      `export const b = async () => (await prisma.$queryRaw<Pick<User, 'userName'>[]>\`SELECT * FROM "User"\`)[0]?.userName;`,
      `${RAW}, ${RAW}`,
    ],
    [
      `export const c = async () => (await prisma.$queryRawUnsafe<User[]>('SELECT * FROM "User"'))[0]!.userName;`,
      RAW,
    ],
    [
      'export const d = async () => { const rows: User[] = await prisma.$queryRaw`SELECT 1`; for (const row of rows) console.log(row.userName); };',
      RAW,
    ],
    [
      'export const e = async () => { const [{ userName }] = (await prisma.$queryRaw`SELECT 1`) as [User]; return userName; };',
      `${RAW}, unrelated local-name`,
    ],
    [
      `export const f = async () => { const { rows } = await pool.query<User>('SELECT * FROM "User"'); return rows.filter((row) => row.id > 1).map(({ userName: shown }) => shown); };`,
      RAW,
    ],
    [
      `export const g = async () => { const [rows] = await pool.execute<User>('SELECT * FROM User'); return rows.at(0)?.userName; };`,
      RAW,
    ],
    [
      'export const h = async () => (await sql<User>`SELECT * FROM "User"`.execute(prisma)).rows[0]?.userName;',
      RAW,
    ],
    [
      `export const i = async () => (await load<User>('SELECT * FROM "User"')).map((user) => user.userName);`,
      RAW,
    ],
    ['const nameOf = (user: User) => user.userName;', RAW],
    ['export const j = async () => (await prisma.$queryRaw<User[]>`SELECT 1`).map(nameOf);', undefined],
    [
      'export const k = () => prisma.$queryRaw<User[]>`SELECT 1`.then((rows) => rows.sort((x, y) => x.userName.localeCompare(y.userName)));',
      `${RAW}, ${RAW}`,
    ],
    [
      "const text = 'SELECT * FROM x'; export const l = async () => (await prisma.$queryRawUnsafe<User[]>(text))[0]!['userName'];",
      RAW,
    ],
    // A query of Prisma's own beside them.
    [
      'export const m = async () => (await prisma.user.findMany()).map((user) => user.userName);',
      'rewritten result-member',
    ],
    [
      'export const n = async () => { const rows = await prisma.$queryRaw<{ userName: string }[]>`SELECT 1`; return rows[0]!.userName; };',
      'unrelated own-declaration, unrelated other-member',
    ],
  ];
  const result = await rename('raw', {
    [file]: `${lines.map(([text]) => text).join('\n')}\n`,
    'src/load.ts':
      "import { prisma } from './db';\nexport async function load<T>(text: string): Promise<T[]> {\n  return prisma.$queryRawUnsafe<T[]>(text);\n}\n",
  });
  const found = byLine(result, file);
  for (const [index, [text, expected]] of lines.entries()) expect(found[index + 1], text).toBe(expected);
});

test('a member that an intersection declares beside the model stays, with its declaration', async () => {
  const file = 'src/shared.ts';
  const lines: readonly (readonly [string, string | undefined])[] = [
    ["import type { User } from '@client';", undefined],
    ["export type Root = User & { userName: 'root' };", 'needs-you structural-type'],
    ['export const a = (user: Root) => user.userName;', 'needs-you ambiguous-receiver'],
    [
      "export const b = (user: User): user is User & { userName: 'root' } => user.id === 1;",
      'needs-you structural-type',
    ],
    [
      'export const c = (user: User) => (b(user) ? user.userName : undefined);',
      'needs-you ambiguous-receiver',
    ],
    [
      'export type Session = { user: User & { userName?: string; token: string } };',
      'needs-you structural-type',
    ],
    [
      'export const d = ({ user: { userName } }: Session) => userName;',
      'needs-you ambiguous-receiver, unrelated local-name',
    ],
    [
      'export const e = <T extends User & { userName: string }>(user: T) => user.userName;',
      'needs-you structural-type, needs-you ambiguous-receiver',
    ],
    [
      "export type Other = Omit<User, 'userName'> & { userName: number };",
      'rewritten result-member, unrelated own-declaration',
    ],
    ['export const f = (user: Other) => user.userName;', 'unrelated other-member'],
    ['export type Tagged = User & { tag: string };', undefined],
    ['export const g = (user: Tagged) => user.userName;', 'rewritten result-member'],
    ['export interface Admin extends User { userName: string }', 'rewritten result-member'],
    ['export const h = (user: Admin) => user.userName;', 'rewritten typed-name'],
  ];
  const result = await rename('shared', { [file]: `${lines.map(([text]) => text).join('\n')}\n` });
  const found = byLine(result, file);
  for (const [index, [text, expected]] of lines.entries()) expect(found[index + 1], text).toBe(expected);
});

test('a record that is parsed from a text is noted, however the record is taken apart', async () => {
  const file = 'src/stored.ts';
  const result = await rename('stored', {
    [file]: `import type { User } from '@client';
export const a = (text: string) => (JSON.parse(text) as User).userName;
export const b = (text: string) => { const user = JSON.parse(text) as User; return user.userName; };
export const c = (text: string) => { const { userName } = JSON.parse(text) as User; return 1; };
export const d = (text: string) => (JSON.parse(text) as User[]).map((user) => user.userName);
export const e = async (request: { json(): Promise<unknown> }) => { const body = (await request.json()) as User; return body.userName; };
export const f = (user: User) => user.userName;
`,
  });
  const notes = result.report.transitions[0]!.occurrences.flatMap((each) =>
    each.file === file && each.class === 'rewritten' ? [`${each.line} ${each.note ?? ''}`] : [],
  );
  const noted = [2, 3, 4, 5, 6].map((line) => `${line} stored-shape`);
  expect(notes).toEqual([...noted, '7 ']);
});
