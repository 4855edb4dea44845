import type { Standing } from '../database/catalog.js';
import { UserError } from '../errors.js';
import type { Provider, SyncMode, Transition } from '../schema/transition.js';
import { adoptStanding } from './adopt.js';
import { changeType } from './change-type.js';
import type { MigrationText } from './migration-name.js';
import type { Release } from './release.js';
import { renameColumn } from './rename-column.js';

export type { MigrationText } from './migration-name.js';
export type * from './release.js';

/** The whole way of one transition: pure data, the same for the same schema. */
export interface Plan {
  readonly transition: Transition;
  readonly provider: Provider;
  readonly sync: SyncMode;
  readonly releases: readonly Release[];
}

/**
 * The releases of one transition, from the schema as it is in any phase of it.
 *
 * @param options.history the migrations so far: they tell whether the enum of a target, its column and its indexes are there already
 * @throws UserError `not-supported-yet` for scenarios and features without a plan so far, and for what a schema must
 *   not hold yet in its phase
 */
export function planTransition(transition: Transition, options: PlanOptions): Plan {
  const { provider, sync } = options;
  const releases = adoptStanding(releasesOf(transition, options), transition, options.history ?? []);
  return { transition, provider, sync, releases };
}

interface PlanOptions {
  readonly provider: Provider;
  readonly sync: SyncMode;
  readonly history?: readonly MigrationText[];
  /** What stands around the source in the database, where one was looked at. */
  readonly standing?: readonly Standing[];
}

function releasesOf(
  transition: Transition,
  { provider, sync, history = [], standing: found = [] }: PlanOptions,
): readonly Release[] {
  // The catalogs of the others tell too little to write a thing for the target exactly: there it is named.
  const standing = provider === 'postgresql' ? found : [];
  switch (transition.scenario) {
    case 'rename-column':
      return renameColumn(transition, provider, sync, standing);
    case 'change-type':
      return changeType(transition, provider, sync, history, standing);
    default:
      throw new UserError('not-supported-yet', `the scenario ${transition.scenario} is not supported yet`, {
        place: transition.place,
        hint: 'only columns renamed within one table can be planned for now',
      });
  }
}
