import { describe, expect, it } from 'vitest';
import { hasMariaDb, startMariaDb } from '../support/mariadb.js';
import { startPostgres } from '../support/postgres.js';
import { writeBesideBackfill } from './writers.js';

describe.each(['postgresql', 'mysql'] as const)('on %s', (provider) => {
  it.skipIf(provider === 'mysql' && !hasMariaDb)(
    '8 writers beside a backfill: no drift, no write lost',
    async () => {
      const server = await (provider === 'mysql' ? startMariaDb() : startPostgres());
      try {
        const freshUrl = async () => server.url(await server.createDatabase());
        for (const workers of [1, 3]) {
          const written = await writeBesideBackfill(provider, freshUrl, {
            seconds: 1,
            workers,
            seed: workers,
          });
          expect(written).toBeGreaterThan(200);
        }
      } finally {
        await server.stop();
      }
    },
  );
});
