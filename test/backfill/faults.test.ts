import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BackfillEvent, runBackfill } from '../../src/backfill/backfill.js';
import { startPostgres, type TestPostgres, withClient } from '../support/postgres.js';
import { countedPeople, expectEachOnce, killAtRandomMoments, sql } from './faults.js';
import { connectTo, renameJob } from './people.js';

let server: TestPostgres;
beforeAll(async () => {
  // What a client was told is committed must outlive a crash of the server, or there would be nothing to test.
  server = await startPostgres({ synchronous_commit: 'on' });
});
afterAll(() => server?.stop());

const steady = { batchSize: 50, targetMs: 0, pauseMs: 2 } as const;
const retries = (events: readonly BackfillEvent[]) =>
  events.flatMap((event) => (event.event === 'retry' ? [event.message] : []));

/** A user's own trigger that breaks one statement in three, as the database itself does now and then. */
const failing = (code: string) => `CREATE SEQUENCE turn;
  CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN IF nextval('turn') % 3 = 0 THEN RAISE EXCEPTION 'on purpose' USING ERRCODE = '${code}'; END IF; RETURN NULL; END $$;
  CREATE TRIGGER fails BEFORE UPDATE ON "User" FOR EACH STATEMENT EXECUTE FUNCTION fails()`;

describe('a backfill survives', () => {
  it('kill -9 at random moments', async () => {
    expect(await killAtRandomMoments(server, { kills: 6, rows: 30_000, seed: 20 })).toBe(6);
  });

  it.each([
    ['a lock timeout', '55P03'],
    ['a serialization failure', '40001'],
    ['a deadlock', '40P01'],
    ['a statement timeout', '57014'],
  ])('%s', async (_, code) => {
    const url = await countedPeople(server, 1000);
    await sql(url, failing(code));
    const events: BackfillEvent[] = [];
    const result = await runBackfill(connectTo(url), renameJob(), {
      ...steady,
      onEvent: (event) => events.push(event),
    });
    expect(result).toMatchObject({ outcome: 'done', rowsCopied: 1000 });
    expect(
      events.filter(({ event }) => event === (code === '57014' ? 'split' : 'retry')).length,
    ).toBeGreaterThan(5);
    await expectEachOnce(url, 1000);
  });

  it('a writer that goes against the order of the key, who gets no deadlock', async () => {
    const url = await countedPeople(server, 400);
    const stop = new AbortController();
    let rounds = 0;
    // Slowly, so that the row is hardly ever free, and a batch that waited for it would be met in the middle.
    const writer = withClient(url, async (client) => {
      await client.query("SET deadlock_timeout = '20ms'");
      while (!stop.signal.aborted) {
        await client.query('BEGIN');
        await client.query('SELECT 1 FROM "User" WHERE "id" = 200 FOR UPDATE');
        await sleep(15);
        await client.query('SELECT 1 FROM "User" WHERE "id" = 100 FOR UPDATE');
        await client.query('ROLLBACK');
        rounds += 1;
      }
    });
    const result = await runBackfill(connectTo(url), renameJob(), {
      batchSize: 400,
      targetMs: 0,
      lockMs: 5000,
    });
    stop.abort();
    await writer;
    expect(result).toMatchObject({ outcome: 'done', rowsCopied: 400 });
    expect(rounds).toBeGreaterThan(0);
    await expectEachOnce(url, 400);
  });

  it('another session that holds the table for itself', async () => {
    const url = await countedPeople(server, 1000);
    const events: BackfillEvent[] = [];
    await withClient(url, async (holder) => {
      let release: Promise<unknown> | undefined;
      const result = await runBackfill(connectTo(url), renameJob(), {
        ...steady,
        lockMs: 30,
        attempts: 50,
        onEvent: (event) => {
          events.push(event);
          if (event.event === 'batch' && release === undefined) {
            release = holder.query('BEGIN; LOCK TABLE "User" IN ACCESS EXCLUSIVE MODE');
          } else if (event.event === 'retry' && retries(events).length === 3) void holder.query('COMMIT');
        },
      });
      expect(result).toMatchObject({ outcome: 'done', rowsCopied: 1000 });
    });
    expect(retries(events).length).toBeGreaterThanOrEqual(3);
    await expectEachOnce(url, 1000);
  });

  it('a connection that is cut while it opens', async () => {
    const url = await countedPeople(server, 200);
    const events: BackfillEvent[] = [];
    let opened = 0;
    const connect = async () => {
      const connection = await connectTo(url)();
      opened += 1;
      // Of the leader the first, of the other worker as well.
      if (opened === 1 || opened === 3) {
        await sql(
          url,
          `SELECT pg_terminate_backend(pid, 5000) FROM (
             SELECT pid FROM pg_stat_activity WHERE application_name = 'prisma-expand-contract'
                AND datname = current_database() ORDER BY backend_start DESC LIMIT 1) AS newest`,
        );
      }
      return connection;
    };
    const result = await runBackfill(connect, renameJob(), {
      ...steady,
      workers: 2,
      rangeSize: 100,
      onEvent: (event) => events.push(event),
    });
    expect(result).toMatchObject({ outcome: 'done', rowsCopied: 200 });
    expect(retries(events)).toHaveLength(2);
    await expectEachOnce(url, 200);
  });

  it('cut connections, again and again', async () => {
    const url = await countedPeople(server, 4000);
    const events: BackfillEvent[] = [];
    const cuts: Promise<number>[] = [];
    await withClient(url, async (cutter) => {
      const cut = async () => {
        const { rowCount } = await cutter.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE application_name = 'prisma-expand-contract' AND datname = current_database() LIMIT 1`,
        );
        return rowCount ?? 0;
      };
      const result = await runBackfill(connectTo(url), renameJob(), {
        ...steady,
        workers: 2,
        rangeSize: 400,
        onEvent: (event) => {
          events.push(event);
          const batches = events.filter((each) => each.event === 'batch').length;
          if (event.event === 'batch' && batches % 5 === 0 && cuts.length < 8) cuts.push(cut());
        },
      });
      expect(result).toMatchObject({ outcome: 'done', rowsCopied: 4000 });
      expect((await Promise.all(cuts)).some((cut) => cut > 0)).toBe(true);
    });
    expect(retries(events).length).toBeGreaterThan(0);
    await expectEachOnce(url, 4000);
  });
});

it('goes on after the server has crashed and started again', async () => {
  const url = await countedPeople(server, 4000);
  const events: BackfillEvent[] = [];
  let crashed = false;
  const result = await runBackfill(connectTo(url), renameJob(), {
    ...steady,
    workers: 2,
    rangeSize: 400,
    attempts: 12,
    onEvent: (event) => {
      events.push(event);
      if (event.event !== 'batch' || event.rowsScanned < 1000 || crashed) return;
      crashed = true;
      // One killed backend takes the whole server down, which then recovers by itself.
      void withClient(url, async (victim) => {
        victim.on('error', () => {});
        const { rows } = await victim.query('SELECT pg_backend_pid() AS pid');
        process.kill(rows[0].pid, 'SIGKILL');
      });
    },
  });
  expect(crashed).toBe(true);
  expect(result).toMatchObject({ outcome: 'done', rowsCopied: 4000 });
  expect(retries(events).length).toBeGreaterThan(0);
  await expectEachOnce(url, 4000);
});

it('a refusal that will not pass ends it at once, with what the database said', async () => {
  const url = await countedPeople(server, 100);
  await sql(url, failing('53200').replace('% 3 = 0', '> 0'));
  await expect(runBackfill(connectTo(url), renameJob(), steady)).rejects.toMatchObject({
    code: 'database-error',
    message: 'The database refuses: on purpose (53200)',
  });
  expect(await sql(url, 'SELECT state, message, rows_copied::int FROM pec.backfill')).toEqual([
    { state: 'failed', message: 'on purpose', rows_copied: 0 },
  ]);
  await sql(url, 'DROP TRIGGER fails ON "User"');
  expect(await runBackfill(connectTo(url), renameJob(), steady)).toMatchObject({ outcome: 'done' });
  await expectEachOnce(url, 100);
});
