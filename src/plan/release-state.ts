import { UserError } from '../errors.js';
import { isOf, type MigrationText, type OwnMigration } from './migration-name.js';
import type { Plan } from './plan.js';
import type { Release } from './release.js';
import { isStanding, standingMigrations } from './standing-migrations.js';

export interface ReleaseState {
  /** The release that the working tree holds; 0 where only the annotation is there. */
  readonly prepared: 0 | 1 | 2 | 3 | 4;
  /** The release to prepare next. */
  readonly next: Release | undefined;
}

/**
 * Which release the working tree holds: the phase of the annotation says so, and all of its migrations must agree.
 *
 * @param migrations the folders in `migrations`
 * @throws UserError `migration-missing` where the phase is ahead of the migrations, `release-incomplete` where some
 *   of the migrations that were written together are gone
 */
export function releaseState(plan: Plan, migrations: readonly MigrationText[]): ReleaseState {
  const { transition, releases } = plan;
  const { id, place, phase } = transition;
  const standing = standingMigrations(migrations).filter((migration) => isOf(migration, id));
  const current = releases.find((release) => release.phase === phase);
  for (const release of releases) {
    if (current === undefined || release.number > current.number) break;
    const there = standing.filter(({ release: number }) => number === release.number);
    requireWhole(plan, release, there);
    // A later index of the user's own would be one more migration in this plan: the first one stands for all here.
    const [first] = release.migrations;
    if (!first || isStanding(there, first.name)) continue;
    // In the phase that needs no word of its own, the annotation may be there before anything else is.
    if (phase === 'expand') return { prepared: 0, next: releases[0] };
    throw new UserError(
      'migration-missing',
      `${id} says phase:${release.phase}, but the migration …_${first.name} is not there`,
      {
        place,
        hint: 'take the phase back to where the migrations are, and let pec next move it on',
      },
    );
  }
  const prepared = current?.number ?? 0;
  return { prepared, next: releases.find(({ number }) => number === prepared + 1) };
}

/** Each migration says of how many it is one. */
function requireWhole({ transition }: Plan, release: Release, there: readonly OwnMigration[]): void {
  const places = there.flatMap(({ place }) => (place ? [place] : []));
  const count = Math.max(0, ...places.map((place) => place.count));
  const numbers = new Set(places.map(({ number }) => number));
  const missing = Array.from({ length: count }, (_, index) => index + 1).filter(
    (number) => !numbers.has(number),
  );
  if (missing.length === 0) return;
  const folders = there.map(({ folder }) => folder).join(', ');
  throw new UserError(
    'release-incomplete',
    `${transition.id}: release ${release.number} (${release.name}) has ${count} migrations, and only ${numbers.size} of them stand: ${folders}`,
    {
      place: transition.place,
      hint: `bring the folders of migration ${missing.join(', ')} back with git, or take all of this release out and prepare it again`,
    },
  );
}
