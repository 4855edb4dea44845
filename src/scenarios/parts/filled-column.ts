import type { DefaultValue, FilledColumn, TableName } from '../../database/operation.js';
import { UserError } from '../../errors.js';
import type { SchemaEdit } from '../../schema/schema-edit.js';
import type { FilledTransition } from '../../schema/transition.js';
import { databaseKeepsEqual } from '../database-sync.js';
import type { PlanContext } from '../scenario.js';
import type { MigrationSpec, StageSpec } from '../stage.js';

/** A column of one table that gets a value wherever it has none, and is NOT NULL from stage migrate on. */
export interface FilledColumnPlan {
  readonly transition: FilledTransition;
  readonly filled: FilledColumn;
  /** Stage expand adds the column; without it, the column stands already. */
  readonly isNew: boolean;
  /** What the database fills in from stage expand to the end, which a change of nullability must not take away (MySQL). */
  readonly default?: DefaultValue;
  /** What stage migrate does beside NOT NULL. */
  readonly also: { readonly schema: readonly SchemaEdit[]; readonly migrations: readonly MigrationSpec[] };
}

export function tableName({ table }: FilledTransition): TableName {
  return { name: table.name, ...(table.schema !== undefined && { schema: table.schema }) };
}

/** The target of a transition whose rows are filled by an expression. */
export function filledColumn(transition: FilledTransition, expression: string): FilledColumn {
  const { table, target, columns } = transition;
  return {
    table: tableName(transition),
    target: { column: target.column, sqlType: target.sqlType },
    forward: { kind: 'sql', expression },
    columns,
    ...(table.key.length > 0 && { key: table.key.map(({ column }) => column) }),
  };
}

/**
 * Old instances give the column no value, so the database has to before it looks at NOT NULL.
 *
 * @throws UserError `not-supported-yet`
 */
export function requireFillingTrigger(transition: FilledTransition, { provider, sync }: PlanContext): void {
  if (databaseKeepsEqual(provider, sync)) return;
  const { id, place, target } = transition;
  const [why, hint] =
    provider === 'sqlite'
      ? [
          'a trigger of SQLite runs after NOT NULL was looked at, so nothing could fill it for instances that do not write it',
          `give ${target.field} a constant @default, which fills every row and every old instance in one release`,
        ]
      : [
          `sync = "${sync}" has no trigger that fills it for instances that do not write it`,
          'set `sync = "trigger"` in the generator block',
        ];
  throw new UserError('not-supported-yet', `${id} cannot become required: ${why}`, { place, hint });
}

/**
 * Three stages with one rollout: a trigger fills the column for old instances until all of them are gone, the backfill
 * fills the rows that stand, and only then is the column NOT NULL.
 */
export function stagesOfFilling(plan: FilledColumnPlan): readonly StageSpec[] {
  return [expand(plan), migrate(plan), finish(plan)];
}

function expand({ transition, filled, isNew }: FilledColumnPlan): StageSpec {
  const { target, table } = transition;
  const { model } = table;
  const onTarget = { table: filled.table, ...filled.target };
  const fill: MigrationSpec = {
    title: `${isNew ? `Adds the column ${target.field}, and` : 'Adds'} a trigger that fills ${target.field} where a write leaves it out`,
    atomic: true,
    operations: [
      ...(isNew ? [{ kind: 'add-column', ...onTarget } as const] : []),
      { kind: 'create-sync', sync: filled },
    ],
    inverse: [
      { kind: 'drop-sync', sync: filled },
      ...(isNew ? [{ kind: 'drop-column', ...onTarget } as const] : []),
    ],
  };
  return {
    stage: 'expand',
    title: isNew
      ? `${model}.${target.field} comes to stand in the database`
      : `${model}.${target.field} is never left without a value any more`,
    schema: [
      ...(target.isRequired ? [{ edit: setRequired(transition, false), only: 'forward' } as const] : []),
      // A client that knew the column would select it, also where the application hides nothing of it yet.
      ...(isNew ? [{ edit: setIgnored(transition, true), only: 'forward' } as const] : []),
    ],
    migrations: [fill],
    rollout: false,
    application: [],
    gates: [{ kind: 'backfilled' }, { kind: 'verified' }],
    rollback: [
      isNew
        ? 'Apply the inverse migrations: no instance knows the column.'
        : 'Apply the inverse migrations: the column is as it was, with the values that were filled in.',
    ],
  };
}

function migrate({ transition, filled, isNew, also, default: value }: FilledColumnPlan): StageSpec {
  const { target, table } = transition;
  const { model } = table;
  const onTarget = { table: filled.table, ...filled.target };
  const kept = value && { default: value };
  return {
    stage: 'migrate',
    title: `The application ${isNew ? 'reads and writes' : 'always gives'} ${model}.${target.field}, which is required`,
    schema: [
      ...(isNew ? [{ edit: setIgnored(transition, false) }] : []),
      { edit: setRequired(transition, true) },
      ...also.schema.map((edit) => ({ edit })),
    ],
    migrations: [
      {
        title: `${target.field} becomes NOT NULL`,
        atomic: false,
        operations: [
          {
            kind: 'guard',
            transition: transition.id,
            sync: filled,
            needsTrigger: true,
            comparesRows: true,
            precedesDrop: false,
          },
          { kind: 'set-not-null', ...onTarget, ...kept },
        ],
        inverse: [{ kind: 'drop-not-null', ...onTarget, ...kept }],
      },
      ...also.migrations,
    ],
    rollout: true,
    application: [{ kind: 'list-creates' }],
    gates: [{ kind: 'drained', before: 'migrate' }, { kind: 'verified' }],
    rollback: [
      'Deploy the application from before stage migrate: the trigger still fills what it leaves out.',
      'Once no instance of stage migrate runs, apply the inverse migrations.',
    ],
  };
}

function finish({ transition, filled }: FilledColumnPlan): StageSpec {
  const { target, table } = transition;
  return {
    stage: 'finish',
    title: `Nothing fills ${table.model}.${target.field} but the application`,
    schema: [],
    migrations: [
      {
        title: `Drops the trigger that fills ${target.field}`,
        atomic: true,
        operations: [{ kind: 'drop-sync', sync: filled }],
        inverse: undefined,
      },
    ],
    rollout: false,
    application: [{ kind: 'remove-extension' }],
    gates: [],
    rollback: ['Nothing is lost: the trigger can be made again by the SQL of stage expand.'],
  };
}

function setRequired({ table, target }: FilledTransition, required: boolean): SchemaEdit {
  return { kind: 'set-required', model: table.model, field: target.field, required };
}

function setIgnored({ table, target }: FilledTransition, ignored: boolean): SchemaEdit {
  return { kind: 'set-ignored', model: table.model, field: target.field, ignored };
}
