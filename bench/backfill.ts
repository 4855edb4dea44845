/**
 * `npm run bench -- [rows] [provider…]`: the backfill against the one UPDATE that it replaces, against a loop of
 * `prisma.update`, and what the application feels of it, as ratios within one run. Figures differ from machine to
 * machine; ratios less.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type BackfillOptions, runBackfill } from '../src/backfill/backfill.js';
import type { Job } from '../src/backfill/job.js';
import { connect } from '../src/database/connect.js';
import type { Dialect } from '../src/database/dialect.js';
import { dialectOf } from '../src/database/dialects.js';
import { copied } from '../src/model/conversion.js';
import { startServer } from '../test/backfill/databases.js';
import { generatePeople } from '../test/support/people.js';
import { createWorkspace, type Workspace } from '../test/support/workspace.js';

type Provider = Dialect['provider'];

const rows = Number(process.argv[2] ?? 1_000_000);
const named = process.argv.slice(3) as Provider[];
const providers: readonly Provider[] = named.length > 0 ? named : ['postgresql', 'mysql', 'sqlite'];
const looped = Math.min(rows, 2_000);
const rounds = 3;

/** A table with one column to fill, and what a server has to be done with before each measurement. */
interface Script {
  readonly create: string;
  readonly empty: string;
  readonly fill: string;
  readonly settle: readonly string[];
}

const scripts: Readonly<Record<Provider, Script>> = {
  postgresql: {
    create: `CREATE TABLE "Profile" ("id" INTEGER PRIMARY KEY, "bio" TEXT NOT NULL, "userId" INTEGER NOT NULL UNIQUE, "about" TEXT)`,
    empty: 'TRUNCATE "Profile"',
    fill: `INSERT INTO "Profile" ("id", "bio", "userId") SELECT n, 'about number ' || n, n FROM generate_series(1, ${rows}) n`,
    settle: ['VACUUM ANALYZE "Profile"', 'CHECKPOINT'],
  },
  mysql: {
    create:
      'CREATE TABLE Profile (id INTEGER PRIMARY KEY, bio VARCHAR(191) NOT NULL, userId INTEGER NOT NULL UNIQUE, about VARCHAR(191) NULL)',
    empty: 'TRUNCATE Profile',
    fill: `INSERT INTO Profile (id, bio, userId) SELECT seq, concat('about number ', seq), seq FROM seq_1_to_${rows}`,
    settle: ['ANALYZE TABLE Profile'],
  },
  sqlite: {
    create:
      'PRAGMA journal_mode = WAL; CREATE TABLE "Profile" ("id" INTEGER PRIMARY KEY, "bio" TEXT NOT NULL, "userId" INTEGER NOT NULL UNIQUE, "about" TEXT)',
    empty: 'DELETE FROM "Profile"',
    fill: `WITH RECURSIVE "s" AS (SELECT 1 AS "n" UNION ALL SELECT "n" + 1 FROM "s" WHERE "n" < ${rows})
      INSERT INTO "Profile" ("id", "bio", "userId") SELECT "n", 'about number ' || "n", "n" FROM "s"`,
    settle: ['ANALYZE', 'PRAGMA wal_checkpoint(TRUNCATE)'],
  },
};

const workspace = await createWorkspace();
try {
  for (const provider of providers) await measure(provider, workspace);
} finally {
  await workspace.remove();
}

async function measure(provider: Provider, workspace: Workspace): Promise<void> {
  const server = await startServer[provider]();
  try {
    const generated = await generatePeople(workspace, `bench-${provider}`, (schema) =>
      schema.replace('"postgresql"', `"${provider}"`),
    );
    const url = await server.fresh();
    const sql = (text: string) => server.query(url, text);
    const { create, empty, fill: insert, settle } = scripts[provider];
    await sql(create);
    const text = provider === 'mysql' ? 'VARCHAR(191)' : 'TEXT';
    const dialect = dialectOf(provider);
    const job: Job = {
      id: 'Profile.about',
      dialect,
      sync: {
        table: { name: 'Profile' },
        source: { column: 'bio', sqlType: text },
        target: { column: 'about', sqlType: text },
        ...copied,
      },
      key: [{ column: 'id', sqlType: 'INTEGER' }],
      needsTrigger: false,
    };
    const backfill = (options: BackfillOptions = {}) =>
      runBackfill(() => connect(provider, url, '/'), job, { throttle: { lockWaits: true }, ...options });

    const fill = async () => {
      for (const statement of [empty, insert, ...settle]) await sql(statement);
    };
    const perSecond = async (amount: number, work: () => Promise<unknown>): Promise<number> => {
      await fill();
      const started = performance.now();
      await work();
      return (amount / (performance.now() - started)) * 1000;
    };
    const line = (label: string, value: number, more = '') =>
      console.log(
        `${label.padEnd(34)} ${Math.round(value).toLocaleString('en').padStart(9)} rows/s   ${more}`,
      );

    const load = loadavg()[0]?.toFixed(2);
    console.log(`${provider}, ${rows.toLocaleString('en')} rows, load average before: ${load}`);
    const [table, about, bio] = ['Profile', 'about', 'bio'].map(dialect.quote);
    // In turns, so that a machine that is busy for a while is busy for all of them.
    const speeds = { single: [] as number[], alone: [] as number[], two: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      speeds.single.push(await perSecond(rows, () => sql(`UPDATE ${table} SET ${about} = ${bio}`)));
      speeds.alone.push(await perSecond(rows, () => backfill()));
      // SQLite has one writer.
      if (provider !== 'sqlite') speeds.two.push(await perSecond(rows, () => backfill({ workers: 2 })));
    }
    const [single, alone] = [median(speeds.single), median(speeds.alone)];
    line('one UPDATE', single);
    line('backfill', alone, `${(alone / single).toFixed(2)} x one UPDATE`);
    if (speeds.two.length > 0) {
      const two = median(speeds.two);
      line('backfill, 2 workers', two, `${(two / single).toFixed(2)} x one UPDATE`);
    }
    const client = generated.connect(url);
    const loop = await perSecond(looped, async () => {
      for (let id = 1; id <= looped; id += 1) {
        await client.profile.update({ where: { id }, data: { about: `about number ${id}` } });
      }
    });
    await client.$disconnect();
    line('a loop of prisma.update', loop, `the backfill is ${(alone / loop).toFixed(0)} x that`);

    await fill();
    const idle = await writesBeside(provider, url, () => sleep(5_000));
    let scanned = 0;
    let took = 0;
    const busy = await writesBeside(provider, url, async () => {
      const started = performance.now();
      ({ rowsScanned: scanned } = await backfill());
      took = performance.now() - started;
    });
    const beside = (scanned / took) * 1000;
    line('backfill beside writers', beside, `${(beside / single).toFixed(2)} x one UPDATE`);
    console.log(
      `writes of the application, p50 / p99: idle ${ms(idle, 0.5)} / ${ms(idle, 0.99)}, ` +
        `during the backfill ${ms(busy, 0.5)} / ${ms(busy, 0.99)}; ` +
        `p99 ${(quantile(busy, 0.99) / quantile(idle, 0.99)).toFixed(1)} x idle (${busy.length} writes)\n`,
    );
  } finally {
    await server.stop();
  }
}

/** How long each write of an application takes that goes on writing while `work` runs. */
async function writesBeside(
  provider: Provider,
  url: string,
  work: () => Promise<unknown>,
): Promise<readonly number[]> {
  const file = fileURLToPath(new URL('./writer.ts', import.meta.url));
  // A process of its own: SQLite would make them wait for each other without being asked.
  const writer: ChildProcess = fork(file, [provider, url, String(rows)], { execArgv: ['--import', 'tsx'] });
  await once(writer, 'message');
  await work();
  const answer = once(writer, 'message');
  writer.send('enough');
  const [latencies] = (await answer) as [readonly number[]];
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
