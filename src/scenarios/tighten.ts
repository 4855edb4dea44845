import type { DefaultValue } from '../database/operation.js';
import { UserError } from '../errors.js';
import type { SchemaEdit } from '../schema/schema-edit.js';
import type { Tighten } from '../schema/transition.js';
import { databaseDefault } from './parts/defaults.js';
import { filledColumn, requireFillingTrigger, stagesOfFilling, tableName } from './parts/filled-column.js';
import { indexMigrations } from './parts/index-migration.js';
import type { PlanContext, Scenario } from './scenario.js';
import type { MigrationSpec, StageSpec } from './stage.js';

/** A column that stands becomes required, unique, or both. */
export const tighten: Scenario<Tighten> = {
  stages(transition, context) {
    const { backfill, unique, target, id, place } = transition;
    if (target.isList) {
      throw new UserError('not-supported-yet', `${id} is a list, which is neither required nor unique`, {
        place,
        hint: 'take the annotation away',
      });
    }
    const also = unique ? uniqueness(transition) : { schema: [], migrations: [] };
    if (backfill === undefined) return stagesOfUniqueness(transition, also);
    requireFillingTrigger(transition, context);
    const value = standingDefault(transition, context);
    return stagesOfFilling({
      transition,
      filled: filledColumn(transition, backfill),
      isNew: false,
      also,
      ...(value && { default: value }),
    });
  },
  correspondence: (transition) =>
    transition.backfill === undefined ? undefined : filledColumn(transition, transition.backfill),
  summary: ({ id, backfill, unique }) =>
    `${id} becomes ${[...(backfill === undefined ? [] : [`required, filled by ${backfill}`]), ...(unique ? ['unique'] : [])].join(', and ')}.`,
};

/**
 * MySQL changes nullability by a whole definition, and a default that is not given again is gone.
 *
 * @throws UserError `not-supported-yet`
 */
function standingDefault(
  { id, place, target }: Tighten,
  { provider }: PlanContext,
): DefaultValue | undefined {
  if (provider !== 'mysql' || target.default === undefined) return undefined;
  const value = databaseDefault(target, target.default, provider);
  if (value !== 'unknown') return value;
  throw new UserError('not-supported-yet', `${id} has the default ${target.default}, which could be lost`, {
    place,
    hint: 'take @default away in a migration of your own first, and bring it back after stage finish',
  });
}

/** What makes the column unique: the index first, and the attribute that lets the client rely on it. */
function uniqueness(transition: Tighten): {
  readonly schema: readonly SchemaEdit[];
  readonly migrations: readonly MigrationSpec[];
} {
  const { table, target, uniqueName } = transition;
  const attribute = target.unique?.text ?? '@unique';
  return {
    schema: [{ kind: 'add-field-attribute', model: table.model, field: target.field, attribute }],
    migrations: indexMigrations(tableName(transition), [
      {
        unique: true,
        fields: [target.field],
        columns: [target.column],
        databaseName: uniqueName,
        attribute,
        declared: false,
      },
    ]),
  };
}

/** No value is filled in, so nothing has to stand in the database before the index. */
function stagesOfUniqueness(
  transition: Tighten,
  { schema, migrations }: ReturnType<typeof uniqueness>,
): readonly StageSpec[] {
  const { table, target } = transition;
  const name = `${table.model}.${target.field}`;
  return [
    {
      stage: 'migrate',
      title: `${name} is unique`,
      schema: schema.map((edit) => ({ edit })),
      migrations,
      rollout: true,
      application: [],
      gates: [{ kind: 'drained', before: 'migrate' }],
      rollback: [
        'Deploy the application from before stage migrate, and wait until no instance of stage migrate runs: an upsert of it needs the index.',
        'Then apply the inverse migrations.',
      ],
    },
    {
      stage: 'finish',
      title: `The annotation of ${name} goes`,
      schema: [],
      migrations: [],
      rollout: false,
      application: [{ kind: 'remove-extension' }],
      gates: [],
      rollback: ['Nothing was changed but the annotation.'],
    },
  ];
}
