import type { Standing } from '../database/catalog.js';
import type { Operation } from '../database/operation.js';
import { isTooLong } from '../database/way-back.js';
import { UserError } from '../errors.js';
import { valuesBack } from '../model/conversion.js';
import type { ChangeType, Provider, SyncMode } from '../schema/transition.js';
import { databaseValueMap } from '../schema/value-map.js';
import { typesAfter, unqualified } from './enum-types.js';
import { isOf, type MigrationText, migrationName } from './migration-name.js';
import type { Migration, Release } from './release.js';
import { replaceColumn } from './rename-column.js';
import { standingMigrations } from './standing-migrations.js';

/**
 * A column gets another type by way of a second column: the releases are those of a rename. What is new is that values
 * are converted, and that the type of the target may have to be made.
 *
 * @param history the migrations so far: they tell which enum types the database has
 * @throws UserError for what cannot be planned: see `refuse`, and those of a rename
 */
export function changeType(
  transition: ChangeType,
  provider: Provider,
  sync: SyncMode,
  history: readonly MigrationText[],
  standing: readonly Standing[] = [],
): readonly Release[] {
  refuse(transition);
  const [expand, ...others] = replaceColumn(transition, provider, sync, standing);
  // Elsewhere an enum is a property of its column.
  const first = provider === 'postgresql' ? withEnumType(expand!, transition, history) : expand!;
  return [first, ...others];
}

/**
 * Makes the enum of the target, or adds the values that it lacks. PostgreSQL lets a new value be used only after the
 * transaction that adds it (55P04), so each has a migration of its own.
 */
function withEnumType(release: Release, transition: ChangeType, history: readonly MigrationText[]): Release {
  const { sqlType: type, enumValues = [], type: name } = transition.target;
  const values = enumValues.map(({ value }) => value);
  const there = typesAfter(othersOf(transition, history)).get(unqualified(type));
  const [add, ...indexes] = release.migrations;
  if (!add) throw new Error('The first release has no migration');
  if (!there) {
    const create: Operation = { kind: 'create-enum', type, values };
    const withType: Migration = {
      ...add,
      title: `Makes the enum ${name}. ${add.title}`,
      operations: [create, ...add.operations],
      inverse: add.inverse && [...add.inverse, { kind: 'drop-enum', type }],
    };
    return { ...release, migrations: [withType, ...indexes] };
  }
  const missing = values.filter((value) => !there.has(value));
  const additions = missing.map(
    (value, index): Migration => ({
      name: migrationName({
        release: 1,
        stage: 'expand',
        transition: transition.id,
        part: { kind: 'enum', number: index + 1 },
      }),
      title: `Adds the value ${value} to the enum ${name}`,
      atomic: true,
      operations: [{ kind: 'add-enum-value', type, value }],
      // PostgreSQL cannot take a value away. Nothing writes it, so it does no harm.
      inverse: [],
    }),
  );
  return { ...release, migrations: [...additions, add, ...indexes] };
}

/** Without what this transition itself has added, unless it was brought to its end once before. */
function othersOf(transition: ChangeType, history: readonly MigrationText[]): readonly MigrationText[] {
  const own = standingMigrations(history).filter(
    (migration) => isOf(migration, transition.id) && migration.release === 1,
  );
  return history.filter(({ folder }) => !own.some((migration) => migration.folder === folder));
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
