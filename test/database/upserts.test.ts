import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../src/database/connect.js';
import { dialectOf } from '../../src/database/dialects.js';
import type { SyncedColumns } from '../../src/database/operation.js';
import { copied } from '../../src/model/conversion.js';
import { type AnyServer, startServer } from '../backfill/databases.js';

const uniques = { s: [['s']], 'tenant, s': [['tenant', 's']] } as const;

/** Two generations upsert the same values at the same time, each by the column that it knows. */
describe('upserts while both sides are unique', () => {
  const dialect = dialectOf('postgresql');
  let server: AnyServer;
  beforeAll(async () => {
    server = await startServer.postgresql();
  });
  afterAll(() => server?.stop());

  const sync: SyncedColumns = {
    table: { name: 'T' },
    source: { column: 's', sqlType: 'text' },
    target: { column: 't', sqlType: 'text' },
    ...copied,
  };

  /** @returns the errors of eight sessions that upsert new values, and some that are there, round after round */
  const upsert = async (given: SyncedColumns, arbiters: readonly string[], rounds: number) => {
    const url = await server.fresh();
    const open = () => connect('postgresql', url, '/');
    const setup = await open();
    // Room on each page keeps updates out of the indexes: PostgreSQL alone, without a trigger, fails in 1 of some 300,000
    // upserts on the unique index that is not the arbiter where an update beside it moves the row's index entries.
    await setup.query({
      text: `CREATE TABLE "T" (id serial PRIMARY KEY, tenant integer NOT NULL DEFAULT 1, s text, t text, n integer NOT NULL DEFAULT 0)
        WITH (fillfactor = 10)`,
      values: [],
    });
    for (const columns of new Set([...arbiters, arbiters[0]!.replace('s', 't')])) {
      await setup.query({ text: `CREATE UNIQUE INDEX ON "T" (${columns})`, values: [] });
    }
    for (const text of dialect.createSync(given)) await setup.query({ text, values: [] });
    const errors: string[] = [];
    const sessions = await Promise.all(Array.from({ length: 8 }, open));
    for (let round = 0; round < rounds; round += 1) {
      await Promise.all(
        sessions.map(async (session, number) => {
          const arbiter = arbiters[number % arbiters.length]!;
          const column = arbiter.endsWith('t') && arbiter !== 'tenant' ? 't' : 's';
          // The first value of a round is new to all, the second is there.
          for (const value of [round, Math.floor(round / 2)]) {
            await session
              .query({
                text: `INSERT INTO "T" (${column}) VALUES ($1) ON CONFLICT (${arbiter}) DO UPDATE SET n = "T".n + 1`,
                values: [`value ${value}`],
              })
              .catch((error: Error) => errors.push(error.message));
          }
        }),
      );
    }
    const { rows } = await setup.query<{ rows: number; n: number }>({
      text: 'SELECT count(*)::int AS rows, sum(n)::int AS n FROM "T"',
      values: [],
    });
    for (const session of [setup, ...sessions]) await session.close();
    return { errors, ...rows[0] };
  };

  it.each(['s', 'tenant, s'] as const)('by (%s): none fails, and none is lost', async (columns) => {
    const rounds = 150;
    const arbiters = [columns, columns.replace(/s$/, 't')];
    const result = await upsert({ ...sync, uniques: uniques[columns] }, arbiters, rounds);
    expect(result).toEqual({ errors: [], rows: rounds, n: rounds * 16 - rounds });
  });

  it('fail where the trigger does not let one go first', async () => {
    const { errors } = await upsert(sync, ['s', 't'], 300);
    expect(errors[0]).toMatch(/unique constraint/);
  });

  it('values that are there are not waited for: two that skip them in opposite orders both go through', async () => {
    const url = await server.fresh();
    const [one, other] = await Promise.all([
      connect('postgresql', url, '/'),
      connect('postgresql', url, '/'),
    ]);
    const run = (session: typeof one, text: string) => session.query({ text, values: [] });
    await run(one, 'CREATE TABLE "T" (id serial PRIMARY KEY, s text UNIQUE, t text UNIQUE)');
    for (const text of dialect.createSync({ ...sync, uniques: [['s']] })) await run(one, text);
    await run(one, `INSERT INTO "T" (s) VALUES ('a'), ('b')`);
    const skip = (value: string) => `INSERT INTO "T" (s) VALUES ('${value}') ON CONFLICT DO NOTHING`;
    await one.transaction(async () => {
      await run(one, skip('a'));
      await other.transaction(async () => {
        await run(other, skip('b'));
        await run(one, skip('b'));
        await run(other, skip('a'));
      });
    });
    await one.close();
    await other.close();
  });

  it('a user who may insert and not read', async () => {
    const url = await server.fresh();
    await server.query(
      url,
      `CREATE TABLE "T" (id serial PRIMARY KEY, s text UNIQUE, t text UNIQUE);
       CREATE ROLE writer LOGIN PASSWORD 'writer'; GRANT INSERT ON "T" TO writer; GRANT USAGE ON SEQUENCE "T_id_seq" TO writer`,
    );
    for (const text of dialect.createSync({ ...sync, uniques: [['s']] })) await server.query(url, text);
    const asWriter = url.replace('postgres:postgres@', 'writer:writer@');
    await server.query(asWriter, `INSERT INTO "T" (s) VALUES ('a')`);
    expect(await server.query(url, 'SELECT s, t FROM "T"')).toEqual([{ s: 'a', t: 'a' }]);
  });
});
