import { UserError } from '../errors.js';
import type { IndexOn, RenameColumn } from '../schema/transition.js';

/** What an index over the source becomes over the target. */
export interface IndexCopy {
  readonly unique: boolean;
  readonly columns: readonly string[];
  /** What Prisma calls it, so that the schema needs no `map:`. */
  readonly databaseName: string;
  /** `@unique` for the field, or `@@unique([…])` and `@@index([…])` for the model. */
  readonly attribute: string;
  /** The schema has it already. */
  readonly declared: boolean;
}

/**
 * The indexes that the target needs: a copy of each over the source, and the plain ones that the schema already
 * declares on it.
 *
 * @throws UserError `not-supported-yet` for an index with more than fields, or a primary key
 */
export function targetIndexes(transition: RenameColumn): readonly IndexCopy[] {
  const { source, target, sourceIndexes, table } = transition;
  const copies = sourceIndexes.map((index): IndexCopy => {
    assertPlain(index, transition);
    const fields = index.fields.map((field) => (field === source.field ? target.field : field));
    const columns = index.columns.map((column) => (column === source.column ? target.column : column));
    const declared = transition.targetIndexes.find(
      (other) => other.kind === index.kind && other.fields.join() === fields.join(),
    );
    return {
      unique: index.kind === 'unique',
      columns,
      databaseName: declared?.databaseName ?? constraintName(table.name, columns, index.kind),
      attribute: `@@${index.kind}([${fields.join(', ')}])`,
      declared: declared !== undefined,
    };
  });
  const unique: readonly IndexCopy[] = source.unique
    ? [
        {
          unique: true,
          columns: [target.column],
          databaseName: target.unique?.databaseName ?? constraintName(table.name, [target.column], 'unique'),
          attribute: '@unique',
          declared: target.unique !== undefined,
        },
      ]
    : [];
  const names = new Set(copies.map(({ databaseName }) => databaseName));
  const own = transition.targetIndexes
    .filter(({ kind, databaseName }) => kind === 'index' && !names.has(databaseName))
    .map((index): IndexCopy => {
      assertPlain(index, transition);
      return {
        unique: false,
        columns: index.columns,
        databaseName: index.databaseName,
        attribute: index.text,
        declared: true,
      };
    });
  return [...unique, ...copies, ...own];
}

/** Sort orders, operator classes, lengths and methods have no SQL here yet, and a primary key none at all. */
function assertPlain(index: IndexOn, { place, id }: RenameColumn): void {
  const plain = `@@${index.kind}([${index.fields.join(',')}]`;
  const text = index.text.replaceAll(/\s/g, '').replace('(fields:', '(');
  const rest = text.startsWith(plain) ? text.slice(plain.length) : undefined;
  if (index.kind !== 'id' && rest !== undefined && /^(?:,(?:name|map):"(?:[^"\\]|\\.)*")*\)$/.test(rest))
    return;
  throw new UserError('not-supported-yet', `${id} cannot carry ${index.text} over yet`, {
    place,
    hint:
      index.kind === 'id'
        ? 'a column of the primary key cannot be renamed yet'
        : 'only the fields, name: and map: of an index can be carried over yet',
  });
}

/**
 * What Prisma calls a constraint without `map:` on PostgreSQL: table and columns, cut to 63 bytes with the suffix.
 * (Prisma's `ConstraintNames`; a test compares it with the schema engine.)
 */
export function constraintName(table: string, columns: readonly string[], kind: IndexOn['kind']): string {
  const suffix = kind === 'unique' ? '_key' : '_idx';
  const bytes = Buffer.from([table, ...columns].join('_')).subarray(0, 63 - suffix.length);
  // A character that the cut falls into goes as a whole.
  return `${new TextDecoder().decode(bytes, { stream: true })}${suffix}`;
}
