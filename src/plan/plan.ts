import type { Standing } from '../database/catalog.js';
import type { MigrationText } from '../model/migration-text.js';
import { scenarioOf } from '../scenarios/registry.js';
import type { Provider, SyncMode, Transition } from '../schema/transition.js';
import { adoptStanding } from './adopt.js';
import { isOf } from './migration-name.js';
import { plannedStages } from './planned-stage.js';
import type { Stage } from './stage.js';
import { standingMigrations } from './standing-migrations.js';

export type { MigrationText } from '../model/migration-text.js';
export type * from './stage.js';

/** The whole way of one transition: pure data, the same for the same schema. */
export interface Plan {
  readonly transition: Transition;
  readonly provider: Provider;
  readonly sync: SyncMode;
  readonly stages: readonly Stage[];
}

export interface PlanOptions {
  readonly provider: Provider;
  readonly sync: SyncMode;
  /** The migrations so far: they tell whether the enum of a target, its column and its indexes are there already. */
  readonly history?: readonly MigrationText[];
  /** What stands around the source in the database, where one was looked at. */
  readonly standing?: readonly Standing[];
  /** The application still names the source after the switch to the target. A schema in phase migrate says so itself. */
  readonly keepSource?: boolean;
}

/**
 * The stages of one transition, from the schema as it is in any phase of it.
 *
 * @throws UserError `not-supported-yet` for scenarios and features without a plan so far, and for what a schema must
 *   not hold yet in its phase
 */
export function planTransition(transition: Transition, options: PlanOptions): Plan {
  const { provider, sync, history = [], standing = [], keepSource = false } = options;
  const others = othersThan(transition, history);
  const specs = scenarioOf(transition).stages(transition, {
    provider,
    sync,
    history: others,
    // The catalogs of the others tell too little to write a thing for the target exactly: there it is named.
    standing: provider === 'postgresql' ? standing : [],
    keepsSource: transition.phase === 'expand' ? keepSource : !transition.skipsContract,
  });
  const stages = adoptStanding(plannedStages(transition.id, specs), transition, others);
  return { transition, provider, sync, stages };
}

/** Without the migrations of this transition that are in force: those taken back, and the ones that did so, stay. */
function othersThan({ id }: Transition, history: readonly MigrationText[]): readonly MigrationText[] {
  const own = standingMigrations(history).filter((migration) => isOf(migration, id));
  return history.filter(({ folder }) => !own.some((migration) => migration.folder === folder));
}
