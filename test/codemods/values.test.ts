import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CodemodRun, runCodemod } from '../../codemods/run.js';
import { createWorkspace, type Workspace } from '../support/workspace.js';

const schema = `generator client {
  provider = "prisma-client"
  output   = "../generated/prisma"
}
generator transitions {
  provider = "prisma-expand-contract"
  output   = "../generated/pec"
}
datasource db {
  provider = "postgresql"
}
enum Status {
  ACTIVE
  SUSPENDED
  UNKNOWN
}
enum Level {
  low
  high
}
enum Priority {
  NORMAL
  HIGH
}
model User {
  id     Int     @id @default(autoincrement())
  email  String  @unique
  status String?
  /// @transition from:status phase:migrate map:{active: ACTIVE, on: ACTIVE, banned: SUSPENDED, *: UNKNOWN}
  state  Status
  orders Order[]
}
model Ticket {
  id     Int    @id @default(autoincrement())
  level  Level?
  /// @transition from:level phase:migrate map:{low: NORMAL, high: HIGH}
  priority Priority
}
model Document {
  id     Int     @id @default(autoincrement())
  tone   String?
  /// @transition from:tone phase:migrate map:{calm: CALM, loud: LOUD}
  voice  Voice?
}
enum Voice {
  CALM
  LOUD
}
model Order {
  id     Int    @id @default(autoincrement())
  status String
  userId Int
  user   User   @relation(fields: [userId], references: [id])
}
`;

/** Each line as it is before, and as both codemods leave it; a reason code stands for a place that is left alone. */
const lines: readonly (readonly [before: string, after: string])[] = [
  // writes
  [
    `prisma.user.update({ where, data: { status: 'active' } });`,
    `prisma.user.update({ where, data: { state: 'ACTIVE' } });`,
  ],
  [
    `prisma.user.update({ where, data: { status: { set: "banned" } } });`,
    `prisma.user.update({ where, data: { state: { set: "SUSPENDED" } } });`,
  ],
  [
    `prisma.user.updateMany({ data: { status: flag ? 'on' : ('banned') } });`,
    `prisma.user.updateMany({ data: { state: flag ? 'ACTIVE' : ('SUSPENDED') } });`,
  ],
  [
    `prisma.user.update({ where, data: { status: undefined } });`,
    `prisma.user.update({ where, data: { state: undefined } });`,
  ],
  [
    `prisma.order.update({ where, data: { user: { update: { status: 'banned' } } } });`,
    `prisma.order.update({ where, data: { user: { update: { state: 'SUSPENDED' } } } });`,
  ],
  [
    `prisma.user.update({ where, data: { status: 'active', state: 'ACTIVE' } });`,
    `prisma.user.update({ where, data: { state: 'ACTIVE' } });`,
  ],
  [`prisma.user.update({ where, data: { status: 'gone' } });`, 'unmapped-value'],
  [
    `prisma.user.update({ where, data: { status: anything } });`,
    `prisma.user.update({ where, data: { state: userStateConverter.parse(anything) } }); value-converted`,
  ],
  [
    `prisma.user.update({ where, data: { status } });`,
    `prisma.user.update({ where, data: { state: userStateConverter.parse(status) } }); value-converted`,
  ],
  // a text that may be undefined has no value
  [`prisma.user.update({ where, data: { status: names[0]! as string | undefined } });`, 'adds-type-error'],
  [`prisma.user.update({ where, data: { status: 'banned', state: 'ACTIVE' } });`, 'conflicting-write'],
  // filters
  [
    `prisma.user.findMany({ where: { status: 'banned' } });`,
    `prisma.user.findMany({ where: { state: 'SUSPENDED' } });`,
  ],
  [
    `prisma.user.findMany({ where: { NOT: { status: { in: ['banned', 'active'] } } } });`,
    `prisma.user.findMany({ where: { NOT: { state: { in: ['SUSPENDED', 'ACTIVE'] } } } }); values-merge`,
  ],
  [
    `prisma.user.count({ where: { status: { not: { equals: 'banned' } } } });`,
    `prisma.user.count({ where: { state: { not: { equals: 'SUSPENDED' } } } });`,
  ],
  [
    `prisma.order.findMany({ where: { user: { status: 'banned' } } });`,
    `prisma.order.findMany({ where: { user: { state: 'SUSPENDED' } } });`,
  ],
  [
    `prisma.order.findMany({ where: { status: 'active' } });`,
    `prisma.order.findMany({ where: { status: 'active' } });`,
  ],
  [`prisma.user.findMany({ where: { status: { startsWith: 'act' } } });`, 'not-by-value'],
  [`prisma.user.findMany({ where: { status: { in: names } } });`, 'value-not-literal'],
  [`prisma.user.findMany({ orderBy: { status: 'asc' } });`, 'order-differs'],
  [`prisma.user.findMany({ orderBy: [{ status: { sort: 'asc', nulls: 'last' } }] });`, 'order-differs'],
  [
    `prisma.user.groupBy({ by: ['status'], _count: { status: true } });`,
    `prisma.user.groupBy({ by: ['state'], _count: { state: true } });`,
  ],
  [`prisma.user.aggregate({ _max: { status: true } });`, 'order-differs'],
  [
    `prisma.user.findMany({ distinct: ['status'], select: { id: true } });`,
    `prisma.user.findMany({ distinct: ['state'], select: { id: true } });`,
  ],
  // reads
  [`flag = user.status === 'banned';`, `flag = user.state === 'SUSPENDED';`],
  [`flag = 'active' != user!.status;`, `flag = 'ACTIVE' != user!.state; values-merge`],
  [`flag = user['status'] === null;`, `flag = user['state'] === null;`],
  [
    `flag = ['banned'].includes(user.status ?? 'banned');`,
    `flag = ['SUSPENDED'].includes(user.state ?? 'SUSPENDED');`,
  ],
  [
    `{ const { status } = user; flag = status === 'banned'; }`,
    `{ const { state: status } = user; flag = status === 'SUSPENDED'; }`,
  ],
  [
    `{ const { status } = user; flag = status === 'banned' || send({ status }); }`,
    `{ const { state: status } = user; flag = status === 'SUSPENDED' || send({ status: userStateConverter.format(status) }); } value-converted`,
  ],
  [
    `{ const now = user.status; if (now === 'banned') flag = true; }`,
    `{ const now = user.state; if (now === 'SUSPENDED') flag = true; }`,
  ],
  [
    `users.filter(({ status }) => status !== 'banned');`,
    `users.filter(({ state: status }) => status !== 'SUSPENDED');`,
  ],
  [
    `switch (user.status) { case 'active': send(1); break; case 'banned': send(2); break; default: send(3); }`,
    `switch (user.state) { case 'ACTIVE': send(1); break; case 'SUSPENDED': send(2); break; default: send(3); } values-merge`,
  ],
  [`switch (user.status) { case 'active': send(1); break; case 'on': send(2); }`, 'arms-merge'],
  [`switch (user.status) { case 'active': send(1); case 'on': send(2); }`, 'arms-merge'],
  [`switch (user.status) { case 'active': /* the usual one */ case 'on': send(2); }`, 'arms-merge'],
  [
    `switch (user.status) { case 'active': case 'banned': case 'on': send(1); break; default: send(3); }`,
    `switch (user.state) { case 'SUSPENDED': case 'ACTIVE': send(1); break; default: send(3); } values-merge`,
  ],
  [
    `prisma.user.findMany({ where: { status: { in: ['active', 'on', 'banned', "on"] } } });`,
    `prisma.user.findMany({ where: { state: { in: ['ACTIVE', 'SUSPENDED'] } } }); values-merge`,
  ],
  [
    `flag = ['on', /* or */ 'active'].includes(user.status!);`,
    `flag = ['ACTIVE', /* or */ 'ACTIVE'].includes(user.state!); values-merge`,
  ],
  [
    `flag = ['on', 'active'].includes(user.status!);`,
    `flag = ['ACTIVE'].includes(user.state!); values-merge`,
  ],
  [
    `switch (user.status) { case anything: send(1); }`,
    `switch (userStateConverter.format(user.state)) { case anything: send(1); } value-converted`,
  ],
  [
    `flag = user.status === anything;`,
    `flag = userStateConverter.format(user.state) === anything; value-converted`,
  ],
  [
    `send({ status: user.status });`,
    `send({ status: userStateConverter.format(user.state) }); value-converted`,
  ],
  [
    `send(user.status?.toUpperCase());`,
    `send(userStateConverter.format(user.state)?.toUpperCase()); value-converted`,
  ],
  ['send(`${user.status}`);', 'send(`${userStateConverter.format(user.state)}`); value-converted'],
  [
    `send(users.map(({ status }) => status));`,
    `send(users.map(({ state: status }) => userStateConverter.format(status))); value-converted`,
  ],
  [`if (user.status) send(1);`, `if (userStateConverter.format(user.state)) send(1); value-converted`],
  [`user.status = anything;`, 'value-not-literal'],
  [
    `send([user.status ?? 'none']);`,
    `send([userStateConverter.format(user.state) ?? 'none']); value-converted`,
  ],
  // a column that may be NULL on both sides, and a map that does not know every text
  [`send(page.tone);`, `send(documentVoiceConverter.format(page.voice)); value-converted`],
  [`prisma.document.create({ data: { tone: anything } });`, 'value-not-literal'],
  // one enum by another
  [
    `prisma.ticket.findMany({ where: { level: ticket.level } });`,
    `prisma.ticket.findMany({ where: { priority: ticketPriorityConverter.parse(ticketPriorityConverter.format(ticket.priority)) } }); value-converted`,
  ],
  [
    `prisma.ticket.updateMany({ where: { level: Level.low }, data: { level: 'high' } });`,
    `prisma.ticket.updateMany({ where: { priority: 'NORMAL' }, data: { priority: 'HIGH' } });`,
  ],
  [`flag = ticket.level === Level.high;`, `flag = ticket.priority === 'HIGH';`],
];

const before = (code: string, index: number) => `import { prisma } from './db';
import { type Document, Level, type Ticket, type User } from '@client';

declare const where: { id: number };
declare const anything: any;
declare const names: string[];
declare const user: User;
declare const users: User[];
declare const ticket: Ticket;
declare const page: Document;
declare const status: string;
declare function send(value: unknown): boolean;
export let flag = false;
export async function example${index}() {
  ${code}
  return { prisma, Level, where, anything, names, user, users, ticket, page, status, send };
}
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
    paths: { '@client': ['./generated/prisma/client.ts'] },
  };
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src'] }));
  await writeFile(
    path.join(folder, 'src/db.ts'),
    "import type { PrismaClient } from '@client';\n\nexport declare const prisma: PrismaClient;\n",
  );
  await writeSources(lines.map(([code], index) => before(code, index)));
});
afterAll(() => workspace?.remove());

const nameOf = (index: number) => `src/case-${String(index).padStart(2, '0')}.ts`;
const writeSources = (texts: readonly string[]) =>
  Promise.all(texts.map((text, index) => writeFile(path.join(folder, nameOf(index)), text)));

/** What a run says of each case: reasons why something is left, and notes. */
function remarks({ report }: CodemodRun): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { file, class: cls, reason, note } of report.transitions.flatMap((each) => each.occurrences)) {
    const said = [...(cls === 'needs-you' ? [reason!] : []), ...(note ? [note] : [])];
    found.set(file, [...(found.get(file) ?? []), ...said]);
  }
  return found;
}

test('maps the values with the names, and says why where it does not', async () => {
  let texts = lines.map(([code], index) => before(code, index));
  const said = texts.map(() => new Set<string>());
  for (const codemod of ['switch-writes', 'switch-reads'] as const) {
    const run = await runCodemod({ codemod, checker: 'native', cwd: folder });
    expect(run.report.verified).toBe(true);
    for (const [file, remark] of remarks(run)) {
      const index = texts.findIndex((_, each) => nameOf(each) === file);
      for (const code of remark) said[index]!.add(code);
    }
    texts = texts.map((text, index) => run.files.find(({ file }) => file === nameOf(index))?.after ?? text);
    await writeSources(texts);
  }
  const found = texts.map((text, index) => {
    const [code] = lines[index]!;
    const line = /^export async function .*\n {2}(.*)$/m.exec(text)![1]!;
    return [code, [...(line === code && said[index]!.size > 0 ? [] : [line]), ...said[index]!].join(' ')];
  });
  expect(found).toEqual(lines);
  await writeSources(lines.map(([code], index) => before(code, index)));
});

test('both checkers agree', async () => {
  const [native, tsMorph] = await Promise.all(
    (['native', 'ts-morph'] as const).map(async (checker) => {
      const run = await runCodemod({ codemod: 'switch-reads', checker, cwd: folder });
      return { files: run.files, remarks: remarks(run) };
    }),
  );
  expect(native).toEqual(tsMorph);
});
