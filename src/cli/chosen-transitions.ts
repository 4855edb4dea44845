import type { Connect, Job, LaterRules } from '../backfill/job.js';
import { connect } from '../database/connect.js';
import { dialectOf } from '../database/dialects.js';
import type { Correspondence } from '../database/operation.js';
import { UserError } from '../errors.js';
import { scenarioOf } from '../scenarios/registry.js';
import { didYouMean } from '../schema/annotation.js';
import {
  isColumnTransition,
  isPlanned,
  type Phase,
  type PlannedTransition,
  type Transition,
} from '../schema/transition.js';
import type { Project } from './project.js';

/**
 * The transitions that a command is to work on: those that were named, or else all in the given phases.
 *
 * @throws UserError `unknown-transition`
 */
export function chooseTransitions(
  all: readonly Transition[],
  named: readonly string[] | undefined,
  phases: readonly Phase[],
): readonly Transition[] {
  if (named === undefined) return all.filter(({ phase }) => phases.includes(phase));
  return named.map((id) => {
    const found = all.find((transition) => transition.id === id);
    if (found) return found;
    const ids = all.map((transition) => transition.id);
    throw new UserError('unknown-transition', `The schema has no transition ${id}`, {
      hint:
        didYouMean(id, ids) ?? `a transition is named by its target; there is ${ids.join(', ') || 'none'}`,
    });
  });
}

/**
 * The one transition that a command moves on.
 *
 * @throws UserError `unknown-transition`, `no-transition`, `several-transitions`
 */
export function chooseOne(
  { transitions: all, problems }: Pick<Project, 'transitions' | 'problems'>,
  named: readonly string[] | undefined,
): Transition {
  const chosen = chooseTransitions(all, named, ['expand', 'migrate', 'contract']);
  const [first, ...others] = chosen;
  if (first && named === undefined && problems.length > 0) {
    throw new UserError('several-transitions', 'One annotation of several cannot be read', {
      hint: `set it right, or name another transition with --transition ${first.id}`,
    });
  }
  if (!first) {
    throw new UserError('no-transition', 'The schema has no transition', {
      hint: 'write one above the new field, such as `/// @transition from:userName`',
    });
  }
  if (others.length === 0) return first;
  throw new UserError(
    'several-transitions',
    `There are several transitions: ${chosen.map(({ id }) => id).join(', ')}`,
    { hint: `name one with --transition ${first.id}` },
  );
}

/**
 * Narrows to what can be planned.
 *
 * @throws UserError `not-supported-yet`
 */
export function asPlanned(transition: Transition): PlannedTransition {
  if (isPlanned(transition)) return transition;
  throw new UserError('not-supported-yet', `The scenario ${transition.scenario} is not supported yet`, {
    place: transition.place,
    hint: 'only changes of columns within one table can be planned for now',
  });
}

/** What a backfill or a verification of this transition works on; undefined where nothing is copied. */
export function jobOf(project: Project, transition: PlannedTransition): Job | undefined {
  const sync = scenarioOf(transition).correspondence(transition);
  return sync && jobFor(project, transition, sync);
}

/**
 * The same of a transition whose rows are copied.
 *
 * @throws UserError `nothing-to-copy`
 */
export function requireJob(project: Project, transition: PlannedTransition): Job {
  const job = jobOf(project, transition);
  if (job) return job;
  throw new UserError('nothing-to-copy', `${transition.id} copies no value`, {
    place: transition.place,
    hint: 'pec next looks for what stands in its way',
  });
}

function jobFor(project: Project, transition: PlannedTransition, sync: Correspondence): Job {
  return {
    id: transition.id,
    dialect: dialectOf(project.provider),
    sync,
    key: transition.table.key,
    later: laterRules(transition),
    needsTrigger: project.sync === 'trigger',
  };
}

/** Migrate makes the target what the source is, and one without a source NOT NULL. */
function laterRules(transition: PlannedTransition): LaterRules {
  if (!isColumnTransition(transition)) return { required: true, uniques: [] };
  const { source, target, sourceIndexes } = transition;
  return {
    required: source.isRequired,
    hasDefault: source.default !== undefined,
    uniques: [
      ...(source.unique ? [[target.column]] : []),
      ...sourceIndexes
        .filter(({ kind }) => kind === 'unique')
        .map(({ columns }) => columns.map((column) => (column === source.column ? target.column : column))),
    ],
  };
}

/** Sessions with the project's database. */
export async function connectTo(project: Project): Promise<Connect> {
  const url = await project.databaseUrl();
  return () => connect(project.provider, url, project.directory);
}
