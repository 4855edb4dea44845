import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasMariaDb } from '../support/mariadb.js';
import { prove } from './model/journey.js';
import { describeRollouts } from './model/suite.js';
import { variants, withDefault } from './model/variants.js';
import { openWorld, type World } from './model/world.js';

/**
 * At least 100,000 steps in every sync mode, shared by the three databases. PEC_MODEL_STEPS asks for another number,
 * PEC_MODEL_SEED for another beginning.
 */
const wanted = Number(process.env.PEC_MODEL_STEPS ?? 100_000) / 3;
const firstSeed = Number(process.env.PEC_MODEL_SEED ?? 1);
const syncModes = ['trigger', 'client', 'code'] as const;

describe.each(['postgresql', 'mysql', 'sqlite'] as const)('%s', (provider) => {
  describe.skipIf(provider === 'mysql' && !hasMariaDb)('the model and the database agree', () => {
    let world: World;
    beforeAll(async () => {
      world = await openWorld(provider, [...variants, ...withDefault], syncModes);
    }, 600_000);
    afterAll(() => world?.stop());

    test.each(syncModes)('sync %s', async (sync) => {
      // Under `code` the plan refuses a default: the application would have to double it.
      const possible = sync === 'code' ? variants : [...variants, ...withDefault];
      let taken = 0;
      for (let seed = firstSeed; taken < wanted; seed += 1) {
        taken += await prove({ world, sync, variants: possible, runs: 20, steps: 200, seed });
      }
      console.log(`${provider}, sync ${sync}: ${taken} steps`);
      expect(taken).toBeGreaterThanOrEqual(wanted);
    });

    for (const sync of syncModes) {
      describeRollouts(provider, sync, () => world, { operations: 500, mutations: () => true });
    }
  });
});
