import { isScalar, sqlTypeOf } from './column-type.js';
import {
  type Attribute,
  argument,
  type Block,
  databaseName,
  type Field,
  findAttribute,
  findBlock,
  findField,
  hasAttribute,
  listItems,
  type SchemaDocument,
  stringValue,
} from './document.js';
import type { Column, IndexOn, KeyColumn, Provider, Table } from './transition.js';

/** True for a field with a column of its own that we can copy: a scalar or an enum, not a relation. */
export function isColumn(document: SchemaDocument, field: Field): boolean {
  return isScalar(field.type) || findBlock(document, 'enum', field.type) !== undefined;
}

export function tableOf(document: SchemaDocument, model: Block, provider: Provider): Table {
  const schema = stringValue(findAttribute(model, 'schema')?.args?.trim());
  return {
    model: model.name,
    name: databaseName(model),
    ...(schema !== undefined && { schema }),
    key: keyFields(model).map(
      (field): KeyColumn => ({
        field: field.name,
        column: databaseName(field),
        sqlType: sqlTypeOf(document, field, provider),
      }),
    ),
  };
}

/** The fields of `@id` or `@@id`, else of the first unique constraint that cannot be null. */
function keyFields(model: Block): readonly Field[] {
  const present = (names: readonly string[]) =>
    names.map((name) => findField(model, name)).filter((field) => field !== undefined);
  const compound = (name: string) =>
    model.attributes
      .filter((attribute) => attribute.name === name)
      .map((attribute) => present(indexFields(attribute)));
  const single = (name: string) =>
    model.fields.filter((field) => hasAttribute(field, name)).map((field) => [field]);
  const id = [...single('id'), ...compound('id')];
  const unique = [...single('unique'), ...compound('unique')].filter(
    (fields) => fields.length > 0 && fields.every((field) => field.isRequired),
  );
  return [...id, ...unique][0] ?? [];
}

export function columnOf(document: SchemaDocument, model: Block, field: Field, provider: Provider): Column {
  const enumeration = findBlock(document, 'enum', field.type);
  const defaultValue = findAttribute(field, 'default')?.args;
  const unique = findAttribute(field, 'unique');
  return {
    model: model.name,
    field: field.name,
    column: databaseName(field),
    kind: enumeration ? 'enum' : 'scalar',
    type: field.type,
    ...(enumeration && {
      enumValues: enumeration.fields.map((value) => ({ name: value.name, value: databaseName(value) })),
    }),
    sqlType: sqlTypeOf(document, field, provider),
    isRequired: field.isRequired && !field.isList,
    isList: field.isList,
    isIgnored: hasAttribute(field, 'ignore'),
    isUpdatedAt: hasAttribute(field, 'updatedAt'),
    ...(defaultValue !== undefined && { default: defaultValue }),
    ...(unique && {
      unique: {
        databaseName:
          stringValue(argument(unique, 'map')) ??
          constraintName(databaseName(model), [databaseName(field)], '_key', provider),
        text: model.file.text.slice(unique.start, unique.end),
      },
    }),
  };
}

/** Every `@@unique`, `@@index` and `@@id` of the model that contains the field, in the order of the schema. */
export function indexesOn(model: Block, field: string, provider: Provider): readonly IndexOn[] {
  return model.attributes.flatMap((attribute) => {
    const kind = attribute.name;
    if (kind !== 'unique' && kind !== 'index' && kind !== 'id') return [];
    const fields = indexFields(attribute);
    if (!fields.includes(field)) return [];
    const columns = fields.map((name) => {
      const member = findField(model, name);
      return member ? databaseName(member) : name;
    });
    const clientName = kind === 'index' ? undefined : stringValue(argument(attribute, 'name'));
    const index: IndexOn = {
      kind,
      fields,
      columns,
      databaseName:
        stringValue(argument(attribute, 'map')) ?? indexName(kind, databaseName(model), columns, provider),
      ...(clientName !== undefined && { clientName }),
      text: model.file.text.slice(attribute.start, attribute.end),
    };
    return [index];
  });
}

/** The fields that a block attribute names: `@@unique([a, b])` or `@@unique(fields: [a, b])`. */
export function indexFields(attribute: Attribute): readonly string[] {
  return listItems(argument(attribute, 'fields', 0));
}

function indexName(
  kind: IndexOn['kind'],
  table: string,
  columns: readonly string[],
  provider: Provider,
): string {
  if (kind !== 'id') return constraintName(table, columns, kind === 'unique' ? '_key' : '_idx', provider);
  // MySQL knows its primary keys by this name only.
  return provider === 'mysql' ? 'PRIMARY' : constraintName(table, [], '_pkey', provider);
}

/** How many bytes of a name each database keeps. SQLite keeps all. */
const LONGEST_NAME: Readonly<Record<Provider, number>> = { postgresql: 63, mysql: 64, sqlite: 10_000 };

/** The default name of a constraint, as Prisma builds it: `User_userName_key`, cut before the suffix. */
export function constraintName(
  table: string,
  columns: readonly string[],
  suffix: '_key' | '_idx' | '_pkey',
  provider: Provider,
): string {
  const joined = Buffer.from([table, ...columns].join('_'));
  let end = Math.min(joined.length, LONGEST_NAME[provider] - suffix.length);
  // Never inside a character: continuation bytes begin with 10.
  while (end < joined.length && (joined[end]! & 0xc0) === 0x80) end -= 1;
  return joined.subarray(0, end).toString() + suffix;
}
