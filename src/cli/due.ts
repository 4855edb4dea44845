import type { CopyDirection } from '../database/dialect.js';
import { readMigrations } from '../migrations/write-migrations.js';
import { deploymentGap } from '../plan/deployment.js';
import { planTransition } from '../plan/plan.js';
import { isColumnTransition, type PlannedTransition } from '../schema/transition.js';
import { asPlanned, chooseTransitions, jobOf } from './chosen-transitions.js';
import { lookAtMigrations } from './evidence.js';
import type { Project } from './project.js';

/** What a copy without a name works on, and what it leaves alone. */
export interface Due {
  readonly transitions: readonly PlannedTransition[];
  /** Why a transition is left alone, as sentences. */
  readonly notes: readonly string[];
}

/**
 * The transitions to copy: those that were named, or else all whose source is the newer side for sure. That is phase
 * expand, and phase migrate for as long as this database has not finished the migrations of stage migrate: nothing of that
 * stage has been rolled out then, as after a guard that refused.
 *
 * @throws UserError `unknown-transition`, `not-supported-yet`, `database-…`
 */
export async function dueForCopy(
  project: Project,
  named: readonly string[] | undefined,
  direction: CopyDirection,
): Promise<Due> {
  // A way back that is not open yet is worth an error, not silence.
  if (named !== undefined || direction === 'backward') {
    const chosen = chooseTransitions(project.transitions, named, ['expand', 'migrate', 'contract']);
    return { transitions: chosen.map(asPlanned), notes: [] };
  }
  const transitions: PlannedTransition[] = [];
  const notes: string[] = [];
  for (const each of project.transitions) {
    if (each.phase === 'contract' && !each.skipsContract) continue;
    const transition = asPlanned(each);
    if (!jobOf(project, transition)) {
      notes.push(`${transition.id} copies no value.`);
      continue;
    }
    const newer = transition.phase === 'expand' ? undefined : await newerTarget(project, transition);
    if (newer === undefined) transitions.push(transition);
    else notes.push(newer);
  }
  return { transitions, notes };
}

/** Why the target may be the newer side in this database; undefined where it is not. */
async function newerTarget(project: Project, transition: PlannedTransition): Promise<string | undefined> {
  // What has no source is filled only where it has no value.
  if (!isColumnTransition(transition)) return undefined;
  const { id, source, target } = transition;
  const { migrations } = await lookAtMigrations(project);
  const plan = planTransition(transition, project);
  const folders = await readMigrations(project.migrations);
  const switched = plan.stages.filter(({ name }) => name === 'migrate').flatMap((stage) => stage.migrations);
  const missing =
    migrations === null
      ? undefined
      : deploymentGap(plan, folders, migrations).missing.filter((name) =>
          switched.some((migration) => migration.name === name),
        );
  if (missing !== undefined && missing.length > 0) return undefined;
  const why =
    missing === undefined
      ? 'this database does not say whether stage migrate is applied'
      : 'stage migrate is applied in this database';
  return (
    `${id} is in stage migrate and ${why}: ${target.field} may be newer than ${source.field}, and is left alone. ` +
    `To copy ${source.field} over it all the same, name it with --transition ${id}.`
  );
}
