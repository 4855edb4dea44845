import { UserError } from '../errors.js';
import type { Stage } from '../plan/stage.js';
import { redefinition } from '../rehearsal/redefinition.js';
import type { Project } from './project.js';

type Files = Project['schema']['files'];

/**
 * Prisma's own SQL between two states of the schema, for a stage that makes its table anew (SQLite).
 *
 * @param id the transition that the stage belongs to
 * @returns undefined for every other stage
 * @throws UserError `engine-missing`, or `not-supported-yet` where another transition's triggers would go with the table
 */
export async function redefinitionFor(
  project: Project,
  id: string,
  stage: Stage,
  from: Files,
  to: Files,
): Promise<string | undefined> {
  const anew = stage.migrations
    .flatMap(({ operations }) => operations)
    .find((operation) => operation.kind === 'redefine-table');
  if (!anew) return undefined;
  const other = project.transitions.find(
    (transition) => transition.id !== id && transition.table.name === anew.table.name,
  );
  if (other) {
    throw new UserError(
      'not-supported-yet',
      `${id} and ${other.id} are on one table, which stage ${stage.name} makes anew on SQLite`,
      { place: other.place, hint: 'take them one after the other' },
    );
  }
  const pairs = (files: Files) => files.map(({ path, text }) => [path, text] as const);
  return await redefinition(pairs(from), pairs(to));
}
