import { afterAll, beforeAll, expect, it } from 'vitest';
import { runBackfill } from '../../src/backfill/backfill.js';
import { openRangeQueue } from '../../src/backfill/pg-boss.js';
import { mysql } from '../../src/database/mysql.js';
import { startPostgres, type TestPostgres } from '../support/postgres.js';
import { countedPeople, expectEachOnce, sql, startRunner } from './faults.js';
import { connectTo, createPeople, drift, renameJob } from './people.js';

let server: TestPostgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

type Runner = ReturnType<typeof startRunner>;

const batches = ({ lines }: Runner) => lines.filter((line) => line.includes('"event":"batch"')).length;

async function until(holds: () => boolean, ...runners: readonly Runner[]): Promise<void> {
  while (!holds()) {
    const over = runners.find(({ child }) => child.exitCode !== null);
    if (over) throw new Error(`It ended too early:\n${over.lines.join('\n')}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

it('several processes share a table, each row once', { timeout: 120_000 }, async () => {
  const url = await countedPeople(server, 40_000);
  // Both begin at once: one of them leads, the other waits until it has begun.
  const runners = [startRunner(url, 2, 'pg-boss'), startRunner(url, 1, 'pg-boss')];
  await Promise.all(runners.map(({ ended }) => ended));
  for (const runner of runners) {
    expect(runner.child.exitCode).toBe(0);
    expect(runner.lines.filter((line) => /"event":"batch".*"copied":[1-9]/.test(line))).not.toEqual([]);
  }
  await expectEachOnce(url, 40_000);
  expect(await sql(url, 'SELECT * FROM pec.backfill_range')).toEqual([]);
});

it.each(['leads', 'follows'] as const)(
  'a machine that dies mid-batch loses nothing: the one that %s',
  { timeout: 120_000 },
  async (role) => {
    const url = await countedPeople(server, 40_000);
    const leader = startRunner(url, 1, 'pg-boss');
    await until(() => batches(leader) > 0, leader);
    const follower = startRunner(url, 1, 'pg-boss');
    await until(() => batches(follower) > 2, leader, follower);
    const [victim, survivor] = role === 'leads' ? [leader, follower] : [follower, leader];
    victim.child.kill('SIGKILL');
    await survivor.ended;
    expect(survivor.child.exitCode).toBe(0);
    expect(JSON.parse(survivor.lines.at(-1)!)).toMatchObject({ event: 'result', outcome: 'done' });
    await expectEachOnce(url, 40_000);
  },
);

it('goes on with ranges of a run without a queue', { timeout: 60_000 }, async () => {
  const url = server.url(await server.createDatabase());
  await createPeople(url, 5000);
  const stop = new AbortController();
  const first = await runBackfill(connectTo(url), renameJob(), {
    batchSize: 50,
    targetMs: 0,
    workers: 3,
    rangeSize: 300,
    signal: stop.signal,
    onEvent: (event) => event.event === 'batch' && stop.abort(),
  });
  expect(first.outcome).toBe('interrupted');
  expect(await sql(url, 'SELECT * FROM pec.backfill_range')).not.toEqual([]);
  const queue = await openRangeQueue(url, renameJob(), 'forward');
  try {
    const second = await runBackfill(connectTo(url), renameJob(), { rangeSize: 300, queue });
    expect(second).toMatchObject({ outcome: 'done', rowsScanned: 5000 });
  } finally {
    await queue.close();
  }
  expect(await drift(url)).toBe(0);
});

it('is for PostgreSQL alone', async () => {
  await expect(
    openRangeQueue('mysql://nowhere', { ...renameJob(), dialect: mysql }, 'forward'),
  ).rejects.toMatchObject({ code: 'only-postgresql' });
});

it('needs a schema that it may make', async () => {
  const database = await server.createDatabase();
  const url = server.url(database);
  await createPeople(url, 1);
  await sql(url, `CREATE ROLE guest LOGIN PASSWORD 'guest'`);
  const guest = new URL(url);
  guest.username = 'guest';
  guest.password = 'guest';
  await expect(openRangeQueue(guest.href, renameJob(), 'forward')).rejects.toMatchObject({
    code: 'no-permission',
  });
});
