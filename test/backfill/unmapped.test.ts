import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { runBackfill } from '../../src/backfill/backfill.js';
import type { Job } from '../../src/backfill/job.js';
import { lookForUnmapped } from '../../src/backfill/unmapped.js';
import { verify } from '../../src/backfill/verify.js';
import type { SyncedColumns } from '../../src/database/operation.js';
import { postgresql } from '../../src/database/postgresql.js';
import { mapped } from '../../src/model/conversion.js';
import { startPostgres, type TestPostgres, withClient } from '../support/postgres.js';
import { connectTo, id } from './people.js';

let server: TestPostgres;
let url: string;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

const sync: SyncedColumns = {
  table: { name: 'User' },
  source: { column: 'status', sqlType: 'TEXT' },
  target: { column: 'state', sqlType: '"Status"' },
  ...mapped({
    entries: [
      { from: 'active', to: 'ACTIVE' },
      { from: "it's off", to: 'OFF' },
    ],
  }),
};
const job: Job = { id: 'User.state', dialect: postgresql, sync, key: id, needsTrigger: true };
const withStar: Job = {
  ...job,
  sync: { ...sync, ...mapped({ entries: [], otherwise: 'OFF' }) },
};
const sql = (text: string) => withClient(url, async (client) => (await client.query(text)).rows);
const statuses = (...values: readonly string[]) =>
  sql(`INSERT INTO "User" (status) VALUES ${values.map((value) => `(${value})`).join(', ')}`);

beforeEach(async () => {
  url = server.url(await server.createDatabase());
  await sql(`CREATE TYPE "Status" AS ENUM ('ACTIVE', 'OFF');
    CREATE TABLE "User" (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, status text)`);
});

const expand = () =>
  sql(
    postgresql.script(
      [
        { kind: 'add-column', table: sync.table, column: 'state', sqlType: '"Status"' },
        { kind: 'create-sync', sync },
      ],
      true,
    ),
  );

it('names what the map does not know, most rows first, before stage expand adds the column', async () => {
  await statuses("'active'", "'lost'", "'lost'", "''", 'NULL', "'it''s off'", `'"quoted"'`);
  await expect(lookForUnmapped(connectTo(url), job)).rejects.toMatchObject({
    code: 'unmapped-values',
    message: String.raw`User.state: the map has no entry for "lost" (2 rows), "" (1 row), "\"quoted\"" (1 row)`,
  });
  await lookForUnmapped(connectTo(url), withStar);
  await sql(`DELETE FROM "User" WHERE status NOT IN ('active', 'it''s off')`);
  await lookForUnmapped(connectTo(url), job);
});

it('also in a table without a key', async () => {
  await statuses("'lost'");
  await expect(lookForUnmapped(connectTo(url), { ...job, key: [] })).rejects.toThrow('"lost" (1 row)');
});

it('a backfill writes nothing while there is such a value', async () => {
  await statuses("'active'", "'lost'");
  await expand();
  await expect(runBackfill(connectTo(url), job)).rejects.toMatchObject({ code: 'unmapped-values' });
  expect(await sql('SELECT DISTINCT state FROM "User"')).toEqual([{ state: null }]);
  await sql(`UPDATE "User" SET status = 'it''s off' WHERE status = 'lost'`);
  expect(await runBackfill(connectTo(url), job)).toMatchObject({ outcome: 'done', rowsCopied: 1 });
  expect(await verify(connectTo(url), job)).toEqual({ rows: 2, drift: 0, samples: [], complete: true });
});

it('an old generation may write one: NULL in the target, and drift that is named', async () => {
  await expand();
  await statuses("'active'", "'lost'", 'NULL');
  await sql(`UPDATE "User" SET status = 'gone' WHERE id = 1`);
  expect(await sql('SELECT status, state FROM "User" ORDER BY id')).toEqual([
    { status: 'gone', state: null },
    { status: 'lost', state: null },
    { status: null, state: null },
  ]);
  const found = {
    rows: 3,
    drift: 2,
    unmapped: [
      { value: 'gone', rows: 1 },
      { value: 'lost', rows: 1 },
    ],
    complete: true,
  };
  expect(await verify(connectTo(url), job)).toEqual({ ...found, samples: ['id = 1', 'id = 2'] });
  expect(await verify(connectTo(url), { ...job, key: [] })).toEqual({ ...found, samples: [] });
});

it('goes on where the map knows every value', async () => {
  await statuses("'lost'");
  await expand();
  expect(await runBackfill(connectTo(url), withStar)).toMatchObject({ outcome: 'done', rowsCopied: 1 });
});
