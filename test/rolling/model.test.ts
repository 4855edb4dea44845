import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasMariaDb } from '../support/mariadb.js';
import { drawVariants } from './model/drawn.js';
import { prove } from './model/journey.js';
import { describeRollouts } from './model/suite.js';
import { possible, underLoad } from './model/variants.js';
import { openWorld, type World } from './model/world.js';

const syncModes = ['trigger', 'client', 'code'] as const;

/** Journeys in each sync mode: those on SQLite take a tenth of the time of the others. */
const journeys = { postgresql: 4, mysql: 4, sqlite: 14 } as const;

/** A slice of what `npm run test:torture` does at length (model.torture.ts). */
describe.each(['postgresql', 'mysql', 'sqlite'] as const)('%s', (provider) => {
  describe.skipIf(provider === 'mysql' && !hasMariaDb)('the model and the database agree', () => {
    const seed = Number(process.env.PEC_MODEL_SEED ?? 1);
    const all = [...underLoad, ...drawVariants(provider, seed, 3)];
    let world: World;
    beforeAll(async () => {
      world = await openWorld(provider, all, syncModes);
    }, 180_000);
    afterAll(() => world?.stop());

    test.each(syncModes)('sync %s', { timeout: 300_000 }, async (sync) => {
      const runs = Number(process.env.PEC_MODEL_RUNS ?? journeys[provider]);
      const taken = await prove({ world, sync, variants: possible(all, sync), runs, steps: 100, seed });
      expect(taken).toBeGreaterThan(runs);
    });

    // Each database in one sync mode here, and all of it in model.torture.ts.
    const shown = { postgresql: 'code', mysql: 'client', sqlite: 'trigger' } as const;
    describeRollouts(provider, shown[provider], () => world, {
      operations: 60,
      mutations: ({ name }) => name.startsWith('reads switched') || name.startsWith('NOT NULL'),
    });
  });
});
