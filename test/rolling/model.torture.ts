import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasMariaDb } from '../support/mariadb.js';
import { drawVariants } from './model/drawn.js';
import { prove } from './model/journey.js';
import { describeRollouts } from './model/suite.js';
import { possible, type Variant, variants, withDefault } from './model/variants.js';
import { openWorld, type World } from './model/world.js';

/**
 * At least 100,000 writes and batches in every sync mode, shared by the three databases. PEC_MODEL_OPERATIONS asks for
 * another number, PEC_MODEL_SEED for another beginning.
 */
const wanted = Number(process.env.PEC_MODEL_OPERATIONS ?? 100_000) / 3;
const firstSeed = Number(process.env.PEC_MODEL_SEED ?? 1);
const syncModes = ['trigger', 'client', 'code'] as const;

/** So many are done on the schemas that one seed draws; then come others. */
const operationsOfWorld = 7_000;
const seeds = Array.from({ length: Math.ceil(wanted / operationsOfWorld) }, (_, index) => firstSeed + index);

describe.each(['postgresql', 'mysql', 'sqlite'] as const)('%s', (provider) => {
  describe.skipIf(provider === 'mysql' && !hasMariaDb)('the model and the database agree', () => {
    describe.each(seeds)('on the schemas of seed %i', (seed) => {
      const all: readonly Variant[] = [...variants, ...withDefault, ...drawVariants(provider, seed, 12)];
      let world: World;
      beforeAll(async () => {
        world = await openWorld(provider, all, syncModes);
      }, 600_000);
      afterAll(() => world?.stop());

      test.each(syncModes)('sync %s', async (sync) => {
        const share = Math.min(operationsOfWorld, wanted / seeds.length);
        let taken = 0;
        for (let round = 0; taken < share; round += 1) {
          const among = { variants: possible(all, sync), runs: 20, steps: 200, seed: seed * 1000 + round };
          taken += await prove({ world, sync, ...among });
        }
        console.log(`${provider}, sync ${sync}, seed ${seed}: ${taken} operations`);
        expect(taken).toBeGreaterThanOrEqual(share);
      });

      if (seed !== firstSeed) return;
      for (const sync of syncModes) {
        describeRollouts(provider, sync, () => world, { operations: 500, mutations: () => true });
      }
    });
  });
});
