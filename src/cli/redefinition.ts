import { UserError } from '../errors.js';
import type { Release } from '../plan/release.js';
import { redefinition } from '../rehearsal/redefinition.js';
import type { Project } from './project.js';

type Files = Project['schema']['files'];

/**
 * Prisma's own SQL between two states of the schema, for a release that makes its table anew (SQLite).
 *
 * @param id the transition that the release belongs to
 * @returns undefined for every other release
 * @throws UserError `engine-missing`, or `not-supported-yet` where another transition's triggers would go with the table
 */
export async function redefinitionFor(
  project: Project,
  id: string,
  release: Release,
  from: Files,
  to: Files,
): Promise<string | undefined> {
  const anew = release.migrations
    .flatMap(({ operations }) => operations)
    .find((operation) => operation.kind === 'redefine-table');
  if (!anew) return undefined;
  const other = project.transitions.find(
    (transition) => transition.id !== id && transition.table.name === anew.table.name,
  );
  if (other) {
    throw new UserError(
      'not-supported-yet',
      `${id} and ${other.id} are on one table, which release ${release.number} makes anew on SQLite`,
      { place: other.place, hint: 'take them one after the other' },
    );
  }
  const pairs = (files: Files) => files.map(({ path, text }) => [path, text] as const);
  return await redefinition(pairs(from), pairs(to));
}
