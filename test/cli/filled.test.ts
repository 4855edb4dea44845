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

/** An application with the generator, whose `User` has these lines at its end, deployed with two rows. */
async function begun(lines: string): Promise<{ readonly app: Application; readonly url: string }> {
  const app = await applications.derive(
    'with the generator alone',
    'trigger',
    async (made) => made.write('prisma/schema.prisma', await withGenerator(made)),
    'trigger',
  );
  const text = await app.read('prisma/schema.prisma');
  await app.write('prisma/schema.prisma', text.replace(/^( {2}userName String.*)$/m, `$1\n${lines}`));
  await app.commit('Annotation');
  const url = server.url(await server.createDatabase());
  await app.deploy(url);
  await sql(url, `INSERT INTO "User" ("email", "userName") VALUES ('A@x', 'Ada'), ('B@x', 'Bob')`);
  return { app, url };
}

/** Without the annotation of the initialised application. */
async function withGenerator(app: Application): Promise<string> {
  const text = await app.read('prisma/schema.prisma');
  return text.replace(/^ {2}\/\/\/ @transition.*\n.*\n/m, '');
}

const sql = (url: string, text: string) =>
  withClient(url, async (client) => (await client.query(text)).rows as Record<string, unknown>[]);

const modelOf = async (app: Application) =>
  /^model User \{[\s\S]*?^\}/m.exec(await app.read('prisma/schema.prisma'))![0];

describe('a new required column', { timeout: 300_000 }, () => {
  it('is filled for old instances and for the rows that stand, then required, in three deploys with one rollout', async () => {
    const { app, url } = await begun(`  /// @transition backfill:"lower(email)"\n  handle   String`);
    const first = await must(app.pec(['next'], url));
    expect(first.stdout).toContain('nothing has to be rolled out');
    expect(first.stdout).not.toContain('note:');
    expect(await modelOf(app)).toContain('handle   String? @ignore');
    await must(app.run('tsc', ['-p', '.']));
    await app.commit('Stage expand');
    await app.deploy(url);

    await sql(url, `INSERT INTO "User" ("email", "userName") VALUES ('C@x', 'Cyd')`);
    const early = await app.pec(['next'], url);
    expect(early).toMatchObject({ code: 3, stdout: expect.stringContaining('3 rows, 2 drift') });
    const copied = await must(app.pec(['backfill'], url));
    expect(copied.stdout).toContain('User.handle: fills "handle" in "User"');
    expect(copied.stdout).toContain('3 rows seen, 2 copied');
    expect(await app.pec(['backfill', '--reverse', '--transition', 'User.handle'], url)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('has no source to copy back to [backfill-phase]'),
    });

    const second = await must(app.pec(['next'], url));
    // The one create of the application, and nothing else.
    expect(second.stdout).toContain('stage-error, 1 place: ');
    expect(second.stdout).toMatch(/src\/users\.ts:4:\d+ {2}TS2322: .*Property 'handle' is missing/);
    expect(await modelOf(app)).toMatch(/phase:migrate\n {2}handle {3}String$/m);
    await app.write(
      'src/users.ts',
      (await app.read('src/users.ts')).replace('{ email, userName }', "{ email, userName, handle: 'new' }"),
    );
    await must(app.run('tsc', ['-p', '.']));
    await app.commit('Stage migrate');
    await app.deploy(url);
    await sql(url, `INSERT INTO "User" ("email", "userName") VALUES ('D@x', 'Dan')`);

    const back = await must(app.pec(['revert', '--drained'], url));
    expect(back.stdout).toContain('stage migrate is taken back');
    expect(await modelOf(app)).toContain('handle   String? @ignore');
    await app.run('git', ['checkout', '.']);
    await app.run('git', ['clean', '-fdq']);

    await must(app.pec(['next', '--drained'], url));
    await app.commit('Stage finish');
    await app.deploy(url);
    expect(await modelOf(app)).toMatch(/^ {2}handle {3}String$/m);
    expect(await modelOf(app)).not.toContain('@transition');
    expect(await sql(url, 'SELECT "handle" FROM "User" ORDER BY "id"')).toEqual(
      ['a@x', 'b@x', 'c@x', 'd@x'].map((handle) => ({ handle })),
    );
    await expect(sql(url, `INSERT INTO "User" ("email", "userName") VALUES ('E@x', 'Eve')`)).rejects.toThrow(
      /null value in column "handle"/,
    );
    expect(await sql(url, `SELECT count(*)::int AS n FROM pg_trigger WHERE tgname LIKE 'pec%'`)).toEqual([
      { n: 0 },
    ]);
  });

  it('says where a default alone would do, and refuses what has one', async () => {
    const { app, url } = await begun(`  /// @transition backfill:"'free'"\n  plan     String?`);
    expect((await must(app.pec(['next'], url))).stdout).toContain(
      'note: plan gets the same value in every row: ',
    );
    await app.run('git', ['checkout', '.']);
    await app.run('git', ['clean', '-fdq']);
    const text = await app.read('prisma/schema.prisma');
    await app.write(
      'prisma/schema.prisma',
      text.replace('plan     String?', 'plan     String @default("free")'),
    );
    const refused = await app.pec(['next'], url);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('[default-fills]') });
    expect(refused.stderr).toMatch(/^prisma\/schema\.prisma:\d+:\d+: /);
  });
});

describe('beside an annotation that cannot be read', { timeout: 300_000 }, () => {
  it('the others go on, and so does prisma generate; the run is no success', async () => {
    const { app, url } = await begun(
      `  /// @transition backfill:"lower(email)"\n  handle   String\n  /// @transition from:userNam\n  other    String?`,
    );
    const generated = await app.run('prisma', ['generate']);
    expect(generated.code).toBe(0);
    expect(generated.stdout).toMatch(
      /prisma-expand-contract: warning: prisma\/schema\.prisma:\d+:\d+: .*userNam/,
    );
    const status = await app.pec(['status']);
    expect(status).toMatchObject({ code: 2, stdout: expect.stringContaining('User.handle: phase expand') });
    expect(status.stderr).toMatch(/^prisma\/schema\.prisma:\d+:\d+: .*userNam/);
    expect(await app.pec(['next'], url)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('One annotation of several cannot be read [several-transitions]'),
    });
    const named = await app.pec(['next', '--transition', 'User.handle'], url);
    expect(named).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('User.handle: stage expand is prepared.'),
    });
  });
});
