import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPostgres, type TestPostgres, withClient } from '../support/postgres.js';
import { type Application, type Applications, files, must, openApplications } from './application.js';

let server: TestPostgres;
let applications: Applications;
beforeAll(async () => {
  [server, applications] = await Promise.all([startPostgres(), openApplications()]);
});
afterAll(async () => {
  await applications?.remove();
  await server?.stop();
});

const source = `import { prisma } from './db.js';

export async function register(email: string) {
  return prisma.user.create({ data: { email, userName: email, status: 'active' } });
}

export async function ban(id: number) {
  return prisma.user.update({ where: { id }, data: { status: 'banned' } });
}

export async function active() {
  return prisma.user.count({ where: { status: { in: ['active'] } } });
}

export async function mayLogIn(id: number): Promise<boolean> {
  const user = await prisma.user.findUniqueOrThrow({ where: { id }, select: { status: true } });
  switch (user.status) {
    case 'active':
      return true;
    default:
      return false;
  }
}
`;

/** Values that no codemod maps, as it is, and as a person makes it. */
const given = `import { prisma } from './db.js';

export const set = (id: number, status: 'active' | 'banned') => prisma.user.update({ where: { id }, data: { status } });
`;
const mapped = `import { prisma } from './db.js';

const states = { active: 'ACTIVE', banned: 'SUSPENDED' } as const;
export const set = (id: number, status: 'active' | 'banned') =>
  prisma.user.update({ where: { id }, data: { state: states[status] } });
`;

async function migrationOf(app: Application, name: string): Promise<string> {
  const folders = await readdir(path.join(app.folder, 'prisma/migrations'));
  const folder = folders.find((each) => each.endsWith(name));
  return await app.read(`prisma/migrations/${folder}/migration.sql`);
}

it('takes an application through all releases, and it compiles', { timeout: 600_000 }, async () => {
  const app = await applications.create();
  const url = server.url(await server.createDatabase());
  const sql = (text: string) => withClient(url, async (client) => (await client.query(text)).rows);
  const pec = (...args: string[]) => app.pec(args, url);
  const schema = await app.read('prisma/schema.prisma');
  await app.write('prisma/schema.prisma', schema.replace(/^ {2}userName .*$/m, '$&\n  status String'));
  await app.write(
    'prisma/migrations/20260102000000_status/migration.sql',
    'ALTER TABLE "User" ADD COLUMN "status" TEXT NOT NULL;\n',
  );
  await app.write('src/status.ts', source);
  await app.write('src/users.ts', '');
  await app.write('src/set.ts', given);
  await app.deploy(url);
  await sql(
    `INSERT INTO "User" (email, "userName", status) VALUES ('a', 'a', 'active'), ('b', 'b', 'banned'), ('c', 'c', 'lost')`,
  );
  await must(app.run('prisma', ['generate']));
  await app.commit('A text');
  await must(pec('init'));
  const initialised = await app.read('prisma/schema.prisma');
  await app.write(
    'prisma/schema.prisma',
    `${initialised.replace('  status String\n', '  status String\n  /// @transition from:status map:{active: ACTIVE, banned: SUSPENDED}\n  state Status?\n')}
enum Status {
  ACTIVE
  SUSPENDED
}
`,
  );
  await app.commit('Annotation');

  // Stage expand: not while a value is unknown, and then with the type.
  const refused = await pec('next');
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('User.state: the map has no entry for "lost" (1 row) [unmapped-values]');
  expect(await app.changes()).toEqual([]);
  await sql(`UPDATE "User" SET status = 'banned' WHERE status = 'lost'`);
  await must(pec('next'));
  expect(await migrationOf(app, 'pec_expand_User.state')).toContain(
    `CREATE TYPE "Status" AS ENUM ('ACTIVE', 'SUSPENDED');`,
  );
  await app.commit('Stage expand');
  await app.deploy(url);

  // A text that turns up later keeps the gate closed, and is named.
  await must(pec('backfill'));
  await sql(`INSERT INTO "User" (email, "userName", status) VALUES ('d', 'd', 'new')`);
  const waits = await pec('next', '--drained');
  expect(waits.code).toBe(3);
  expect(waits.stdout).toMatch(/4 rows, 1 drift in \S+ at \S+; the map has no entry for "new" \(1 row\)/);
  expect((await pec('verify')).stdout).toContain('the map has no entry for "new" (1 row)');
  await sql(`UPDATE "User" SET status = 'active' WHERE status = 'new'`);

  const second = await must(pec('next', '--drained'));
  expect(second.stdout).toMatch(/ {4}value-not-literal, 1 place: .*\n {6}src\/set\.ts:3:\d+\n/);
  await must(app.run('tsc', ['-p', '.']));
  expect(await app.read('src/status.ts')).toBe(
    source
      .replaceAll('status', 'state')
      .replaceAll("'active'", "'ACTIVE'")
      .replaceAll("'banned'", "'SUSPENDED'"),
  );
  await app.commit('Stage migrate');
  await app.deploy(url);
  await must(pec('verify'));

  // What is still written keeps stage contract waiting.
  const third = await pec('next', '--drained');
  expect(third).toMatchObject({ code: 2, stderr: expect.stringContaining('[places-left]') });
  expect(third.stdout).toMatch(/value-not-literal, 1 place: .*\n {4}src\/set\.ts:3:\d+\n/);
  expect(third.stdout + third.stderr).not.toMatch(/no more|Run `?switch-writes/);
  expect((await must(pec('status', '--left'))).stdout).toMatch(/value-not-literal, 1 place: /);
  await app.write('src/set.ts', mapped);
  await app.commit('Mapped');
  await must(pec('next', '--drained'));
  await app.write(
    'src/export.ts',
    `import { userStateConverter } from './generated/transitions/index.js';\n\nexport const text = userStateConverter.format;\n`,
  );
  await app.commit('Stage contract');

  // What is generated for a transition goes with it, and so it may not be in use.
  expect(await pec('next', '--drained')).toMatchObject({
    code: 2,
    stderr: `src/export.ts:1:10: userStateConverter is generated for User.state, and goes with it [helper-in-use]
src/export.ts:3:21: userStateConverter is generated for User.state, and goes with it [helper-in-use]
  hint: write out what it does, or take it over into a file of your own; nothing was changed
`,
  });
  expect(await app.changes()).toEqual([]);
  await app.run('git', ['rm', '--quiet', 'src/export.ts']);
  await app.commit('A format of our own');
  const last = await must(pec('next', '--drained'));
  expect(last.stdout).toContain('stage finish is prepared. The column behind User.status goes.');
  expect(await app.read('src/db.ts')).toBe(files['src/db.ts']);
  await must(app.run('tsc', ['-p', '.']));
  await app.deploy(url);
  expect(await sql('SELECT email, state FROM "User" ORDER BY email')).toEqual([
    { email: 'a', state: 'ACTIVE' },
    { email: 'b', state: 'SUSPENDED' },
    { email: 'c', state: 'SUSPENDED' },
    { email: 'd', state: 'ACTIVE' },
  ]);
  expect(await app.read('prisma/schema.prisma')).toContain('state Status\n');
});
