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

/** An application with further files whose stage migrate is prepared, committed and deployed. */
async function afterMigrate(
  files: Readonly<Record<string, string>>,
  ...flags: readonly string[]
): Promise<{ app: Application; url: string }> {
  const app = await applications.derive('trigger after stage expand', 'trigger', async (made) => {
    await must(made.pec(['next']));
    await made.commit('Stage expand');
  });
  for (const [file, text] of Object.entries(files)) await app.write(file, text);
  await app.commit('More files');
  const url = server.url(await server.createDatabase());
  await app.deploy(url);
  await withClient(url, (client) =>
    client.query(`INSERT INTO "User" ("email", "userName") VALUES ('a@b', 'Ada')`),
  );
  await must(app.pec(['backfill'], url));
  await must(app.pec(['next', ...flags], url));
  await app.commit('Stage migrate');
  await app.deploy(url);
  return { app, url };
}

const spread = `import { prisma } from './db.js';
export const patch = (id: number, body: { userName?: string }) => prisma.user.update({ where: { id }, data: { ...body } });
`;
const raw = `import { prisma } from './db.js';
export const top = () => prisma.$queryRaw<{ userName: string }[]>\`SELECT "userName" FROM "User" ORDER BY "userName" LIMIT 3\`;
`;
const bothGiven = `import type { User } from './generated/prisma/client.js';
export function greet(user: User) {
  return \`Hello \${user.email}\`;
}
greet({ id: 1, email: 'a@b.c', userName: 'x' });
`;

describe('what is left in the code', { timeout: 600_000 }, () => {
  it('keeps stage contract waiting until it is changed or accepted by name, and is listed in every phase', async () => {
    const { app, url } = await afterMigrate({ 'src/patch.ts': spread, 'src/top.ts': raw });
    const waits = await app.pec(['next', '--drained'], url);
    expect(waits.code).not.toBe(0);
    expect(waits.stderr).toContain(
      'User.displayName: stage contract has to wait; nothing was changed [places-left]',
    );
    expect(waits.stdout).toContain('src/patch.ts:2:');
    expect(waits.stdout).toMatch(/raw-sql, \d places?: /);
    expect(waits.stdout + waits.stderr).not.toContain('no more');
    expect(await app.changes()).toEqual([]);

    const listed = await must(app.pec(['status', '--left'], url));
    expect(listed.stdout).toContain('src/top.ts:2:');
    expect(listed.stdout).toContain('src/patch.ts:2:');
    expect(await app.changes()).toEqual([]);

    const unknown = await app.pec(['next', '--drained', '--accept', 'src/nowhere.ts:1'], url);
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('[unknown-place]') });

    await app.write('src/patch.ts', spread.replace('{ ...body }', '{ displayName: body.userName }'));
    await app.commit('Patch');
    const accepted = await must(app.pec(['next', '--drained', '--accept', 'src/top.ts:2'], url));
    expect(accepted.stdout).toContain('stage contract is prepared.\n');
    expect(accepted.stdout).not.toContain('no more');
    await app.commit('Stage contract');

    // The client has the source no more, and the list is the same.
    const later = await must(app.pec(['status', '--left'], url));
    expect(later.stdout).toContain('src/top.ts:2:');
    const drop = await app.pec(['next', '--drained'], url);
    expect(drop.stderr).toContain('[places-left]');
    await app.write('src/top.ts', raw.replaceAll('userName', 'displayName'));
    await app.commit('Top');
    const prepared = await must(app.pec(['next', '--drained'], url));
    expect(prepared.stdout).toContain('stage finish is prepared. The column behind User.userName goes.');
    expect((await app.run('tsc', ['-p', '.'])).stdout).toBe('');
  });

  it('the source leaves whole records with the switch, and the client in the same rollout', async () => {
    const { app, url } = await afterMigrate({ 'src/greet.ts': bothGiven });
    expect(await app.read('src/greet.ts')).toContain("greet({ id: 1, email: 'a@b.c', displayName: 'x' });");
    const schema = await app.read('prisma/schema.prisma');
    expect(schema).toContain('userName String? @ignore');
    expect(schema).toContain('/// @transition from:userName phase:migrate\n');
    expect((await app.run('tsc', ['-p', '.'])).stdout).toBe('');
    const status = await must(app.pec(['status', '--left'], url));
    expect(status.stdout).toContain('phase migrate, stage migrate is prepared');
    expect(status.stdout).toContain('left to you: nothing that names the old field');
    const finish = await must(app.pec(['next', '--drained'], url));
    expect(finish.stdout).toContain('stage finish is prepared. The column behind User.userName goes.');
    expect(finish.stdout).toContain('nothing has to be rolled out. Then the transition is over.');
  });

  it('stage contract takes the source out of whole records, which only the client of stage contract allows', async () => {
    const { app, url } = await afterMigrate({ 'src/greet.ts': bothGiven }, '--keep-source');
    // By hand, as the compiler asks: the client of stage migrate has both fields in a record.
    await app.write('src/greet.ts', bothGiven.replace("userName: 'x'", "userName: 'x', displayName: 'x'"));
    await app.commit('Both');
    expect((await app.run('tsc', ['-p', '.'])).stdout).toBe('');
    await must(app.pec(['next', '--drained'], url));
    expect(await app.read('src/greet.ts')).toContain("greet({ id: 1, email: 'a@b.c', displayName: 'x' });");
    expect((await app.run('tsc', ['-p', '.'])).stdout).toBe('');
  });
});
