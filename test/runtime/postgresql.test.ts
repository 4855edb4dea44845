import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readReplicas } from '@prisma/extension-read-replicas';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dialectOf } from '../../src/database/dialects.js';
import { syncedColumns } from '../../src/scenarios/parts/synced-columns.js';
import { parseSchema } from '../../src/schema/document.js';
import { readTransitions } from '../../src/schema/transitions.js';
import { createTables, type GeneratedPeople, generatePeople, type People } from '../support/people.js';
import { startPostgres, type TestPostgres, withClient } from '../support/postgres.js';
import { installPrisma6 } from '../support/prisma-6.js';
import { createWorkspace, type Workspace } from '../support/workspace.js';
import { ada, bob, named, uncopied, uncopiedReads, writeNested, writeTogether } from './people.js';

/** What a query extension gets. */
interface Passed {
  readonly operation: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly query: (args: object) => unknown;
}

const dialect = dialectOf('postgresql');

let postgres: TestPostgres;
let workspace: Workspace;

beforeAll(async () => {
  [postgres, workspace] = await Promise.all([startPostgres(), createWorkspace()]);
});
afterAll(() => Promise.all([postgres?.stop(), workspace?.remove()]));

/** The columns that the people fixture keeps equal. */
async function syncs(folder: string) {
  const file = path.join(folder, 'schema.prisma');
  const document = parseSchema([{ path: file, text: await readFile(file, 'utf8') }]);
  return readTransitions(document, 'postgresql').map((transition) => {
    if (transition.scenario !== 'rename-column') throw new Error(transition.scenario);
    return syncedColumns(transition);
  });
}

/** Rows whose sides differ, over all transitions: what the database itself says. */
async function drift(url: string, folder: string): Promise<number> {
  const statements = (await syncs(folder)).map((sync) => dialect.countDrift(sync));
  return await withClient(url, async (client) => {
    const counts = [];
    for (const { text, values } of statements)
      counts.push((await client.query(text, [...values])).rows[0].drift);
    return counts.reduce((sum, count) => sum + count, 0);
  });
}

const run = async (url: string, sql: string) => (await withClient(url, (client) => client.query(sql))).rows;

describe.each(['client', 'trigger'] as const)('phase expand, %s sync', (sync) => {
  let people: GeneratedPeople;
  let url: string;
  let bare: People;
  let prisma: People;

  beforeAll(async () => {
    people = await generatePeople(workspace, `expand-${sync}`, (schema) =>
      schema.replace('"client"', `"${sync}"`),
    );
    url = await createTables(postgres, people.folder);
    if (sync === 'trigger') {
      const operations = (await syncs(people.folder)).map(
        (columns) => ({ kind: 'create-sync', sync: columns }) as const,
      );
      await run(url, dialect.script(operations, true));
    }
    bare = people.connect(url);
    prisma = people.transitions.withTransitions(bare);
  });
  beforeEach(() => run(url, 'TRUNCATE "User", "Post", "Profile", "Tag", "Counter" RESTART IDENTITY CASCADE'));
  afterEach(async () => expect(await drift(url, people.folder)).toBe(0));
  afterAll(() => bare?.$disconnect());

  const names = () => run(url, 'SELECT "userName", "displayName" FROM "User" ORDER BY id');

  it('writes both sides by every root operation', async () => {
    expect(await prisma.user.create({ data: ada })).toMatchObject(named('ada'));
    await prisma.user.createMany({ data: [bob, { email: 'c@x', userName: 'c' }], skipDuplicates: true });
    expect(await prisma.user.createManyAndReturn({ data: { email: 'd@x', userName: 'd' } })).toMatchObject([
      named('d'),
    ]);
    expect(
      await prisma.user.update({ where: { displayName: 'ada' }, data: { displayName: 'ada2' } }),
    ).toMatchObject(named('ada2'));
    expect(
      await prisma.user.updateMany({ where: { displayName: 'bob' }, data: { userName: 'bob2' } }),
    ).toEqual({ count: 1 });
    expect(
      await prisma.user.updateManyAndReturn({
        where: { displayName: 'c' },
        data: { userName: { set: 'c2' } },
        select: { displayName: true },
      }),
    ).toEqual([{ displayName: 'c2' }]);
    const upsert = {
      where: { displayName: 'e' },
      create: { email: 'e@x', userName: 'e' },
      update: { displayName: 'e2' },
    };
    expect(await prisma.user.upsert(upsert)).toMatchObject(named('e'));
    expect(await prisma.user.upsert(upsert)).toMatchObject(named('e2'));
    expect(await names()).toEqual(['ada2', 'bob2', 'c2', 'd', 'e2'].map(named));
  });

  it('writes both sides in nested operations', () => writeNested(prisma, names));

  it('takes part in transactions and batches', () => writeTogether(prisma, names));

  it('composes with other extensions in either order', async () => {
    const result = {
      result: {
        user: {
          shout: {
            needs: { displayName: true },
            compute: (user: { displayName: string }) => user.displayName?.toUpperCase(),
          },
        },
      },
    };
    const outer = {
      query: {
        $allModels: {
          $allOperations: ({ args, query }: { args: object; query: (args: object) => unknown }) =>
            query(args),
        },
      },
    };
    await prisma.user.create({ data: ada });
    for (const client of [
      bare.$extends(result).$extends(people.transitions.transitions()).$extends(outer),
      bare.$extends(outer).$extends(people.transitions.transitions()).$extends(result),
    ]) {
      expect(await client.user.findMany({ select: { shout: true } })).toMatchObject([{ shout: 'ADA' }]);
      expect(await client.user.findFirst({ where: { displayName: 'ada' } })).toMatchObject({
        ...named('ada'),
        shout: 'ADA',
      });
    }
  });

  it('composes with read replicas', async () => {
    await prisma.user.create({ data: ada });
    // The replica here is the same database; it sees reads alone.
    const asked: string[] = [];
    const replica = people.connect(url).$extends({
      query: {
        $allModels: {
          $allOperations: ({ operation, args, query }: Passed) => {
            asked.push(operation);
            return query(args);
          },
        },
      },
    });
    const replicas = (client: unknown) => readReplicas({ replicas: [client as never] });
    for (const client of [
      prisma.$extends(replicas(replica)),
      bare
        .$extends(replicas(replica.$extends(people.transitions.transitions())))
        .$extends(people.transitions.transitions()),
    ]) {
      asked.length = 0;
      await client.user.update({ where: { displayName: 'ada' }, data: { displayName: 'ada' } });
      expect(asked).toEqual([]);
      expect(await client.user.findMany({ select: { displayName: true } })).toEqual([{ displayName: 'ada' }]);
      expect(asked).toEqual(['findMany']);
    }
    await replica.$disconnect();
  });

  it('composes with a soft delete', async () => {
    const softDelete = (client: unknown) =>
      (client as People).$extends({
        query: {
          user: {
            delete: ({ args }: Passed) => (client as People).user.update({ ...args, data: { score: -1 } }),
            findMany: ({ args, query }: Passed) =>
              query({ ...args, where: { AND: [args.where ?? {}, { score: { gte: 0 } }] } }),
          },
        },
      });
    const client = softDelete(prisma);
    await client.user.createMany({ data: [ada, bob] });
    expect(await client.user.delete({ where: { displayName: 'ada' } })).toMatchObject({
      ...named('ada'),
      score: -1,
    });
    expect(await client.user.findMany({ select: { displayName: true } })).toEqual([{ displayName: 'bob' }]);
    expect(await names()).toHaveLength(2);
  });

  it('composes with row-level security, in either order', async () => {
    const role = `tenant_${sync}`;
    await run(
      url,
      `CREATE ROLE ${role} LOGIN PASSWORD 'secret';
       GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role};
       GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO ${role};
       ALTER TABLE "User" ENABLE ROW LEVEL SECURITY;
       CREATE POLICY tenant ON "User" USING ("tenantId" = current_setting('app.tenant', true)::int);`,
    );
    const restricted = people.connect(url.replace('postgres:postgres', `${role}:secret`));
    const forTenant = (tenant: number) => (client: unknown) =>
      (client as People).$extends({
        query: {
          $allModels: {
            $allOperations: async ({ args, query }: Passed) => {
              const set = (client as People).$executeRawUnsafe(
                `SELECT set_config('app.tenant', '${tenant}', true)`,
              );
              const [, result] = (await (client as People).$transaction([
                set,
                query(args) as PromiseLike<unknown>,
              ])) as unknown[];
              return result;
            },
          },
        },
      });
    const { transitions } = people.transitions;
    for (const [index, client] of [
      forTenant(1)(restricted.$extends(transitions())),
      forTenant(1)(restricted).$extends(transitions()),
    ].entries()) {
      const name = `ada${index}`;
      expect(await client.user.create({ data: { email: name, userName: name } })).toMatchObject(named(name));
      expect(await client.user.findFirst({ where: { displayName: name } })).toMatchObject(named(name));
      await expect(client.user.create({ data: { ...bob, tenantId: 2 } })).rejects.toThrow(
        /row-level security/,
      );
      expect(await forTenant(2)(restricted).$extends(transitions()).user.findMany()).toEqual([]);
    }
    await restricted.$disconnect();
    await run(url, 'ALTER TABLE "User" DISABLE ROW LEVEL SECURITY');
  });
});

describe('reads in phase expand of rows that are not copied yet', () => {
  let people: GeneratedPeople;
  let url: string;
  let bare: People;
  let prisma: People;

  beforeAll(async () => {
    people = await generatePeople(workspace, 'expand-reads');
    url = await createTables(postgres, people.folder);
    bare = people.connect(url);
    prisma = people.transitions.withTransitions(bare);
    await uncopied(bare);
  });
  afterAll(() => bare?.$disconnect());

  const select = { displayName: true };

  it.each(uncopiedReads)('%s', async (_, query, wanted) => {
    expect(await query(prisma)).toEqual(wanted);
  });

  it('answers the same queries in one tick, each with what it asked for', async () => {
    const [one, same, selected] = await Promise.all([
      prisma.user.findUnique({ where: { id: 1 } }),
      prisma.user.findUnique({ where: { id: 1 } }),
      prisma.user.findUnique({ where: { id: 1 }, select }),
    ]);
    expect(one).toMatchObject({ userName: 'ada', displayName: 'ada' });
    expect(same).toEqual(one);
    expect(selected).toEqual({ displayName: 'ada' });
  });

  it('shows what the client omits under neither name, unless a query asks for it', async () => {
    const omitting = people.connect(url, { omit: { user: { userName: true, displayName: true } } });
    const hiding = people.transitions.withTransitions(omitting) as typeof prisma;
    const where = { id: 1 };
    const shown = (record: unknown) =>
      Object.entries((record ?? {}) as object).filter(([name]) => /Name$/.test(name));
    expect(shown(await hiding.user.findUnique({ where }))).toEqual([]);
    expect(shown(await hiding.user.findUnique({ where, select: { displayName: true } }))).toEqual([
      ['displayName', 'ada'],
    ]);
    expect(shown(await hiding.user.findUnique({ where, omit: { displayName: false } }))).toEqual([
      ['displayName', 'ada'],
    ]);
    expect(shown(await hiding.user.findUnique({ where, omit: { userName: false } }))).toEqual([
      ['userName', 'ada'],
    ]);
  });

  it('refuses a client that omits a source and would show it as the target', () => {
    const omitting = people.connect(url, { omit: { user: { userName: true } } });
    expect(() => people.transitions.withTransitions(omitting)).toThrow(
      'Transition User.displayName: the client omits userName, and would show the same value as displayName. ' +
        'Put `displayName: true` beside it in `omit` [source-omitted]',
    );
  });
});

describe('phase migrate, client sync', () => {
  it('writes both sides, reads the target, and omits the source on demand', async () => {
    const people = await generatePeople(workspace, 'migrate', (schema) =>
      schema
        .replaceAll(/(from:\w+)/g, '$1 phase:migrate')
        .replace('userName String @', 'userName String? @')
        .replace('displayName String?', 'displayName String')
        .replace(/bio( +)String/, 'bio$1String?')
        .replace(/about( +)String\?/, 'about$1String'),
    );
    const url = await createTables(postgres, people.folder);
    const bare = people.connect(url, { omit: people.transitions.transitionOmit });
    const prisma = people.transitions.withTransitions(bare);
    await run(url, `INSERT INTO "User" (email, "userName", "displayName") VALUES ('b', 'old', 'new')`);
    expect(await prisma.user.findMany({ where: { displayName: 'new' } })).toEqual([
      { id: 1, tenantId: 1, email: 'b', displayName: 'new', score: 0, bossId: null },
    ]);
    const profile = { create: { about: 'x' } };
    expect(
      await prisma.user.create({
        data: { email: 'a', displayName: 'ada', profile },
        include: { profile: true },
      }),
    ).toEqual({
      id: 2,
      tenantId: 1,
      email: 'a',
      displayName: 'ada',
      score: 0,
      bossId: null,
      profile: { id: 1, about: 'x', userId: 2 },
    });
    expect(
      await run(url, `SELECT "userName", "bio" FROM "User" JOIN "Profile" ON "userId" = "User".id`),
    ).toEqual([{ userName: 'ada', bio: 'x' }]);
    await bare.$disconnect();
  });
});

it('works with a client of Prisma 6', async () => {
  const folder = await workspace.copy(
    fileURLToPath(new URL('../../__fixtures__/generated/prisma-6', import.meta.url)),
    'prisma-6',
  );
  const prisma6 = await installPrisma6(folder);
  const done = await workspace.run(folder, 'node', [prisma6, 'generate'], {
    DATABASE_URL: 'postgresql://nowhere',
  });
  expect(done).toMatchObject({ code: 0 });
  const url = postgres.url(await postgres.createDatabase());
  await run(
    url,
    `CREATE TABLE "User" (id serial PRIMARY KEY, "userName" text NOT NULL UNIQUE, "displayName" text);
     CREATE TABLE "Post" (id serial PRIMARY KEY, "authorId" int NOT NULL REFERENCES "User");
     INSERT INTO "User" ("userName") VALUES ('old')`,
  );
  await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }');
  // Run by Node and not by the test runner, so that each import is the one of Prisma 6.
  await writeFile(
    path.join(folder, 'use.ts'),
    `import { PrismaPg } from '@prisma/adapter-pg';
     import { Prisma, PrismaClient } from './client/client.js';
     import { withTransitions } from './transitions/index.js';
     const prisma = withTransitions(new PrismaClient({ adapter: new PrismaPg({ connectionString: '${url}' }) }));
     await prisma.post.create({ data: { author: { create: { userName: 'ada' } } } });
     const found = await prisma.user.findMany({
       where: { displayName: { not: null } }, orderBy: { displayName: 'asc' }, select: { displayName: true },
     });
     const posts = await prisma.user.findUnique({ where: { userName: 'ada' } }).posts({ select: { author: true } });
     console.log(JSON.stringify([Prisma.prismaVersion.client, found, posts]));
     await prisma.$disconnect();`,
  );
  const used = await workspace.run(folder, 'tsx', ['use.ts']);
  expect(used).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(used.stdout)).toEqual([
    '6.19.3',
    [{ displayName: 'ada' }, { displayName: 'old' }],
    [{ author: { id: 2, userName: 'ada', displayName: 'ada' } }],
  ]);
});
