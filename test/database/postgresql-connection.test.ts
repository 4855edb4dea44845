import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../../src/database/connection.js';
import { connectPostgres } from '../../src/database/postgresql-connection.js';
import { startPostgres, type TestPostgres, withClient } from '../support/postgres.js';

let server: TestPostgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

describe('a connection string', () => {
  it.each([
    ['is no address', () => 'postgres:s3cret', 'database-url'],
    ['has a password that is not encoded', () => 'postgresql://me:s3c/ret@h/db', 'database-url'],
    ['is for another database', () => 'mysql://me:s3cret@127.0.0.1/db', 'database-url'],
    ['is for a proxy', () => 'prisma+postgres://accelerate.prisma-data.net/?api_key=s3cret', 'database-url'],
    ['leads nowhere', () => 'postgresql://me:s3cret@127.0.0.1:1/db', 'database-unreachable'],
    [
      'names no host that exists',
      () => 'postgresql://me:s3cret@no-such-host.invalid/db',
      'database-unreachable',
    ],
    [
      'has a wrong password',
      () => server.url('postgres').replace('postgres:postgres@', 'postgres:s3cret@'),
      'database-login',
    ],
    [
      'has no password',
      () => server.url('postgres').replace('postgres:postgres@', 'postgres@'),
      'database-login',
    ],
    [
      'has an unknown user',
      () => server.url('postgres').replace('postgres:postgres@', 'nobody:s3cret@'),
      'database-login',
    ],
    ['has an unknown database', () => server.url('nowhere'), 'database-missing'],
  ])('that %s', async (_, url, code) => {
    const error = await connectPostgres(url()).catch((each) => each);
    expect(error).toMatchObject({ name: 'UserError', code });
    expect(`${error.message} ${error.hint} ${JSON.stringify(error)}`).not.toMatch(/s3c/);
  });

  it("honours Prisma's ?schema=, whatever its name", async () => {
    const database = await server.createDatabase();
    await withClient(server.url(database), (client) =>
      client.query(`CREATE SCHEMA "Odd ""name"; CREATE TABLE "Odd ""name"."here" ()`),
    );
    const connection = await connectPostgres(
      `${server.url(database)}?schema=${encodeURIComponent('Odd "name')}`,
    );
    const { rows } = await connection.query({
      text: `SELECT to_regclass('here') IS NOT NULL AS "found"`,
      values: [],
    });
    await connection.close();
    expect(rows).toEqual([{ found: true }]);
  });
});

describe('a failure', () => {
  const failure = async (work: (connection: Connection) => Promise<unknown>) => {
    const connection = await connectPostgres(server.url('postgres'));
    try {
      return connection.failure(await work(connection).catch((error) => error));
    } finally {
      await connection.close();
    }
  };
  const run = (text: string) => (connection: Connection) => connection.query({ text, values: [] });

  it.each([
    ['timeout', `SET statement_timeout = 1; SELECT pg_sleep(5)`],
    ['row', 'SELECT 1 / 0'],
    ['row', `SELECT 'x'::int`],
    ['row', `DO $$ BEGIN RAISE 'no'; END $$`],
    ['other', 'SELECT * FROM nowhere'],
    ['lost', 'SELECT pg_terminate_backend(pg_backend_pid())'],
  ])('is told as %s: %s', async (kind, text) => {
    expect(await failure(run(text))).toBe(kind);
  });

  it('is told as busy where another transaction holds a lock', async () => {
    await withClient(server.url('postgres'), async (client) => {
      await client.query('CREATE TABLE "locked" ()');
      await client.query('BEGIN; LOCK TABLE "locked"');
      expect(
        await failure(async (connection) => {
          await connection.setTimeouts({ lockMs: 20, statementMs: 5_000 });
          await run('SELECT * FROM "locked"')(connection);
        }),
      ).toBe('busy');
      await client.query('ROLLBACK');
    });
  });
});

it('a transaction that throws leaves nothing behind, and the session goes on', async () => {
  const connection = await connectPostgres(server.url(await server.createDatabase()));
  const query = (text: string) => connection.query<{ n: number }>({ text, values: [] });
  await query('CREATE TABLE "t" ("n" int)');
  await expect(
    connection.transaction(async () => {
      await query('INSERT INTO "t" VALUES (1)');
      await query('SELECT 1 / 0');
    }),
  ).rejects.toThrow('division by zero');
  await connection.transaction(() => query('INSERT INTO "t" VALUES (2)'));
  expect((await query('SELECT "n" FROM "t"')).rows).toEqual([{ n: 2 }]);
  await connection.close();
});
