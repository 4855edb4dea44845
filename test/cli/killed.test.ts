import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPostgres, type TestPostgres } from '../support/postgres.js';
import { type Applications, openApplications } from './application.js';
import { killCases } from './kill-cases.js';

let server: TestPostgres;
let applications: Applications;
beforeAll(async () => {
  [server, applications] = await Promise.all([startPostgres(), openApplications()]);
});
afterAll(async () => {
  await applications?.remove();
  await server?.stop();
});

it.each(killCases)('$name, killed and given again, does what it would have done', async ({ run }) => {
  const hits = await run(applications, server.url(await server.createDatabase()), 1);
  expect(hits).toBeLessThanOrEqual(1);
});
