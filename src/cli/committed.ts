import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { changesSinceCommit, repositoryOf } from '../../codemods/git.js';
import { isOf, type MigrationText, parseMigration } from '../plan/migration-name.js';
import type { Plan } from '../plan/plan.js';
import type { PlannedTransition } from '../schema/transition.js';
import type { Project } from './project.js';

/** A transition, and what the files hold of it. */
export interface Work {
  readonly transition: PlannedTransition;
  readonly plan: Plan;
  /** The migration folders. */
  readonly folders: readonly MigrationText[];
}

/** Where to look: `schema` leaves the application out. */
export type Extent = 'schema' | 'everything';

/**
 * What of the stage in the working tree is in no commit yet: migration folders, and files with a changed line that
 * names a field of the transition. Other work that is under way is none of its business.
 *
 * @returns paths from the working directory; undefined where there is no git
 * @throws UserError `git-failed`
 */
export async function uncommittedWork(
  project: Project,
  { transition, folders }: Pick<Work, 'transition' | 'folders'>,
  extent: Extent,
): Promise<readonly string[] | undefined> {
  const directory = await realpath(project.directory);
  const repository = repositoryOf(directory);
  if (repository === undefined) return undefined;
  const isOwn = (migration: MigrationText) => {
    const own = parseMigration(migration);
    return own !== undefined && isOf(own, transition.id);
  };
  const migrations = await realpath(project.migrations).catch(() => project.migrations);
  const schema = await Promise.all(
    project.schema.files.map((file) => realpath(path.resolve(directory, file.path))),
  );
  const changed = await changesSinceCommit(repository, {
    whole: folders.filter(isOwn).map(({ folder }) => path.join(migrations, folder)),
    tracked: schema,
    places: extent === 'schema' ? schema : [directory],
    words: [...('source' in transition ? [transition.source.field] : []), transition.target.field],
  });
  return changed.map((file) => path.relative(directory, file)).sort();
}
