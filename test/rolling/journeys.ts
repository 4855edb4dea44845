import type { ReleaseNumber } from './releases.js';
import type { Outcome, Train } from './train.js';

/**
 * Every stage in order, old and new generations sharing the load at each rollout.
 *
 * @param onRelease called when a stage is out and its gates are closed, with the rows that drift
 */
export async function forward(
  train: Train,
  onRelease: (release: ReleaseNumber, drift: number) => Promise<void> = async () => {},
): Promise<Outcome> {
  return watched(train, async (checkDrift) => {
    await open(train);
    await onRelease(0, 0);

    await expanded(train);
    await onRelease(1, await checkDrift());

    await rollOut(train, beforeSwitch(train), 2);
    await train.command(2, 'pec', 'verify');
    await onRelease(2, await checkDrift());

    if (hasOneRollout(train)) {
      await train.migrate(3);
      await train.mixedLoad();
      await onRelease(3, 0);
      return;
    }
    await rollOut(train, 2, 3);
    await onRelease(3, 0);

    await rollOut(train, 3, 4);
    await onRelease(4, 0);
  });
}

/** The same, but each stage is taken back once, up to the last, before it goes forward for good. */
export async function forwardWithRollbacks(train: Train): Promise<Outcome> {
  return watched(train, async (checkDrift) => {
    await open(train);

    const first = beforeSwitch(train);
    await expanded(train, async () => {
      if (first === 1) await rollOut(train, 1, 0);
      await train.revert(1);
      await train.mixedLoad();
      await expand(train);
    });
    await checkDrift();

    await rollOut(train, first, 2);
    await rollOut(train, 2, first);
    await train.revert(2);
    await train.mixedLoad();
    await checkDrift();
    await rollOut(train, first, 2);
    await checkDrift();

    if (hasOneRollout(train)) {
      await train.migrate(3);
      await train.mixedLoad();
      return;
    }
    await rollOut(train, 2, 3);
    // Under sync "client" the third generation leaves the source behind: bring it up to date before going back.
    await rollOut(train, 3, 2, () => train.command(2, 'pec', 'backfill', '--reverse'));
    await train.revert(3);
    await checkDrift();
    await rollOut(train, 2, 3);

    await rollOut(train, 3, 4);
  });
}

/** Whether expand and finish are migrations alone. */
export function hasOneRollout({ stages }: Train): boolean {
  return !stages.includes('contract');
}

/** The generation that runs until the application is switched to the target. */
export function beforeSwitch(train: Train): 0 | 1 {
  return hasOneRollout(train) ? 0 : 1;
}

/** The application as it was before any of this, with its seed, under load. */
export async function open(train: Train): Promise<void> {
  await train.migrate(0);
  await train.command(0, 'node', '--import', 'tsx', 'prisma/seed.ts');
  await train.start(0);
  await train.mixedLoad();
}

/** The first stage, without a copy of the rows. */
export async function expand(train: Train): Promise<void> {
  if (beforeSwitch(train) === 1) {
    await rollOut(train, 0, 1);
    return;
  }
  await train.migrate(1);
  await train.mixedLoad();
}

/** The first stage and what stands between it and the second: backfill, then proof. */
export async function expanded(train: Train, between: () => Promise<void> = async () => {}): Promise<void> {
  await expand(train);
  await between();
  await train.command(1, 'pec', 'backfill');
  await train.command(1, 'pec', 'verify');
}

/** As far as the application reads and writes the target. */
export async function switched(train: Train): Promise<void> {
  await expanded(train);
  await rollOut(train, beforeSwitch(train), 2);
}

/** Migrates first, as teams do; then the new generation joins, shares the load, and the old one drains. */
export async function rollOut(
  train: Train,
  from: ReleaseNumber,
  to: ReleaseNumber,
  afterDrain: () => Promise<unknown> = async () => {},
): Promise<void> {
  if (to > from) await train.migrate(to);
  await train.start(to);
  await train.mixedLoad();
  await train.drain(from);
  await afterDrain();
}

async function watched(
  train: Train,
  journey: (checkDrift: () => Promise<number>) => Promise<void>,
): Promise<Outcome> {
  let driftedRows = 0;
  try {
    await journey(async () => {
      const drift = await train.drift();
      driftedRows += drift;
      return drift;
    });
  } catch (error) {
    await train.finish();
    throw error;
  }
  return { ...(await train.finish()), driftedRows };
}
