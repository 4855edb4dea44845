import { createHash } from 'node:crypto';
import { UserError } from '../../errors.js';
import { constraintName } from '../../schema/table.js';
import type { Column, ColumnTransition, IndexOn, Provider } from '../../schema/transition.js';

/** What an index over the source becomes over the target. */
export interface IndexCopy {
  readonly unique: boolean;
  /** Prisma fields, and the columns behind them. */
  readonly fields: readonly string[];
  readonly columns: readonly string[];
  /** What Prisma calls it, so that the schema needs no `map:`. */
  readonly databaseName: string;
  /** `@unique` for the field, or `@@unique([…])` and `@@index([…])` for the model. */
  readonly attribute: string;
  /** The schema has it already. */
  readonly declared: boolean;
  /** The name of the index over the source that this one is a copy of. */
  readonly of?: string;
  /** Everything behind `CREATE INDEX … ON …`, where the database has more than the columns. */
  readonly definition?: string;
  /** It is the index of a constraint that is looked at later than at each row. */
  readonly deferrable?: 'deferrable' | 'deferred';
}

/**
 * The indexes that the target needs: a copy of each over the source, and the plain ones that the schema already
 * declares on it.
 *
 * @throws UserError `not-supported-yet` for an index with more than fields, or a primary key
 */
export function targetIndexes(transition: ColumnTransition, provider: Provider): readonly IndexCopy[] {
  const { source, target, sourceIndexes, targetIndexes: declared, table } = transition;
  const taken = new Set(sourceIndexes.map(({ databaseName }) => databaseName));
  if (source.unique) taken.add(source.unique.databaseName);
  /** Prisma's name, and `map:` with another one where two long names are cut to the same. */
  const named = (columns: readonly string[], kind: IndexOn['kind']) => {
    const suffix = kind === 'unique' ? '_key' : '_idx';
    const usual = constraintName(table.name, columns, suffix, provider);
    const hash = createHash('sha256')
      .update([table.name, ...columns].join('_'))
      .digest('hex')
      .slice(0, 8);
    const databaseName = taken.has(usual)
      ? constraintName(hash, [table.name, ...columns], suffix, provider)
      : usual;
    taken.add(databaseName);
    return { databaseName, map: databaseName === usual ? '' : `map: ${JSON.stringify(databaseName)}` };
  };

  const copyOfUnique = (): IndexCopy => {
    const columns = [target.column];
    const { databaseName, map } = target.unique ? { ...target.unique, map: '' } : named(columns, 'unique');
    const attribute = target.unique?.text ?? (map ? `@unique(${map})` : '@unique');
    return {
      unique: true,
      fields: [target.field],
      columns,
      databaseName,
      attribute,
      declared: target.unique !== undefined,
      ...(source.unique && { of: source.unique.databaseName }),
    };
  };
  const copies = sourceIndexes.map((index): IndexCopy => {
    assertPlain(index, transition);
    const fields = index.fields.map((field) => (field === source.field ? target.field : field));
    const columns = index.columns.map((column) => (column === source.column ? target.column : column));
    const same = declared.find(
      ({ kind, fields: other }) => kind === index.kind && other.join() === fields.join(),
    );
    const { databaseName, map } = same ? { ...same, map: '' } : named(columns, index.kind);
    const attribute = same?.text ?? `@@${index.kind}([${fields.join(', ')}]${map && `, ${map}`})`;
    return {
      unique: index.kind === 'unique',
      fields,
      columns,
      databaseName,
      attribute,
      declared: same !== undefined,
      of: index.databaseName,
    };
  });
  const copied = new Set(copies.map(({ databaseName }) => databaseName));
  const own = declared
    .filter(({ kind, databaseName }) => kind === 'index' && !copied.has(databaseName))
    .map((index): IndexCopy => {
      assertPlain(index, transition);
      const { fields, columns, databaseName, text } = index;
      return { unique: false, fields, columns, databaseName, attribute: text, declared: true };
    });
  return [...(source.unique ? [copyOfUnique()] : []), ...copies, ...own];
}

/**
 * What makes the source unique. In phase contract that may be gone already, and is what makes the target unique, with
 * the source in its place, under Prisma's own name.
 */
export function sourceUniques(
  { phase, source, target, sourceIndexes, targetIndexes, table }: ColumnTransition,
  provider: Provider,
): readonly Omit<IndexCopy, 'declared'>[] {
  const isUnique = ({ kind }: IndexOn) => kind === 'unique';
  if (phase !== 'contract') {
    const { unique } = source;
    return [
      ...(unique ? [single(source, unique.databaseName, unique.text)] : []),
      ...sourceIndexes.filter(isUnique).map(({ fields, columns, databaseName, text }) => ({
        unique: true,
        fields,
        columns,
        databaseName,
        attribute: text,
      })),
    ];
  }
  const nameOf = (columns: readonly string[]) => constraintName(table.name, columns, '_key', provider);
  return [
    ...(target.unique ? [single(source, nameOf([source.column]), '@unique')] : []),
    ...targetIndexes.filter(isUnique).map((index) => {
      const fields = index.fields.map((field) => (field === target.field ? source.field : field));
      const columns = index.columns.map((column) => (column === target.column ? source.column : column));
      return {
        unique: true,
        fields,
        columns,
        databaseName: nameOf(columns),
        attribute: `@@unique([${fields.join(', ')}])`,
      };
    }),
  ];
}

function single({ field, column }: Column, databaseName: string, attribute: string) {
  return { unique: true, fields: [field], columns: [column], databaseName, attribute };
}

/** Sort orders, operator classes, lengths and methods have no SQL here yet, and a primary key none at all. */
function assertPlain(index: IndexOn, { place, id }: ColumnTransition): void {
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
