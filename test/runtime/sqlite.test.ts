import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { metrics } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkspace, type Workspace } from '../support/workspace.js';
import { queries } from './reads.js';
import {
  type Args,
  type Client,
  createSqlite,
  generateWorkplace,
  inStep,
  targets,
  type Workplace,
} from './workplace.js';
import { type Write, writes } from './writes.js';

let workspace: Workspace;
let workplace: Workplace;
/** The same rows twice: as old instances write them, read through the extension, and copied, read without it. */
let extended: Client;
let copied: Client;

const users: readonly Args[] = [
  { userName: 'ada', nick: null, score: 1, status: 'active', stage: 'new', level: 'low', bossId: null },
  { userName: 'bob', nick: 'b', score: 2, status: 'on', stage: 'fresh', level: 'high', bossId: 1 },
  { userName: 'cyd', nick: 'Ada', score: null, status: 'banned', stage: 'rush', level: 'urgent', bossId: 1 },
  { userName: 'b', nick: 'b', score: 3, status: 'else', stage: 'else', level: null, bossId: 2 },
  { userName: '', nick: '', score: 0, status: 'Active', stage: null, level: 'low', bossId: 4 },
  { userName: 'Ada', nick: 'ada', score: 2, status: 'UNKNOWN', stage: 'New', level: 'high', bossId: null },
];
/** What an instance before stage expand leaves in the targets: nothing, or what was right once. */
const stale: readonly Args[] = [
  {},
  { displayName: 'old', alias: null, state: 'SUSPENDED', urgency: 'HIGH', priority: 'NORMAL', points: 0 },
  { alias: 'ada', state: 'UNKNOWN' },
];

beforeAll(async () => {
  workspace = await createWorkspace();
  workplace = await generateWorkplace(workspace, 'reads', (schema) =>
    schema.replace('"prisma-client"', '"prisma-client-js"'),
  );
  const bare = workplace.connect(await createSqlite(workplace, 'uncopied'));
  extended = workplace.transitions.withTransitions(bare);
  copied = workplace.connect(await createSqlite(workplace, 'copied'));
  const rows = users.map((user, index) => ({ id: index + 1, email: `${index}`, ...user }));
  await bare.user.createMany!({ data: rows.map((row, index) => ({ ...row, ...stale[index % 3] })) });
  await copied.user.createMany!({ data: rows.map((row) => inStep('user', row)) });
  for (const [client, isCopied] of [
    [bare, false],
    [copied, true],
  ] as const) {
    const data = (model: string, records: readonly Args[]) => ({
      data: isCopied ? records.map((record) => inStep(model, record)) : records,
    });
    await client.profile.createMany!(
      data('profile', [
        { bio: 'ada', userId: 1 },
        { bio: 'b', userId: 3 },
      ]),
    );
    await client.tag.createMany!(data('tag', [{ label: 'ada' }, { label: 'b' }, { label: 'cyd' }]));
    for (const [user, tags] of [
      [1, [1, 2]],
      [2, [2]],
      [5, [1, 3]],
    ] as const) {
      await client.user.update!({
        where: { id: user },
        data: { tags: { connect: tags.map((id) => ({ id })) } },
      });
    }
    await client.group.createMany!({ data: [{ name: 'g' }, { name: 'h' }] });
    await client.membership.createMany!(
      data('membership', [
        { userId: 1, groupId: 1, role: 'ada' },
        { userId: 1, groupId: 2, role: 'b' },
        { userId: 4, groupId: 1, role: 'cyd' },
      ]),
    );
  }
}, 300_000);
afterAll(async () => {
  await extended?.$disconnect();
  await copied?.$disconnect();
  await workspace?.remove();
});

/** The answer, or which error came instead; nothing of these queries is malformed. */
async function answer(client: Client, operation: string, args: Args): Promise<unknown> {
  try {
    return await client.user[operation]!(args);
  } catch (error) {
    const { name, code, message } = error as Error & { code?: string };
    if (name === 'TransitionError') return { name, message };
    if (code === undefined) throw error;
    return { name, code };
  }
}

/** The copied column is as unique as its source is only from stage migrate on. */
function byUniqueSource(operation: string, { where, cursor, ...args }: Args): Args {
  const key = (value: unknown) => {
    const { displayName, ...rest } = value as Args;
    return displayName === undefined ? rest : { ...rest, userName: displayName };
  };
  return {
    ...args,
    ...(where !== undefined && { where: operation.startsWith('findUnique') ? key(where) : where }),
    ...(cursor !== undefined && { cursor: key(cursor) }),
  };
}

/** What has no exact answer with what the map of User.urgency leaves open: other texts are NULL in its target. */
const open = /^Transition User\.(urgency|state|priority): (a filter within another negation|a record cannot)/;

describe('queries on targets in phase expand', () => {
  it('answer as they will once the rows are copied, or are refused', async () => {
    let refused = 0;
    const runs = Number(process.env.PEC_READS ?? 100);
    await fc.assert(
      fc.asyncProperty(queries, async ([operation, args]) => {
        const now = await answer(extended, operation, args);
        if ((now as { name?: string } | null)?.name === 'TransitionError') {
          expect((now as Error).message).toMatch(open);
          expect(JSON.stringify(args)).toContain('urgency');
          refused += 1;
          return;
        }
        const then = await answer(copied, operation, byUniqueSource(operation, args));
        expect(now).toEqual(then);
      }),
      { numRuns: runs, endOnFailure: true, ...(process.env.PEC_READS ? {} : { seed: 4 }) },
    );
    expect(refused).toBeLessThan(runs / 20);
  }, 900_000);
});

describe('writes in phase expand', () => {
  /** What the extension wrote, and what a client wrote that knows the sources alone. */
  let bare: Client;
  let mirrored: Client;
  let plain: Client;
  beforeAll(async () => {
    bare = workplace.connect(await createSqlite(workplace, 'mirrored'));
    mirrored = workplace.transitions.withTransitions(bare);
    plain = workplace.connect(await createSqlite(workplace, 'plain'));
  });
  afterAll(async () => {
    await bare?.$disconnect();
    await plain?.$disconnect();
  });

  const tables = ['_TagToUser', 'Membership', 'Group', 'Profile', 'Tag', 'User', 'sqlite_sequence'];
  const reset = async (client: Client) => {
    await client.$transaction(async (tx) => {
      await tx.$executeRawUnsafe('UPDATE "User" SET "bossId" = NULL');
      for (const table of tables) await tx.$executeRawUnsafe(`DELETE FROM "${table}"`);
      const [tag, group] = [{ label: 'ada' }, { name: 'ada' }];
      await tx.tag.create!({ data: inStep('tag', tag) });
      await tx.group.create!({ data: group });
      for (const [index, userName] of ['ada', 'bob', 'cyd'].entries()) {
        const user = {
          email: userName,
          userName,
          status: 'active',
          stage: null,
          level: null,
          nick: null,
          score: 1,
        };
        await tx.user.create!({
          data: {
            ...inStep('user', user),
            ...(index > 0 && { bossId: 1 }),
            profile: { create: inStep('profile', { bio: userName }) },
            tags: { connect: { label: 'ada' } },
            memberships: {
              create: { ...inStep('membership', { role: 'guest' }), group: { connect: group } },
            },
          },
        });
      }
    });
  };

  async function perform(client: Client, { model, name, within }: Write, args: unknown): Promise<unknown> {
    const run = (on: Client) => on[model as 'user'][name]!(args as Args);
    try {
      switch (within) {
        case 'nothing':
          return await run(client);
        case 'batch':
          return ((await client.$transaction([run(client), client.user.count!()])) as unknown[])[0];
        case 'transaction':
          return await client.$transaction(async (tx) => await run(tx));
      }
    } catch (error) {
      const { name: by, code } = error as Error & { code?: string };
      if (code === undefined) throw error;
      return { failed: code, by };
    }
  }

  const copied = (model: string, result: unknown): unknown => {
    if (Array.isArray(result)) return result.map((record) => copied(model, record));
    const isRecord =
      typeof result === 'object' && result !== null && Object.keys(targets[model]!)[0]! in result;
    return isRecord ? inStep(model, result as Args) : result;
  };
  const everything = async (client: Client) => ({
    user: await client.user.findMany!({
      orderBy: { id: 'asc' },
      include: { tags: { orderBy: { id: 'asc' }, select: { id: true } } },
    }),
    profile: await client.profile.findMany!({ orderBy: { id: 'asc' } }),
    tag: await client.tag.findMany!({ orderBy: { id: 'asc' } }),
    membership: await client.membership.findMany!({ orderBy: [{ userId: 'asc' }, { groupId: 'asc' }] }),
  });

  it('leave the sources as they would be without it, and each target what its source says', async () => {
    const runs = Number(process.env.PEC_WRITES ?? 40);
    let done = 0;
    let failed = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(writes, { minLength: 2, maxLength: 6 }), async (sequence) => {
        await reset(bare);
        await reset(plain);
        for (const write of sequence) {
          const [ours, theirs] = [
            await perform(mirrored, write, write.mixed),
            await perform(plain, write, write.plain),
          ];
          expect(ours).toEqual(copied(write.model, theirs));
          done += 1;
          if ((theirs as { failed?: unknown } | null)?.failed) failed += 1;
          const [found, wanted] = [await everything(bare), await everything(plain)];
          for (const [model, records] of Object.entries(wanted)) {
            expect(found[model as 'user']).toEqual(copied(model, records));
          }
        }
      }),
      { numRuns: runs, endOnFailure: true, ...(process.env.PEC_WRITES ? {} : { seed: 4 }) },
    );
    // A run in which everything fails would prove nothing.
    if (process.env.PEC_SHOW) console.log({ done, failed });
    expect(failed).toBeLessThan(done * 0.7);
  }, 900_000);
});

describe('what the extension sees', () => {
  it('reaches OpenTelemetry through the lines of the page', async () => {
    const page = await readFile(new URL('../../docs/sync.md', import.meta.url), 'utf8');
    const [, seen = ''] = page.split('## What it sees\n');
    const blocks = [...seen.matchAll(/```ts\n(.*?)```\n/gs)].map(([, text]) => text);
    expect(blocks).toHaveLength(2);
    const url = `file:${path.join(workplace.folder, 'seen.db')}`;
    await createSqlite(workplace, 'seen');
    await mkdir(path.join(workplace.folder, 'generated/transitions'), { recursive: true });
    await writeFile(
      path.join(workplace.folder, 'generated/transitions/index.ts'),
      "export * from '../../transitions/index.js';\n",
    );
    const file = path.join(workplace.folder, 'seen.ts');
    await writeFile(
      file,
      `import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
       import { PrismaClient } from './client/index.js';
       const adapter = new PrismaBetterSqlite3({ url: '${url}' });
       export const logged = [];
       const log = { warn: (fields) => logged.push(fields) };
       ${blocks.join('\n')}`,
    );
    const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 60_000 });
    metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
    const { prisma, logged } = (await import(file)) as { prisma: Client; logged: unknown[] };
    try {
      const ada = { email: 'a', userName: 'ada', status: 'on' };
      await prisma.user.create!({ data: ada });
      await prisma.user.createMany!({ data: [{ ...ada, email: 'b', userName: 'b' }] });
      await prisma.$executeRawUnsafe(`UPDATE "User" SET "displayName" = NULL WHERE email = 'b'`);
      await prisma.user.findMany!();
      const data = { userName: 'x', displayName: 'y' };
      await expect(prisma.user.update!({ where: { id: 1 }, data })).rejects.toThrow('conflicting-values');
      await reader.forceFlush();
      const sums = exporter
        .getMetrics()
        .at(-1)!
        .scopeMetrics.flatMap(({ scope, metrics: found }) =>
          found.map(({ descriptor, dataPoints }) => [
            scope.name,
            descriptor.name,
            dataPoints.find(({ attributes }) => attributes.transition === 'User.displayName')?.value,
          ]),
        );
      expect(sums).toEqual([
        ['prisma-expand-contract', 'pec.drift', 1],
        ['prisma-expand-contract', 'pec.mirrored', 2],
        ['prisma-expand-contract', 'pec.refused', 1],
      ]);
      expect(logged).toEqual([
        { transition: 'User.displayName', model: 'User', operation: 'findMany', copied: false },
      ]);
    } finally {
      await prisma.$disconnect();
      await reader.shutdown();
      metrics.disable();
    }
  });
});
