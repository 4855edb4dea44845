import type { Operation, SyncedColumns } from '../../database/operation.js';
import type { Column, ColumnTransition } from '../../schema/transition.js';
import type { MigrationSpec } from '../stage.js';
import type { Filling } from './defaults.js';

/** The target may not be NULL from now on, and the source may: the stages to come will not write it. */
export function nullability(
  { source, target }: ColumnTransition,
  pair: SyncedColumns,
  filled: readonly Filling[],
  hasTrigger: boolean,
): MigrationSpec {
  const { table } = pair;
  const moved = databaseDefault(filled);
  const onTarget = { table, ...pair.target };
  const onSource = { table, ...pair.source };
  const none = moved && ({ default: 'none' } as const);
  const sync = (each: SyncedColumns) =>
    moved && hasTrigger ? [{ kind: 'replace-sync', sync: each } as const] : [];
  return {
    title: titleOf(source, target, moved),
    atomic: false,
    operations: [
      ...sync(followingSource(pair)),
      { kind: 'set-not-null', ...onTarget, ...(moved && { default: moved.target }) },
      { kind: 'drop-not-null', ...onSource, ...none },
    ],
    inverse: [
      { kind: 'set-not-null', ...onSource, ...(moved && { default: moved.source }) },
      { kind: 'drop-not-null', ...onTarget, ...none },
      ...sync(pair),
    ],
  };
}

/** The default that the database itself has to move; undefined where there is none. */
function databaseDefault(filled: readonly Filling[]) {
  for (const { source, target } of filled) {
    if (source.value && target.value) return { source: source.value, target: target.value };
  }
  return undefined;
}

/** From now on the target has the default, so an INSERT that gives the source means it. */
function followingSource(pair: SyncedColumns): SyncedColumns {
  return { ...pair, insertFollows: 'source' };
}

function titleOf(source: Column, target: Column, moved: unknown): string {
  const nullability = `${target.field} becomes NOT NULL, ${source.field} becomes nullable`;
  return moved ? `${nullability}, and the default moves to ${target.field}` : nullability;
}

/**
 * The same where columns cannot change in place: the table is made anew, with its unique indexes. By now both live
 * generations write the target themselves (a trigger of SQLite comes too late for NOT NULL).
 */
export function redefinition(
  { source, target }: ColumnTransition,
  pair: SyncedColumns,
  filled: readonly Filling[],
  hasTrigger: boolean,
): MigrationSpec {
  const moved = databaseDefault(filled);
  const anew = (restored: SyncedColumns): readonly Operation[] => [
    { kind: 'redefine-table', table: pair.table, restore: hasTrigger ? [restored] : [] },
  ];
  return {
    title: `Makes the table anew: ${titleOf(source, target, moved)}`,
    atomic: true,
    operations: anew(moved ? followingSource(pair) : pair),
    inverse: anew(pair),
  };
}
