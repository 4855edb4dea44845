import { UserError } from '../errors.js';
import type { Plan } from './plan.js';
import type { Release } from './release.js';

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

/**
 * The migrations of ours that are in force, without their time stamps: a `…_revert` takes one back, and the drop
 * ends the life of all that belong to its transition, so that the same rename can be made again years later.
 *
 * @param folders the names of the folders in `migrations`, in any order
 */
export function standingMigrations(folders: readonly string[]): ReadonlySet<string> {
  const standing = new Set<string>();
  for (const folder of folders.toSorted()) {
    const name = /^\d+_(pec_\d_.*)$/.exec(folder)?.[1];
    if (name === undefined) continue;
    const dropped = /^pec_4_drop_(.*)$/.exec(name)?.[1];
    if (dropped !== undefined) {
      for (const other of standing) {
        const slug = other.replace(/^pec_\d_[a-z]+_/, '').replace(/_(?:index|unique|enum)_\d+$/, '');
        if (slug === dropped) standing.delete(other);
      }
    } else if (name.endsWith('_revert')) standing.delete(name.slice(0, -'_revert'.length));
    else standing.add(name);
  }
  return standing;
}
