import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { PrismaMariaDb } from '@prisma/adapter-mariadb';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dialectOf } from '../../src/database/dialects.js';
import { renderRelease } from '../../src/migrations/render-migration.js';
import { planTransition } from '../../src/plan/plan.js';
import { syncedColumns } from '../../src/plan/synced-columns.js';
import { redefinition } from '../../src/rehearsal/redefinition.js';
import { diffSchemas } from '../../src/rehearsal/schema-engine.js';
import { sqliteAdapter } from '../../src/rehearsal/sqlite-adapter.js';
import { parseSchema } from '../../src/schema/document.js';
import { applySchemaEdits } from '../../src/schema/edit.js';
import type { RenameColumn } from '../../src/schema/transition.js';
import { readTransitions } from '../../src/schema/transitions.js';
import { hasMariaDb, startMariaDb, type TestMariaDb, withMariaDb } from '../support/mariadb.js';
import { createWorkspace, type Workspace } from '../support/workspace.js';

type Provider = 'mysql' | 'sqlite';
type User = Readonly<Record<'id' | 'userName' | 'displayName', never>>;
type Delegate = Readonly<
  Record<
    'create' | 'createMany' | 'update' | 'updateMany' | 'upsert' | 'findUniqueOrThrow',
    (args: object) => Promise<User>
  >
>;
interface Client {
  readonly user: Delegate;
  $disconnect(): Promise<void>;
}

const schemaOf = (provider: Provider, sync: string, target: string) => `generator client {
  provider = "prisma-client"
  output   = "./client"
}
generator transitions {
  provider = "prisma-expand-contract"
  output   = "./transitions"
  sync     = "${sync}"
}
datasource db {
  provider = "${provider}"
}
model User {
  id       Int    @id @default(autoincrement())
  email    String @unique
  userName String @unique
${target}}
`;

/** Real clients of two generations at a time write and read the same rows in turn, from release to release. */
describe.each([
  ['sqlite', 'trigger'],
  ['sqlite', 'client'],
  ['mysql', 'trigger'],
  ['mysql', 'client'],
] as const)('%s, sync %s', (provider, sync) => {
  describe.skipIf(provider === 'mysql' && !hasMariaDb)('', () => {
    const dialect = dialectOf(provider);
    let workspace: Workspace;
    let server: TestMariaDb | undefined;
    let url: string;
    const clients: Client[] = [];
    beforeAll(async () => {
      workspace = await createWorkspace();
      if (provider === 'mysql') {
        server = await startMariaDb();
        url = server.url(await server.createDatabase());
      } else url = `file:${path.join(workspace.directory, 'rolling.db')}`;
    }, 60_000);
    afterAll(async () => {
      await Promise.all(clients.map((client) => client.$disconnect()));
      await server?.stop();
      await workspace?.remove();
    });

    async function query(sql: string): Promise<Record<string, unknown>[]> {
      if (provider === 'mysql') return await withMariaDb(url, (client) => client.query(sql));
      const database = new Database(url.slice('file:'.length));
      try {
        return database.prepare(sql).all() as Record<string, unknown>[];
      } finally {
        database.close();
      }
    }
    async function execute(sql: string): Promise<void> {
      if (provider === 'mysql') return await withMariaDb(url, (client) => client.query(sql));
      const database = new Database(url.slice('file:'.length));
      database.exec(sql);
      database.close();
    }

    /** What a release would run: the generated client with its extension. */
    async function generation(name: string, schema: string): Promise<Delegate> {
      const folder = path.join(workspace.directory, name);
      await mkdir(folder);
      await writeFile(path.join(folder, 'schema.prisma'), schema);
      const done = await workspace.run(folder, 'prisma', ['generate', '--schema', 'schema.prisma']);
      if (done.code !== 0) throw new Error(done.stdout + done.stderr);
      const { PrismaClient } = await import(path.join(folder, 'client/client.ts'));
      const { withTransitions } = await import(path.join(folder, 'transitions/index.ts'));
      const adapter =
        provider === 'mysql'
          ? new PrismaMariaDb(url.replace('mysql:', 'mariadb:'))
          : new PrismaBetterSqlite3({ url });
      const client = withTransitions(new PrismaClient({ adapter })) as Client;
      clients.push(client);
      return client.user;
    }

    test('old and new generations write in turn, and nobody misses a value', async () => {
      const before = schemaOf(provider, sync, '');
      const annotated = schemaOf(provider, sync, '  /// @transition from:userName\n  displayName String?\n');
      await execute(
        provider === 'sqlite'
          ? await diffSchemas([], [['schema.prisma', before]], sqliteAdapter(':memory:'))
          : 'CREATE TABLE `User` (`id` INTEGER NOT NULL AUTO_INCREMENT, `email` VARCHAR(191) NOT NULL, `userName` VARCHAR(191) NOT NULL, UNIQUE INDEX `User_email_key`(`email`), UNIQUE INDEX `User_userName_key`(`userName`), PRIMARY KEY (`id`)) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci',
      );
      let schema = annotated;
      let pair: ReturnType<typeof syncedColumns> | undefined;
      /** Moves schema and database on to the next release. */
      const release = async (number: 1 | 2 | 3 | 4) => {
        const [transition] = readTransitions(
          parseSchema([{ path: 'schema.prisma', text: schema }]),
          provider,
        ) as RenameColumn[];
        pair = syncedColumns(transition!);
        const next = planTransition(transition!, { provider, sync }).releases[number - 1]!;
        const [edited] = await applySchemaEdits([{ path: 'schema.prisma', text: schema }], next.schema);
        const anew =
          provider === 'sqlite'
            ? await redefinition([['schema.prisma', schema]], [['schema.prisma', edited!.text]])
            : undefined;
        for (const { sql } of renderRelease(transition!.id, next, dialect, anew)) await execute(sql);
        schema = edited!.text;
        return schema;
      };
      const drift = async () => Number((await query(dialect.countDrift(pair!).text))[0]!.drift);

      const old = await generation('G0', before);
      await old.create({ data: { email: 'early', userName: 'early' } });
      const g1 = await generation('G1', await release(1));

      // G0 and G1. Under `client` sync, G0 leaves the target behind, and the backfill comes once it is gone.
      await old.create({ data: { email: 'g0', userName: 'g0' } });
      expect(await g1.create({ data: { email: 'g1', userName: 'g1' } })).toMatchObject({ userName: 'g1' });
      await g1.createMany({
        data: [
          { email: 'm1', userName: 'm1' },
          { email: 'm2', userName: 'm2' },
        ],
      });
      await old.update({ where: { email: 'g1' }, data: { userName: 'g1 by g0' } });
      await g1.update({ where: { email: 'g0' }, data: { userName: 'g0 by g1' } });
      expect(await old.findUniqueOrThrow({ where: { userName: 'g0 by g1' } })).toMatchObject({ email: 'g0' });
      expect(await g1.findUniqueOrThrow({ where: { email: 'g1' } })).toMatchObject({ userName: 'g1 by g0' });
      expect(await drift()).toBe(sync === 'trigger' ? 1 : 2);
      await execute(dialect.backfillBatch(pair!, [], {}).text);
      expect(await drift()).toBe(0);

      // G1 and G2: the target is NOT NULL and unique now, the source no longer NOT NULL.
      const g2 = await generation('G2', await release(2));
      expect(await g1.create({ data: { email: 'late', userName: 'late' } })).toMatchObject({
        userName: 'late',
      });
      expect(await g2.create({ data: { email: 'g2', displayName: 'g2' } })).toMatchObject({
        displayName: 'g2',
      });
      await g2.createMany({
        data: [
          { email: 'n1', displayName: 'n1' },
          { email: 'n2', displayName: 'n2' },
        ],
      });
      expect(await drift()).toBe(0);
      await g1.update({ where: { email: 'g2' }, data: { userName: 'g2 by g1' } });
      await g2.update({ where: { email: 'late' }, data: { displayName: 'late by g2' } });
      await g1.upsert({
        where: { email: 'n1' },
        create: { email: 'n1', userName: 'x' },
        update: { userName: 'n1 by g1' },
      });
      await g2.upsert({ where: { email: 'u' }, create: { email: 'u', displayName: 'u' }, update: {} });
      await g1.updateMany({ where: { email: 'n2' }, data: { userName: 'n2 by g1' } });
      expect(await g2.findUniqueOrThrow({ where: { displayName: 'g2 by g1' } })).toMatchObject({
        email: 'g2',
      });
      expect(await g1.findUniqueOrThrow({ where: { userName: 'late by g2' } })).toMatchObject({
        email: 'late',
      });
      expect(await g1.findUniqueOrThrow({ where: { email: 'u' } })).toMatchObject({ userName: 'u' });
      expect(await drift()).toBe(0);
      await expect(g1.create({ data: { email: 'twice', userName: 'u' } })).rejects.toMatchObject({
        code: 'P2002',
      });
      await expect(g2.create({ data: { email: 'twice', displayName: 'late by g2' } })).rejects.toMatchObject({
        code: 'P2002',
      });

      // G2 and G3, which knows the source no more: under `client` sync it falls behind on purpose.
      const g3 = await generation('G3', await release(3));
      await g3.create({ data: { email: 'g3', displayName: 'g3' } });
      await g2.create({ data: { email: 'g2 again', displayName: 'g2 again' } });
      await g3.update({ where: { email: 'g2' }, data: { displayName: 'g2 by g3' } });
      await g2.update({ where: { email: 'g3' }, data: { displayName: 'g3 by g2' } });
      expect(await g2.findUniqueOrThrow({ where: { displayName: 'g2 by g3' } })).toMatchObject({
        email: 'g2',
      });
      expect(await g3.findUniqueOrThrow({ where: { displayName: 'g3 by g2' } })).toMatchObject({
        email: 'g3',
      });
      if (sync === 'trigger') expect(await drift()).toBe(0);

      // G3 alone stays while the source goes.
      await release(4);
      await g3.create({ data: { email: 'last', displayName: 'last' } });
      const names = (await query('SELECT * FROM User ORDER BY id')).map(({ displayName }) => displayName);
      expect(names).toEqual([
        'early',
        'g0 by g1',
        'g1 by g0',
        'm1',
        'm2',
        'late by g2',
        'g2 by g3',
        'n1 by g1',
        'n2 by g1',
        'u',
        'g3 by g2',
        'g2 again',
        'last',
      ]);
    }, 180_000);
  });
});
