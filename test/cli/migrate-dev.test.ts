import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPostgres, type TestPostgres, withClient } from '../support/postgres.js';
import { type Applications, must, openApplications } from './application.js';

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
