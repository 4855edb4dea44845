import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { postgresAdapter } from '../../src/rehearsal/postgres-adapter.js';
import { diffMigrationsToSchema } from '../../src/rehearsal/schema-engine.js';
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

/** As `prisma migrate dev` writes it for the annotated field. */
const ADD_COLUMN = '-- AlterTable\nALTER TABLE "User" ADD COLUMN     "displayName" TEXT;\n';

it('next adopts the column that `prisma migrate dev` has added, and revert leaves it', async () => {
  const app = await applications.createInitialised();
  const url = server.url(await server.createDatabase());
  await app.write('prisma/migrations/20260202000000_display_name/migration.sql', ADD_COLUMN);
  await app.commit();
  await app.deploy(url);
  await must(app.pec(['next']));
  await app.commit();
  await app.deploy(url);
  const rows = await withClient(url, async (client) => {
    await client.query(`INSERT INTO "User" ("email", "userName") VALUES ('ada@x.org', 'Ada')`);
    return (await client.query('SELECT "displayName" FROM "User"')).rows;
  });
  expect(rows).toEqual([{ displayName: 'Ada' }]);

  await must(app.pec(['revert', '--drained'], url));
  await app.deploy(url);
  await withClient(url, (client) => client.query('UPDATE "User" SET "displayName" = NULL'));
  const after = await withClient(url, (client) =>
    client.query('SELECT "userName", "displayName" FROM "User"'),
  );
  expect(after.rows).toEqual([{ userName: 'Ada', displayName: null }]);
});

/** What `prisma migrate dev` would write: the difference between the migrations and the schema. */
async function found(app: Application, url: string): Promise<string> {
  const schema = await app.read('prisma/schema.prisma');
  const folder = path.join(app.folder, 'prisma/migrations');
  return diffMigrationsToSchema(folder, [['schema.prisma', schema]], postgresAdapter(url));
}

it('from the adopted column to the drop, `prisma migrate dev` has nothing to do, and works between two stages', async () => {
  const app = await applications.createInitialised();
  const url = server.url(await server.createDatabase());
  const shadow = server.url(await server.createDatabase());
  // Rows that a migration puts in are in the shadow database too, where no backfill runs.
  await app.write(
    'prisma/migrations/20260101000001_root/migration.sql',
    `INSERT INTO "User" ("email", "userName") VALUES ('root@x.org', 'Root');\n`,
  );
  expect(`${await found(app, shadow)}\n`).toBe(ADD_COLUMN);
  await app.write('prisma/migrations/20260202000000_display_name/migration.sql', ADD_COLUMN);
  await app.commit('As migrate dev writes it');
  await app.deploy(url);
  await withClient(url, (client) =>
    client.query(`INSERT INTO "User" ("email", "userName") VALUES ('ada@x.org', 'Ada')`),
  );
  for (const stage of ['expand', 'migrate', 'finish']) {
    await must(app.pec(['next', '--drained'], url));
    await app.commit(`Stage ${stage}`);
    await app.deploy(url);
    expect(await found(app, shadow), `after ${stage}`).toBe('');
    if (stage === 'expand') await must(app.pec(['backfill'], url));
    if (stage !== 'migrate') continue;
    // Another change, between two stages.
    const schema = await app.read('prisma/schema.prisma');
    await app.write('prisma/schema.prisma', schema.replace(/^ {2}email .*$/m, '$&\n  age Int?'));
    await app.write('prisma/migrations/29990101000000_age/migration.sql', await found(app, shadow));
    await must(app.run('prisma', ['generate']));
    await app.commit('Age');
    await app.deploy(url);
    expect(await found(app, shadow)).toBe('');
  }
  const { rows } = await withClient(url, (client) => client.query('SELECT * FROM "User"'));
  expect(rows).toEqual([
    { id: 1, email: 'root@x.org', displayName: 'Root', age: null },
    { id: 2, email: 'ada@x.org', displayName: 'Ada', age: null },
  ]);
});
