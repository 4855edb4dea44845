import { UserError } from '../errors.js';
import type { Plan } from './plan.js';
import type { Release } from './release.js';
import { standingMigrations } from './standing-migrations.js';

export interface ReleaseState {
  /** The release that the working tree holds; 0 where only the annotation is there. */
  readonly prepared: 0 | 1 | 2 | 3 | 4;
  /** The release to prepare next. */
  readonly next: Release | undefined;
}

/**
 * Which release the working tree holds: the phase of the annotation says so, and the migrations must agree.
 *
 * @param folders the names of the folders in `migrations`, with their time stamps
 * @throws UserError `migration-missing` where the phase is ahead of the migrations
 */
export function releaseState(plan: Plan, folders: readonly string[]): ReleaseState {
  const standing = standingMigrations(folders);
  const { transition, releases } = plan;
  const current = releases.find(({ phase }) => phase === transition.phase);
  const reached = releases.filter(({ number }) => current !== undefined && number <= current.number);
  const missing = reached.flatMap(({ migrations, phase }) =>
    // In the phase that needs no word of its own, the annotation may be there before anything else is.
    migrations.slice(0, 1).flatMap(({ name }) => (standing.has(name) ? [] : [{ name, phase }])),
  );
  const [first] = missing;
  if (first && transition.phase === 'expand') return { prepared: 0, next: releases[0] };
  if (first) {
    throw new UserError(
      'migration-missing',
      `${transition.id} says phase:${transition.phase}, but the migration …_${first.name} is not there`,
      {
        place: transition.place,
        hint: 'take the phase back to where the migrations are, and let pec next move it on',
      },
    );
  }
  const prepared = current?.number ?? 0;
  return { prepared, next: releases.find(({ number }) => number === prepared + 1) };
}
