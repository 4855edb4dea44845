import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BackfillEvent, type BackfillOptions, runBackfill } from '../../src/backfill/backfill.js';
import type { Job } from '../../src/backfill/job.js';
import { progressStore } from '../../src/backfill/progress.js';
import { readStatus, sendRequest } from '../../src/backfill/remote.js';
import { verify } from '../../src/backfill/verify.js';
import type { KeyColumn } from '../../src/database/dialect.js';
import { startPostgres, type TestPostgres, withClient } from '../support/postgres.js';
import { connectTo, createPeople, drift, id, renameJob } from './people.js';

let server: TestPostgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

const freshUrl = async () => server.url(await server.createDatabase());
const sql = (url: string, text: string, values: unknown[] = []) =>
  withClient(url, async (client) => (await client.query(text, values)).rows);
const backfill = (url: string, options: BackfillOptions = {}, job: Job = renameJob()) =>
  runBackfill(connectTo(url), job, options);

describe('a whole table', () => {
  it('is copied in batches, each row once', async () => {
    const url = await freshUrl();
    await createPeople(url, 12_345);
    const events: BackfillEvent[] = [];
    const result = await backfill(url, {
      batchSize: 500,
      targetMs: 0,
      onEvent: (event) => events.push(event),
    });
    expect(result).toEqual({
      outcome: 'done',
      rowsScanned: 12_345,
      rowsCopied: 12_345,
      rowsTotal: 12_345,
      rowsFailed: 0,
      failedRows: [],
    });
    expect(events.filter(({ event }) => event === 'batch')).toHaveLength(25);
    expect(await drift(url)).toBe(0);
    expect(await sql(url, 'SELECT "state", "cursor", "rows_copied" FROM pec.backfill')).toEqual([
      { state: 'done', cursor: null, rows_copied: '12345' },
    ]);
  });

  it('is looked through again by a later run, which touches only what differs', async () => {
    const url = await freshUrl();
    await createPeople(url, 1000);
    await backfill(url);
    await sql(url, `UPDATE "User" SET "userName" = 'new' WHERE "id" = 7`);
    await sql(url, `UPDATE "User" SET "userName" = NULL WHERE "id" = 8`);
    await sql(url, `UPDATE "User" SET "displayName" = NULL WHERE "id" = 9`);
    const before = await sql(
      url,
      'SELECT "id", xmin::text FROM "User" WHERE "id" NOT IN (7, 8, 9) ORDER BY "id"',
    );
    const result = await backfill(url);
    expect(result).toMatchObject({ outcome: 'done', rowsScanned: 1000, rowsCopied: 3 });
    expect(await drift(url)).toBe(0);
    expect(
      await sql(url, 'SELECT "id", xmin::text FROM "User" WHERE "id" NOT IN (7, 8, 9) ORDER BY "id"'),
    ).toEqual(before);
  });

  it('keeps the key and the time of the last update', async () => {
    const url = await freshUrl();
    await createPeople(url, 10);
    await backfill(url);
    expect(await sql(url, `SELECT count(*)::int AS n FROM "User" WHERE "updatedAt" = 'epoch'`)).toEqual([
      { n: 10 },
    ]);
  });

  it('may be empty', async () => {
    const url = await freshUrl();
    await createPeople(url, 0);
    expect(await backfill(url)).toMatchObject({ outcome: 'done', rowsScanned: 0 });
  });

  it('can be copied back', async () => {
    const url = await freshUrl();
    await createPeople(url, 100);
    await sql(url, `UPDATE "User" SET "displayName" = 'later', "userName" = NULL`);
    expect(await backfill(url, { direction: 'backward' })).toMatchObject({
      outcome: 'done',
      rowsCopied: 100,
    });
    expect(await sql(url, 'SELECT DISTINCT "userName", "displayName" FROM "User"')).toEqual([
      { userName: 'later', displayName: 'later' },
    ]);
  });
});

describe('keys', () => {
  const cases: readonly { name: string; ddl: string; fill: string; key: readonly KeyColumn[] }[] = [
    {
      name: 'bigint',
      ddl: 'bigint PRIMARY KEY',
      fill: '9007199254740992 + n',
      key: [{ column: 'id', sqlType: 'BIGINT' }],
    },
    { name: 'negative', ddl: 'integer PRIMARY KEY', fill: '500 - n', key: id },
    {
      name: 'uuid',
      ddl: 'uuid PRIMARY KEY',
      fill: 'gen_random_uuid()',
      key: [{ column: 'id', sqlType: 'UUID' }],
    },
    {
      name: 'text',
      ddl: 'text PRIMARY KEY',
      fill: `md5(n::text) || '''"\\'`,
      key: [{ column: 'id', sqlType: 'TEXT' }],
    },
    {
      name: 'timestamp',
      ddl: 'timestamp(3) PRIMARY KEY',
      fill: `'2024-01-01'::timestamp + n * '1 ms'::interval`,
      key: [{ column: 'id', sqlType: 'TIMESTAMP(3)' }],
    },
    { name: 'identity', ddl: 'integer GENERATED ALWAYS AS IDENTITY UNIQUE', fill: 'DEFAULT', key: id },
  ];
  it.each(cases)('$name', async ({ ddl, fill, key }) => {
    const url = await freshUrl();
    await sql(url, `CREATE TABLE "User" ("id" ${ddl}, "userName" text, "displayName" text)`);
    await (fill === 'DEFAULT'
      ? sql(url, `INSERT INTO "User" ("userName") SELECT 'name ' || n FROM generate_series(1, 1000) n`)
      : sql(
          url,
          `INSERT INTO "User" ("id", "userName") SELECT ${fill}, 'name ' || n FROM generate_series(1, 1000) n`,
        ));
    const job = renameJob(key);
    expect(await verify(connectTo(url), job)).toMatchObject({ rows: 1000, drift: 1000 });
    expect(await backfill(url, { batchSize: 37, targetMs: 0 }, job)).toMatchObject({
      outcome: 'done',
      rowsScanned: 1000,
    });
    expect(await verify(connectTo(url), job)).toMatchObject({ rows: 1000, drift: 0 });
  });

  it('of several columns', async () => {
    const url = await freshUrl();
    await sql(
      url,
      `CREATE TABLE "User" ("tenant" text, "number" int, "userName" text, "displayName" text, PRIMARY KEY ("tenant", "number"))`,
    );
    await sql(
      url,
      `INSERT INTO "User" SELECT 'tenant ' || n % 7, n, 'name ' || n FROM generate_series(1, 1000) n`,
    );
    const key = [
      { column: 'tenant', sqlType: 'TEXT' },
      { column: 'number', sqlType: 'INTEGER' },
    ];
    const verified = await verify(connectTo(url), renameJob(key), { sample: 2 });
    expect(verified.samples).toEqual(['tenant = tenant 0, number = 7', 'tenant = tenant 0, number = 14']);
    expect(await backfill(url, { batchSize: 100, targetMs: 0 }, renameJob(key))).toMatchObject({
      rowsScanned: 1000,
    });
    expect(await drift(url)).toBe(0);
  });

  it('are needed', async () => {
    const url = await freshUrl();
    await sql(url, 'CREATE TABLE "User" ("userName" text, "displayName" text)');
    await sql(url, `INSERT INTO "User" VALUES ('a', NULL), ('b', 'b')`);
    await expect(backfill(url, {}, renameJob([]))).rejects.toMatchObject({
      name: 'UserError',
      code: 'no-key',
    });
    expect(await verify(connectTo(url), renameJob([]))).toEqual({
      rows: 2,
      drift: 1,
      samples: [],
      complete: true,
    });
  });
});

describe('any table', () => {
  it('agrees with the source afterwards, whatever it holds and however it is cut', async () => {
    const url = await freshUrl();
    await createPeople(url, 0);
    const text = fc.option(fc.constantFrom('', 'a', 'A', "'; --", 'é', '\\'), { nil: null });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(
          fc.record({ id: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), old: text, new: text }),
          { selector: (row) => row.id, maxLength: 60 },
        ),
        fc.integer({ min: 1, max: 20 }),
        async (rows, batchSize) => {
          await withClient(url, async (client) => {
            await client.query('TRUNCATE "User"');
            await client.query(
              'INSERT INTO "User" ("id", "userName", "displayName") SELECT * FROM unnest($1::int[], $2::text[], $3::text[])',
              [rows.map((row) => row.id), rows.map((row) => row.old), rows.map((row) => row.new)],
            );
          });
          const different = rows.filter((row) => row.old !== row.new).length;
          expect(await verify(connectTo(url), renameJob())).toMatchObject({
            rows: rows.length,
            drift: different,
          });
          expect(await backfill(url, { batchSize, targetMs: 0 })).toMatchObject({
            rowsScanned: rows.length,
            rowsCopied: different,
          });
          expect(await drift(url)).toBe(0);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('beside writers', () => {
  it('loses no write under the sync trigger', async () => {
    const url = await freshUrl();
    await createPeople(url, 20_000, { trigger: true });
    const writing = new AbortController();
    let writes = 0;
    const writer = async (column: string, seed: number) => {
      await withClient(url, async (client) => {
        for (let n = seed; !writing.signal.aborted; n += 4) {
          const row = (n * 7919) % 20_000;
          await client.query(`UPDATE "User" SET "${column}" = $1 WHERE "id" = $2`, [`${column} ${n}`, row]);
          await client.query(
            `INSERT INTO "User" ("id", "${column}") VALUES ($1, $2) ON CONFLICT DO NOTHING`,
            [-n, `new ${n}`],
          );
          writes += 1;
        }
      });
    };
    const writers = ['userName', 'displayName', 'userName', 'displayName'].map((column, index) =>
      writer(column, index + 1),
    );
    const result = await backfill(url, { batchSize: 200, targetMs: 0 }, renameJob(id, true));
    writing.abort();
    await Promise.all(writers);
    expect(result.outcome).toBe('done');
    expect(writes).toBeGreaterThan(10);
    expect(await drift(url)).toBe(0);
    expect(await sql(url, 'SELECT count(*)::int AS n FROM "User" WHERE "displayName" IS NULL')).toEqual([
      { n: 0 },
    ]);
  });

  it('does not overwrite what a writer commits while the batch waits for it', async () => {
    const url = await freshUrl();
    await createPeople(url, 3);
    await withClient(url, async (writer) => {
      await writer.query('BEGIN');
      await writer.query(`UPDATE "User" SET "userName" = 'newest', "displayName" = 'newest' WHERE "id" = 2`);
      // What is left of a batch after its attempts is waited for row by row.
      const running = backfill(url, { lockMs: 20_000, attempts: 1 });
      await blocked(url);
      await writer.query('COMMIT');
      expect(await running).toMatchObject({ outcome: 'done', rowsCopied: 2 });
    });
    expect(await sql(url, 'SELECT "displayName" FROM "User" ORDER BY "id"')).toEqual([
      { displayName: 'name 1' },
      { displayName: 'newest' },
      { displayName: 'name 3' },
    ]);
  });
});

describe('a row that is in the way', () => {
  it('is waited for while it is locked', async () => {
    const url = await freshUrl();
    await createPeople(url, 100);
    const events: BackfillEvent[] = [];
    await withClient(url, async (writer) => {
      await writer.query('BEGIN');
      await writer.query(`SELECT * FROM "User" WHERE "id" = 50 FOR UPDATE`);
      let release = () => {};
      const retried = new Promise<void>((resolve) => {
        release = resolve;
      });
      const running = backfill(url, {
        lockMs: 20,
        onEvent: (event) => {
          events.push(event);
          if (event.event === 'retry') release();
        },
      });
      await retried;
      await writer.query('COMMIT');
      expect(await running).toMatchObject({ outcome: 'done', rowsCopied: 100 });
    });
    expect(events.some(({ event }) => event === 'retry')).toBe(true);
  });

  it('is named, skipped and counted if its lock never goes', async () => {
    const url = await freshUrl();
    await createPeople(url, 100);
    const result = await withClient(url, async (writer) => {
      await writer.query('BEGIN');
      await writer.query(`SELECT * FROM "User" WHERE "id" = 50 FOR UPDATE`);
      return await backfill(url, { lockMs: 10, attempts: 1 });
    });
    expect(result).toMatchObject({ outcome: 'failed', rowsScanned: 100, rowsCopied: 99, rowsFailed: 1 });
    expect(result.failedRows[0]).toMatchObject({ key: ['50'] });
    expect(await backfill(url)).toMatchObject({ outcome: 'done', rowsCopied: 1 });
  });

  it('is named, skipped and counted if the database refuses its value', async () => {
    const url = await freshUrl();
    await createPeople(url, 1000);
    await sql(
      url,
      `ALTER TABLE "User" ADD CONSTRAINT "no_thirteen" CHECK ("displayName" NOT IN ('name 13', 'name 777'))`,
    );
    const result = await backfill(url, { batchSize: 300, targetMs: 0 });
    expect(result).toMatchObject({ outcome: 'failed', rowsScanned: 1000, rowsCopied: 998 });
    expect(result.failedRows.map(({ key }) => key)).toEqual([['13'], ['777']]);
    expect(result.failedRows[0]?.message).toContain('no_thirteen');
    expect(await sql(url, 'SELECT "state", "message" FROM pec.backfill')).toEqual([
      { state: 'failed', message: '2 rows could not be copied' },
    ]);
  });
});

describe('an interruption', () => {
  it('by the signal keeps the progress, and the next run goes on there', async () => {
    const url = await freshUrl();
    await createPeople(url, 1000);
    const stop = new AbortController();
    const first = await backfill(url, {
      batchSize: 100,
      targetMs: 0,
      signal: stop.signal,
      onEvent: (event) => event.event === 'batch' && event.rowsScanned === 300 && stop.abort(),
    });
    expect(first).toMatchObject({ outcome: 'interrupted', rowsScanned: 300 });
    const events: BackfillEvent[] = [];
    const second = await backfill(url, {
      batchSize: 100,
      targetMs: 0,
      onEvent: (event) => events.push(event),
    });
    expect(events[0]).toMatchObject({ event: 'start', resumed: true, rowsScanned: 300 });
    expect(events.filter(({ event }) => event === 'batch')).toHaveLength(7);
    expect(second).toMatchObject({ outcome: 'done', rowsScanned: 1000, rowsCopied: 1000 });
  });

  it('is forgotten with restart, and where the key has changed', async () => {
    const url = await freshUrl();
    await createPeople(url, 1000);
    const interrupt = async () => {
      const stop = new AbortController();
      await backfill(url, {
        batchSize: 100,
        signal: stop.signal,
        onEvent: (event) => event.event === 'batch' && stop.abort(),
      });
    };
    await interrupt();
    expect(await backfill(url, { restart: true })).toMatchObject({ rowsScanned: 1000, rowsCopied: 900 });
    await interrupt();
    await sql(url, 'ALTER TABLE "User" RENAME COLUMN "id" TO "number"');
    expect(await backfill(url, {}, renameJob([{ column: 'number', sqlType: 'INTEGER' }]))).toMatchObject({
      rowsScanned: 1000,
    });
  });

  it('by a lost connection is healed within the run', async () => {
    const url = await freshUrl();
    await createPeople(url, 1000);
    let cuts = 0;
    const cutting = new pg.Client({ connectionString: url });
    await cutting.connect();
    const events: BackfillEvent[] = [];
    const result = await backfill(url, {
      batchSize: 50,
      targetMs: 0,
      pauseMs: 5,
      onEvent: (event) => {
        events.push(event);
        if (event.event === 'batch' && cuts < 3) {
          cuts += 1;
          void cutting.query(`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'`);
        }
      },
    });
    await cutting.end();
    expect(result).toMatchObject({ outcome: 'done', rowsScanned: 1000, rowsCopied: 1000 });
    expect(events.filter(({ event }) => event === 'retry').length).toBeGreaterThan(0);
    expect(await drift(url)).toBe(0);
  });
});

describe('two runs', () => {
  it('of one job are refused', async () => {
    const url = await freshUrl();
    await createPeople(url, 1000);
    let second: Promise<unknown> | undefined;
    await backfill(url, {
      batchSize: 10,
      targetMs: 0,
      pauseMs: 5,
      onEvent: () => {
        second ??= backfill(url).catch((error) => error);
      },
    });
    expect(await second).toMatchObject({ name: 'UserError', code: 'backfill-running' });
    expect(await drift(url)).toBe(0);
  });
});

describe('orders from another process', () => {
  const order = async (url: string, request: 'pause' | 'resume' | 'cancel') => {
    const connection = await connectTo(url)();
    const job = renameJob();
    const table = { ...job.sync.table, schema: 'public' };
    await progressStore(connection, { ...job, sync: { ...job.sync, table } }, 'forward').request(request);
    await connection.close();
  };

  it('pause and resume', async () => {
    const url = await freshUrl();
    await createPeople(url, 1000);
    const events: BackfillEvent[] = [];
    const running = backfill(url, {
      batchSize: 100,
      targetMs: 0,
      pauseMs: 20,
      onEvent: (event) => {
        events.push(event);
        if (event.event === 'start') void order(url, 'pause');
        if (event.event === 'paused') void order(url, 'resume');
      },
    });
    expect(await running).toMatchObject({ outcome: 'done', rowsScanned: 1000 });
    expect(events.map(({ event }) => event)).toEqual(expect.arrayContaining(['paused', 'resumed']));
  });

  it('cancel: the next run starts at the first row', async () => {
    const url = await freshUrl();
    await createPeople(url, 1000);
    const result = await backfill(url, {
      batchSize: 10,
      targetMs: 0,
      pauseMs: 20,
      onEvent: (event) => event.event === 'start' && void order(url, 'cancel'),
    });
    expect(result.outcome).toBe('cancelled');
    expect(await backfill(url)).toMatchObject({ outcome: 'done', rowsScanned: 1000 });
  });

  it.each(['pause', 'resume'] as const)('%s needs a run', async (request) => {
    const url = await freshUrl();
    await createPeople(url, 1);
    const asked = () => sendRequest(connectTo(url), renameJob(), 'forward', request);
    await expect(asked()).rejects.toMatchObject({ code: 'backfill-not-running' });
    await backfill(url);
    await expect(asked()).rejects.toMatchObject({ code: 'backfill-not-running' });
  });

  it('cancel needs none: it forgets a run that died', async () => {
    const url = await freshUrl();
    await createPeople(url, 100);
    const stop = new AbortController();
    const onEvent = ({ event }: BackfillEvent) => event === 'batch' && stop.abort();
    await backfill(url, { batchSize: 10, signal: stop.signal, onEvent });
    await sendRequest(connectTo(url), renameJob(), 'forward', 'cancel');
    const { progress } = await readStatus(connectTo(url), renameJob(), 'forward');
    expect(progress).toMatchObject({ state: 'pending', cursor: undefined });
    expect(await backfill(url)).toMatchObject({ rowsScanned: 100, rowsCopied: 90 });
  });
});

describe('before the first write', () => {
  it.each([
    ['the table', 'DROP TABLE "User"', /no table "User"/],
    ['the target', 'ALTER TABLE "User" DROP COLUMN "displayName" CASCADE', /no column "displayName"/],
    [
      'the trigger',
      "DO $$ BEGIN EXECUTE (SELECT string_agg(format('DROP TRIGGER %I ON \"User\"', tgname), '; ') FROM pg_trigger WHERE NOT tgisinternal); END $$",
      /lacks the trigger/,
    ],
  ])('misses %s', async (_, statement, message) => {
    const url = await freshUrl();
    await createPeople(url, 10, { trigger: true });
    await sql(url, statement);
    const refused = backfill(url, {}, renameJob(id, true));
    await expect(refused).rejects.toMatchObject({
      code: 'not-migrated',
      message: expect.stringMatching(message),
    });
    expect(await sql(url, `SELECT to_regclass('pec.backfill') AS made`)).toEqual([{ made: null }]);
  });

  it('says what to grant', async () => {
    const url = await freshUrl();
    await createPeople(url, 10);
    await sql(url, `CREATE ROLE "app_${url.split('_').at(-1)}" LOGIN PASSWORD 'app'`);
    const user = `app_${url.split('_').at(-1)}`;
    await sql(url, `GRANT ALL ON "User" TO "${user}"`);
    const asApp = url.replace('postgres:postgres@', `${user}:app@`);
    await expect(backfill(asApp)).rejects.toMatchObject({ code: 'no-permission' });
    await sql(url, `CREATE SCHEMA "pec" AUTHORIZATION "${user}"`);
    expect(await backfill(asApp)).toMatchObject({ outcome: 'done', rowsCopied: 10 });
  });
});

/** Resolves once some session waits for a lock. */
async function blocked(url: string): Promise<void> {
  await withClient(url, async (client) => {
    for (;;) {
      const { rows } = await client.query(
        `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
      );
      if (rows.length > 0) return;
      await sleep(10);
    }
  });
}
