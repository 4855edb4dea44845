import { withActualTypes } from '../../database/actual-types.js';
import type { SourceColumn } from '../../database/catalog.js';
import type { Carried, Guard, SyncedColumns } from '../../database/operation.js';
import type { SchemaEdit } from '../../schema/schema-edit.js';
import type { ColumnTransition } from '../../schema/transition.js';
import { databaseKeepsEqual } from '../database-sync.js';
import type { PlanContext } from '../scenario.js';
import type { ApplicationStep, MigrationSpec, StageEdit, StageSpec } from '../stage.js';
import { carriedIndexes } from './carried-index.js';
import { carriedThings } from './carried-things.js';
import { type Filling, fillings, isRequired } from './defaults.js';
import { type IndexCopy, sourceUniques, targetIndexes } from './index-copy.js';
import { indexMigrations } from './index-migration.js';
import { nullability, redefinition } from './nullability.js';
import { refuseReplacement } from './refused-replacement.js';
import { syncedColumns } from './synced-columns.js';

/** One column takes the place of another in the same table: what the stages of that are made from. */
export interface ReplacedColumn {
  readonly transition: ColumnTransition;
  readonly context: PlanContext;
  /** A trigger of ours keeps both sides equal. */
  readonly hasTrigger: boolean;
  /**
   * The trigger serves every writer from the moment it is there. So no client has to know the target before the
   * application is switched to it, and the source may leave the client in the same rollout.
   */
  readonly isOneRollout: boolean;
  /** A stage `contract` comes between the switch of the application and the end. */
  readonly hasContract: boolean;
  readonly required: boolean;
  readonly filled: readonly Filling[];
  readonly pair: SyncedColumns;
  readonly plainIndexes: readonly IndexCopy[];
  readonly uniqueIndexes: readonly IndexCopy[];
  readonly things: readonly Carried[];
}

/** @throws UserError for what cannot be planned: see `refuseReplacement`, `fillings`, `targetIndexes`, `carriedIndexes` */
export function replacedColumn(transition: ColumnTransition, context: PlanContext): ReplacedColumn {
  const { provider, sync, standing } = context;
  refuseReplacement(transition, provider, sync);
  const { source, target } = transition;
  const actual = standing.find(({ kind }) => kind === 'source-column') as SourceColumn | undefined;
  const pair = withActualTypes(syncedColumns(transition), actual?.type);
  const indexes = carriedIndexes(transition, targetIndexes(transition, provider), standing);
  const isOneRollout = databaseKeepsEqual(provider, sync);
  return {
    transition,
    context,
    hasTrigger: sync === 'trigger',
    isOneRollout,
    hasContract: !isOneRollout || context.keepsSource,
    required: isRequired(transition),
    filled: fillings(transition, provider, sync),
    pair,
    plainIndexes: indexes.filter(({ unique }) => !unique),
    uniqueIndexes: indexes.filter(({ unique }) => unique),
    things: carriedThings(standing, pair.forward, source.column, target.column),
  };
}

/**
 * The stages of a replacement. At each moment the database accepts every write of all live generations of the
 * application, and has every column that any of them selects.
 */
export function stagesOfReplacement(replaced: ReplacedColumn): readonly StageSpec[] {
  return [
    expand(replaced),
    migrate(replaced),
    ...(replaced.hasContract ? [contract(replaced)] : []),
    finish(replaced),
  ];
}

function expand(replaced: ReplacedColumn): StageSpec {
  const { transition, context, hasTrigger, isOneRollout, pair, plainIndexes, things } = replaced;
  const { source, target, table } = transition;
  const onTarget = { table: pair.table, ...pair.target };
  const create: MigrationSpec = {
    title: `Adds the column ${target.field}${hasTrigger ? `, and a trigger that keeps it equal to ${source.field}` : ''}`,
    atomic: true,
    operations: [
      { kind: 'add-column', ...onTarget },
      ...(things.length > 0
        ? [{ kind: 'carry-over', table: pair.table, column: target.column, things } as const]
        : []),
      ...(hasTrigger ? [{ kind: 'create-sync', sync: pair } as const] : []),
    ],
    inverse: [
      ...(hasTrigger ? [{ kind: 'drop-sync', sync: pair } as const] : []),
      { kind: 'drop-column', ...onTarget },
    ],
  };
  return {
    stage: 'expand',
    title: `${table.model}.${target.field} comes to stand beside ${table.model}.${source.field}`,
    schema: [
      ...addIndexes(replaced, plainIndexes).filter(({ only }) => only === undefined),
      // The way back leaves the target hidden: its column is gone, and a client that knew it would select it.
      ...(isOneRollout ? [{ edit: ignored(transition, 'target', true), only: 'forward' } as const] : []),
    ],
    migrations: [create, ...indexMigrations(pair.table, plainIndexes)],
    rollout: !isOneRollout,
    application: isOneRollout ? [] : dualWrite(context),
    gates: [
      ...(isOneRollout ? [] : [{ kind: 'drained', before: 'expand' } as const]),
      { kind: 'backfilled' },
      { kind: 'verified' },
    ],
    rollback: isOneRollout
      ? [
          'Apply the inverse migrations: no instance knows the target. Nothing is lost: the source was kept up to date.',
        ]
      : [
          'Deploy the application from before stage expand, and wait until no instance of stage expand runs: each of them selects the new column.',
          'Then apply the inverse migrations. Nothing is lost: the source was kept up to date.',
        ],
  };
}

function migrate(replaced: ReplacedColumn): StageSpec {
  const { transition, context, isOneRollout, hasContract, hasTrigger } = replaced;
  const { required, filled, pair, uniqueIndexes } = replaced;
  const { source, target, table } = transition;
  const { model } = table;
  const setRequired = (field: string, required: boolean): StageEdit => ({
    edit: { kind: 'set-required', model, field, required },
  });
  const main =
    required && context.provider === 'sqlite'
      ? [redefinition(transition, pair, filled, hasTrigger)]
      : [
          required ? nullability(transition, pair, filled, hasTrigger) : guardAlone(transition),
          ...indexMigrations(pair.table, uniqueIndexes),
        ];
  return {
    stage: 'migrate',
    title: `The application reads and writes ${model}.${target.field}${hasContract ? '' : `, and knows ${source.field} no more`}`,
    schema: [
      ...(isOneRollout ? [{ edit: ignored(transition, 'target', false) }] : []),
      ...(required ? [setRequired(target.field, true), setRequired(source.field, false)] : []),
      ...moveFillings(transition, filled),
      ...addIndexes(replaced, uniqueIndexes),
    ],
    ...(!hasContract && { withoutSource: [{ edit: ignored(transition, 'source', true) }] }),
    migrations: guarded({ ...guardOf(replaced), comparesRows: true, precedesDrop: false }, main),
    rollout: true,
    // Writes first: until they name the target, which is required now, their calls and all results of them lack types.
    application: [
      { kind: 'codemod', name: context.sync === 'code' ? 'dual-write' : 'switch-writes' },
      { kind: 'codemod', name: 'switch-reads' },
      ...(hasContract ? [] : [{ kind: 'codemod', name: 'contract' } as const]),
    ],
    gates: [{ kind: 'drained', before: 'migrate' }, { kind: 'verified' }],
    rollback: [
      `Deploy the application ${isOneRollout ? 'from before' : 'of'} stage ${isOneRollout ? 'migrate' : 'expand'}: it reads the source, which is still kept up to date.`,
      'Once no instance of stage migrate runs, apply the inverse migrations.',
    ],
  };
}

function contract(replaced: ReplacedColumn): StageSpec {
  const { transition, context, hasTrigger, pair } = replaced;
  const { source, table } = transition;
  // A trigger keeps the source up to date to the end. Otherwise old values stay behind in it from here on, which must
  // not stand in the way of what instances of stage migrate still write there.
  const loosened = hasTrigger ? [] : sourceUniques(transition, context.provider);
  return {
    stage: 'contract',
    title: `The application knows ${table.model}.${source.field} no more`,
    schema: [],
    withoutSource: [
      ...loosened
        .toReversed()
        .map(({ attribute }) => ({ edit: removeAttribute(table.model, source.field, attribute) })),
      { edit: ignored(transition, 'source', true) },
    ],
    migrations: loosened.map(({ fields, columns, databaseName: name }) => ({
      part: 'unique',
      title: `${fields.join(', ')} need not be unique any more: ${source.field} is left behind`,
      atomic: true,
      operations: [{ kind: 'drop-index', table: pair.table, name }],
      inverse: [{ kind: 'create-index', table: pair.table, name, columns, unique: true }],
    })),
    rollout: true,
    application: [{ kind: 'codemod', name: 'contract' }],
    gates: [{ kind: 'drained', before: 'contract' }],
    rollback: [
      loosened.length === 0
        ? 'Deploy the application of stage migrate: the database is the same.'
        : 'Deploy the application of stage migrate: it needs no more of the database than stage contract does.',
      ...(hasTrigger
        ? []
        : [
            'Before you go back further than that, copy the target back to the source: contract does not write it any more.',
          ]),
    ],
  };
}

function finish(replaced: ReplacedColumn): StageSpec {
  const { transition, context, hasTrigger, isOneRollout, pair } = replaced;
  const { source, sourceIndexes, table } = transition;
  const { model } = table;
  const left = sourceIndexes.filter(({ kind }) => hasTrigger || kind !== 'unique');
  const leftNames = [
    ...(hasTrigger && source.unique ? [source.unique.databaseName] : []),
    ...left.map(({ databaseName }) => databaseName),
  ];
  const drop: MigrationSpec = {
    title: `Drops the column of ${source.field}, with its indexes${hasTrigger ? ' and the trigger' : ''}`,
    atomic: true,
    operations: [
      ...(hasTrigger ? [{ kind: 'drop-sync', sync: pair } as const] : []),
      // PostgreSQL drops every index of a column with it; elsewhere one over several columns would stay.
      ...(context.provider === 'postgresql' ? [] : leftNames).map(
        (name) => ({ kind: 'drop-index', table: pair.table, name }) as const,
      ),
      { kind: 'drop-column', table: pair.table, ...pair.source },
    ],
    inverse: undefined,
  };
  return {
    stage: 'finish',
    title: `The column behind ${model}.${source.field} goes`,
    schema: [],
    withoutSource: [
      ...left.map(({ text }) => ({
        edit: { kind: 'remove-block-attribute', model, attribute: text } as const,
      })),
      { edit: { kind: 'remove-field', model, field: source.field } },
    ],
    // Without a trigger the source has been left behind since stage contract.
    migrations: guarded({ ...guardOf(replaced), comparesRows: hasTrigger, precedesDrop: true }, [drop]),
    rollout: !isOneRollout,
    // Once more, against a client that has the source no more: what breaks with its column shows here at the latest.
    application: [{ kind: 'codemod', name: 'contract' }, { kind: 'remove-extension' }],
    gates: [],
    rollback: [
      'There is no way back: the old column is gone, and only a backup has it. The stages before were the time to look.',
    ],
  };
}

function guardOf({ transition, pair, hasTrigger }: ReplacedColumn) {
  return { kind: 'guard', transition: transition.id, sync: pair, needsTrigger: hasTrigger } as const;
}

/** Before anything else that a stage does to the database. */
function guarded(guard: Guard, [first, ...others]: readonly MigrationSpec[]): readonly MigrationSpec[] {
  if (!first) throw new Error('A stage with a guard has a migration');
  return [{ ...first, operations: [guard, ...first.operations] }, ...others];
}

/** An optional column changes nothing by itself, and its rows can be lost like any others. */
function guardAlone({ source, target }: ColumnTransition): MigrationSpec {
  return {
    title: `Looks whether ${target.field} holds what ${source.field} does, and changes nothing`,
    atomic: true,
    operations: [],
    inverse: [],
  };
}

function ignored(transition: ColumnTransition, side: 'source' | 'target', ignored: boolean): SchemaEdit {
  return { kind: 'set-ignored', model: transition.table.model, field: transition[side].field, ignored };
}

/** What fills the source where a write leaves it out fills the target from now on. */
function moveFillings(
  { source, target, table: { model } }: ColumnTransition,
  filled: readonly Filling[],
): readonly StageEdit[] {
  return [
    // The last first: the way back puts each behind the one before.
    ...filled
      .toReversed()
      .map((each) => ({ edit: removeAttribute(model, source.field, each.source.attribute) })),
    ...filled.map((each) => ({ edit: addAttribute(model, target.field, each.target.attribute) })),
  ];
}

/** The indexes of the target in the schema. Those that stand already are only of interest to the way back. */
function addIndexes({ transition }: ReplacedColumn, copies: readonly IndexCopy[]): readonly StageEdit[] {
  const { table, target } = transition;
  return copies
    .filter(({ attribute }) => attribute !== '')
    .map(({ attribute, declared }) => ({
      edit: addAttribute(table.model, target.field, attribute),
      ...(declared && { only: 'backward' as const }),
    }));
}

function addAttribute(model: string, field: string, attribute: string): SchemaEdit {
  return attribute.startsWith('@@')
    ? { kind: 'add-block-attribute', model, attribute }
    : { kind: 'add-field-attribute', model, field, attribute };
}

function removeAttribute(model: string, field: string, attribute: string): SchemaEdit {
  return attribute.startsWith('@@')
    ? { kind: 'remove-block-attribute', model, attribute }
    : { kind: 'remove-field-attribute', model, field, attribute };
}

function dualWrite({ sync }: PlanContext): readonly ApplicationStep[] {
  return [
    sync === 'code' ? { kind: 'codemod', name: 'dual-write' } : { kind: 'install-extension' },
    { kind: 'codemod', name: 'hide-target' },
  ];
}
