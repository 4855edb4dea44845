import { lookBeforeStage, type Surroundings } from '../backfill/preflight/before-stage.js';
import type { Finding } from '../backfill/preflight/preflight.js';
import type { Standing } from '../database/catalog.js';
import { isUserError, joinUserErrors, UserError } from '../errors.js';
import type { Stage } from '../plan/stage.js';
import type { ColumnTransition } from '../schema/transition.js';
import { connectTo, jobOf } from './column-transitions.js';
import type { Project } from './project.js';

/**
 * What stands in the database around a transition, before a stage of it is prepared. Without a database to look at,
 * the one finding says what was not looked at.
 *
 * @returns undefined for a stage that changes nothing in the database
 */
export async function lookAround(
  project: Project,
  transition: ColumnTransition,
  { name }: Stage,
): Promise<Surroundings | undefined> {
  if (name === 'contract') return undefined;
  try {
    return await lookBeforeStage(await connectTo(project), jobOf(project, transition), name);
  } catch (error) {
    if (!isUserError(error)) throw error;
    return { standing: [], findings: [notLooked(transition, error)] };
  }
}

/** What stands around the source in the database; [] where none is reached. */
export async function standingAround(
  project: Project,
  transition: ColumnTransition,
): Promise<readonly Standing[]> {
  try {
    const job = jobOf(project, transition);
    return (await lookBeforeStage(await connectTo(project), job, 'finish')).standing;
  } catch (error) {
    if (!isUserError(error)) throw error;
    return [];
  }
}

function notLooked({ source, table }: ColumnTransition, why: UserError): Finding {
  return {
    weight: 'note',
    message:
      `the database was not looked at (${why.message}): triggers, functions, views, policies, grants, generated columns, ` +
      `types, indexes and constraints that the schema does not show around "${source.column}" of "${table.name}"`,
    ...(why.hint !== undefined && { hint: why.hint }),
  };
}

/**
 * Ends where something in the database would break with the stage.
 *
 * @param accepted names of what the user has looked at
 * @throws UserError `obstacles` with everything that stops
 */
export function requireNoObstacle(findings: readonly Finding[], accepted: readonly string[]): void {
  const [first, ...rest] = findings
    .filter(
      ({ weight, accept }) => weight === 'stops' && !(accept !== undefined && accepted.includes(accept)),
    )
    .map(({ message, hint, accept }) => {
      const otherwise =
        accept === undefined ? '' : `; where that is no fault, go on with --accept ${JSON.stringify(accept)}`;
      return new UserError('obstacles', message, { hint: `${hint ?? 'look at it'}${otherwise}` });
    });
  if (first) throw joinUserErrors([first, ...rest]);
}
