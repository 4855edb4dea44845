import type { Connect, Job } from '../../src/backfill/job.js';
import type { KeyColumn } from '../../src/database/dialect.js';
import { postgresql } from '../../src/database/postgresql.js';
import { connectPostgres } from '../../src/database/postgresql-connection.js';
import { copied } from '../../src/model/conversion.js';
import { withClient } from '../support/postgres.js';

/** The table of the tests: `userName` is to become `displayName`. */
export const sync = {
  table: { name: 'User' },
  source: { column: 'userName', sqlType: 'TEXT' },
  target: { column: 'displayName', sqlType: 'TEXT' },
  ...copied,
} as const;

export const id: readonly KeyColumn[] = [{ column: 'id', sqlType: 'INTEGER' }];

export function renameJob(key: readonly KeyColumn[] = id, needsTrigger = false): Job {
  return { id: 'User.displayName', dialect: postgresql, sync, key, needsTrigger };
}

export const connectTo =
  (url: string): Connect =>
  () =>
    connectPostgres(url);

/** A table of `rows` people right after the expand migration: every `displayName` is still NULL. */
export async function createPeople(url: string, rows: number, { trigger = false } = {}): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(`CREATE TABLE "User" (
      "id" integer PRIMARY KEY, "userName" text, "displayName" text, "updatedAt" timestamptz NOT NULL DEFAULT 'epoch')`);
    await client.query(
      `INSERT INTO "User" ("id", "userName") SELECT n, 'name ' || n FROM generate_series(1, $1::int) n`,
      [rows],
    );
    if (trigger) await client.query(postgresql.script([{ kind: 'create-sync', sync }], true));
  });
}

/** Counted by hand: what `verify` is measured against. */
export async function drift(url: string): Promise<number> {
  return await withClient(url, async (client) => {
    const { rows } = await client.query(
      'SELECT count(*)::int AS n FROM "User" WHERE "displayName" IS DISTINCT FROM "userName"',
    );
    return rows[0].n;
  });
}
