import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPostgres, type TestPostgres } from '../support/postgres.js';
import { forward, forwardWithRollbacks } from './journeys.js';
import { mutations } from './mutations.js';
import { openReleases, type Releases } from './releases.js';
import { openTrain, type Train } from './train.js';

describe.each(['trigger', 'client'] as const)('a column renamed through every release, sync %s', (sync) => {
  let server: TestPostgres;
  let releases: Releases;

  beforeAll(async () => {
    server = await startPostgres();
    releases = await openReleases(sync);
  });

  afterAll(async () => {
    await releases?.remove();
    await server?.stop();
  });

  const train = async (seed: number): Promise<Train> =>
    openTrain({ releases, databaseUrl: server.url(await server.createDatabase()), seed, mixedMs: 1_500 });

  test('forward: nothing fails, nothing is lost', { timeout: 180_000 }, async () => {
    const outcome = await forward(await train(1));
    expect(outcome.failures).toEqual([]);
    expect(outcome.driftedRows).toBe(0);
    expect(outcome.operations).toBeGreaterThan(200);
  });

  test('forward, back and forward again at every step that can be taken back', {
    timeout: 240_000,
  }, async () => {
    const outcome = await forwardWithRollbacks(await train(2));
    expect(outcome.failures).toEqual([]);
    expect(outcome.driftedRows).toBe(0);
  });

  const applicable = mutations.filter((mutation) => mutation.syncs.includes(sync));
  test.each(applicable)('without its safety step: $name', { timeout: 120_000 }, async ({ run, notices }) => {
    const observed = await run(await train(3));
    expect(observed).toMatch(notices);
  });
});
