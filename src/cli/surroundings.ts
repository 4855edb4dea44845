import { lookBeforeStage, type Surroundings } from '../backfill/preflight/before-stage.js';
import { duplicateKeys, type UniqueAhead } from '../backfill/preflight/duplicate-keys.js';
import type { Finding } from '../backfill/preflight/preflight.js';
import type { Standing } from '../database/catalog.js';
import { dialectOf } from '../database/dialects.js';
import { isUserError, joinUserErrors, UserError } from '../errors.js';
import type { Stage } from '../plan/stage.js';
import { type ColumnTransition, isColumnTransition, type PlannedTransition } from '../schema/transition.js';
import { connectTo, jobOf } from './chosen-transitions.js';
import type { Project } from './project.js';

/**
 * What stands in the database around a transition, before a stage of it is prepared. Without a database to look at,
 * the one finding says what was not looked at.
 *
 * @returns undefined for a stage that changes nothing in the database
 */
export async function lookAround(
  project: Project,
  transition: PlannedTransition,
  stage: Stage,
): Promise<Surroundings | undefined> {
  const { name } = stage;
  const job = jobOf(project, transition);
  if (name === 'contract') return undefined;
  try {
    const connect = await connectTo(project);
    const around = job ? await lookBeforeStage(connect, job, name) : { standing: [], findings: [] };
    // Where one column takes the place of another, the backfill has looked at what becomes the same.
    if (isColumnTransition(transition)) return around;
    const duplicates = await Promise.all(
      uniquesOf(stage).map((unique) =>
        duplicateKeys(connect, dialectOf(project.provider), transition.table.key, unique),
      ),
    );
    return { ...around, findings: [...around.findings, ...duplicates.flat()] };
  } catch (error) {
    if (!isUserError(error)) throw error;
    const finding = isColumnTransition(transition)
      ? notLooked(transition, error)
      : duplicatesNotLooked(stage, error);
    return { standing: [], findings: finding ? [finding] : [] };
  }
}

/** The unique indexes that a stage builds over columns as they stand. */
function uniquesOf({ migrations }: Stage): readonly UniqueAhead[] {
  return migrations
    .flatMap(({ operations }) => operations)
    .flatMap((operation) => (operation.kind === 'create-index' && operation.unique ? [operation] : []));
}

/** What stands around the source in the database; [] where none is reached. */
export async function standingAround(
  project: Project,
  transition: PlannedTransition,
): Promise<readonly Standing[]> {
  const job = jobOf(project, transition);
  if (!job) return [];
  try {
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

function duplicatesNotLooked(stage: Stage, why: UserError): Finding | undefined {
  const [unique] = uniquesOf(stage);
  if (!unique) return undefined;
  return {
    weight: 'note',
    message: `the database was not looked at (${why.message}): whether ${unique.columns.join(', ')} of "${unique.table.name}" is unique`,
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
