import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BackfillEvent, type BackfillOptions, runBackfill } from '../../src/backfill/backfill.js';
import { readStatus } from '../../src/backfill/remote.js';
import { verify } from '../../src/backfill/verify.js';
import { startPostgres, type TestPostgres, withClient } from '../support/postgres.js';
import { canReplicate, startStandby } from '../support/standby.js';
import { sql } from './faults.js';
import { connectTo, createPeople, drift, renameJob } from './people.js';

let server: TestPostgres;
let folder: string;
beforeAll(async () => {
  server = await startPostgres();
  folder = await mkdtemp(path.join(tmpdir(), 'pec-throttle-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await server?.stop();
});

async function people(rows: number): Promise<string> {
  const url = server.url(await server.createDatabase());
  await createPeople(url, rows);
  return url;
}

/** Runs to the end; `onRest` is called once it rests, with what another process sees of it then. */
async function restsOnce(url: string, options: BackfillOptions, onRest: () => Promise<unknown>) {
  const events: BackfillEvent[] = [];
  let seen: unknown;
  const result = await runBackfill(connectTo(url), renameJob(), {
    batchSize: 100,
    targetMs: 0,
    pauseMs: 5,
    ...options,
    onEvent: (event) => {
      events.push(event);
      options.onEvent?.(event);
      if (event.event !== 'throttled' || seen !== undefined) return;
      seen = readStatus(connectTo(url), renameJob(), 'forward').finally(onRest);
    },
  });
  expect(result.outcome).toBe('done');
  expect(await drift(url)).toBe(0);
  expect(events.findLast(({ event }) => event === 'throttled' || event === 'resumed')?.event).toBe('resumed');
  const throttled = events.find((event) => event.event === 'throttled');
  expect(await seen).toMatchObject({
    progress: { state: 'throttled', message: throttled?.reason },
    session: expect.any(Number),
  });
  return throttled?.reason;
}

it("rests while the user's query says so", async () => {
  const url = await people(2000);
  await sql(url, 'CREATE TABLE busy (yes boolean); INSERT INTO busy VALUES (true)');
  const reason = await restsOnce(url, { throttle: { query: 'SELECT yes FROM busy' } }, () =>
    sql(url, 'UPDATE busy SET yes = false'),
  );
  expect(reason).toBe('the throttle query says so');
});

it('rests while a command succeeds', async () => {
  const url = await people(2000);
  const file = path.join(folder, 'busy');
  await writeFile(file, '');
  const reason = await restsOnce(
    url,
    { workers: 2, rangeSize: 500, throttle: { command: `test -e ${file}` } },
    () => rm(file),
  );
  expect(reason).toBe(`the command "test -e ${file}" says so`);
});

it.each([
  ['query', 'throttle-query', 'SELECT nonsense'],
  ['query', 'throttle-query', `CREATE TABLE written AS SELECT true`],
  ['command', 'throttle-command', 'there-is-no-such-command'],
] as const)(
  'a %s that cannot run is refused before anything is written (%s: %s)',
  async (kind, code, text) => {
    const url = await people(10);
    await expect(
      runBackfill(connectTo(url), renameJob(), { throttle: { [kind]: text } }),
    ).rejects.toMatchObject({
      name: 'UserError',
      code,
    });
    expect(await sql(url, `SELECT to_regclass('pec.backfill') AS made`)).toEqual([{ made: null }]);
  },
);

it('rests when sessions of the application wait for its rows, with smaller batches afterwards', async () => {
  const url = await people(3000);
  // A batch that takes long, and somebody who wants one of its rows.
  await sql(
    url,
    `CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(2); RETURN NULL; END $$;
     CREATE TRIGGER slow AFTER UPDATE ON "User" FOR EACH STATEMENT EXECUTE FUNCTION slow()`,
  );
  const sizes: number[] = [];
  let writer: Promise<unknown> | undefined;
  const running = restsOnce(
    url,
    {
      batchSize: 1500,
      targetMs: 0,
      throttle: { lockWaits: true },
      onEvent: (event) => {
        if (event.event === 'batch') sizes.push(event.rows);
        if (event.event === 'start') {
          writer = sleep(300).then(() =>
            sql(url, `UPDATE "User" SET "userName" = 'new', "displayName" = 'new' WHERE "id" = 5`),
          );
        }
      },
    },
    () => sql(url, 'ALTER TABLE "User" DISABLE TRIGGER slow'),
  );
  expect(await running).toBe('1 session waits for rows of a batch');
  await writer;
  expect(sizes.slice(0, 2)).toEqual([1500, 750]);
});

it.skipIf(!canReplicate)('rests while a replica is behind', async () => {
  const url = await people(3000);
  const standby = await startStandby(url);
  try {
    // Nothing is copied to a replica, and what it holds says nothing of the primary.
    for (const attempt of [runBackfill, verify]) {
      await expect(attempt(connectTo(standby.url), renameJob())).rejects.toMatchObject({ code: 'replica' });
    }
    await withClient(standby.url, (client) => client.query('SELECT pg_wal_replay_pause()'));
    const reason = await restsOnce(url, { pauseMs: 100, throttle: { maxLagMs: 700 } }, () =>
      withClient(standby.url, (client) => client.query('SELECT pg_wal_replay_resume()')),
    );
    expect(reason).toMatch(/^a replica is [\d.]+ s behind$/);
  } finally {
    await standby.stop();
  }
});
