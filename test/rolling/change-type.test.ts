import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runBackfill } from '../../src/backfill/backfill.js';
import type { Job } from '../../src/backfill/job.js';
import { verify } from '../../src/backfill/verify.js';
import { postgresql } from '../../src/database/postgresql.js';
import { connectPostgres } from '../../src/database/postgresql-connection.js';
import { renderRelease } from '../../src/migrations/render-migration.js';
import { planTransition } from '../../src/plan/plan.js';
import type { Release } from '../../src/plan/release.js';
import { syncedColumns } from '../../src/plan/synced-columns.js';
import { diffSchemas } from '../../src/rehearsal/schema-engine.js';
import { parseSchema } from '../../src/schema/document.js';
import { applySchemaEdits } from '../../src/schema/edit.js';
import { isColumnTransition, type SyncMode } from '../../src/schema/transition.js';
import { readTransitions } from '../../src/schema/transitions.js';
import { startPostgres, type TestPostgres, withClient } from '../support/postgres.js';
import { createWorkspace, type Workspace } from '../support/workspace.js';

/** Two transitions at once: a text that may be anything, and an optional one that should hold two values only. */
const schemaOf = (sync: SyncMode | undefined) => `generator client {
  provider = "prisma-client"
  output   = "./client"
}
${sync ? `generator transitions {\n  provider = "prisma-expand-contract"\n  output = "./transitions"\n  sync = "${sync}"\n}\n` : ''}
datasource db {
  provider = "postgresql"
}
enum Status {
  ACTIVE
${sync ? '  SUSPENDED @map("is suspended")\n  UNKNOWN\n' : ''}}
model User {
  id     Int     @id @default(autoincrement())
  email  String  @unique
  status String
${sync ? `  /// @transition from:status map:{active: ACTIVE, "it's on": ACTIVE, banned: SUSPENDED, *: UNKNOWN}\n  state Status?\n` : ''}
  orders Order[]
}
model Order {
  id     Int     @id @default(autoincrement())
  kind   Status  @default(ACTIVE)
  stage  String?
${sync ? '  /// @transition from:stage map:{new: ACTIVE, sent: SUSPENDED, odd: UNKNOWN}\n  step Status?\n' : ''}
  user   User    @relation(fields: [userId], references: [id])
  userId Int
}
`;

type Row = Readonly<Record<string, unknown>>;
interface Delegate {
  create(args: object): Promise<Row>;
  update(args: object): Promise<Row>;
  updateMany(args: object): Promise<unknown>;
  upsert(args: object): Promise<Row>;
  findMany(args?: object): Promise<readonly Row[]>;
}
interface Client {
  readonly user: Delegate;
  readonly order: Delegate;
  $disconnect(): Promise<void>;
}

let postgres: TestPostgres;
let workspace: Workspace;
beforeAll(async () => {
  [postgres, workspace] = await Promise.all([startPostgres(), createWorkspace()]);
});
afterAll(() => Promise.all([postgres?.stop(), workspace?.remove()]));

/** The schemas and releases of both transitions, in step. */
async function train(sync: SyncMode) {
  const initial = schemaOf(undefined);
  const schemas = [initial];
  const migrations: string[][] = [[]];
  let jobs: Job[] = [];
  let text = schemaOf(sync);
  for (const number of [1, 2, 3, 4]) {
    const all = readTransitions(parseSchema([{ path: 'schema.prisma', text }]), 'postgresql').filter(
      isColumnTransition,
    );
    const history = [{ folder: '20250101000000_init', sql: `CREATE TYPE "Status" AS ENUM ('ACTIVE')` }];
    const releases = all.map((transition, index): [string, Release] => {
      // The other transition is planned after this one and finds the values there already.
      const before = index === 0 ? history : [...history, { folder: '20250102000000_other', sql: added }];
      return [
        transition.id,
        planTransition(transition, { provider: 'postgresql', sync, history: before }).releases[number - 1]!,
      ];
    });
    if (number === 1) {
      jobs = all.map((transition) => ({
        id: transition.id,
        dialect: postgresql,
        sync: syncedColumns(transition),
        key: transition.table.key,
        needsTrigger: sync === 'trigger',
      }));
    }
    migrations.push(
      releases.flatMap(([id, release]) => renderRelease(id, release, postgresql).map(({ sql }) => sql)),
    );
    const edits = releases.flatMap(([, release]) => release.schema);
    const [edited] = await applySchemaEdits([{ path: 'schema.prisma', text }], edits);
    text = edited!.text;
    schemas.push(text);
  }
  return { schemas, migrations, jobs };
}
const added = `ALTER TYPE "Status" ADD VALUE 'is suspended'; ALTER TYPE "Status" ADD VALUE 'UNKNOWN';`;

/** The client of one generation, as its own `prisma generate` makes it, with the extension where there is one. */
async function generate(name: string, schema: string): Promise<(url: string) => Client> {
  const folder = path.join(workspace.directory, name);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'schema.prisma'), schema);
  const done = await workspace.run(folder, 'prisma', ['generate', '--schema', 'schema.prisma']);
  if (done.code !== 0) throw new Error(done.stdout + done.stderr);
  const { PrismaClient } = await import(path.join(folder, 'client/client.ts'));
  const helpers = schema.includes('prisma-expand-contract')
    ? await import(path.join(folder, 'transitions/index.ts'))
    : undefined;
  return (url) => {
    const client = new PrismaClient({ adapter: new PrismaPg({ connectionString: url }) });
    return (helpers ? helpers.withTransitions(client) : client) as Client;
  };
}

const statuses = ['active', "it's on", 'banned', 'UNKNOWN', 'no longer known', ''] as const;
const states = ['ACTIVE', 'SUSPENDED', 'UNKNOWN'] as const;
const stages = ['new', 'sent', 'odd', null] as const;
/** Written down once more, by hand: what the maps say. */
const stateOf: Readonly<Record<string, string>> = {
  active: 'ACTIVE',
  "it's on": 'ACTIVE',
  banned: 'is suspended',
};
const stepOf: Readonly<Record<string, string>> = { new: 'ACTIVE', sent: 'is suspended', odd: 'UNKNOWN' };
const databaseName = (state: string) => (state === 'SUSPENDED' ? 'is suspended' : state);

/** What one generation writes: old ones the source, new ones the target. */
type Writes = 'source' | 'target';
const change = fc.record({
  who: fc.nat(1),
  what: fc.constantFrom('create', 'nested', 'update', 'updateMany', 'upsert', 'order'),
  status: fc.constantFrom(...statuses),
  state: fc.constantFrom(...states),
  stage: fc.constantFrom(...stages),
  row: fc.nat(5),
});

interface Generation {
  readonly client: Client;
  readonly writes: Writes;
}

let created = 0;
function newEmail(): string {
  created += 1;
  return `new-${created}@x`;
}

async function write(
  { client, writes }: Generation,
  {
    what,
    status,
    state,
    stage,
    row,
  }: { what: string; status: string; state: string; stage: string | null; row: number },
): Promise<void> {
  const data = writes === 'source' ? { status } : { state };
  const step =
    stage === null ? null : stage === 'new' ? 'ACTIVE' : stage === 'sent' ? 'SUSPENDED' : 'UNKNOWN';
  const order = writes === 'source' ? { stage } : { step };
  const where = { email: `${row}@x` };
  switch (what) {
    case 'create':
      await client.user.create({ data: { email: newEmail(), ...data } });
      return;
    case 'nested':
      await client.user.create({
        data: { email: newEmail(), ...data, orders: { create: [order, order] } },
      });
      return;
    case 'update':
      await client.user.update({ where, data });
      return;
    case 'updateMany':
      await client.user.updateMany({ where: { email: { startsWith: `${row}` } }, data });
      return;
    case 'upsert':
      await client.user.upsert({ where, create: { ...where, ...data }, update: data });
      return;
    default:
      await client.order.updateMany({ where: { user: where }, data: order });
  }
}

const rowsOf = (url: string) =>
  withClient(url, async (client) => ({
    users: (await client.query('SELECT id, status, state::text FROM "User" ORDER BY id')).rows,
    orders: (await client.query('SELECT id, stage, step::text FROM "Order" ORDER BY id')).rows,
  }));

async function expectEqual(url: string): Promise<void> {
  const { users, orders } = await rowsOf(url);
  for (const { status, state } of users)
    expect([status, state]).toEqual([status, stateOf[status] ?? 'UNKNOWN']);
  for (const { stage, step } of orders)
    expect([stage, step]).toEqual([stage, stage === null ? null : stepOf[stage]]);
}

describe.each(['trigger', 'client'] as const)('G0 to G3 under sync "%s"', (sync) => {
  const generations: ((url: string) => Client)[] = [];
  let schemas: readonly string[];
  let migrations: readonly (readonly string[])[];
  let jobs: readonly Job[];
  beforeAll(async () => {
    ({ schemas, migrations, jobs } = await train(sync));
    // One after the other: each of them would take a processor for itself.
    for (const number of [0, 1, 2, 3])
      generations.push(await generate(`${sync}-${number}`, schemas[number]!));
  }, 120_000);

  it('write in turn, and every one of them reads what the others wrote', async () => {
    const url = postgres.url(await postgres.createDatabase());
    const query = (sql: string) => withClient(url, (client) => client.query(sql));
    await query(
      await diffSchemas([], [['schema.prisma', schemas[0]!]], new PrismaPg({ connectionString: url })),
    );
    const clients = generations.map((connect) => connect(url));
    const [g0, g1, g2, g3] = clients as [Client, Client, Client, Client];
    const seed = (client: Client, data: object) =>
      Promise.all(
        [0, 1, 2, 3, 4, 5].map((row) =>
          client.user.upsert({
            where: { email: `${row}@x` },
            create: { email: `${row}@x`, ...data },
            update: {},
          }),
        ),
      );
    await seed(g0, { status: 'active' });

    /** Changes by two live generations in random turns; after each one both read everything. */
    const inTurn = async (pair: readonly [Generation, Generation], check: () => Promise<void>) => {
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
          for (const each of changes) {
            const writer = pair[each.who]!;
            const before = await rowsOf(url).then(
              ({ users }) => new Map(users.map((user) => [user.id, user])),
            );
            await write(writer, each);
            for (const { client } of pair) await client.user.findMany({ include: { orders: true } });
            await check();
            if (sync !== 'trigger' || writer.writes !== 'target') continue;
            // A text that already means the new value stays what it was.
            for (const user of (await rowsOf(url)).users) {
              const old = before.get(user.id);
              if (old && old.state === user.state) expect(user.status).toBe(old.status);
              else if (user.state === databaseName(each.state))
                expect(stateOf[user.status] ?? 'UNKNOWN').toBe(user.state);
            }
          }
        }),
        { numRuns: 5 },
      );
    };
    const allAgree = () => expectEqual(url);
    const nothing = async () => {};

    for (const sql of migrations[1]!) await query(sql);
    // Rows that are not copied yet are read with their value all the same.
    expect((await g1.user.findMany({ where: { id: 1 } }))[0]).toMatchObject({
      status: 'active',
      state: 'ACTIVE',
    });
    await inTurn(
      [
        { client: g0, writes: 'source' },
        { client: g1, writes: 'source' },
      ],
      nothing,
    );
    for (const job of jobs) {
      expect(await runBackfill(() => connectPostgres(url), job)).toMatchObject({ outcome: 'done' });
      expect(await verify(() => connectPostgres(url), job)).toMatchObject({ drift: 0 });
    }
    await allAgree();
    await inTurn(
      sync === 'trigger'
        ? [
            { client: g0, writes: 'source' },
            { client: g1, writes: 'source' },
          ]
        : [
            { client: g1, writes: 'source' },
            { client: g1, writes: 'source' },
          ],
      allAgree,
    );

    for (const sql of migrations[2]!) await query(sql);
    await inTurn(
      [
        { client: g1, writes: 'source' },
        { client: g2, writes: 'target' },
      ],
      allAgree,
    );
    await inTurn(
      [
        { client: g2, writes: 'target' },
        { client: g3, writes: 'target' },
      ],
      sync === 'trigger' ? allAgree : nothing,
    );
    expect((await query(`SELECT count(*)::int AS n FROM "User" WHERE state IS NULL`)).rows).toEqual([
      { n: 0 },
    ]);

    for (const sql of migrations[4]!) await query(sql);
    const last = await g3.user.create({
      data: { email: newEmail(), state: 'SUSPENDED', orders: { create: { step: 'UNKNOWN' } } },
    });
    expect(await g3.user.findMany({ where: { id: last.id }, include: { orders: true } })).toMatchObject([
      { state: 'SUSPENDED', orders: [{ step: 'UNKNOWN' }] },
    ]);
    for (const client of clients) await client.$disconnect();
  }, 120_000);
});
