/**
 * `npm run bench -- [rows]`: the backfill against the one UPDATE that it replaces and against a loop of single
 * updates, as ratios within one run. Figures differ from machine to machine; ratios less.
 */
import { runBackfill } from '../src/backfill/backfill.js';
import type { Job } from '../src/backfill/job.js';
import { postgresql } from '../src/database/postgresql.js';
import { connectPostgres } from '../src/database/postgresql-connection.js';
import { startPostgres, withClient } from '../test/support/postgres.js';

const rows = Number(process.argv[2] ?? 200_000);
const looped = Math.min(rows, 2_000);

const job: Job = {
  id: 'User.displayName',
  dialect: postgresql,
  sync: {
    table: { name: 'User' },
    source: { column: 'userName', sqlType: 'TEXT' },
    target: { column: 'displayName', sqlType: 'TEXT' },
    conversion: { kind: 'identity' },
  },
  key: [{ column: 'id', sqlType: 'integer' }],
  needsTrigger: false,
};

const server = await startPostgres();
const url = server.url(await server.createDatabase());
const sql = (text: string) => withClient(url, (client) => client.query(text));

async function rowsPerSecond(amount: number, work: () => Promise<unknown>): Promise<number> {
  await sql('DROP TABLE IF EXISTS "User"');
  await sql('CREATE TABLE "User" ("id" integer PRIMARY KEY, "userName" text NOT NULL, "displayName" text)');
  await sql(`INSERT INTO "User" SELECT n, 'user ' || n FROM generate_series(1, ${rows}) AS n`);
  await sql('VACUUM ANALYZE "User"');
  const started = performance.now();
  await work();
  return (amount / (performance.now() - started)) * 1000;
}

try {
  const single = await rowsPerSecond(rows, () => sql('UPDATE "User" SET "displayName" = "userName"'));
  const backfill = await rowsPerSecond(rows, () => runBackfill(() => connectPostgres(url), job, {}));
  const loop = await rowsPerSecond(looped, () =>
    withClient(url, async (client) => {
      for (let id = 1; id <= looped; id += 1) {
        await client.query('UPDATE "User" SET "displayName" = "userName" WHERE "id" = $1', [id]);
      }
    }),
  );
  const perSecond = (value: number) => `${Math.round(value).toLocaleString('en')} rows/s`;
  console.log(`one UPDATE        ${perSecond(single)}`);
  console.log(`backfill          ${perSecond(backfill)}   ${(backfill / single).toFixed(2)} × one UPDATE`);
  console.log(`a loop of updates ${perSecond(loop)}   backfill is ${(backfill / loop).toFixed(0)} × that`);
} finally {
  await server.stop();
}
