import type { Dialect } from '../database/dialect.js';
import { migrationHeader, revertName } from '../plan/migration-name.js';
import type { Migration, Stage } from '../plan/stage.js';

/** A migration as a folder: the end of its name, and the text of its `migration.sql`. */
export interface MigrationFile {
  readonly name: string;
  readonly sql: string;
}

/**
 * The files of the migrations of a stage, in the order in which Prisma Migrate has to apply them.
 *
 * @param redefinition for a stage with `redefine-table`: Prisma's own SQL from the schema before the stage to the one after
 */
export function renderStage(
  transition: string,
  stage: Stage,
  dialect: Dialect,
  redefinition?: string,
): readonly MigrationFile[] {
  return renderEach(stage.migrations, transition, stage, dialect, redefinition);
}

/**
 * The files that take a stage back: migrations forward in time, each the exact inverse of one.
 *
 * @param redefinition for a stage with `redefine-table`: Prisma's own SQL from the schema of the stage back to the one before
 * @returns undefined where the way back is closed
 */
export function renderRevert(
  transition: string,
  stage: Stage,
  dialect: Dialect,
  redefinition?: string,
): readonly MigrationFile[] | undefined {
  const inverses = stage.migrations.map(inverseOf).toReversed();
  if (inverses.includes(undefined)) return undefined;
  const present = inverses.filter((migration) => migration !== undefined);
  return renderEach(present, transition, stage, dialect, redefinition);
}

/** Each says of how many it is one, so that a missing folder is noticed. */
function renderEach(
  migrations: readonly Migration[],
  transition: string,
  stage: Stage,
  dialect: Dialect,
  redefinition: string | undefined,
): readonly MigrationFile[] {
  const count = migrations.length;
  return migrations.map((migration, index) => {
    const place = count > 1 ? { number: index + 1, count } : undefined;
    return renderMigration(transition, stage, migration, dialect, redefinition, place);
  });
}

/**
 * The `migration.sql` of one migration: what it is, and its SQL.
 *
 * @param transition the id of the transition, such as `User.displayName`
 * @param place which one of how many migrations that are written together
 */
export function renderMigration(
  transition: string,
  stage: Stage,
  migration: Migration,
  dialect: Dialect,
  redefinition?: string,
  place?: { readonly number: number; readonly count: number },
): MigrationFile {
  const recovery = migration.operations.flatMap((operation) => dialect.recovery(operation) ?? []);
  const comment = [migrationHeader({ transition, stage: stage.name }, place), migration.title, ...recovery];
  const header = comment.flatMap((text) => text.split(/\s*[\r\n]+\s*/)).map((line) => `-- ${line}\n`);
  return {
    name: migration.name,
    sql: `${header.join('')}${dialect.script(migration.operations, migration.atomic, redefinition)}\n`,
  };
}

function inverseOf(migration: Migration): Migration | undefined {
  if (migration.inverse === undefined) return undefined;
  return {
    ...migration,
    name: revertName(migration.name),
    title:
      migration.inverse.length > 0
        ? `Takes back: ${migration.title}`
        : `Stays, and does no harm: ${migration.title}`,
    operations: migration.inverse,
    inverse: migration.operations,
  };
}
