import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Provider, SyncMode } from '../../../src/schema/transition.js';
import type { Instance } from './instance.js';
import { openRollout } from './rollout.js';
import { forward, type Mutation, mutations, observed } from './rollouts.js';
import type { Generation } from './rows.js';
import { underLoad } from './variants.js';
import type { World } from './world.js';

export interface Extent {
  /** How many operations two generations share at each rollout. */
  readonly operations: number;
  readonly mutations: (mutation: Mutation) => boolean;
}

/** A rename and a change to an enum under load, with processes of two generations at a time. */
export function describeRollouts(
  provider: Provider,
  sync: SyncMode,
  world: () => World,
  extent: Extent,
): void {
  describe(`under load, sync ${sync}`, { timeout: 900_000 }, () => {
    const instances = new Map<Generation, Instance>();
    beforeAll(async () => {
      for (const generation of [0, 1, 2, 3] as const) {
        instances.set(generation, await world().start(sync, generation));
      }
    }, 300_000);
    afterAll(() => Promise.all([...instances.values()].map((instance) => instance.stop())));

    describe.each(underLoad)('$model', (variant) => {
      const open = (seed: number) =>
        openRollout({ world: world(), sync, variant, instances, seed, operations: extent.operations });

      test('forward: nothing fails, nothing is lost', async () => {
        const rollout = await open(1);
        const drift = await forward(rollout).catch(async (error: unknown) => {
          await rollout.finish();
          throw error;
        });
        const { failures } = await rollout.finish();
        expect(failures).toEqual([]);
        expect(drift).toBe(0);
      });

      const wanted = mutations.filter(
        (mutation) => mutation.applies({ provider, sync, variant }) && extent.mutations(mutation),
      );
      test.each(wanted)('without its safety step: $name', async (mutation) => {
        const rollout = await open(2);
        expect(await observed(rollout, mutation, { provider, variant })).toMatch(mutation.notices);
      });
    });
  });
}
