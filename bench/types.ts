/**
 * `npm run bench:types -- [models] [rounds]`: what the extended client costs the compiler, on a schema of 80 models of
 * which every fourth has a transition, and a file of queries for each model. `tsc --noEmit` over the same code with the
 * bare client, with `withTransitions(client)`, which keeps its type, and with `$extends(transitions())`, which types what
 * the phase guarantees; and, for comparison, with an extension that changes no type. In turns, as ratios within one run.
 */

import { mkdir, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import path from 'node:path';
import { createWorkspace } from '../test/support/workspace.js';

const amount = Number(process.argv[2] ?? 80);
const rounds = Number(process.argv[3] ?? 5);

const head = "import { PrismaClient } from './prisma/client';\ndeclare const bare: PrismaClient;\n";
const generated = (name: string) => `import { ${name} } from './pec/index';\n`;
const clients = {
  bare: `${head}export const prisma = bare;\n`,
  'an extension without types': `${head}export const prisma = bare.$extends({ name: 'none' });\n`,
  'withTransitions(client)': `${generated('withTransitions')}${head}export const prisma = withTransitions(bare);\n`,
  '$extends(transitions())': `${generated('transitions')}${head}export const prisma = bare.$extends(transitions());\n`,
};

const configuration = {
  compilerOptions: {
    target: 'es2023',
    module: 'esnext',
    moduleResolution: 'bundler',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
  },
  include: ['*.ts'],
};

const workspace = await createWorkspace();
try {
  const folder = path.join(workspace.directory, 'types');
  await mkdir(folder);
  await writeFile(path.join(folder, 'schema.prisma'), schema());
  const made = await workspace.run(folder, 'prisma', ['generate', '--schema', 'schema.prisma']);
  if (made.code !== 0) throw new Error(made.stdout + made.stderr);
  for (let number = 0; number < amount; number += 1) {
    await writeFile(path.join(folder, `queries${number}.ts`), queries(number));
  }
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify(configuration));

  console.log(`${amount} models, load average before: ${loadavg()[0]?.toFixed(2)}`);
  const seconds = new Map<string, number[]>();
  const instantiations = new Map<string, number>();
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, text] of Object.entries(clients)) {
      await writeFile(path.join(folder, 'database.ts'), text);
      const started = performance.now();
      const checked = await workspace.run(folder, 'tsc', ['-p', '.', '--extendedDiagnostics']);
      seconds.set(name, [...(seconds.get(name) ?? []), (performance.now() - started) / 1000]);
      if (checked.code !== 0) throw new Error(checked.stdout);
      instantiations.set(name, Number(/^Instantiations:\s+(\d+)/m.exec(checked.stdout)?.[1]));
    }
  }
  const typical = (name: string) => seconds.get(name)!.toSorted((a, b) => a - b)[Math.floor(rounds / 2)]!;
  for (const name of Object.keys(clients)) {
    const count = instantiations.get(name)!;
    console.log(
      `${name.padEnd(28)} ${typical(name).toFixed(2)} s   ${(typical(name) / typical('bare')).toFixed(2)} x   ` +
        `${count.toLocaleString('en').padStart(10)} instantiations   ${(count / instantiations.get('bare')!).toFixed(2)} x`,
    );
  }
} finally {
  await workspace.remove();
}

function schema(): string {
  const models = Array.from({ length: amount }, (_, number) => {
    const renamed = number % 4 === 0 ? '  /// @transition from:title\n  heading   String?\n' : '';
    // In circles of eight, as models of one domain lead to each other.
    const circle = number - (number % 8);
    const inCircle = Math.min(8, amount - circle);
    const next = circle + ((number + 1) % inCircle);
    const before = circle + ((number + inCircle - 1) % inCircle);
    return `model M${number} {
  id        Int      @id @default(autoincrement())
  key       String   @unique
  title     String
${renamed}  body      String?
  position  Int      @default(0)
  createdAt DateTime @default(now())
  tags      String[]
  extra     Json?
  next      M${next}?     @relation("r${number}", fields: [nextId], references: [id])
  nextId    Int?
  before    M${before}[]  @relation("r${before}")
}
`;
  });
  return `generator client {
  provider = "prisma-client"
  output   = "./prisma"
}
generator transitions {
  provider = "prisma-expand-contract"
  output   = "./pec"
}
datasource db {
  provider = "postgresql"
}
${models.join('\n')}`;
}

function queries(number: number): string {
  const model = `prisma.m${number}`;
  return `import { prisma } from './database';

export async function list${number}(take: number) {
  const rows = await ${model}.findMany({
    where: { title: { contains: 'x' }, before: { some: { position: { gt: 1 } } } },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    include: { next: { select: { id: true, title: true } } },
    take,
  });
  return rows.map(({ id, title, next }) => ({ id, title, next: next?.title }));
}

export async function edit${number}(id: number, title: string) {
  const { createdAt } = await ${model}.update({ where: { id }, data: { title, position: { increment: 1 } } });
  const made = await ${model}.create({ data: { key: title, title, next: { connect: { id } } }, select: { key: true } });
  return \`\${createdAt.toISOString()} \${made.key}\`;
}

export async function count${number}() {
  const groups = await ${model}.groupBy({ by: ['position'], _count: { _all: true }, _max: { createdAt: true } });
  return new Map(groups.map(({ position, _count }) => [position, _count._all]));
}
`;
}
