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

/** An application with further files whose release 2 is prepared, committed and deployed. */
async function afterRelease2(
  files: Readonly<Record<string, string>>,
): Promise<{ app: Application; url: string }> {
  const app = await applications.derive('trigger after release 1', 'trigger', async (made) => {
    await must(made.pec(['next']));
    await made.commit('Release 1');
  });
  for (const [file, text] of Object.entries(files)) await app.write(file, text);
  await app.commit('More files');
  const url = server.url(await server.createDatabase());
  await app.deploy(url);
  await withClient(url, (client) =>
    client.query(`INSERT INTO "User" ("email", "userName") VALUES ('a@b', 'Ada')`),
  );
  await must(app.pec(['backfill'], url));
  await must(app.pec(['next'], url));
  await app.commit('Release 2');
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
  it('keeps release 3 waiting until it is changed or accepted by name, and is listed in every phase', async () => {
    const { app, url } = await afterRelease2({ 'src/patch.ts': spread, 'src/top.ts': raw });
    const waits = await app.pec(['next', '--drained'], url);
    expect(waits.code).not.toBe(0);
    expect(waits.stderr).toContain(
      'User.displayName: release 3 (contract) has to wait; nothing was changed [places-left]',
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
    expect(accepted.stdout).toContain('release 3 (contract) is prepared.\n');
    expect(accepted.stdout).not.toContain('no more');
    await app.commit('Release 3');

    // The client has the source no more, and the list is the same.
    const later = await must(app.pec(['status', '--left'], url));
    expect(later.stdout).toContain('src/top.ts:2:');
    const drop = await app.pec(['next', '--drained'], url);
    expect(drop.stderr).toContain('[places-left]');
    await app.write('src/top.ts', raw.replaceAll('userName', 'displayName'));
    await app.commit('Top');
    const prepared = await must(app.pec(['next', '--drained'], url));
    expect(prepared.stdout).toContain('release 4 (drop) is prepared. The column behind User.userName goes.');
    expect((await app.run('tsc', ['-p', '.'])).stdout).toBe('');
  });

  it('release 3 takes the source out of whole records, which only the client of release 3 allows', async () => {
    const { app, url } = await afterRelease2({ 'src/greet.ts': bothGiven });
    // By hand, as the compiler asks: the client of release 2 has both fields in a record.
    await app.write('src/greet.ts', bothGiven.replace("userName: 'x'", "userName: 'x', displayName: 'x'"));
    await app.commit('Both');
    expect((await app.run('tsc', ['-p', '.'])).stdout).toBe('');
    await must(app.pec(['next', '--drained'], url));
    expect(await app.read('src/greet.ts')).toContain("greet({ id: 1, email: 'a@b.c', displayName: 'x' });");
    expect((await app.run('tsc', ['-p', '.'])).stdout).toBe('');
  });
});
