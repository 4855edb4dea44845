import type { Operation } from '../database/operation.js';
import { isTooLong } from '../database/way-back.js';
import { UserError } from '../errors.js';
import { valuesBack } from '../model/conversion.js';
import type { MigrationText } from '../model/migration-text.js';
import type { ChangeType } from '../schema/transition.js';
import { databaseValueMap } from '../schema/value-map.js';
import { typesAfter, unqualified } from './parts/enum-types.js';
import { replacedColumn, stagesOfReplacement } from './parts/replaced-column.js';
import { syncedColumns } from './parts/synced-columns.js';
import type { Scenario } from './scenario.js';
import type { MigrationSpec, StageSpec } from './stage.js';

/**
 * A column gets another type by way of a second column: the stages are those of a rename. What is new is that values
 * are converted, and that the type of the target may have to be made.
 */
export const changeType: Scenario<ChangeType> = {
  stages(transition, context) {
    refuse(transition);
    const [expand, ...others] = stagesOfReplacement(replacedColumn(transition, context));
    if (!expand) throw new Error('A replacement has a first stage');
    // Elsewhere an enum is a property of its column.
    if (context.provider !== 'postgresql') return [expand, ...others];
    return [withEnumType(expand, transition, context.history), ...others];
  },
  correspondence: syncedColumns,
  summary: ({ source, target, id }) =>
    `${source.model}.${source.field} (${source.type}) becomes ${id} (${target.type}).`,
};

/**
 * Makes the enum of the target, or adds the values that it lacks. PostgreSQL lets a new value be used only after the
 * transaction that adds it (55P04), so each has a migration of its own.
 *
 * @param history tells which enum types the database has
 */
function withEnumType(
  stage: StageSpec,
  { target }: ChangeType,
  history: readonly MigrationText[],
): StageSpec {
  const { sqlType: type, enumValues = [], type: name } = target;
  const values = enumValues.map(({ value }) => value);
  const there = typesAfter(history).get(unqualified(type));
  const [add, ...indexes] = stage.migrations;
  if (!add) throw new Error('The first stage has no migration');
  if (!there) {
    const create: Operation = { kind: 'create-enum', type, values };
    const withType: MigrationSpec = {
      ...add,
      title: `Makes the enum ${name}. ${add.title}`,
      operations: [create, ...add.operations],
      inverse: add.inverse && [...add.inverse, { kind: 'drop-enum', type }],
    };
    return { ...stage, migrations: [withType, ...indexes] };
  }
  const missing = values.filter((value) => !there.has(value));
  const additions = missing.map(
    (value): MigrationSpec => ({
      part: 'enum',
      title: `Adds the value ${value} to the enum ${name}`,
      atomic: true,
      operations: [{ kind: 'add-enum-value', type, value }],
      // PostgreSQL cannot take a value away. Nothing writes it, so it does no harm.
      inverse: [],
    }),
  );
  return { ...stage, migrations: [...additions, add, ...indexes] };
}

function refuse(transition: ChangeType): void {
  const { id, place, source, target, forward } = transition;
  const notYet = (message: string, hint: string) => {
    throw new UserError('not-supported-yet', message, { place, hint });
  };
  if (forward.kind !== 'map') {
    notYet(
      `${id} converts its values ${forward.kind === 'sql' ? 'in SQL' : 'by a cast'}, which is not supported yet`,
      'only a change to an enum by a `map` can be planned for now',
    );
  }
  if (!target.enumValues) {
    notYet(
      `${id} becomes ${target.type}: new code could write text that old instances cannot read as ${source.type}`,
      'only a change to an enum can be planned for now',
    );
  }
  const map = databaseValueMap(transition);
  const tooLong = map && valuesBack(map).find((value) => isTooLong(value, source.sqlType));
  if (tooLong !== undefined) {
    throw new UserError(
      'map-too-long',
      `${id}: ${source.field} is ${source.sqlType}, which cannot hold ${JSON.stringify(tooLong)}: what new code writes has to fit into it on its way back`,
      { place, hint: `let ${source.field} take longer values first, or map a shorter value to the same` },
    );
  }
}
