import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CodemodRun, runCodemod } from '../../codemods/run.js';
import type { Workspace } from '../support/workspace.js';
import { createApplications } from './applications.js';

let workspace: Workspace;
let application: string;

beforeAll(async () => {
  const created = await createApplications(['prisma-client'], []);
  workspace = created.workspace;
  application = created.folders['prisma-client'];
});
afterAll(() => workspace?.remove());

async function hideTarget(text: string): Promise<CodemodRun> {
  const folder = path.join(workspace.directory, `hide-${Math.random().toString(36).slice(2)}`);
  await cp(application, folder, { recursive: true });
  await mkdir(path.join(folder, 'src'), { recursive: true });
  await writeFile(
    path.join(folder, 'src/a.ts'),
    `import { Prisma, PrismaClient, type User } from '@client';\nimport { prisma } from './db';\n${text}`,
  );
  return runCodemod({ cwd: folder, codemod: 'hide-target', transitions: ['User.displayName'] });
}

const after = (run: CodemodRun) => run.files[0]?.after.split('\n').slice(2).join('\n');
const reasons = (run: CodemodRun) =>
  run.report.transitions[0]!.occurrences.map((occurrence) => `${occurrence.class} ${occurrence.reason}`);

test('what hides the source hides the target beside it', async () => {
  const cases: readonly (readonly [before: string, after: string])[] = [
    [
      'export const all = () => prisma.user.findMany({ omit: { userName: true } });\n',
      'export const all = () => prisma.user.findMany({ omit: { userName: true, displayName: true } });\n',
    ],
    [
      'export const client = new PrismaClient({ adapter: {} as never, omit: { user: { userName: true } } });\n',
      'export const client = new PrismaClient({ adapter: {} as never, omit: { user: { userName: true, displayName: true } } });\n',
    ],
    [
      "export type Shown = Omit<User, 'userName'>;\n",
      "export type Shown = Omit<User, 'userName' | 'displayName'>;\n",
    ],
    [
      'export function show(user: User) {\n  const { userName: _, ...rest } = user;\n  return rest;\n}\n',
      'export function show(user: User) {\n  const { userName: _, displayName: _displayName, ...rest } = user;\n  return rest;\n}\n',
    ],
    [
      'export const show = ({ userName, ...rest }: User, _displayName = userName) => ({ ...rest, _displayName });\n',
      'export const show = ({ userName, displayName: __displayName, ...rest }: User, _displayName = userName) => ({ ...rest, _displayName });\n',
    ],
  ];
  const runs = await Promise.all(cases.map(([before]) => hideTarget(before)));
  expect(runs.map(after)).toEqual(cases.map(([, text]) => text));
  for (const run of runs) expect(run.report.verified).toBe(true);
});

test('what reads, writes or hides both already stays as it is', async () => {
  const run = await hideTarget(
    [
      'export const name = (user: User) => user.userName;',
      "export const make = () => prisma.user.create({ data: { email: 'a', userName: 'b', tenantId: 1 } as Prisma.UserUncheckedCreateInput });",
      'export const all = () => prisma.user.findMany({ omit: { userName: true, displayName: true } });',
      'export const pick = ({ userName }: User) => userName;',
      '',
    ].join('\n'),
  );
  expect(run.files).toEqual([]);
  expect(reasons(run)).toEqual(
    expect.arrayContaining(['unrelated belongs-to-reads', 'already-done target-beside']),
  );
  expect(reasons(run).filter((reason) => reason.startsWith('needs-you'))).toEqual([]);
});
