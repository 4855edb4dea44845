import type { Connect, Job, LaterRules } from '../backfill/job.js';
import { connect } from '../database/connect.js';
import { dialectOf } from '../database/dialects.js';
import { UserError } from '../errors.js';
import { syncedColumns } from '../scenarios/parts/synced-columns.js';
import { didYouMean } from '../schema/annotation.js';
import {
  type ColumnTransition,
  isColumnTransition,
  type Phase,
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
export function chooseOne(all: readonly Transition[], named: readonly string[] | undefined): Transition {
  const chosen = chooseTransitions(all, named, ['expand', 'migrate', 'contract']);
  const [first, ...others] = chosen;
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
 * Narrows to what can be copied from column to column.
 *
 * @throws UserError `not-supported-yet`
 */
export function asColumnTransition(transition: Transition): ColumnTransition {
  if (isColumnTransition(transition)) return transition;
  throw new UserError('not-supported-yet', `The scenario ${transition.scenario} is not supported yet`, {
    place: transition.place,
    hint: 'only a change from column to column within one table can be copied and verified for now',
  });
}

/** What a backfill or a verification of this transition works on. */
export function jobOf(project: Project, transition: ColumnTransition): Job {
  return {
    id: transition.id,
    dialect: dialectOf(project.provider),
    sync: syncedColumns(transition),
    key: transition.table.key,
    later: laterRules(transition),
    needsTrigger: project.sync === 'trigger',
  };
}

/** Migrate makes the target what the source is. */
function laterRules({ source, target, sourceIndexes }: ColumnTransition): LaterRules {
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
