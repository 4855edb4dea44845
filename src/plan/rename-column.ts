import { withActualTypes } from '../database/actual-types.js';
import type { SourceColumn, Standing } from '../database/catalog.js';
import type { Guard, Operation, SyncedColumns, TableName } from '../database/operation.js';
import { UserError } from '../errors.js';
import type { SchemaEdit } from '../schema/schema-edit.js';
import type { Column, ColumnTransition, Provider, RenameColumn, SyncMode } from '../schema/transition.js';
import { carriedIndexes } from './carried-index.js';
import { carriedThings } from './carried-things.js';
import { databaseKeepsEqual } from './database-sync.js';
import { type Filling, fillings, isRequired } from './defaults.js';
import { type IndexCopy, sourceUniques, targetIndexes } from './index-copy.js';
import { migrationName } from './migration-name.js';
import type { ApplicationStep, Migration, Release } from './release.js';
import { syncedColumns } from './synced-columns.js';

/**
 * A column gets another name by way of a second column. At each moment the database accepts every write of both
 * live generations of the application, and has every column that either of them selects.
 *
 * @throws UserError for what cannot be planned: see `refuse`
 */
export function renameColumn(
  transition: RenameColumn,
  provider: Provider,
  sync: SyncMode,
  standing: readonly Standing[] = [],
): readonly Release[] {
  return replaceColumn(transition, provider, sync, standing);
}

/**
 * The releases in which one column takes the place of another in the same table, whatever becomes of the values.
 *
 * @throws UserError for what cannot be planned: see `refuse`
 */
export function replaceColumn(
  transition: ColumnTransition,
  provider: Provider,
  sync: SyncMode,
  standing: readonly Standing[] = [],
): readonly Release[] {
  refuse(transition, provider, sync);
  const { id, table, source, target } = transition;
  const { model } = table;
  const required = isRequired(transition);
  const filled = fillings(transition, provider, sync);
  const actual = standing.find(({ kind }) => kind === 'source-column') as SourceColumn | undefined;
  const pair = withActualTypes(syncedColumns(transition), actual?.type);
  const tableName = pair.table;
  const onTarget = { table: tableName, ...pair.target };
  const onSource = { table: tableName, ...pair.source };
  const indexes = carriedIndexes(transition, targetIndexes(transition, provider), standing);
  const plain = indexes.filter(({ unique }) => !unique);
  const unique = indexes.filter((index) => index.unique);
  const things = carriedThings(standing, pair.forward, source.column, target.column);
  const hasTrigger = sync === 'trigger';
  const guard: Guard = {
    kind: 'guard',
    transition: id,
    sync: pair,
    needsTrigger: hasTrigger,
    comparesRows: true,
    precedesDrop: false,
  };
  // Nothing has to know the target before the application is switched to it; a client that knew it would select it.
  const isHidden = databaseKeepsEqual(provider, sync);
  const setHidden = (ignored: boolean): readonly SchemaEdit[] =>
    isHidden ? [setIgnored(target.field, ignored)] : [];

  const expandName = { release: 1, stage: 'expand', transition: id } as const;
  const migrateName = { release: 2, stage: 'migrate', transition: id } as const;

  const indexMigrations = (
    name: typeof expandName | typeof migrateName,
    copies: readonly IndexCopy[],
  ): readonly Migration[] =>
    copies.map((copy, index) => ({
      name: migrationName({
        ...name,
        part: { kind: copy.unique ? 'unique' : 'index', number: index + 1 },
      }),
      ...indexMigration(tableName, copy),
    }));
  const addIndexes = (copies: readonly IndexCopy[]) => addAttributes(model, target.field, copies);
  const setRequired = (field: string, required: boolean): SchemaEdit => ({
    kind: 'set-required',
    model,
    field,
    required,
  });
  const setIgnored = (field: string, ignored: boolean): SchemaEdit => ({
    kind: 'set-ignored',
    model,
    field,
    ignored,
  });

  const moveFilling = (filling: Filling, direction: 'up' | 'down'): readonly SchemaEdit[] => {
    const [from, to] = direction === 'up' ? (['source', 'target'] as const) : (['target', 'source'] as const);
    return [
      {
        kind: 'remove-field-attribute',
        model,
        field: transition[from].field,
        attribute: filling[from].attribute,
      },
      { kind: 'add-field-attribute', model, field: transition[to].field, attribute: filling[to].attribute },
    ];
  };

  const expandIndexes = addIndexes(plain.filter(({ declared }) => !declared));
  const expand: Release = {
    number: 1,
    name: 'expand',
    phase: 'expand',
    title: `${model}.${target.field} comes to stand beside ${model}.${source.field}`,
    schema: [...expandIndexes, ...setHidden(true)],
    // The target stays hidden: its column is gone, and a client that knew it would select it.
    schemaInverse: invert(expandIndexes),
    migrations: [
      {
        name: migrationName(expandName),
        title: `Adds the column ${target.field}${hasTrigger ? `, and a trigger that keeps it equal to ${source.field}` : ''}`,
        atomic: true,
        operations: [
          { kind: 'add-column', ...onTarget },
          ...(things.length > 0
            ? [{ kind: 'carry-over', table: tableName, column: target.column, things } as const]
            : []),
          ...(hasTrigger ? [{ kind: 'create-sync', sync: pair } as const] : []),
        ],
        inverse: [
          ...(hasTrigger ? [{ kind: 'drop-sync', sync: pair } as const] : []),
          { kind: 'drop-column', ...onTarget },
        ],
      },
      ...indexMigrations(expandName, plain),
    ],
    rollout: !isHidden,
    application: isHidden ? [] : dualWrite(sync),
    gates: [
      ...(isHidden ? [] : [{ kind: 'drained', generation: 0 } as const]),
      { kind: 'backfilled' },
      { kind: 'verified' },
    ],
    rollback: isHidden
      ? [
          'Apply the inverse migrations: no instance knows the target. Nothing is lost: the source was kept up to date.',
        ]
      : [
          'Deploy the application from before release 1, and wait until no instance of release 1 runs: each of them selects the new column.',
          'Then apply the inverse migrations. Nothing is lost: the source was kept up to date.',
        ],
  };

  const migrateSchema: readonly SchemaEdit[] = [
    { kind: 'set-phase', transition: id, phase: 'migrate' },
    ...setHidden(false),
    ...(required ? [setRequired(target.field, true), setRequired(source.field, false)] : []),
    ...filled.flatMap((filling) => moveFilling(filling, 'up')),
    ...addIndexes(unique.filter(({ declared }) => !declared)),
  ];
  const migrate: Release = {
    number: 2,
    name: 'migrate',
    phase: 'migrate',
    title: `The application reads and writes ${model}.${target.field}`,
    schema: migrateSchema,
    schemaInverse: [
      // None of them may stand before this release: all that stand are its own.
      ...invert(addIndexes(unique)),
      ...filled.flatMap((filling) => moveFilling(filling, 'down')),
      ...(required ? [setRequired(source.field, true), setRequired(target.field, false)] : []),
      ...setHidden(true),
      { kind: 'set-phase', transition: id, phase: 'expand' },
    ],
    rollout: true,
    migrations: guarded(
      guard,
      required && provider === 'sqlite'
        ? [redefinition(migrationName(migrateName), transition, pair, filled, hasTrigger)]
        : [
            required
              ? nullability(migrationName(migrateName), transition, pair, filled, hasTrigger)
              : guardAlone(migrationName(migrateName), transition),
            ...indexMigrations(migrateName, unique),
          ],
    ),
    // Writes first: until they name the target, which is required now, their calls and all results of them lack types.
    application: [
      { kind: 'codemod', name: sync === 'code' ? 'dual-write' : 'switch-writes' },
      { kind: 'codemod', name: 'switch-reads' },
    ],
    gates: [{ kind: 'drained', generation: 1 }, { kind: 'verified' }],
    rollback: [
      'Deploy the application of release 1: it reads the source, which release 2 still keeps up to date.',
      'Once no instance of release 2 runs, apply the inverse migrations.',
    ],
  };

  // A trigger keeps the source up to date to the end. Otherwise release 3 leaves old values behind in it, which must not
  // stand in the way of what release 2 still writes there.
  const loosened = hasTrigger ? [] : sourceUniques(transition, provider);
  const loosen = addAttributes(model, source.field, loosened);

  const contract: Release = {
    number: 3,
    name: 'contract',
    phase: 'contract',
    title: `The application knows ${model}.${source.field} no more`,
    schema: [
      { kind: 'set-phase', transition: id, phase: 'contract' },
      ...invert(loosen),
      setIgnored(source.field, true),
    ],
    schemaInverse: [
      setIgnored(source.field, false),
      ...loosen,
      { kind: 'set-phase', transition: id, phase: 'migrate' },
    ],
    migrations: loosened.map(({ fields, columns, databaseName }, index) => ({
      name: migrationName({
        release: 3,
        stage: 'contract',
        transition: id,
        part: { kind: 'unique', number: index + 1 },
      }),
      title: `${fields.join(', ')} need not be unique any more: ${source.field} is left behind`,
      atomic: true,
      operations: [{ kind: 'drop-index', table: tableName, name: databaseName }],
      inverse: [{ kind: 'create-index', table: tableName, name: databaseName, columns, unique: true }],
    })),
    rollout: true,
    application: [{ kind: 'codemod', name: 'contract' }],
    gates: [{ kind: 'drained', generation: 2 }],
    rollback: [
      loosened.length === 0
        ? 'Deploy the application of release 2: the database is the same.'
        : 'Deploy the application of release 2: it needs no more of the database than release 3 does.',
      ...(hasTrigger
        ? []
        : [
            'Before you go back further than that, copy the target back to the source: release 3 does not write it any more.',
          ]),
    ],
  };

  const left = transition.sourceIndexes.filter(({ kind }) => hasTrigger || kind !== 'unique');
  const leftNames = [
    ...(hasTrigger && source.unique ? [source.unique.databaseName] : []),
    ...left.map(({ databaseName }) => databaseName),
  ];
  const drop: Release = {
    number: 4,
    name: 'drop',
    phase: undefined,
    title: `The column behind ${model}.${source.field} goes`,
    schema: [
      ...left.map(({ text }): SchemaEdit => ({ kind: 'remove-block-attribute', model, attribute: text })),
      { kind: 'remove-annotation', transition: id },
      { kind: 'remove-field', model, field: source.field },
    ],
    schemaInverse: undefined,
    // Without a trigger the source has been left behind since release 3.
    migrations: guarded({ ...guard, comparesRows: hasTrigger, precedesDrop: true }, [
      {
        name: migrationName({ release: 4, stage: 'drop', transition: id }),
        title: `Drops the column of ${source.field}, with its indexes${hasTrigger ? ' and the trigger' : ''}`,
        atomic: true,
        operations: [
          ...(hasTrigger ? [{ kind: 'drop-sync', sync: pair } as const] : []),
          // PostgreSQL drops every index of a column with it; elsewhere one over several columns would stay.
          ...(provider === 'postgresql' ? [] : leftNames).map(
            (name) => ({ kind: 'drop-index', table: tableName, name }) as const,
          ),
          { kind: 'drop-column', ...onSource },
        ],
        inverse: undefined,
      },
    ]),
    rollout: true,
    // Once more, against a client that has the source no more: what breaks with its column shows here at the latest.
    application: [{ kind: 'codemod', name: 'contract' }, { kind: 'remove-extension' }],
    gates: [],
    rollback: [
      'There is no way back: the old column is gone, and only a backup has it. Releases 1 to 3 were the time to look.',
    ],
  };

  return [expand, migrate, contract, drop];
}

/** Before anything else that a release does to the database. */
function guarded(guard: Guard, [first, ...others]: readonly Migration[]): readonly Migration[] {
  if (!first) throw new Error('A release with a guard has a migration');
  return [{ ...first, operations: [guard, ...first.operations] }, ...others];
}

/** An optional column changes nothing by itself, and its rows can be lost like any others. */
function guardAlone(name: string, { source, target }: ColumnTransition): Migration {
  return {
    name,
    title: `Looks whether ${target.field} holds what ${source.field} does, and changes nothing`,
    atomic: true,
    operations: [],
    inverse: [],
  };
}

/** One index in a migration of its own. That of a deferrable constraint cannot be built beside writers. */
function indexMigration(table: TableName, copy: IndexCopy): Omit<Migration, 'name'> {
  const { unique, fields, columns, databaseName: name, definition, deferrable } = copy;
  const over = fields.join(', ');
  if (deferrable) {
    return {
      title: `Adds the deferrable constraint over ${over}; writes wait while it is built`,
      atomic: true,
      operations: [
        { kind: 'add-unique-constraint', table, name, columns, deferred: deferrable === 'deferred' },
      ],
      inverse: [{ kind: 'drop-constraint', table, name }],
    };
  }
  return {
    title: `Builds the ${unique ? 'unique index' : 'index'} over ${over} while the table is in use`,
    atomic: false,
    operations: [
      {
        kind: 'create-index',
        table,
        name,
        columns,
        unique,
        ...(definition !== undefined && { definition }),
      },
    ],
    inverse: [{ kind: 'drop-index', table, name }],
  };
}

/** The target may not be NULL from now on, and the source may: the releases to come will not write it. */
function nullability(
  name: string,
  { source, target }: ColumnTransition,
  pair: SyncedColumns,
  filled: readonly Filling[],
  hasTrigger: boolean,
): Migration {
  const { table } = pair;
  const moved = databaseDefault(filled);
  const onTarget = { table, ...pair.target };
  const onSource = { table, ...pair.source };
  const none = moved && ({ default: 'none' } as const);
  const sync = (each: SyncedColumns) =>
    moved && hasTrigger ? [{ kind: 'replace-sync', sync: each } as const] : [];
  return {
    name,
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
function redefinition(
  name: string,
  { source, target }: ColumnTransition,
  pair: SyncedColumns,
  filled: readonly Filling[],
  hasTrigger: boolean,
): Migration {
  const moved = databaseDefault(filled);
  const anew = (restored: SyncedColumns): readonly Operation[] => [
    { kind: 'redefine-table', table: pair.table, restore: hasTrigger ? [restored] : [] },
  ];
  return {
    name,
    title: `Makes the table anew: ${titleOf(source, target, moved)}`,
    atomic: true,
    operations: anew(moved ? followingSource(pair) : pair),
    inverse: anew(pair),
  };
}

function addAttributes(
  model: string,
  field: string,
  indexes: readonly { readonly attribute: string }[],
): readonly SchemaEdit[] {
  return indexes.map(({ attribute }) =>
    attribute.startsWith('@@')
      ? { kind: 'add-block-attribute', model, attribute }
      : { kind: 'add-field-attribute', model, field, attribute },
  );
}

function dualWrite(sync: SyncMode): readonly ApplicationStep[] {
  return [
    sync === 'code' ? { kind: 'codemod', name: 'dual-write' } : { kind: 'install-extension' },
    { kind: 'codemod', name: 'hide-target' },
  ];
}

/** Takes attributes away that were added, in reverse. */
function invert(edits: readonly SchemaEdit[]): readonly SchemaEdit[] {
  return edits
    .map((edit): SchemaEdit => {
      if (edit.kind === 'add-block-attribute') return { ...edit, kind: 'remove-block-attribute' };
      if (edit.kind === 'add-field-attribute') return { ...edit, kind: 'remove-field-attribute' };
      throw new Error(`No inverse for ${edit.kind}`);
    })
    .toReversed();
}

/** What a later piece of work has to plan, and what would be wrong in every release. */
function refuse(
  { id, phase, place, source, target, table, targetIndexes }: ColumnTransition,
  provider: Provider,
  sync: SyncMode,
): void {
  const reject = (code: string, message: string, hint: string) => {
    throw new UserError(code, message, { place, hint });
  };
  const name = `${table.model}.${target.field}`;
  if (provider === 'postgresql' && Buffer.byteLength(target.column) > 63) {
    reject(
      'name-too-long',
      `${name} has a column name of more than 63 bytes, which PostgreSQL would cut`,
      'give it a shorter one with @map',
    );
  }
  if (target.isIgnored && !databaseKeepsEqual(provider, sync)) {
    reject(
      'phase-disagrees',
      `${name} is \`@ignore\`d, but under sync = "${sync}" on this database the client has to write it`,
      `remove @ignore from ${target.field}`,
    );
  }
  if (!source.unique && table.key.length === 1 && table.key[0]!.field === source.field) {
    reject(
      'not-supported-yet',
      `${id} renames the primary key, which is not supported yet`,
      'rename it with @map alone',
    );
  }
  if (phase === 'expand' && (target.default !== undefined || target.isUpdatedAt)) {
    reject(
      'default-too-early',
      `${name} has a default, which would overrule what old instances write to ${source.field}`,
      'leave it out for now: release 2 moves that of the source, and any other can be added once the transition is over',
    );
  }
  if (phase === 'expand' && (target.unique || targetIndexes.some(({ kind }) => kind !== 'index'))) {
    reject(
      'unique-too-early',
      `${name} is unique already, but old instances may still make duplicates in it`,
      'leave it out for now: release 2 makes it as unique as the source is',
    );
  }
}
