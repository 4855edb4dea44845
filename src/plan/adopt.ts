import type { Operation, TableName } from '../database/operation.js';
import { UserError } from '../errors.js';
import type { MigrationText } from '../model/migration-text.js';
import { type ColumnTransition, isColumnTransition, type Transition } from '../schema/transition.js';
import type { Migration, Stage } from './stage.js';
import { type Standing, standingAfter } from './standing-columns.js';

/**
 * Leaves out what other migrations of the project have made already: `prisma migrate dev` adds the column of a new field
 * as soon as it runs, annotated or not.
 *
 * @param history the migrations of others so far
 * @throws UserError `column-differs` where the column stands with another type, required, or with a default
 */
export function adoptStanding(
  stages: readonly Stage[],
  transition: Transition,
  history: readonly MigrationText[],
): readonly Stage[] {
  if (!isColumnTransition(transition)) return stages;
  const standing = standingAfter(history);
  return stages.map((stage) => ({
    ...stage,
    migrations: stage.migrations.flatMap((migration) => withoutStanding(migration, transition, standing)),
  }));
}

function withoutStanding(
  migration: Migration,
  transition: ColumnTransition,
  standing: Standing,
): readonly Migration[] {
  const isThere = (operation: Operation) =>
    operation.kind === 'add-column'
      ? requireSame(operation, transition, standing)
      : operation.kind === 'create-index' && standing.hasIndex(operation.name);
  const left = migration.operations.filter((operation) => !isThere(operation));
  if (left.length === migration.operations.length) return [migration];
  // A migration for an index alone is not needed. The one of the column marks its stage, even with nothing to do.
  const makesColumn = migration.operations.some(({ kind }) => kind === 'add-column');
  if (left.length === 0 && !makesColumn) return [];
  const inverse = migration.inverse?.filter(
    ({ kind }) => kind !== 'drop-index' && !(makesColumn && kind === 'drop-column'),
  );
  const title = `${migration.title}. The column stands already, by a migration of the project`;
  return [{ ...migration, title, operations: left, ...(inverse && { inverse }) }];
}

/** @returns false where the column is not there */
function requireSame(
  { table, column, sqlType }: { table: TableName; column: string; sqlType: string },
  { id, place }: ColumnTransition,
  standing: Standing,
): boolean {
  const found = standing.column(table.name, column);
  if (!found) return false;
  const type = comparable(sqlType);
  const definition = comparable(found.definition);
  const rest = definition.startsWith(type) ? definition.slice(type.length) : undefined;
  if (rest === undefined || !/^(?: ?COLLATE \S+)?(?: ?NULL)?$/i.test(rest)) {
    throw new UserError(
      'column-differs',
      `${id}: the migration ${found.folder} makes the column ${column} as ${found.definition}, and it has to be ${sqlType}, without NOT NULL and without a default`,
      {
        place,
        hint: 'take that migration out where it is applied nowhere, else alter the column in a migration of its own; then run it again',
      },
    );
  }
  return true;
}

/** Names of types are written in either case, with or without quotes and the schema `public`. */
function comparable(type: string): string {
  return type
    .replace(/"public"\.|\bpublic\./gi, '')
    .replace(/\s+/g, ' ')
    .replace(/\s*([(),])\s*/g, '$1')
    .replace(/"[^"]*"|'[^']*'|[^"']+/g, (part) => (/^["']/.test(part) ? part : part.toUpperCase()))
    .replaceAll('"', '')
    .trim();
}
