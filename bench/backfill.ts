/**
 * `npm run bench -- [rows]`: the backfill against the one UPDATE that it replaces, against a loop of `prisma.update`,
 * and what the application feels of it, as ratios within one run. Figures differ from machine to machine; ratios less.
 */

import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BackfillOptions, runBackfill } from '../src/backfill/backfill.js';
import type { Job } from '../src/backfill/job.js';
import { postgresql } from '../src/database/postgresql.js';
import { connectPostgres } from '../src/database/postgresql-connection.js';
import { createTables, generatePeople } from '../test/support/people.js';
import { startPostgres, withClient } from '../test/support/postgres.js';
import { createWorkspace } from '../test/support/workspace.js';

const rows = Number(process.argv[2] ?? 1_000_000);
const looped = Math.min(rows, 2_000);
const writers = 4;
const rounds = 3;

const workspace = await createWorkspace();
const server = await startPostgres();
try {
  const generated = await generatePeople(workspace, 'bench');
  const url = await createTables(server, generated.folder);
  const sql = async (text: string) => (await withClient(url, (client) => client.query(text))).rows;
  await sql('ALTER TABLE "Profile" DROP CONSTRAINT "Profile_userId_fkey"');
  const job: Job = {
    id: 'Profile.about',
    dialect: postgresql,
    sync: {
      table: { name: 'Profile' },
      source: { column: 'bio', sqlType: 'TEXT' },
      target: { column: 'about', sqlType: 'TEXT' },
      conversion: { kind: 'identity' },
    },
    key: [{ column: 'id', sqlType: 'INTEGER' }],
    needsTrigger: false,
  };
  const backfill = (options: BackfillOptions = {}) =>
    runBackfill(() => connectPostgres(url), job, { throttle: { lockWaits: true }, ...options });

  const fill = async () => {
    await sql('TRUNCATE "Profile"');
    await sql(
      `INSERT INTO "Profile" ("id", "bio", "userId") SELECT n, 'about number ' || n, n FROM generate_series(1, ${rows}) n`,
    );
    await sql('VACUUM ANALYZE "Profile"');
    await sql('CHECKPOINT');
  };
  const perSecond = async (amount: number, work: () => Promise<unknown>): Promise<number> => {
    await fill();
    const started = performance.now();
    await work();
    return (amount / (performance.now() - started)) * 1000;
  };
  const line = (label: string, value: number, more = '') =>
    console.log(`${label.padEnd(34)} ${Math.round(value).toLocaleString('en').padStart(9)} rows/s   ${more}`);

  console.log(`${rows.toLocaleString('en')} rows, load average before: ${loadavg()[0]?.toFixed(2)}`);
  // In turns, so that a machine that is busy for a while is busy for all of them.
  const speeds = { single: [] as number[], alone: [] as number[], two: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    speeds.single.push(await perSecond(rows, () => sql('UPDATE "Profile" SET "about" = "bio"')));
    speeds.alone.push(await perSecond(rows, () => backfill()));
    speeds.two.push(await perSecond(rows, () => backfill({ workers: 2 })));
  }
  const [single, alone, two] = [speeds.single, speeds.alone, speeds.two].map(median) as [
    number,
    number,
    number,
  ];
  line('one UPDATE', single);
  line('backfill', alone, `${(alone / single).toFixed(2)} x one UPDATE`);
  line('backfill, 2 workers', two, `${(two / single).toFixed(2)} x one UPDATE`);
  const client = generated.connect(url);
  await client.$disconnect();
  const loop = await perSecond(looped, async () => {
    for (let id = 1; id <= looped; id += 1) {
      await client.profile.update({ where: { id }, data: { about: `about number ${id}` } });
    }
  });
  await client.$disconnect();
  line('a loop of prisma.update', loop, `the backfill is ${(alone / loop).toFixed(0)} x that`);

  await fill();
  const idle = await writesBeside(url, () => sleep(5_000));
  let scanned = 0;
  const started = performance.now();
  const busy = await writesBeside(url, async () => {
    ({ rowsScanned: scanned } = await backfill());
  });
  const beside = (scanned / (performance.now() - started)) * 1000;
  line('backfill beside writers', beside, `${(beside / single).toFixed(2)} x one UPDATE`);
  console.log(
    `writes of the application, p50 / p99: idle ${ms(idle, 0.5)} / ${ms(idle, 0.99)}, ` +
      `during the backfill ${ms(busy, 0.5)} / ${ms(busy, 0.99)}; ` +
      `p99 ${(quantile(busy, 0.99) / quantile(idle, 0.99)).toFixed(1)} x idle (${busy.length} writes)`,
  );
} finally {
  await server.stop();
  await workspace.remove();
}

/** How long each write of an application takes that goes on writing, at its own pace, while `work` runs. */
async function writesBeside(url: string, work: () => Promise<unknown>): Promise<readonly number[]> {
  const latencies: number[] = [];
  let done = false;
  const writing = Array.from({ length: writers }, (_, number) =>
    withClient(url, async (client) => {
      for (let n = 0; !done; n += 1) {
        const id = 1 + ((n * 7919 + number * 104_729) % rows);
        const started = performance.now();
        await client.query('UPDATE "Profile" SET "bio" = $1, "about" = $1 WHERE "id" = $2', [`new ${n}`, id]);
        latencies.push(performance.now() - started);
        await sleep(10);
      }
    }),
  );
  await work();
  done = true;
  await Promise.all(writing);
  return latencies.toSorted((a, b) => a - b);
}

function median(values: readonly number[]): number {
  return quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function ms(sorted: readonly number[], share: number): string {
  return `${quantile(sorted, share).toFixed(1)} ms`;
}
