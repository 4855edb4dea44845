import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { SyncedColumns } from '../../src/database/operation.js';
import { postgresql } from '../../src/database/postgresql.js';
import { mapped } from '../../src/model/conversion.js';
import { startPostgres, type TestPostgres, withClient } from '../support/postgres.js';
import { createPecProject, type PecProject } from './pec.js';

const schema = `datasource db {
  provider = "postgresql"
}

generator pec {
  provider = "prisma-expand-contract"
  output   = "../generated/transitions"
}

enum Status {
  ACTIVE @map("on")
  OFF
}

model User {
  id     Int     @id
  status String
  /// @transition from:status map:{active: ACTIVE, yes: ACTIVE, off: OFF}
  state  Status?

  @@unique([id, status])
}
`;
const sync: SyncedColumns = {
  table: { name: 'User' },
  source: { column: 'status', sqlType: 'TEXT' },
  target: { column: 'state', sqlType: '"Status"' },
  ...mapped({
    entries: [
      { from: 'active', to: 'on' },
      { from: 'yes', to: 'on' },
      { from: 'off', to: 'OFF' },
    ],
  }),
};

let server: TestPostgres;
let project: PecProject;
let DATABASE_URL: string;
beforeAll(async () => {
  server = await startPostgres();
  project = await createPecProject(schema);
  await project.write(
    'clean.ts',
    `export const state = async (status: string): Promise<'ACTIVE' | 'OFF' | 'odd'> =>
      /^(active|yes)$/i.test(status.trim()) ? 'ACTIVE' : status === 'no' ? 'OFF' : 'odd';\n`,
  );
});
afterAll(async () => {
  await project?.remove();
  await server?.stop();
});
beforeEach(async () => {
  DATABASE_URL = server.url(await server.createDatabase());
  await sql(`CREATE TYPE "Status" AS ENUM ('on', 'OFF'); CREATE TABLE "User" (id integer PRIMARY KEY, status text);
    INSERT INTO "User" VALUES (1, 'active'), (2, ' Active'), (3, 'no'), (4, 'off')`);
  const add = { kind: 'add-column', table: sync.table, column: 'state', sqlType: '"Status"' } as const;
  await sql(postgresql.script([add, { kind: 'create-sync', sync }], true));
});

const sql = (text: string) => withClient(DATABASE_URL, async (client) => (await client.query(text)).rows);

it('answers for what the map does not know, and the trigger brings the text in line', {
  timeout: 240_000,
}, async () => {
  const without = await project.run(['backfill'], { DATABASE_URL });
  expect(without.code).toBe(2);
  expect(without.stderr).toContain('no entry for " Active" (1 row), "no" (1 row) [unmapped-values]');

  const { code, stdout } = await project.run(['backfill', '--converter', './clean.ts#state'], {
    DATABASE_URL,
  });
  expect(stdout).toMatch(/User\.state: done, 4 rows seen, 4 copied/);
  expect(code).toBe(0);
  expect(await sql('SELECT status, state FROM "User" ORDER BY id')).toEqual([
    { status: 'active', state: 'on' },
    { status: 'active', state: 'on' },
    { status: 'off', state: 'OFF' },
    { status: 'off', state: 'OFF' },
  ]);
  expect((await project.run(['verify'], { DATABASE_URL })).stdout).toBe('User.state: 4 rows, 0 drift');
});

it('--preflight lists what is in the way, in words and in JSON, and writes nothing', {
  timeout: 240_000,
}, async () => {
  await sql(`CREATE VIEW "named" AS SELECT status FROM "User"; ALTER TABLE "User" DROP CONSTRAINT "User_pkey";
    INSERT INTO "User" VALUES (1, 'yes'), (7, NULL); CREATE INDEX "shout" ON "User" (upper(status))`);
  const { code, stdout } = await project.run(['backfill', '--preflight'], { DATABASE_URL });
  expect(stdout.split('\n')).toEqual([
    'User.state: before the first write',
    '  [ ] The map knows every value. (1 found)',
    '      User.state: the map has no entry for " Active" (1 row), "no" (1 row)',
    expect.stringMatching(/^ {8}hint: set these rows right/),
    '  [ ] No two rows become the same under a unique index. (1 found)',
    '      (id, state) will be unique from stage migrate on, but is not: ("1", "on"): 2 rows',
    '        hint: decide which row of each keeps its value, and change the others',
    '  [ ] No row stays NULL where stage migrate wants a value. (1 found)',
    '      1 row has no value in "status" for "state", which stage migrate sets NOT NULL',
    '        hint: give them a value, or make the field optional: the schema says that it is required',
    '  [ ] Nothing else in the database is in the way. (1 found)',
    '      view named reads "status", which the last stage drops',
    '        hint: let it read "state", or take it away, before the last stage',
    '      note: CREATE INDEX shout ON public."User" USING btree (upper(status)) goes together with "status" in the last stage',
    '        hint: if "state" needs one like it, add it in a migration of your own',
    expect.stringMatching(/^ {2}\[x\] There is room for the copy\. \(at most /),
  ]);
  expect(code).toBe(1);
  const json = await project.run(['backfill', '--preflight', '--json'], { DATABASE_URL });
  const { checks, ...event } = JSON.parse(json.stdout);
  expect(event).toEqual({ event: 'preflight', transition: 'User.state', direction: 'forward' });
  expect(
    checks.map((each: { check: string; findings: { weight: string }[] }) => [
      each.check,
      ...each.findings.map(({ weight }) => weight),
    ]),
  ).toEqual([
    ['unmapped-values', 'stops'],
    ['duplicates', 'later'],
    ['missing-values', 'later'],
    ['obstacles', 'later', 'note'],
    ['room'],
  ]);
  expect(await sql(`SELECT to_regclass('pec.backfill') AS made`)).toEqual([{ made: null }]);
});

it('names the rows for which it gives no value of the enum', { timeout: 240_000 }, async () => {
  await sql(`INSERT INTO "User" VALUES (5, 'lost')`);
  const { code, stdout } = await project.run(['backfill', '--converter', './clean.ts#state'], {
    DATABASE_URL,
  });
  expect(code).toBe(1);
  expect(stdout).toContain(
    '  not copied: id = 5: the converter fails for "lost": it gives "odd", which is no value of Status',
  );
  const status = await project.run(['backfill', '--status'], { DATABASE_URL });
  expect(status.stdout).toContain('  not copied: id = 5: ');
});

it('is refused where it cannot be loaded, or has nothing to do', { timeout: 240_000 }, async () => {
  const run = async (flag: string) =>
    (await project.run(['backfill', '--converter', flag], { DATABASE_URL })).stderr;
  expect(await run('./none.ts#state')).toMatch(/^There is no file \.\/none\.ts \[converter-missing\]/);
  expect(await run('./clean.ts#stat')).toMatch(
    /exports no function "stat" \[converter-missing\]\n.*did you mean `state`\?/,
  );
  await project.write('broken.ts', 'export const state = ;');
  expect(await run('./broken.ts#state')).toMatch(/^\.\/broken\.ts cannot be loaded: /);
  await project.write('prisma/schema.prisma', schema.replace('off: OFF', '*: OFF'));
  expect(await run('./clean.ts#state')).toMatch(/leaves no value to a converter \[converter-not-needed\]/);
  await project.write('prisma/schema.prisma', schema);
  expect(await sql('SELECT 1 FROM "User" WHERE state IS NOT NULL')).toEqual([]);
});
