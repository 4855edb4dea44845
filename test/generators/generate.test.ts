import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Project } from 'ts-morph';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installPrisma6 } from '../support/prisma-6.js';
import { createWorkspace, type Workspace } from '../support/workspace.js';

const fixtures = fileURLToPath(new URL('../../__fixtures__/generated', import.meta.url));

let workspace: Workspace;
beforeAll(async () => {
  workspace = await createWorkspace();
});
afterAll(() => workspace.remove());

const strict = {
  target: 'es2023',
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  declaration: true,
  skipLibCheck: true,
  noEmit: true,
  types: ['node'],
  typeRoots: [fileURLToPath(new URL('../../node_modules/@types', import.meta.url))],
} as const;
const nodenext = { ...strict, module: 'nodenext', moduleResolution: 'nodenext' };

/** How an application uses the generated code: each line has to be accepted by the compiler. */
const uses: Readonly<Record<string, string>> = {
  expand: `
    import { backfills } from './transitions/backfill.js';
    import { transitionOmit, transitions, userDisplayName, withTransitions } from './transitions/index.js';
    export async function use(client: PrismaClient, tx: Prisma.TransactionClient) {
      const extended = client.$extends(transitions());
      const users = await extended.user.findMany({ select: userDisplayName.select });
      const names: string[] = users.map(userDisplayName.read);
      // Where the source is required, the extended client knows that the target is not null, nested too.
      const all = await extended.user.findMany({ where: { displayName: { not: null } }, orderBy: { displayName: 'asc' } });
      names.push(...all.map((user): string => user.displayName));
      const post = await extended.post.findFirstOrThrow({ include: { author: true } });
      names.push(post.author.displayName);
      const selected = await extended.user.findFirstOrThrow({ select: { displayName: true } });
      names.push(selected.displayName);
      const updated = await extended.user.update({ where: { id: 1 }, data: userDisplayName.write('ada') });
      names.push(updated.displayName);
      await extended.$transaction(async (inner) => names.push((await inner.user.findFirstOrThrow()).displayName));
      const bare = await client.user.findFirstOrThrow();
      // @ts-expect-error by the schema it may be
      names.push(bare.displayName);
      const also = client.$extends({ query: {} }).$extends(transitions({ counters: {} })).$extends({ model: {} });
      names.push((await also.user.findFirstOrThrow()).displayName);
      const same: PrismaClient = withTransitions(client);
      await same.user.updateMany({ data: userDisplayName.write('ada') });
      const inside: Prisma.TransactionClient = withTransitions(tx);
      await inside.user.update({ where: { id: 1 }, data: { ...userDisplayName.write('ada') } });
      const id: string | undefined = backfills[0]?.transition;
      // @ts-expect-error it writes no numbers
      userDisplayName.write(1);
      return { names, id, omit: transitionOmit };
    }`,
  migrate: `
    import { transitionOmit, userDisplayName, userRank, withTransitions } from './transitions/index.js';
    export async function use(options: { adapter: never }) {
      const client = withTransitions(new PrismaClient({ ...options, omit: transitionOmit }));
      const user = await client.user.findFirstOrThrow();
      const name: string = userDisplayName.read(user);
      // @ts-expect-error nothing reads it any more
      user.userName;
      await client.user.create({ data: { ...userDisplayName.write('ada'), ...userRank.write('NEW') } });
      return name;
    }`,
  contract: `
    import { userDisplayName, withTransitions } from './transitions/index.js';
    export async function use(client: PrismaClient) {
      await withTransitions(client).user.create({ data: { id: 1, ...userDisplayName.write('ada') } });
      return userDisplayName.read(await client.user.findFirstOrThrow());
    }`,
  changeType: `
    import {
      documentPriority,
      orderUrgency,
      orderUrgencyConverter,
      ticketPriority,
      transitions,
      userState,
      userStateConverter,
      withTransitions,
    } from './transitions/index.js';
    export async function use(client: PrismaClient) {
      const prisma = withTransitions(client);
      const user = await prisma.user.create({ data: { email: 'a', ...userState.write('ACTIVE') } });
      const state: 'ACTIVE' | 'SUSPENDED' | 'UNKNOWN' = userState.read(user);
      const known: 'NORMAL' | 'HIGH' = orderUrgencyConverter.parse('new');
      const any: 'NORMAL' | 'HIGH' | null = orderUrgencyConverter.parse(user.email);
      const text: 'new' | 'rush' = orderUrgencyConverter.format('HIGH');
      // @ts-expect-error there is no such value
      userStateConverter.format('active');
      // @ts-expect-error a text that may be anything may have no value
      const wrong: 'NORMAL' | 'HIGH' = orderUrgencyConverter.parse(user.email);
      await prisma.order.updateMany({ data: orderUrgency.write(null) });
      const ticket = await prisma.ticket.findFirstOrThrow({ select: ticketPriority.select });
      await prisma.ticket.updateMany({
        where: { priority: ticketPriority.read(ticket) },
        data: ticketPriority.write('HIGH'),
      });
      await prisma.document.create({ data: documentPriority.write('NORMAL') });
      const extended = client.$extends(transitions());
      const typed: 'ACTIVE' | 'SUSPENDED' | 'UNKNOWN' = (await extended.user.findFirstOrThrow()).state;
      // @ts-expect-error a text without an entry, or no text, has no value
      const open: 'NORMAL' | 'HIGH' = (await extended.order.findFirstOrThrow()).urgency;
      return { state, known, any, text, wrong, typed, open };
    }`,
  none: `
    import { transitions, withTransitions } from './transitions/index.js';
    export const use = (client: PrismaClient): PrismaClient => withTransitions(client);
    export const extend = (client: PrismaClient) => client.$extends(transitions()).user.findMany();`,
};

// Prisma 6's own client does not compile with `declaration`.
const cases = [
  { name: 'people', use: 'expand', schema: 'schema.prisma', client: './client/client.js', options: nodenext },
  {
    name: 'migrate',
    use: 'migrate',
    schema: 'schema.prisma',
    client: './client/index.js',
    options: { ...strict, module: 'esnext', moduleResolution: 'bundler' },
  },
  {
    name: 'contract',
    use: 'contract',
    schema: 'prisma',
    client: './client/client.ts',
    options: { ...nodenext, allowImportingTsExtensions: true },
  },
  {
    name: 'change-type',
    use: 'changeType',
    schema: 'schema.prisma',
    client: './client/client.js',
    options: nodenext,
  },
  { name: 'none', use: 'none', schema: 'schema.prisma', client: './client/client.js', options: nodenext },
  {
    name: 'prisma-6',
    use: 'expand',
    schema: 'schema.prisma',
    client: './client/client.js',
    options: { ...nodenext, declaration: false },
  },
  {
    name: 'prisma-6-js',
    use: 'expand',
    schema: 'schema.prisma',
    client: './client/index.js',
    options: {
      ...strict,
      declaration: false,
      verbatimModuleSyntax: false,
      module: 'commonjs',
      moduleResolution: 'bundler',
    },
  },
];

describe.each(cases)('$name', ({ name, use, schema, client, options }) => {
  let folder: string;
  beforeAll(async () => {
    folder = await workspace.copy(path.join(fixtures, name), name);
    const type = options.module === 'commonjs' ? 'commonjs' : 'module';
    await writeFile(path.join(folder, 'package.json'), JSON.stringify({ type }));
    await writeFile(
      path.join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: options, files: ['use.ts', 'transitions/backfill.ts'] }),
    );
    const prisma = await (name.startsWith('prisma-6')
      ? installPrisma6(folder)
      : path.join(workspace.directory, 'node_modules/prisma/build/index.js'));
    const done = await workspace.run(folder, 'node', [prisma, 'generate', '--schema', schema], {
      DATABASE_URL: 'postgresql://nowhere',
    });
    expect(done.stdout + done.stderr).toMatch(/Generated transitions to .*transitions/);
    expect(done.code).toBe(0);
  });

  it('writes the files as they are kept here', async () => {
    const files = (await readdir(path.join(folder, 'transitions'))).sort();
    expect(files).toEqual([
      '.pec-manifest.json',
      'TRANSITIONS.md',
      'backfill.ts',
      'index.ts',
      'runtime.ts',
      'transitions.json',
    ]);
    for (const file of files.filter((name) => name !== 'runtime.ts')) {
      const text = await readFile(path.join(folder, 'transitions', file), 'utf8');
      await expect(text).toMatchFileSnapshot(path.join(fixtures, name, 'transitions', file));
    }
  });

  it('writes what compiles', async () => {
    await writeFile(
      path.join(folder, 'use.ts'),
      `import { type Prisma, PrismaClient } from '${client}';${uses[use]}\nexport type { Prisma, PrismaClient };\n`,
    );
    const native = await workspace.run(folder, 'tsc', ['-p', '.']);
    expect(native.stdout).toBe('');

    const project = new Project({ tsConfigFilePath: path.join(folder, 'tsconfig.json') });
    const diagnostics = project.getPreEmitDiagnostics();
    expect(project.formatDiagnosticsWithColorAndContext(diagnostics)).toBe('');
  });
});
