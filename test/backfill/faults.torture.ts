import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPostgres, type TestPostgres } from '../support/postgres.js';
import { killAtRandomMoments } from './faults.js';

let server: TestPostgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

it('kill -9 at 100 random moments loses no row and copies none twice', async () => {
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 32);
  console.log(`SEED=${seed}`);
  expect(await killAtRandomMoments(server, { kills: 100, rows: 400_000, seed })).toBe(100);
});
