import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postgresAdapter } from '../../src/rehearsal/postgres-adapter.js';
import { applyMigrations } from '../../src/rehearsal/schema-engine.js';
import type { SyncMode } from '../../src/schema/transition.js';
import { startPostgres, type TestPostgres } from '../support/postgres.js';
import type { RollingApplication } from './application.js';
import { forward, forwardWithRollbacks } from './journeys.js';
import { mutationsOf } from './mutations.js';
import type { Tenant } from './operation.js';
import { openReleases, type ReleaseNumber, type Releases } from './releases.js';
import { openTrain, type Train } from './train.js';

// Each journey is made of processes that start, drain and compile: how long that takes is no matter of this test.
const options = { timeout: 900_000 };

/**
 * `brief`: the way there, what a reviewer sees, and what can go wrong with this transition alone; `with-mutations`: also
 * what can go wrong with any transition; `whole`: also each step back, and the application's own checks.
 */
type Extent = 'brief' | 'with-mutations' | 'whole';

/** One application and its transition under load. */
export function describeJourneys<T extends Tenant>(
  application: RollingApplication<T>,
  sync: SyncMode,
  extent: Extent,
): void {
  const whole = test.runIf(extent === 'whole');
  describe(`${application.name} through every stage, sync ${sync}`, options, () => {
    let server: TestPostgres;
    let releases: Releases;

    beforeAll(async () => {
      server = await startPostgres();
      releases = await openReleases(application, sync);
    });

    afterAll(async () => {
      await releases?.remove();
      await server?.stop();
    });

    const train = async (seed: number): Promise<Train> =>
      openTrain({
        application,
        releases,
        databaseUrl: server.url(await server.createDatabase()),
        seed,
        mixedMs: 1_500,
      });

    // The way with each step back has all of it.
    test.runIf(extent !== 'whole')('forward: nothing fails, nothing is lost', async () => {
      const outcome = await forward(await train(1));
      expect(outcome.failures).toEqual([]);
      expect(outcome.driftedRows).toBe(0);
      expect(outcome.operations).toBeGreaterThan(200);
    });

    whole('forward, back and forward again at every step that can be taken back', async () => {
      const outcome = await forwardWithRollbacks(await train(2));
      expect(outcome.failures).toEqual([]);
      expect(outcome.driftedRows).toBe(0);
      expect(outcome.operations).toBeGreaterThan(200);
    });

    test('what a reviewer sees of each stage', async () => {
      for (const [index, stage] of releases.stages.entries()) {
        const number = (index + 1) as ReleaseNumber;
        const { diff } = await releases.prepare(number, 'prepared by now');
        await expect(diff).toMatchFileSnapshot(
          `../../__fixtures__/${application.name}-releases/${sync}-${number}-${stage}.diff`,
        );
      }
    });

    whole("the application's own checks pass at every stage", async () => {
      for (const number of [0, ...releases.stages.map((_, index) => index + 1)] as ReleaseNumber[]) {
        const { directory } = await releases.prepare(number, 'prepared by now');
        const databaseUrl = server.url(await server.createDatabase());
        await applyMigrations(`${directory}/prisma/migrations`, postgresAdapter(databaseUrl));
        const types = await releases.workspace.run(directory, 'tsc', ['--noEmit']);
        expect(types.stdout, `types of G${number}`).toBe('');
        const tests = await releases.workspace.run(directory, 'vitest', ['run'], {
          DATABASE_URL: databaseUrl,
        });
        expect(tests.code, `tests of G${number}:\n${tests.stdout}${tests.stderr}`).toBe(0);
      }
    });

    const ofAny = extent === 'brief' ? [] : mutationsOf(application.columns);
    const mutations = [...ofAny, ...(application.mutations ?? [])];
    const applicable = mutations.filter((mutation) => mutation.syncs.includes(sync));
    test.each(applicable)('without its safety step: $name', async ({ run, notices }) => {
      const observed = await run(await train(3));
      expect(observed).toMatch(notices);
    });
  });
}
