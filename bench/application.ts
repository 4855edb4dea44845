import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Workspace } from '../test/support/workspace.js';

const KINDS = [
  ...[
    'Article',
    'Asset',
    'Batch',
    'Branch',
    'Campaign',
    'Channel',
    'Comment',
    'Contract',
    'Course',
    'Device',
  ],
  ...['Event', 'Folder', 'Invoice', 'Lesson', 'Location', 'Message', 'Order', 'Payment', 'Poll', 'Product'],
  ...['Project', 'Report', 'Ticket', 'Vote'],
];
const FILES_OF_A_MODULE = 5;

/**
 * A generated application of some thousand files with a real client: repositories, services, shapes of the outside,
 * pages and tests, in layers that import each other. One module in eight speaks of `User.userName`, as many again
 * have a `userName` of their own.
 *
 * @param amount how many files
 * @param isSilent nothing of it names the field
 * @returns its folder
 */
export async function createLargeApplication(
  workspace: Workspace,
  amount: number,
  isSilent = false,
): Promise<string> {
  const folder = path.join(workspace.directory, isSilent ? 'silent' : 'large');
  const write = async (file: string, text: string) => {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  };
  await write('prisma/schema.prisma', schema());
  await write(
    'prisma.config.ts',
    "import { defineConfig } from 'prisma/config';\nexport default defineConfig({ schema: 'prisma/schema.prisma' });\n",
  );
  await write('package.json', '{ "name": "large", "type": "module" }');
  await write('tsconfig.json', JSON.stringify(configuration));
  const generated = await workspace.run(folder, 'prisma', ['generate']);
  if (generated.code !== 0) throw new Error(generated.stderr);
  await write('src/database.ts', database);
  await write('src/jsx.d.ts', jsx);
  const modules = Math.ceil(amount / FILES_OF_A_MODULE);
  for (let number = 0; number < modules; number++) {
    const kind = KINDS[number % KINDS.length]!;
    for (const [name, text] of Object.entries(moduleOf(kind, number, isSilent))) {
      await write(`src/${kind.toLowerCase()}/m${number}/${name}`, text);
    }
  }
  return folder;
}

const configuration = {
  compilerOptions: {
    target: 'es2023',
    module: 'esnext',
    moduleResolution: 'bundler',
    strict: true,
    noEmit: true,
    jsx: 'preserve',
    skipLibCheck: true,
    lib: ['es2023', 'dom'],
    types: ['node'],
    paths: { '@/*': ['./src/*'] },
  },
  include: ['src'],
};

const database =
  "import type { PrismaClient } from './generated/prisma/client';\n\nexport declare const prisma: PrismaClient;\n";

const jsx = `declare namespace JSX {
  interface IntrinsicElements {
    [name: string]: Record<string, unknown>;
  }
  interface Element {
    readonly type: string;
  }
}
`;

function schema(): string {
  const models = KINDS.map(
    (kind) => `
model ${kind} {
  id        Int      @id @default(autoincrement())
  title     String
  summary   String?
  status    Status   @default(OPEN)
  position  Int      @default(0)
  createdAt DateTime @default(now())
  owner     User     @relation(fields: [ownerId], references: [id])
  ownerId   Int
}`,
  );
  return `generator client {
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
  OPEN
  DONE
}

model User {
  id          Int     @id @default(autoincrement())
  email       String  @unique
  userName    String?
  /// @transition from:userName phase:migrate
  displayName String
  nickName    String?
  /// @transition from:nickName phase:migrate
  shortName   String
${KINDS.map((kind) => `  ${kind.toLowerCase()}s ${kind}[]`).join('\n')}
}
${models.join('\n')}
`;
}

function moduleOf(kind: string, number: number, isSilent: boolean): Readonly<Record<string, string>> {
  const delegate = kind.charAt(0).toLowerCase() + kind.slice(1);
  const speaks = !isSilent && number % 8 === 0;
  const own = !isSilent && number % 8 === 4;
  const neighbour = number >= KINDS.length ? number - KINDS.length : undefined;
  const owner = speaks ? 'userName: true, nickName: true' : 'email: true';
  const label = speaks ? 'row.owner.userName ?? row.owner.nickName ?? ""' : 'row.owner.email';
  const outward = own ? 'userName' : 'label';
  return {
    'repository.ts': `import type { Prisma } from '@/generated/prisma/client';
import { prisma } from '@/database';

export const listSelect = {
  id: true, title: true, status: true, createdAt: true,
  owner: { select: { id: true, ${owner} } },
} satisfies Prisma.${kind}Select;

export async function list(where: Prisma.${kind}WhereInput, take = 20) {
  return prisma.${delegate}.findMany({ where, take, select: listSelect, orderBy: { createdAt: 'desc' } });
}

export async function byStatus(status: 'OPEN' | 'DONE') {
  const groups = await prisma.${delegate}.groupBy({ by: ['status', 'ownerId'], where: { status }, _count: { _all: true } });
  return new Map(groups.map((group) => [group.ownerId, group._count._all]));
}

export async function create(title: string, ownerId: number) {
  return prisma.${delegate}.create({ data: { title, ownerId }, include: { owner: true } });
}

export async function move(id: number, position: number): Promise<void> {
  await prisma.$transaction(async (tx) => {
    const found = await tx.${delegate}.findUniqueOrThrow({ where: { id }, select: { position: true } });
    if (found.position === position) return;
    await tx.${delegate}.update({ where: { id }, data: { position } });
  });
}
`,
    'shapes.ts': `import type { list } from './repository';

export type Row = Awaited<ReturnType<typeof list>>[number];

export interface ${kind}Shape {
  readonly id: number;
  readonly title: string;
  readonly ${outward}: string;
  readonly age: number;
}

export function toShape(row: Row, now = new Date()): ${kind}Shape {
  const age = now.getTime() - row.createdAt.getTime();
  return { id: row.id, title: row.title.trim(), ${outward}: ${label}, age };
}
`,
    'service.ts': `import { byStatus, create, list, move } from './repository';
import { type ${kind}Shape, toShape } from './shapes';
${neighbour === undefined ? '' : `import { overview as before } from '../m${neighbour}/service';\n`}
export async function page(search: string, status: 'OPEN' | 'DONE'): Promise<readonly ${kind}Shape[]> {
  const rows = await list({ status, OR: [{ title: { contains: search } }, { summary: { contains: search } }] });
  return rows.map((row) => toShape(row)).sort((a, b) => a.title.localeCompare(b.title) || a.age - b.age);
}

export async function overview(depth: number): Promise<Record<string, number>> {
  const open = await byStatus('OPEN');
  const rest = ${neighbour === undefined ? '{}' : 'depth > 0 ? await before(depth - 1) : {}'};
  return { ...rest, ${delegate}: [...open.values()].reduce((sum, count) => sum + count, 0) };
}

export const actions = { create, move, page };
`,
    'page.tsx': `import { page } from './service';

export async function ${kind}Page({ search, onPick }: { search: string; onPick(id: number): void }) {
  const shapes = await page(search, 'OPEN');
  const oldest = shapes.reduce((most, shape) => Math.max(most, shape.age), 0);
  return (
    <section title={search} data-oldest={oldest}>
      {shapes.map((shape) => (
        <button key={shape.id} onClick={() => onPick(shape.id)}>
          {shape.title} {shape.${outward}.toUpperCase()}
        </button>
      ))}
    </section>
  );
}
`,
    'service.test.ts': `import { deepEqual, equal } from 'node:assert/strict';
import { prisma } from '@/database';
import { actions, overview } from './service';

export async function works(): Promise<void> {
  const made = await actions.create('first', 1);
  equal(made.title, 'first');
  equal(made.owner.email.length > 0, true);
${speaks ? "  const owner = await prisma.user.findFirst({ where: { userName: 'Ada' } });\n  equal(owner?.userName, 'Ada');\n" : ''}  const rows = await actions.page('first', 'OPEN');
  deepEqual(rows.map(({ title }) => title), ['first']);
  equal(typeof (await overview(1)).${delegate}, 'number');
  await prisma.${delegate}.deleteMany({ where: { id: made.id } });
}
`,
  };
}
