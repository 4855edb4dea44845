import {
  type Attribute,
  type Block,
  databaseName,
  type Field,
  findAttribute,
  findBlock,
  readArguments,
  type SchemaDocument,
  stringValue,
} from './document.js';
import type { Provider } from './transition.js';

/** What Prisma Migrate writes for a scalar without `@db.…`. */
const DEFAULTS: Readonly<Record<Provider, Readonly<Record<string, string>>>> = {
  postgresql: {
    String: 'TEXT',
    Boolean: 'BOOLEAN',
    Int: 'INTEGER',
    BigInt: 'BIGINT',
    Float: 'DOUBLE PRECISION',
    Decimal: 'DECIMAL(65,30)',
    DateTime: 'TIMESTAMP(3)',
    Json: 'JSONB',
    Bytes: 'BYTEA',
  },
  mysql: {
    String: 'VARCHAR(191)',
    Boolean: 'BOOLEAN',
    Int: 'INTEGER',
    BigInt: 'BIGINT',
    Float: 'DOUBLE',
    Decimal: 'DECIMAL(65,30)',
    DateTime: 'DATETIME(3)',
    Json: 'JSON',
    Bytes: 'LONGBLOB',
  },
  sqlite: {
    String: 'TEXT',
    Boolean: 'BOOLEAN',
    Int: 'INTEGER',
    BigInt: 'BIGINT',
    Float: 'REAL',
    Decimal: 'DECIMAL',
    DateTime: 'DATETIME',
    Json: 'JSONB',
    Bytes: 'BLOB',
  },
};

/** Native types whose SQL name is not the upper-case of their Prisma name. */
const NATIVE: Readonly<Record<Provider, Readonly<Record<string, string>>>> = {
  postgresql: { DoublePrecision: 'DOUBLE PRECISION' },
  mysql: {
    Int: 'INTEGER',
    UnsignedInt: 'INTEGER UNSIGNED',
    UnsignedSmallInt: 'SMALLINT UNSIGNED',
    UnsignedTinyInt: 'TINYINT UNSIGNED',
    UnsignedMediumInt: 'MEDIUMINT UNSIGNED',
    UnsignedBigInt: 'BIGINT UNSIGNED',
  },
  sqlite: {},
};

const SCALARS: ReadonlySet<string> = new Set(Object.keys(DEFAULTS.postgresql));

export function isScalar(type: string): boolean {
  return SCALARS.has(type);
}

/** `@db.…`, if the field has one. The datasource may be called otherwise, and then so is the prefix. */
export function nativeType(field: Field): Attribute | undefined {
  return field.attributes.find((attribute) => attribute.name.includes('.'));
}

/**
 * The SQL type of a scalar or enum field, as Prisma Migrate writes it. `autoincrement()` is a default, not a
 * type: such an `Int` is `INTEGER`, not `SERIAL`.
 *
 * @throws Error if the field is neither scalar, nor enum, nor `Unsupported`
 */
export function sqlTypeOf(document: SchemaDocument, field: Field, provider: Provider): string {
  return elementType(document, field, provider) + (field.isList && provider === 'postgresql' ? '[]' : '');
}

function elementType(document: SchemaDocument, field: Field, provider: Provider): string {
  const unsupported = /^Unsupported\(([\s\S]*)\)$/.exec(field.type)?.[1];
  if (unsupported !== undefined) return stringValue(unsupported.trim()) ?? unsupported;

  const enumeration = findBlock(document, 'enum', field.type);
  if (enumeration) return enumType(enumeration, provider);

  const native = nativeType(field);
  if (native) {
    const name = native.name.slice(native.name.lastIndexOf('.') + 1);
    const args = readArguments(native.args ?? '').map((each) => each.value);
    return (NATIVE[provider][name] ?? name.toUpperCase()) + (args.length > 0 ? `(${args.join(',')})` : '');
  }
  const byDefault = DEFAULTS[provider][field.type];
  if (!byDefault) throw new Error(`${field.name} is no column: ${field.type}`);
  return byDefault;
}

function enumType(enumeration: Block, provider: Provider): string {
  switch (provider) {
    case 'postgresql': {
      const schema = stringValue(findAttribute(enumeration, 'schema')?.args?.trim());
      const quoted = [schema, databaseName(enumeration)]
        .filter((part) => part !== undefined)
        .map((part) => `"${part.replaceAll('"', '""')}"`);
      return quoted.join('.');
    }
    case 'mysql':
      return `ENUM(${enumeration.fields.map((value) => mysqlText(databaseName(value))).join(', ')})`;
    case 'sqlite':
      return 'TEXT';
  }
}

/** The values of a type take no expression, so a backslash can only stand as `sql_mode` has it by default. */
function mysqlText(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
