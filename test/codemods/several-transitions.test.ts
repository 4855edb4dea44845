import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CodemodName, TransitionReport } from '../../codemods/codemod-report.js';
import { type CodemodRun, runCodemod } from '../../codemods/run.js';
import { createWorkspace, type Workspace } from '../support/workspace.js';

const schema = `generator client {
  provider = "prisma-client"
  output   = "../src/generated/prisma"
}
generator transitions {
  provider = "prisma-expand-contract"
  output   = "../src/generated/pec"
}
datasource db {
  provider = "postgresql"
}
enum Status {
  ACTIVE
  SUSPENDED
}
enum Progress {
  OPEN
  DONE
}
model User {
  id       Int     @id @default(autoincrement())
  email    String
  name     String?
  /// @transition from:name phase:migrate
  fullName String
  status   String?
  /// @transition from:status phase:migrate map:{active: ACTIVE, banned: SUSPENDED}
  state    Status
  tenantId Int
  teams    Team[]
  tickets  Ticket[]

  @@unique([name, tenantId])
  @@unique([fullName, tenantId])
}
model Team {
  id       Int     @id @default(autoincrement())
  name     String?
  /// @transition from:name phase:migrate
  title    String
  size     Int
  fullName String?
  tenantId Int
  ownerId  Int
  owner    User    @relation(fields: [ownerId], references: [id])

  @@unique([name, tenantId])
  @@unique([title, tenantId])
}
model Ticket {
  id       Int      @id @default(autoincrement())
  status   String?
  /// @transition from:status phase:migrate map:{active: OPEN, closed: DONE}
  progress Progress
  name     String
  userId   Int
  user     User     @relation(fields: [userId], references: [id])
}
model Place {
  id     Int    @id @default(autoincrement())
  name   String
  status String
}
`;

/** The file of case code/21: only a proof by deletion can tell whose key it is, as the type is made from keys. */
const labels = `import type { Place, Team, Ticket, User } from './generated/prisma/client';
export const teamLabels: Partial<Record<keyof Team, string>> = { name: 'Name of the team' };
export const userLabels: Partial<Record<keyof User, string>> = { name: 'Name of the person', status: 'State' };
export const ticketLabels: Partial<Record<keyof Ticket, string>> = { name: 'Name', status: 'Progress' };
export const placeLabels: Partial<Record<keyof Place, string>> = { name: 'Name', status: 'Status' };
export const bothLabels: Partial<Record<keyof User & keyof Team, string>> = { name: 'Name' };
export const teamColumns: (keyof Team)[] = ['id', 'name'];
export const userColumns: (keyof User)[] = ['id', 'name', 'status'];
export const pluck = <T, K extends keyof T>(rows: T[], key: K) => rows.map((row) => row[key]);
export const teams = (rows: Team[]) => pluck(rows, 'name');
export const users = (rows: User[]) => [pluck(rows, 'name'), pluck(rows, 'status')];
export type PublicTeam = Omit<Team, 'name'>;
export type PublicUser = Omit<User, 'name' | 'email'>;
export type Hidden = 'name' | 'status';
export type Shown = Omit<User, Hidden>;
`;

const reads = `import type { PrismaClient, Team, Ticket, User } from './generated/prisma/client';
declare const prisma: PrismaClient;
export const one = (user: User, team: Team, ticket: Ticket) => [user.name, team.name, ticket.name, ticket.status, user.status];
export const either = (each: User | Team) => each.name;
export const taken = ({ name }: Team, { name: own, status }: User) => [name, own, status];
export const kept = ({ title: name }: Team, { fullName: own }: User) => [name, own];
export const renamed = ({ fullName: name }: Team) => name;
export const found = () => prisma.user.findMany({
  where: { name: 'a', status: 'active', teams: { some: { name: 'b' } }, tickets: { some: { status: 'active', name: 'c' } } },
  select: { name: true, teams: { select: { name: true } }, tickets: { select: { status: true } } },
  orderBy: { name: 'asc' },
});
export const ticket = () => prisma.ticket.findMany({ where: { status: 'closed', user: { status: 'banned' } } });
export const team = () => prisma.team.findUnique({ where: { name_tenantId: { name: 'a', tenantId: 1 } } });
export const user = () => prisma.user.findUnique({ where: { name_tenantId: { name: 'a', tenantId: 1 } } });
export const place = () => prisma.place.findMany({ where: { name: 'a', status: 'active' }, select: { name: true } });
// A key of another name holds the value of a field that has a transition of its own.
export const dto = (user: User, team: Team) => ({ name: user.status, status: team.name });
export const read = (user: User, team: Team) => dto(user, team).name ?? dto(user, team).status;
export const untyped = (value: any) => [value.name, value.status];
`;

const writes = `import type { PrismaClient, Prisma } from './generated/prisma/client';
declare const prisma: PrismaClient;
export const user = () => prisma.user.create({
  data: { email: 'a', name: 'a', status: 'active', tenantId: 1, teams: { create: { name: 'b', size: 1, tenantId: 1 } }, tickets: { create: { status: 'closed', name: 'c' } } },
} as never);
export const data: Prisma.UserUpdateInput = { name: 'a', status: 'banned' };
export const team: Prisma.TeamUpdateInput = { name: 'a', size: 1 };
export const ticket: Prisma.TicketUpdateInput = { name: 'a', status: 'active' };
export const nested: Prisma.TeamUpdateInput = { name: 'a', owner: { update: { name: 'b', status: 'active' } } };
export const place = () => prisma.place.create({ data: { name: 'a', status: 'active' } });
export const changed = () => prisma.team.update({ where: { id: 1 }, data: { name: 'a', owner: { update: { name: 'b' } } } });
`;

const doubled = `import type { PrismaClient, Team, User } from './generated/prisma/client';
declare const prisma: PrismaClient;
export const user = () => prisma.user.update({ where: { id: 1 }, data: { name: 'a', fullName: 'a', status: 'active', state: 'ACTIVE' } });
export const team = () => prisma.team.update({ where: { id: 1 }, data: { name: 'a', title: 'a', fullName: 'x' } });
export const shown = (user: User, team: Team) => [user.fullName ?? user.name, team.title ?? team.name];
export const chosen = () => prisma.team.findMany({ select: { name: true, title: true, owner: { select: { name: true, fullName: true } } } });
`;

let workspace: Workspace;
let cwd: string;

beforeAll(async () => {
  workspace = await createWorkspace();
  cwd = path.join(workspace.directory, 'app');
  const config =
    "import { defineConfig } from 'prisma/config';\nexport default defineConfig({ schema: 'prisma/schema.prisma' });\n";
  const compilerOptions = {
    ...{ target: 'es2023', module: 'esnext', moduleResolution: 'bundler', noEmit: true },
    ...{ strict: true, skipLibCheck: true, lib: ['es2023'], types: [] },
  };
  const files = {
    'prisma/schema.prisma': schema,
    'prisma.config.ts': config,
    'tsconfig.json': JSON.stringify({ compilerOptions, include: ['src'] }),
    'src/labels.ts': labels,
    'src/reads.ts': reads,
    'src/writes.ts': writes,
    'src/doubled.ts': doubled,
  };
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(cwd, file)), { recursive: true });
    await writeFile(path.join(cwd, file), text);
  }
  expect(await workspace.run(cwd, 'prisma', ['generate'])).toMatchObject({ code: 0 });
});
afterAll(() => workspace?.remove());

const ids = ['User.fullName', 'User.state', 'Team.title', 'Ticket.progress'];
const run = (
  codemod: CodemodName,
  transitions: readonly string[],
  checker: 'native' | 'ts-morph' = 'native',
) => runCodemod({ codemod, cwd, transitions, checker });

/** What a run makes of each line that it changes. */
function changes({ files }: CodemodRun): Record<string, string> {
  return Object.fromEntries(
    files.flatMap(({ file, before, after }) => {
      const [old, now] = [before.split('\n'), after.split('\n')];
      return old.flatMap((line, index) =>
        line === now[index] ? [] : [[`${file}:${index + 1}`, now[index]!]],
      );
    }),
  );
}

const edited = ({ report }: CodemodRun) =>
  report.edits.map(({ file, offset, length, text }) => `${file}:${offset}+${length} ${text}`);

/** The key of two models: one transition alone may rename that, of two neither. */
const BOTH = { file: 'src/labels.ts', line: 6 };

const decided = ({ id, occurrences, diagnostics }: TransitionReport) => ({
  id,
  diagnostics: diagnostics.filter(({ file, line }) => file !== BOTH.file || line !== BOTH.line),
  occurrences: occurrences.flatMap(({ file, line, column, class: cls, reason }) =>
    file === BOTH.file && line === BOTH.line ? [] : [`${file}:${line}:${column} ${cls} ${reason}`],
  ),
});

describe.each(['switch-reads', 'switch-writes', 'dual-write', 'contract'] as const)('%s', (codemod) => {
  test('all transitions in one run come to what each comes to alone', async () => {
    const joint = await run(codemod, ids);
    const alone: CodemodRun[] = [];
    for (const id of ids) alone.push(await run(codemod, [id]));
    const isOfBoth = (edit: string) => both.some((each) => edit.startsWith(each));
    const both = alone.flatMap(({ report }) =>
      report.transitions[0]!.occurrences.flatMap(({ file, line, offset }) =>
        file === BOTH.file && line === BOTH.line ? [`${file}:${offset}+`] : [],
      ),
    );
    const expected = new Set(alone.flatMap(edited).filter((edit) => !isOfBoth(edit)));
    expect(edited(joint).toSorted()).toEqual([...expected].toSorted());
    for (const [index, { report }] of alone.entries()) {
      const [single] = report.transitions;
      expect(decided(joint.report.transitions[index]!)).toEqual(decided(single!));
    }
  });

  test('both checkers agree', async () => {
    const [native, tsMorph] = [await run(codemod, ids), await run(codemod, ids, 'ts-morph')];
    expect(edited(native)).toEqual(edited(tsMorph));
  });
});

test('a name that only the deletion of a field proves becomes the new name of its own model', async () => {
  const after = changes(await run('switch-reads', ids));
  expect(after['src/labels.ts:2']).toBe(
    "export const teamLabels: Partial<Record<keyof Team, string>> = { title: 'Name of the team' };",
  );
  expect(after['src/labels.ts:3']).toContain("{ fullName: 'Name of the person', status: 'State' }");
  // A text that is no value of the map is left to a person.
  expect(after['src/labels.ts:4']).toBeUndefined();
  expect(after['src/labels.ts:5']).toBeUndefined();
  expect(after['src/labels.ts:6']).toBeUndefined();
  expect(after['src/labels.ts:7']).toContain("['id', 'title']");
  expect(after['src/labels.ts:8']).toContain("['id', 'fullName', 'state']");
  expect(after['src/labels.ts:10']).toContain("pluck(rows, 'title')");
  expect(after['src/labels.ts:12']).toContain("Omit<Team, 'name' | 'title'>");
});

test('a name of two models at once is left to a person, for both', async () => {
  const { report } = await run('switch-reads', ids);
  for (const id of ['User.fullName', 'Team.title']) {
    const { occurrences } = report.transitions.find((each) => each.id === id)!;
    const at = occurrences.find(({ file, line }) => file === BOTH.file && line === BOTH.line);
    expect(at).toMatchObject({ class: 'needs-you', reason: 'ambiguous-receiver' });
  }
});
