import { describe, expect, it } from 'vitest';
import { hasMariaDb, startMariaDb } from '../support/mariadb.js';
import { startPostgres } from '../support/postgres.js';
import { writeBesideBackfill } from './writers.js';

const seconds = Number(process.env.TORTURE_SECONDS ?? 600);

describe.each(['postgresql', 'mysql'] as const)('on %s', (provider) => {
  it.skipIf(provider === 'mysql' && !hasMariaDb)('8 writers for a long time', async () => {
    const seed = Number(process.env.SEED ?? Date.now() % 2 ** 32);
    console.log(`SEED=${seed}`);
    const server = await (provider === 'mysql' ? startMariaDb() : startPostgres());
    try {
      const freshUrl = async () => server.url(await server.createDatabase());
      const written = await writeBesideBackfill(provider, freshUrl, { seconds, workers: 2, seed });
      console.log(`${written} writes`);
      // Busy machines write less: how fast is no matter here.
      expect(written).toBeGreaterThan(1000);
    } finally {
      await server.stop();
    }
  });
});
