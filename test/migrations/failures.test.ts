import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { postgresql } from '../../src/database/postgresql.js';
import { renderMigration } from '../../src/migrations/render-migration.js';
import { listMigrations, writeMigrations } from '../../src/migrations/write-migrations.js';
import { planTransition } from '../../src/plan/plan.js';
import { type FileMode, postgresAdapter } from '../../src/rehearsal/postgres-adapter.js';
import { applyMigrations, markRolledBack } from '../../src/rehearsal/schema-engine.js';
import { startPostgres, type TestPostgres } from '../support/postgres.js';
import { renameExamples } from '../support/renames.js';

let server: TestPostgres;
let url: string;
let client: pg.Client;
let directory: string;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());
beforeEach(async () => {
  url = server.url(await server.createDatabase());
  client = new pg.Client({ connectionString: url });
  await client.connect();
  directory = path.join(await mkdtemp(path.join(tmpdir(), 'pec-migrations-')), 'migrations');
  await writeMigrations(directory, 'postgresql', [
    {
      name: 'init',
      sql: 'CREATE TABLE "User" ("id" SERIAL PRIMARY KEY, "tenantId" INTEGER, "userName" TEXT NOT NULL)',
    },
  ]);
  await applyMigrations(directory, postgresAdapter(url));
  return () => client.end();
});

const transition = renameExamples.unique.transition(1);
const { stages } = planTransition(transition, { provider: 'postgresql', sync: 'trigger' });

/** Writes one migration of the plan and returns its folder. */
async function write(stage: 'expand' | 'migrate', name: string): Promise<string> {
  const planned = stages.find((each) => each.name === stage)!;
  const migration = planned.migrations.find((candidate) => candidate.name === name)!;
  // The guard would say so before any of what fails here is tried.
  const operations = migration.operations.filter(({ kind }) => kind !== 'guard');
  await writeMigrations(directory, 'postgresql', [
    renderMigration(transition.id, planned, { ...migration, operations }, postgresql),
  ]);
  return (await listMigrations(directory)).at(-1)!;
}
const expand = 'pec_expand_User.displayName';
const unique = 'pec_migrate_User.displayName.unique_1';
const nullability = 'pec_migrate_User.displayName';

describe.each<FileMode>(['statements', 'file'])('a migration that fails, sent as %s', (mode) => {
  const apply = () => applyMigrations(directory, postgresAdapter(url, mode));

  test('P-1: the wait for a lock ends, nothing is left, and the error is the database’s own', async () => {
    const folder = await write('expand', expand);
    await client.query('BEGIN; LOCK TABLE "User" IN ACCESS SHARE MODE');
    await expect(apply()).rejects.toThrow('canceling statement due to lock timeout');
    await client.query('COMMIT');
    const columns = await client.query(
      `SELECT attname FROM pg_attribute WHERE attrelid = '"User"'::regclass AND attnum > 3`,
    );
    expect(columns.rows).toEqual([]);
    await markRolledBack(folder, postgresAdapter(url, mode));
    expect(await apply()).toEqual([folder]);
  });

  test('P-18: NOT NULL in steps, which can be taken again after a failure between them', async () => {
    await write('expand', expand);
    await apply();
    await client.query(`INSERT INTO "User" ("userName") VALUES ('a')`);
    await client.query(
      'ALTER TABLE "User" DISABLE TRIGGER USER; INSERT INTO "User" ("userName") VALUES (\'uncopied\')',
    );
    const folder = await write('migrate', nullability);
    await expect(apply()).rejects.toThrow('is violated by some row');
    const checks = `SELECT convalidated FROM pg_constraint WHERE contype = 'c' AND conrelid = '"User"'::regclass`;
    expect((await client.query(checks)).rows).toEqual([{ convalidated: false }]);

    await client.query('UPDATE "User" SET "displayName" = "userName"');
    await markRolledBack(folder, postgresAdapter(url, mode));
    expect(await apply()).toEqual([folder]);
    expect((await client.query(checks)).rows).toEqual([]);
    const nullable = await client.query(`
      SELECT attname, attnotnull FROM pg_attribute WHERE attrelid = '"User"'::regclass AND attname LIKE '%Name' ORDER BY 1`);
    expect(nullable.rows).toEqual([
      { attname: 'displayName', attnotnull: true },
      { attname: 'userName', attnotnull: false },
    ]);
  });

  test('P-16: an invalid index is never taken for a good one', async () => {
    await write('expand', expand);
    await apply();
    await client.query(`INSERT INTO "User" ("userName") VALUES ('same'), ('same')`);
    const folder = await write('migrate', unique);
    await expect(apply()).rejects.toThrow('could not create unique index');
    const valid = `SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('"User_displayName_key"')`;
    expect((await client.query(valid)).rows).toEqual([{ indisvalid: false }]);

    await client.query(`UPDATE "User" SET "userName" = 'other' WHERE "id" = 1`);
    await markRolledBack(folder, postgresAdapter(url, mode));
    await expect(apply()).rejects.toThrow('already exists');

    // What the comment in the migration says.
    await client.query('DROP INDEX IF EXISTS "User_displayName_key"');
    await markRolledBack(folder, postgresAdapter(url, mode));
    expect(await apply()).toEqual([folder]);
    expect((await client.query(valid)).rows).toEqual([{ indisvalid: true }]);
  });
});

test('no lock timeout is left on the connection', async () => {
  const planned = stages[0]!;
  const { sql } = renderMigration(transition.id, planned, planned.migrations[0]!, postgresql);
  await client.query(sql);
  expect((await client.query('SHOW lock_timeout')).rows).toEqual([{ lock_timeout: '0' }]);
});
