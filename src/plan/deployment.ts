import type { MigrationText } from './migration-name.js';
import type { Plan } from './plan.js';
import { isStanding, standingMigrations } from './standing-migrations.js';

/** How the migrations of a transition in the files and those in force in a database differ. */
export interface DeploymentGap {
  /** In the files, and not in force in the database. */
  readonly missing: readonly string[];
  /** In force in the database, and taken back in the files. */
  readonly ahead: readonly string[];
}

/**
 * Compares what stands in the files with what a database has finished, by the names without their time stamps.
 *
 * @param folders the folders in `migrations`
 * @param applied the names of the migrations that the database has finished
 */
export function deploymentGap(
  plan: Plan,
  folders: readonly MigrationText[],
  applied: readonly string[],
): DeploymentGap {
  const own = plan.stages.flatMap(({ migrations }) => migrations.map(({ name }) => name));
  const texts = new Map(folders.map(({ folder, sql }) => [folder, sql]));
  const finished = applied.map((folder) => ({ folder, sql: texts.get(folder) ?? '' }));
  const [here, there] = [standingMigrations(folders), standingMigrations(finished)];
  return {
    missing: own.filter((name) => isStanding(here, name) && !isStanding(there, name)),
    ahead: own.filter((name) => isStanding(there, name) && !isStanding(here, name)),
  };
}
