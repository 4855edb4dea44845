import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BackfillEvent, runBackfill } from '../../src/backfill/backfill.js';
import type { Job } from '../../src/backfill/job.js';
import type { RangeQueue } from '../../src/backfill/pg-boss.js';
import { progressStore, RangeLost } from '../../src/backfill/progress.js';
import { openSession } from '../../src/backfill/session.js';
import { connect } from '../../src/database/connect.js';
import type { Connection } from '../../src/database/connection.js';
import { mysql } from '../../src/database/mysql.js';
import { sqlite } from '../../src/database/sqlite.js';
import { hasMariaDb, startMariaDb, withMariaDb } from '../support/mariadb.js';
import { startPostgres, type TestPostgres, withClient } from '../support/postgres.js';
import { connectTo, createPeople, drift, renameJob } from './people.js';

let server: TestPostgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

async function people(rows: number): Promise<string> {
  const url = server.url(await server.createDatabase());
  await createPeople(url, rows);
  return url;
}

const sql = (url: string, text: string) => withClient(url, async (client) => (await client.query(text)).rows);
const whole = { batchSize: 50, targetMs: 0, workers: 4, rangeSize: 300 };

/** Counts each row's updates, in a trigger of the database itself. */
const countUpdates = (url: string) =>
  sql(
    url,
    `CREATE TABLE seen (id int, at timestamptz DEFAULT now());
     CREATE FUNCTION seen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO seen (id) VALUES (NEW.id); RETURN NEW; END $$;
     CREATE TRIGGER seen AFTER UPDATE ON "User" FOR EACH ROW EXECUTE FUNCTION seen()`,
  );

describe('several workers', () => {
  it('share a table, each row once', async () => {
    const url = await people(10_000);
    await countUpdates(url);
    const sessions = new Set<string>();
    const events: BackfillEvent[] = [];
    const result = await runBackfill(
      async () => {
        const connection = await connectTo(url)();
        sessions.add(String(sessions.size));
        return connection;
      },
      renameJob(),
      { ...whole, onEvent: (event) => events.push(event) },
    );
    expect(result).toMatchObject({ outcome: 'done', rowsScanned: 10_000, rowsCopied: 10_000 });
    expect(sessions.size).toBe(4);
    expect(events.filter(({ event }) => event === 'batch')).toHaveLength(33 * 6 + 2);
    expect(await sql(url, 'SELECT count(*)::int AS n, count(DISTINCT id)::int AS ids FROM seen')).toEqual([
      { n: 10_000, ids: 10_000 },
    ]);
    expect(await drift(url)).toBe(0);
    expect(await sql(url, 'SELECT * FROM pec.backfill_range')).toEqual([]);
  });

  it('are interrupted, and go on with another number of workers', async () => {
    const url = await people(10_000);
    let scanned = 0;
    for (const workers of [4, 3, 1]) {
      const stop = new AbortController();
      const result = await runBackfill(connectTo(url), renameJob(), {
        ...whole,
        workers,
        signal: stop.signal,
        onEvent: (event) =>
          event.event === 'batch' && event.rowsScanned > scanned + 2000 && workers > 1 && stop.abort(),
      });
      expect(result.outcome).toBe(workers > 1 ? 'interrupted' : 'done');
      expect(result.rowsScanned).toBeGreaterThan(scanned);
      scanned = result.rowsScanned;
    }
    expect(scanned).toBe(10_000);
    expect(await drift(url)).toBe(0);
  });

  it('each find their range again after their connection is cut', async () => {
    const url = await people(10_000);
    await countUpdates(url);
    let cuts = 0;
    const events: BackfillEvent[] = [];
    const result = await runBackfill(connectTo(url), renameJob(), {
      ...whole,
      onEvent: (event) => {
        events.push(event);
        if (event.event !== 'batch' || event.rowsScanned < (cuts + 1) * 1500) return;
        cuts += 1;
        void sql(
          url,
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'prisma-expand-contract'
            AND datname = current_database() LIMIT 2`,
        );
      },
    });
    expect(result).toMatchObject({ outcome: 'done', rowsScanned: 10_000, rowsCopied: 10_000 });
    expect(events.some(({ event }) => event === 'retry')).toBe(true);
    expect(await sql(url, 'SELECT count(*)::int AS n, count(DISTINCT id)::int AS ids FROM seen')).toEqual([
      { n: 10_000, ids: 10_000 },
    ]);
  });

  it('name every row that cannot be copied', async () => {
    const url = await people(2000);
    await sql(url, `ALTER TABLE "User" ADD CHECK ("displayName" NOT LIKE 'name %77')`);
    const result = await runBackfill(connectTo(url), renameJob(), whole);
    expect(result).toMatchObject({ outcome: 'failed', rowsScanned: 2000, rowsCopied: 1980, rowsFailed: 20 });
    const keys = result.failedRows.map(({ key }) => Number(key[0])).toSorted((a, b) => a - b);
    expect(keys).toEqual(Array.from({ length: 20 }, (_, n) => 77 + 100 * n));
  });

  it('pause and end together', async () => {
    const url = await people(5000);
    const request = async (wanted: 'pause' | 'resume' | 'cancel') => {
      const connection = await connectTo(url)();
      const job = renameJob();
      const home = { ...job, sync: { ...job.sync, table: { ...job.sync.table, schema: 'public' } } };
      await progressStore(connection, home, 'forward').request(wanted);
      await connection.close();
    };
    const events: string[] = [];
    // Batches under way come to their end; then nothing moves. A run that did not rest would end as done.
    const rested = async () => {
      for (let seen = -1, quiet = 0; quiet < 5; quiet += 1) {
        if (events.length !== seen) quiet = 0;
        seen = events.length;
        await sleep(100);
      }
    };
    const result = await runBackfill(connectTo(url), renameJob(), {
      ...whole,
      pauseMs: 10,
      onEvent: ({ event }) => {
        events.push(event);
        if (event === 'start') void request('pause');
        if (event === 'paused') void rested().then(() => request('resume'));
        if (event === 'resumed') void request('cancel');
      },
    });
    expect(result.outcome).toBe('cancelled');
    expect(events).toEqual(expect.arrayContaining(['paused', 'resumed']));
    expect(await sql(url, 'SELECT * FROM pec.backfill_range')).toEqual([]);
  });
});

it('a worker whose range was taken away commits nothing', async () => {
  const url = await people(100);
  const job = renameJob();
  const options = {
    connect: connectTo(url),
    job,
    direction: 'forward',
    lockMs: 1000,
    statementMs: 1000,
  } as const;
  const leader = await openSession(options, true);
  const other = await openSession(options, false);
  await leader.store.begin(['id'], 100);
  const range = (await leader.store.claim('first', 60))!;
  expect(range).toMatchObject({ after: undefined, through: ['60'] });
  expect(await other.store.claim('second', 60)).toMatchObject({ after: ['60'], through: ['100'] });
  expect(await other.store.take('second', range.id!)).toEqual(range);
  const advance = { cursor: ['10'], rows: 10, copied: 10 };
  await expect(
    leader.connection.transaction(async () => {
      await leader.connection.query({ text: `UPDATE "User" SET "displayName" = 'stale'`, values: [] });
      await leader.store.advance('first', range, advance);
    }),
  ).rejects.toBeInstanceOf(RangeLost);
  expect(await sql(url, 'SELECT DISTINCT "displayName" FROM "User"')).toEqual([{ displayName: null }]);
  expect((await other.store.read())?.rowsScanned).toBe(0);
  await leader.connection.close();
  await other.connection.close();
});

it.each(['finish', 'reset'] as const)('after %s no range is given out any more', async (end) => {
  const url = await people(100);
  const options = {
    connect: connectTo(url),
    job: renameJob(),
    direction: 'forward',
    lockMs: 1000,
    statementMs: 1000,
  } as const;
  const { connection, store } = await openSession(options, true);
  await store.begin(['id'], 100);
  expect(await store.claim('late', 60)).toBeDefined();
  await (end === 'finish' ? store.finish('done') : store.reset());
  await connection.query({ text: 'DELETE FROM pec.backfill_range', values: [] });
  expect(await store.claim('late', 60)).toBeUndefined();
  await connection.close();
});

it('a machine that loses its connection while it waits for the leader tries again', async () => {
  const url = await people(100);
  const job = renameJob();
  const options = {
    connect: connectTo(url),
    job,
    direction: 'forward',
    lockMs: 1000,
    statementMs: 1000,
  } as const;
  const leader = await openSession(options, true);
  const waiting: string[] = [];
  const queue: RangeQueue = {
    send: async (_, ids) => void waiting.push(...ids),
    fetch: async () => waiting.shift(),
    complete: async () => {},
    close: async () => {},
  };
  let cuts = 0;
  const retries: BackfillEvent[] = [];
  const result = await runBackfill(
    async () => {
      const connection = await connectTo(url)();
      const query: Connection['query'] = async (statement) => {
        if (cuts === 0 && statement.text.includes(`to_regclass('"pec"."backfill"')`)) {
          cuts += 1;
          const cut = { text: 'SELECT pg_terminate_backend(pg_backend_pid())', values: [] };
          await connection.query(cut).catch(() => {});
        }
        return connection.query(statement);
      };
      return { ...connection, query };
    },
    job,
    {
      queue,
      rangeSize: 60,
      onEvent: (event) => {
        if (event.event !== 'retry') return;
        retries.push(event);
        // Nobody leads any more: it takes the place.
        void leader.connection.close();
      },
    },
  );
  expect(cuts).toBe(1);
  expect(retries).toMatchObject([{ attempt: 1, message: 'The connection to the database is lost' }]);
  expect(result).toMatchObject({ outcome: 'done', rowsCopied: 100 });
});

it('SQLite has one writer', async () => {
  const job: Job = { ...renameJob(), dialect: sqlite };
  const never = () => Promise.reject(new Error('no session is opened'));
  await expect(runBackfill(never, job, { workers: 2 })).rejects.toMatchObject({ code: 'one-writer' });
});

describe.skipIf(!hasMariaDb)('on MariaDB', () => {
  it('several workers share a table, each row once', async () => {
    const mariadb = await startMariaDb();
    try {
      const url = mariadb.url(await mariadb.createDatabase());
      await withMariaDb(url, (client) =>
        client.query(`CREATE TABLE User (id int PRIMARY KEY, userName varchar(50), displayName varchar(50));
          INSERT INTO User (id, userName) VALUES ${Array.from({ length: 5000 }, (_, index) => `(${index}, 'name ${index}')`)}`),
      );
      const job = { ...renameJob(), dialect: mysql };
      expect(await runBackfill(() => connect('mysql', url, '/'), job, whole)).toMatchObject({
        outcome: 'done',
        rowsScanned: 5000,
        rowsCopied: 5000,
      });
      expect(
        await withMariaDb(url, (client) =>
          client.query('SELECT count(*) AS n FROM User WHERE NOT displayName <=> userName'),
        ),
      ).toEqual([{ n: 0 }]);
    } finally {
      await mariadb.stop();
    }
  });
});
