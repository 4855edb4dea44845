import {
  areOfOneTransition,
  type MigrationText,
  type OwnMigration,
  parseMigration,
} from './migration-name.js';

/**
 * The migrations of this package that are in force: a migration that takes another one back ends both, and the last
 * stage ends the life of all that belong to its transition, so that the same rename can be made again years later.
 *
 * @param migrations the folders of `migrations`, in any order
 */
export function standingMigrations(migrations: readonly MigrationText[]): readonly OwnMigration[] {
  let standing: readonly OwnMigration[] = [];
  for (const migration of migrations.toSorted((a, b) => (a.folder < b.folder ? -1 : 1))) {
    const own = parseMigration(migration);
    if (!own) continue;
    if (own.revert) standing = standing.filter((other) => !isSame(own, other));
    else if (own.stage === 'finish') standing = standing.filter((other) => !areOfOneTransition(own, other));
    else standing = [...standing, own];
  }
  return standing;
}

/**
 * Whether a migration of that name is in force.
 *
 * @param name as `migrationName` makes it
 */
export function isStanding(standing: readonly OwnMigration[], name: string): boolean {
  const sought = parseMigration({ folder: `0_${name}`, sql: '' });
  return sought !== undefined && standing.some((own) => own.revert === sought.revert && isSame(own, sought));
}

/** The same migration, whether forward or back. */
function isSame(one: OwnMigration, other: OwnMigration): boolean {
  return one.stage === other.stage && one.part === other.part && areOfOneTransition(one, other);
}
