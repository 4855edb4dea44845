import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendRequest } from '../../src/backfill/remote.js';
import { connectTo, createPeople, drift, renameJob } from '../backfill/people.js';
import { startPostgres, type TestPostgres, withClient } from '../support/postgres.js';
import { createPecProject, type PecProject, renameSchema } from './pec.js';

let server: TestPostgres;
let project: PecProject;
beforeAll(async () => {
  server = await startPostgres();
  project = await createPecProject(renameSchema());
});
afterAll(async () => {
  await project?.remove();
  await server?.stop();
});

/** A fresh database after the expand migration. */
async function people(rows: number, trigger = true): Promise<string> {
  const url = server.url(await server.createDatabase());
  await createPeople(url, rows, { trigger });
  return url;
}

const sql = (url: string, text: string) => withClient(url, async (client) => (await client.query(text)).rows);
const json = (lines: readonly string[]) => lines.map((line) => JSON.parse(line));
const slow = ['--batch-size', '100', '--target-ms', '0', '--pause-ms', '20'];

describe('a whole backfill', () => {
  it('says what it does, and verify agrees', async () => {
    const DATABASE_URL = await people(10_500);
    const before = await project.run(['verify', '--sample', '2'], { DATABASE_URL });
    expect(before.code).toBe(1);
    expect(before.stdout.split('\n')).toEqual([
      'User.displayName: 10,500 of 10,500 rows drift',
      '  id = 1',
      '  id = 2',
      '  and 10,498 more',
    ]);
    const copied = await project.run(['backfill'], { DATABASE_URL });
    expect(copied).toMatchObject({ code: 0, stderr: '' });
    expect(copied.stdout).toMatch(
      /^User\.displayName: copies "userName" to "displayName" in "User", about 10,500 rows\nUser\.displayName: done, 10,500 rows seen, 10,500 copied, /,
    );
    expect(await project.run(['verify'], { DATABASE_URL })).toEqual({
      code: 0,
      stdout: 'User.displayName: 10,500 rows, 0 drift',
      stderr: '',
    });
  });

  it('speaks JSON, one object a line', async () => {
    const DATABASE_URL = await people(1000);
    const { code, stdout } = await project.run(
      ['backfill', '--json', '--batch-size', '400', '--target-ms', '0'],
      { DATABASE_URL },
    );
    expect(code).toBe(0);
    const events = json(stdout.split('\n'));
    expect(events.map(({ event }) => event)).toEqual(['start', 'batch', 'batch', 'batch', 'result']);
    expect(events.at(-1)).toMatchObject({
      transition: 'User.displayName',
      outcome: 'done',
      rowsCopied: 1000,
    });
    const verified = await project.run(['verify', '--json'], { DATABASE_URL });
    expect(json([verified.stdout])).toEqual([
      {
        event: 'verification',
        transition: 'User.displayName',
        rows: 1000,
        drift: 0,
        samples: [],
        complete: true,
        backfill: 'done',
        columns: { table: 'User', source: 'userName', target: 'displayName' },
        database: expect.objectContaining({ host: '127.0.0.1' }),
        // Prisma Migrate made nothing here.
        lastMigration: null,
        migrations: null,
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      },
    ]);
  });

  it('exits with 1 and names the row that cannot be copied', async () => {
    const DATABASE_URL = await people(50);
    await sql(
      DATABASE_URL,
      `ALTER TABLE "User" ADD CONSTRAINT "not_seven" CHECK ("displayName" <> 'name 7')`,
    );
    const { code, stdout } = await project.run(['backfill'], { DATABASE_URL });
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /50 rows seen, 49 copied, 1 could not be copied\n {2}not copied: id = 7: .*not_seven/,
    );
  });
});

describe('an interruption', () => {
  it('by Ctrl-C ends after the batch, and the same command goes on', async () => {
    const DATABASE_URL = await people(10_000);
    const first = project.start(['backfill', '--json', ...slow], { DATABASE_URL });
    await first.line('"event":"batch"');
    first.child.kill('SIGINT');
    expect(await first.ended).toBe(130);
    const { rowsScanned, outcome } = json(first.stdout).at(-1);
    expect(outcome).toBe('interrupted');
    expect(rowsScanned).toBeLessThan(10_000);
    const status = await project.run(['backfill', '--status'], { DATABASE_URL });
    expect(status.stdout).toContain('User.displayName: paused, ');
    expect(status.stdout).toContain('no process works on it');
    const second = await project.run(['backfill', '--json'], { DATABASE_URL });
    expect(json(second.stdout.split('\n'))[0]).toMatchObject({ event: 'start', resumed: true, rowsScanned });
    expect(await drift(DATABASE_URL)).toBe(0);
  });

  it('by SIGTERM too, and in words it says how to resume', async () => {
    const DATABASE_URL = await people(10_000);
    const pec = project.start(['backfill', ...slow], { DATABASE_URL });
    await pec.line('copies');
    pec.child.kill('SIGTERM');
    expect(await pec.ended).toBe(143);
    expect(pec.stdout.at(-1)).toMatch(/interrupted, .* resume with the same command$/);
  });

  it('by kill -9 loses nothing and frees the place', async () => {
    const DATABASE_URL = await people(10_000);
    for (const moment of [1, 9]) {
      const pec = project.start(['backfill', '--json', ...slow], { DATABASE_URL });
      while (json(pec.stdout).filter(({ event }) => event === 'batch').length < moment)
        await pec.line('"event":"batch"').then(tick);
      pec.child.kill('SIGKILL');
      expect(await pec.ended).toBe('SIGKILL');
      await freed(DATABASE_URL);
    }
    const status = await project.run(['backfill', '--status'], { DATABASE_URL });
    expect(status.stdout).toContain('User.displayName: interrupted, ');
    const last = await project.run(['backfill', '--json'], { DATABASE_URL });
    expect(last.code).toBe(0);
    const events = json(last.stdout.split('\n'));
    expect(events[0]).toMatchObject({ resumed: true });
    expect(events[0].rowsScanned).toBeGreaterThanOrEqual(1000);
    expect(events.at(-1)).toMatchObject({ outcome: 'done', rowsScanned: 10_000, rowsCopied: 10_000 });
    expect(await drift(DATABASE_URL)).toBe(0);
  });
});

describe('from another process', () => {
  it('a second run is refused, pause, resume and status work, and cancel ends it', async () => {
    const DATABASE_URL = await people(20_000);
    const first = project.start(
      ['backfill', '--json', '--batch-size', '10', '--target-ms', '0', '--pause-ms', '20'],
      { DATABASE_URL },
    );
    await first.line('"event":"batch"');
    const second = await project.run(['backfill'], { DATABASE_URL });
    expect(second.code).toBe(2);
    expect(second.stderr).toMatch(
      /A backfill of User\.displayName is running in another process \[backfill-running\]/,
    );

    expect(await project.run(['backfill', '--pause'], { DATABASE_URL })).toMatchObject({ code: 0 });
    await first.line('"event":"paused"');
    const status = await project.run(['backfill', '--status', '--json'], { DATABASE_URL });
    expect(json([status.stdout])[0]).toMatchObject({
      event: 'status',
      progress: { state: 'paused', rowsTotal: 20_000 },
      session: expect.any(Number),
    });
    await sendRequest(connectTo(DATABASE_URL), renameJob(), 'forward', 'resume');
    await first.line('"event":"resumed"');
    await sendRequest(connectTo(DATABASE_URL), renameJob(), 'forward', 'cancel');
    expect(await first.ended).toBe(1);
    expect(json(first.stdout).at(-1)).toMatchObject({ outcome: 'cancelled' });
  });
});

describe('verify', () => {
  it('compares a sample, and says what it proves', async () => {
    const DATABASE_URL = await people(1500);
    await sql(DATABASE_URL, 'UPDATE "User" SET "displayName" = "userName"');
    const { code, stdout } = await project.run(['verify', '--sample-percent', '0.01'], { DATABASE_URL });
    expect(stdout.split('\n')).toEqual([
      'User.displayName: 500 of 1,500 rows compared, in 1 of 2 ranges of keys: 0 drift',
      '  with 95 % confidence at most 95 % of the ranges hold a row that drifts, or 0.6 % of the rows if they are scattered',
    ]);
    expect(code).toBe(0);
    const refused = await project.run(['verify', '--sample-percent', '0'], { DATABASE_URL });
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Expected a number above 0, up to 100.'),
    });
  });

  it('repairs, and says so by its exit code', async () => {
    const DATABASE_URL = await people(500);
    await sql(DATABASE_URL, 'UPDATE "User" SET "displayName" = "userName"');
    await sql(DATABASE_URL, 'ALTER TABLE "User" DISABLE TRIGGER USER');
    await sql(DATABASE_URL, `UPDATE "User" SET "displayName" = NULL WHERE "id" IN (3, 5)`);
    await sql(DATABASE_URL, 'ALTER TABLE "User" ENABLE TRIGGER USER');
    const { code, stdout } = await project.run(['verify', '--repair'], { DATABASE_URL });
    expect(stdout).toMatch(
      /2 of 500 rows drift\n {2}id = 3\n {2}id = 5\n[\s\S]*2 copied[\s\S]*500 rows, 0 drift$/,
    );
    expect(code).toBe(0);
  });
});

describe('the phase', () => {
  it('is looked at before anything is copied', async () => {
    const DATABASE_URL = await people(5);
    const { code, stderr } = await project.run(['backfill', '--reverse'], { DATABASE_URL });
    expect(stderr).toMatch(
      /^prisma\/schema\.prisma:14:7: .*displayName may still be empty \[backfill-phase\]\n/,
    );
    expect(code).toBe(2);
  });

  it('goes back from phase migrate without being told which transition', async () => {
    const own = await createPecProject(
      renameSchema({ sync: 'client' })
        .replace('@transition from:userName', '@transition from:userName phase:migrate')
        .replace(/(userName +)String\n/, '$1String?\n')
        .replace(/(displayName +)String\?/, '$1String'),
    );
    try {
      const DATABASE_URL = await people(3, false);
      await sql(DATABASE_URL, `UPDATE "User" SET "displayName" = 'new' WHERE "id" = 2`);
      await sql(DATABASE_URL, `UPDATE "User" SET "displayName" = "userName" WHERE "id" <> 2`);
      const { code, stdout } = await own.run(['backfill', '--reverse'], { DATABASE_URL });
      expect(stdout).toContain('copies "displayName" to "userName" in "User"');
      expect(code).toBe(0);
      expect(await sql(DATABASE_URL, `SELECT "userName" FROM "User" WHERE "id" = 2`)).toEqual([
        { userName: 'new' },
      ]);
    } finally {
      await own.remove();
    }
  });

  it('says what has to be true first, and without a transition there is nothing to do', async () => {
    const own = await createPecProject(renameSchema({ sync: 'client' }));
    try {
      const DATABASE_URL = await people(5, false);
      const ran = await own.run(['backfill'], { DATABASE_URL });
      expect(ran).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^note: Under sync "client", run this when/),
      });
      await own.write('prisma/schema.prisma', renameSchema({ phase: 'migrate' }));
      expect(await own.run(['backfill'], { DATABASE_URL })).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(
          /^note: User\.displayName is in stage migrate and this database does not say whether stage migrate is applied: .*\nNothing to copy\.$/,
        ),
      });
    } finally {
      await own.remove();
    }
  });
});

describe('bad input', () => {
  it('no database reachable', async () => {
    const ran = await project.run(['backfill', '--database-url', 'postgresql://me:s3cret@127.0.0.1:1/app']);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toMatch(
      /^No database answers at 127\.0\.0\.1:1 \(ECONNREFUSED\) \[database-unreachable\]\n {2}hint: /,
    );
    expect(ran.stderr).not.toContain('s3cret');
  });

  it('a wrong password, which is never printed', async () => {
    const url = (await people(1)).replace('postgres:postgres@', 'postgres:s3cret@');
    const ran = await project.run(['backfill', '--json'], { DATABASE_URL: url });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('refuses the login of "postgres" [database-login]');
    expect(json([ran.stdout])[0]).toMatchObject({ event: 'error', code: 'database-login' });
    expect(ran.stdout + ran.stderr).not.toContain('s3cret');
  });

  it('no connection string, or one that cannot be read', async () => {
    const none = await project.run(['verify']);
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('[no-database-url]') });
    const ran = await project.run(['verify', '--database-url', 'postgresql://me:s3c/ret@h/db']);
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('[database-url]') });
    expect(ran.stderr).not.toMatch(/s3c|at .*\.ts/);
  });

  it('a migration that is not deployed', async () => {
    const DATABASE_URL = await people(1, false);
    const ran = await project.run(['backfill', '--json'], { DATABASE_URL });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(/lacks the trigger.*\[not-migrated\]\n {2}hint: deploy the expand migration/);
    expect(json([ran.stdout])[0]).toMatchObject({ event: 'error', code: 'not-migrated' });
  });

  it('an unknown transition, command or option', async () => {
    const unknown = await project.run(['verify', '--transition', 'User.displayNam']);
    expect(unknown).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('did you mean `User.displayName`?'),
    });
    const usage = await project.run(['backfill', '--batch-size', '0']);
    expect(usage).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^error: .*Expected a whole number from 1/),
    });
  });
});

describe('the database', () => {
  it('is found in prisma.config.ts, TypeScript and all, before .env', async () => {
    const own = await createPecProject(renameSchema());
    try {
      await own.write('.env', 'DATABASE_URL="postgresql://u:p@127.0.0.1:2/db"\n');
      await own.write(
        'prisma.config.ts',
        `export default { schema: 'prisma/schema.prisma', datasource: { url: 'postgresql://u:p@127.0.0.1:1/db' as string } };\n`,
      );
      expect((await own.run(['verify'])).stderr).toContain('127.0.0.1:1 ');
    } finally {
      await own.remove();
    }
  });
});

const tick = () => new Promise((resolve) => setTimeout(resolve, 5));

/** Resolves once the server has noticed that the killed process is gone. */
async function freed(url: string): Promise<void> {
  for (;;) {
    const [row] = await sql(url, `SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory'`);
    if (row.n === 0) return;
    await tick();
  }
}
