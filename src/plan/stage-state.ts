import { UserError } from '../errors.js';
import { annotatedPhase } from '../schema/transition.js';
import { isOf, type MigrationText, type OwnMigration } from './migration-name.js';
import type { Plan } from './plan.js';
import type { Stage } from './stage.js';
import { isStanding, standingMigrations } from './standing-migrations.js';

export interface StageState {
  /** The stage that the working tree holds; undefined where only the annotation is there. */
  readonly prepared: Stage | undefined;
  /** The stage to prepare next. */
  readonly next: Stage | undefined;
}

/**
 * Which stage the working tree holds: the phase of the annotation says so, and all of its migrations must agree.
 *
 * @param migrations the folders in `migrations`
 * @throws UserError `migration-missing` where the phase is ahead of the migrations, `stage-incomplete` where some of
 *   the migrations that were written together are gone
 */
export function stageState(plan: Plan, migrations: readonly MigrationText[]): StageState {
  const { transition, stages } = plan;
  const { id, place, phase } = transition;
  const standing = standingMigrations(migrations).filter((migration) => isOf(migration, id));
  const written = annotatedPhase(transition);
  const current = stages.findIndex((stage) => stage.phase === written);
  for (const stage of stages.slice(0, current + 1)) {
    const there = standing.filter((migration) => migration.stage === stage.name);
    requireWhole(plan, stage, there);
    // A later index of the user's own would be one more migration in this plan: the first one stands for all here.
    const [first] = stage.migrations;
    if (!first || isStanding(there, first.name)) continue;
    // Phase expand is the default: the annotation may stand before the stage was prepared.
    if (phase === 'expand') return { prepared: undefined, next: stages[0] };
    throw new UserError(
      'migration-missing',
      `${id} says phase:${stage.phase}, but the migration …_${first.name} is not there`,
      {
        place,
        hint: 'take the phase back to where the migrations are, and let pec next move it on',
      },
    );
  }
  return { prepared: stages[current], next: stages[current + 1] };
}

/** Each migration says of how many it is one. */
function requireWhole({ transition }: Plan, stage: Stage, there: readonly OwnMigration[]): void {
  const places = there.flatMap(({ place }) => (place ? [place] : []));
  const count = Math.max(0, ...places.map((place) => place.count));
  const numbers = new Set(places.map(({ number }) => number));
  const missing = Array.from({ length: count }, (_, index) => index + 1).filter(
    (number) => !numbers.has(number),
  );
  if (missing.length === 0) return;
  const folders = there.map(({ folder }) => folder).join(', ');
  throw new UserError(
    'stage-incomplete',
    `${transition.id}: stage ${stage.name} has ${count} migrations, and only ${numbers.size} of them stand: ${folders}`,
    {
      place: transition.place,
      hint: `bring the folders of migration ${missing.join(', ')} back with git, or take all of this stage out and prepare it again`,
    },
  );
}
