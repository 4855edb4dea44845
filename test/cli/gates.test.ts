import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres, type TestPostgres, withClient } from '../support/postgres.js';
import { type Application, type Applications, must, openApplications } from './application.js';

let server: TestPostgres;
let applications: Applications;
beforeAll(async () => {
  [server, applications] = await Promise.all([startPostgres(), openApplications()]);
});
afterAll(async () => {
  await applications?.remove();
  await server?.stop();
});

const minutes = { timeout: 600_000 };

/** The application with stage expand committed, and nothing else. */
const afterRelease1 = () =>
  applications.derive('stage expand', 'trigger', async (app) => {
    await must(app.pec(['next']));
    await app.commit('Stage expand');
  });

/** A database with stage expand, and as many rows as are wanted, which came before the trigger did. */
async function databaseOf(app: Application, rows: number): Promise<string> {
  const url = server.url(await server.createDatabase());
  await app.deploy(url);
  await withClient(url, async (client) => {
    await client.query('ALTER TABLE "User" DISABLE TRIGGER USER');
    await client.query(
      `INSERT INTO "User" ("email", "userName") SELECT i::text, 'name ' || i FROM generate_series(1, ${rows}) AS i`,
    );
    await client.query('ALTER TABLE "User" ENABLE TRIGGER USER');
  });
  return url;
}

const nameOf = (url: string) => new URL(url).pathname.slice(1);

describe('what a database proves', minutes, () => {
  it('an empty table, or a backfill that never began, proves nothing; production is asked by its own word', async () => {
    const app = await afterRelease1();
    const [empty, production] = [await databaseOf(app, 0), await databaseOf(app, 5)];
    const waits = await app.pec(['next', '--drained'], empty);
    expect(waits.code).toBe(3);
    expect(waits.stdout).toContain(
      `  [ ] \`pec backfill --transition User.displayName\` has copied every row. (no rows in ${nameOf(empty)} at`,
    );
    expect(waits.stderr).toContain('go on with --unverified, or with --evidence of another environment');
    expect((await app.pec(['status'], empty)).stdout).toContain('next: npx pec next --unverified');

    const behind = await app.pec(['next', '--drained', '--unverified'], production);
    expect(behind).toMatchObject({ code: 3, stdout: expect.stringContaining('5 rows, 5 drift in') });
    expect((await app.pec(['status'], production)).stdout).toContain('next: npx pec backfill\n');
    await withClient(production, (client) => client.query('UPDATE "User" SET "displayName" = "userName"'));
    const never = await app.pec(['next', '--drained'], production);
    expect(never).toMatchObject({ code: 3, stdout: expect.stringContaining('no backfill has begun there') });
    await must(app.pec(['backfill'], production));
    expect((await app.pec(['status'], production)).stdout).toContain('next: npx pec next\n');

    const seen = await must(app.pec(['verify', '--json'], production));
    await app.write('../evidence.json', seen.stdout);
    const [look] = seen.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(look).toMatchObject({
      event: 'verification',
      database: { database: nameOf(production) },
      backfill: 'done',
      rows: 5,
      drift: 0,
      lastMigration: expect.stringMatching(/_pec_expand_User\.displayName$/),
    });
    const refusal = async (change: object) => {
      await app.write('../changed.json', JSON.stringify({ ...look, ...change }));
      return await app.pec(['next', '--drained', '--evidence', '../changed.json']);
    };
    expect(await refusal({ time: '2026-01-01T00:00:00.000Z' })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('[stale-evidence]'),
    });
    for (const change of [{ transition: 'User.mail' }, { columns: { ...look.columns, source: 'email' } }]) {
      expect(await refusal(change)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('[other-evidence]'),
      });
    }
    expect(await refusal({ sampled: { rows: 5 } })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('[bad-evidence]'),
    });
    expect(await refusal({ drift: 1 })).toMatchObject({ code: 3 });
    expect(await refusal({ migrations: [], lastMigration: null })).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('…_pec_expand_User.displayName is not finished'),
    });
    await app.write('../changed.json', 'not JSON\n');
    expect(await app.pec(['next', '--drained', '--evidence', '../changed.json'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^\.\.\/changed\.json:1:1: .* \[bad-evidence\]/),
    });
    expect(await app.changes()).toEqual([]);

    const prepared = await must(app.pec(['next', '--drained', '--evidence', '../evidence.json']));
    expect(prepared.stdout).toContain(`(5 rows, 0 drift in ${nameOf(production)} at`);
    expect(prepared.stdout).toContain('stage migrate is prepared');

    // It is not out: neither committed, nor then deployed.
    const twice = await app.pec(['next', '--drained'], production);
    expect(twice).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('[ ] Stage migrate is committed.'),
    });
    await app.commit('Stage migrate');
    const early = await app.pec(['next', '--drained'], production);
    expect(early).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('…_pec_migrate_User.displayName is not finished in'),
    });
    expect((await app.pec(['status'], production)).stdout).toContain('next: npx prisma migrate deploy\n');
    expect(await app.changes()).toEqual([]);

    // Where it was never copied, stage migrate refuses, and what is due is copied then.
    const other = await otherDatabase(app);
    await expect(app.deploy(other)).rejects.toThrow('no backfill of them has ended here');
    expect((await must(app.pec(['backfill'], other))).stdout).toContain('4 copied');
    await app.deploy(production);
    await withClient(production, (client) =>
      client.query(
        `ALTER TABLE "User" DISABLE TRIGGER USER; UPDATE "User" SET "displayName" = 'newer' WHERE "id" = 1; ALTER TABLE "User" ENABLE TRIGGER USER`,
      ),
    );
    const alone = await must(app.pec(['backfill'], production));
    expect(alone.stdout).toContain('stage migrate is applied in this database');
    const repaired = await app.pec(['verify', '--repair'], production);
    expect(repaired).toMatchObject({ code: 1, stdout: expect.stringContaining('not repaired.') });
    const kept = await withClient(production, (client) =>
      client.query(`SELECT "displayName" FROM "User" WHERE "id" = 1`),
    );
    expect(kept.rows).toEqual([{ displayName: 'newer' }]);
  });

  /** A database in which rows stood before stage expand, at stage expand. */
  async function otherDatabase(app: Application): Promise<string> {
    const url = server.url(await server.createDatabase());
    const plain = await afterRelease1();
    await plain.deploy(url);
    await withClient(url, (client) =>
      client.query(
        `ALTER TABLE "User" DISABLE TRIGGER USER; INSERT INTO "User" ("email", "userName") SELECT i::text, 'n' FROM generate_series(1, 4) AS i; ALTER TABLE "User" ENABLE TRIGGER USER`,
      ),
    );
    expect(app.folder).not.toBe(plain.folder);
    return url;
  }

  it('without one, next goes on where it is told to, and says that the migration will refuse', async () => {
    const app = await afterRelease1();
    const nowhere = 'postgresql://me:s3cret@127.0.0.1:1/app';
    expect(await app.pec(['next', '--drained'], nowhere)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/\[database-unreachable\]\n.*--unverified/),
    });
    const { stdout } = await must(app.pec(['next', '--drained', '--unverified'], nowhere));
    expect(stdout).toContain('note: this goes on unverified.');
    expect(stdout).toContain('stage migrate is prepared');
    expect(stdout).not.toContain('s3cret');
  });
});
