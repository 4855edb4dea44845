import type { Operation } from '../../database/operation.js';
import type { MigrationText } from '../../model/migration-text.js';
import type { Column } from '../../schema/transition.js';
import type { PlanContext } from '../scenario.js';
import type { MigrationSpec, StageSpec } from '../stage.js';

const name = String.raw`((?:(?:"(?:[^"]|"")+"|\w+)\.)?(?:"(?:[^"]|"")+"|\w+))`;
const text = "E?'(?:[^']|'')*'";
const statements = new RegExp(
  [
    String.raw`CREATE\s+TYPE\s+${name}\s+AS\s+ENUM\s*\(\s*((?:${text}(?:\s*,\s*${text})*)?)\s*\)`,
    String.raw`ALTER\s+TYPE\s+${name}\s+ADD\s+VALUE\s+(?:IF\s+NOT\s+EXISTS\s+)?(${text})`,
    String.raw`ALTER\s+TYPE\s+${name}\s+RENAME\s+TO\s+${name}`,
    String.raw`DROP\s+TYPE\s+(?:IF\s+EXISTS\s+)?${name}`,
  ].join('|'),
  'gi',
);

/**
 * The enum types of PostgreSQL that migrations leave behind, as far as Prisma and this package write them.
 *
 * @param migrations in the order in which they are applied
 * @returns the values of each type; the key is what `unqualified` makes of its name
 */
export function typesAfter(migrations: readonly MigrationText[]): ReadonlyMap<string, ReadonlySet<string>> {
  const types = new Map<string, Set<string>>();
  for (const { sql } of migrations) {
    for (const [, created, values, extended, value, renamed, newName, dropped] of sql.matchAll(statements)) {
      if (created !== undefined) {
        types.set(
          unqualified(created),
          new Set((values ?? '').match(new RegExp(text, 'gi'))?.map(unquoteText)),
        );
      } else if (extended !== undefined) {
        types.get(unqualified(extended))?.add(unquoteText(value!));
      } else if (renamed !== undefined) {
        const moved = types.get(unqualified(renamed));
        types.delete(unqualified(renamed));
        const schema = /^(.*\.)?/.exec(unqualified(renamed))?.[0] ?? '';
        if (moved) types.set(schema + unqualified(newName!), moved);
      } else if (dropped !== undefined) {
        types.delete(unqualified(dropped));
      }
    }
  }
  return types;
}

/** A name as SQL, quoted, and without the schema `public`, which is where Prisma puts what has no other. */
export function unqualified(sqlName: string): string {
  const parts = sqlName.match(/"(?:[^"]|"")+"|\w+/g) ?? [];
  const quoted = parts.map((part) => (part.startsWith('"') ? part : `"${part.toLowerCase()}"`));
  return (quoted[0] === '"public"' ? quoted.slice(1) : quoted).join('.');
}

function unquoteText(literal: string): string {
  const inner = literal.slice(literal.indexOf("'") + 1, -1).replaceAll("''", "'");
  return /^e/i.test(literal) ? inner.replaceAll('\\\\', '\\') : inner;
}

/**
 * Makes the enum of the target, or adds the values that it lacks. PostgreSQL lets a new value be used only after the
 * transaction that adds it (55P04), so each has a migration of its own.
 *
 * @param stage the first one: its first migration adds the column
 * @param context its history tells which enum types the database has
 */
export function withEnumType(
  stage: StageSpec,
  { kind, sqlType: type, enumValues = [], type: name }: Column,
  { provider, history }: PlanContext,
): StageSpec {
  // Elsewhere an enum is a property of its column.
  if (kind !== 'enum' || provider !== 'postgresql') return stage;
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
