import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCodemod } from '../../codemods/run.js';
import { createWorkspace, type Workspace } from '../support/workspace.js';

const schema = `generator client {
  provider = "prisma-client"
  output   = "../generated/prisma"
}
generator transitions {
  provider = "prisma-expand-contract"
  output   = "../src/transitions"
}
datasource db {
  provider = "postgresql"
}
enum State {
  ACTIVE
  BANNED
}
model User {
  id          Int     @id
  userName    String?
  /// @transition from:userName phase:migrate
  displayName String
  status      String?
  /// @transition from:status map:{active: ACTIVE, banned: BANNED} phase:migrate
  state       State
}
`;

const before = `import { prisma } from './db';
import { userDisplayName as named, userDisplayName, userState, userStateConverter, withTransitions } from './transitions';

export const client = withTransitions(prisma);
export async function names() {
  const users = await client.user.findMany({ select: userDisplayName.select });
  const one = await client.user.findFirstOrThrow({ select: { ...userDisplayName.select, id: true } });
  return [...users.map(userDisplayName.read), ...users.map((user) => userDisplayName.read(user)), userDisplayName.read(one).trim()];
}
export async function write(name: string) {
  await client.user.updateMany({ data: userDisplayName.write(name) });
  await client.user.update({ where: { id: 1 }, data: { id: 2, ...userDisplayName.write(await Promise.resolve(name)), ...userState.write('ACTIVE') } });
}
export const toData = (name: string) => userDisplayName.write(name);
export const first = async () => userDisplayName.read(await client.user.findFirstOrThrow());
export const text = (state: 'ACTIVE' | 'BANNED') => userStateConverter.format(state);
export const kept = [named.select, userDisplayName];
`;

const after = `import { prisma } from './db';
import { userDisplayName as named, userDisplayName, userStateConverter, withTransitions } from './transitions';

export const client = withTransitions(prisma);
export async function names() {
  const users = await client.user.findMany({ select: { displayName: true } });
  const one = await client.user.findFirstOrThrow({ select: { displayName: true, id: true } });
  return [...users.map(({ displayName }) => displayName), ...users.map((user) => user.displayName), one.displayName.trim()];
}
export async function write(name: string) {
  await client.user.updateMany({ data: { displayName: name } });
  await client.user.update({ where: { id: 1 }, data: { id: 2, displayName: await Promise.resolve(name), state: 'ACTIVE' } });
}
export const toData = (name: string) => ({ displayName: name });
export const first = async () => (await client.user.findFirstOrThrow()).displayName;
export const text = (state: 'ACTIVE' | 'BANNED') => userStateConverter.format(state);
export const kept = [named.select, userDisplayName];
`;

let workspace: Workspace;
let folder: string;
beforeAll(async () => {
  workspace = await createWorkspace();
  folder = path.join(workspace.directory, 'app');
  await mkdir(path.join(folder, 'prisma'), { recursive: true });
  await mkdir(path.join(folder, 'src'));
  await writeFile(path.join(folder, 'prisma/schema.prisma'), schema);
  const done = await workspace.run(folder, 'prisma', ['generate', '--schema', 'prisma/schema.prisma']);
  if (done.code !== 0) throw new Error(done.stdout + done.stderr);
  const compilerOptions = {
    target: 'es2023',
    module: 'esnext',
    moduleResolution: 'bundler',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  };
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src'] }));
  await writeFile(
    path.join(folder, 'src/db.ts'),
    "import type { PrismaClient } from '../generated/prisma/client';\nexport declare const prisma: PrismaClient;\n",
  );
  await writeFile(path.join(folder, 'src/users.ts'), before);
  // The same names, but none of ours.
  await writeFile(
    path.join(folder, 'src/other.ts'),
    'export const userState = { read: (a: number) => a };\n',
  );
});
afterAll(() => workspace?.remove());

test.each(['native', 'ts-morph'] as const)('contract writes out what the helpers do: %s', async (checker) => {
  const run = await runCodemod({ codemod: 'contract', checker, cwd: folder });
  expect(run.report.verified).toBe(true);
  expect(run.files.map(({ file }) => file)).toEqual(['src/users.ts']);
  expect(run.files[0]!.after).toBe(after);
  const said = run.report.transitions.flatMap(({ occurrences }) => occurrences.map(({ reason }) => reason));
  expect(said).toEqual(expect.arrayContaining(['helper-import', 'helper-inlined', 'helper-in-use']));
  const left = run.report.transitions.map(({ id, occurrences }) => ({
    id,
    open: occurrences
      .filter(({ class: cls }) => cls === 'needs-you')
      .map(({ line, reason }) => `${line} ${reason}`),
  }));
  expect(left).toEqual([
    { id: 'User.displayName', open: ['2 helper-in-use', '17 helper-in-use'] },
    { id: 'User.state', open: ['16 helper-in-use'] },
  ]);
});

test('an import goes with its last use', async () => {
  await writeFile(
    path.join(folder, 'src/users.ts'),
    `import { prisma } from './db';\nimport { userDisplayName } from './transitions';\n\nexport const all = () => prisma.user.findMany({ select: userDisplayName.select });\n`,
  );
  const run = await runCodemod({ codemod: 'contract', cwd: folder });
  expect(run.files[0]!.after).toBe(
    `import { prisma } from './db';\n\nexport const all = () => prisma.user.findMany({ select: { displayName: true } });\n`,
  );
});
