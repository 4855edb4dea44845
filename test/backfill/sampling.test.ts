import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { atMost, sampling } from '../../src/backfill/sampling.js';
import { verify } from '../../src/backfill/verify.js';
import { startPostgres, type TestPostgres, withClient } from '../support/postgres.js';
import { connectTo, createPeople, renameJob } from './people.js';

describe('the choice', () => {
  it('is made by chance, for each range', () => {
    for (const percent of [3, 50, 97]) {
      const chooses = sampling(renameJob(), percent);
      const chosen = Array.from({ length: 40_000 }, () => chooses()).filter(Boolean).length;
      // Ten standard deviations at most: it never happens.
      expect(Math.abs(chosen / 400 - percent)).toBeLessThan(2.5);
    }
    expect(Array.from({ length: 1000 }, sampling(renameJob(), 100))).not.toContain(false);
  });

  it('says what it proves: with that share or more, 95 of 100 samples would have found one', () => {
    expect(atMost(0)).toBe(1);
    for (const looked of [1, 10, 300, 1_000_000]) {
      expect((1 - atMost(looked)) ** looked).toBeCloseTo(0.05, 6);
    }
    expect(() => sampling(renameJob([]), 10)).toThrow('has no key by which to choose a sample');
  });
});

describe('a sample of a table', () => {
  let server: TestPostgres;
  let url: string;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.stop());
  beforeEach(async () => {
    url = server.url(await server.createDatabase());
    await createPeople(url, 20_500);
    await withClient(url, (client) => client.query('UPDATE "User" SET "displayName" = "userName"'));
  });

  it('compares that share, and sees the rest without comparing it', async () => {
    const found = await verify(connectTo(url), renameJob(), { percent: 20 });
    expect(found).toMatchObject({ drift: 0, complete: true, sampled: { rows: 20_500, ranges: 21 } });
    const compared = found.sampled!.rangesCompared;
    expect(compared).toBeGreaterThan(0);
    expect(compared).toBeLessThan(21);
    expect([compared * 1000, compared * 1000 - 500]).toContain(found.rows);
  });

  it('finds drift that is everywhere, and of a small table something is compared', async () => {
    await withClient(url, (client) => client.query(`UPDATE "User" SET "displayName" = NULL`));
    const found = await verify(connectTo(url), renameJob(), { percent: 5 });
    expect(found.drift).toBe(found.rows);
    expect(found.samples.length).toBe(10);
    await withClient(url, (client) => client.query(`DELETE FROM "User" WHERE "id" > 3`));
    expect(await verify(connectTo(url), renameJob(), { percent: 0.01 })).toMatchObject({ rows: 3, drift: 3 });
    expect(await verify(connectTo(url), renameJob(), { percent: 100 })).toMatchObject({ rows: 3, drift: 3 });
  });
});
