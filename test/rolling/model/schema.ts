import { dialectOf } from '../../../src/database/dialects.js';
import { sqlTypeOf } from '../../../src/schema/column-type.js';
import { databaseName, findBlock, parseSchema } from '../../../src/schema/document.js';
import type { ColumnTransition, Provider } from '../../../src/schema/transition.js';
import { readTransitions } from '../../../src/schema/transitions.js';
import { type ColumnType, type Enumeration, isList, wordsOf } from './scalars.js';
import { delegateOf, hasTenant, type Variant } from './variants.js';

const nameOf = (type: ColumnType) =>
  typeof type === 'string' ? type : isList(type) ? `${type.of}[]` : type.name;
const mapped = (column: string) => `@map(${JSON.stringify(column)})`;

/** The model as the user annotates it, and its enums. */
export function annotated(variant: Variant): string {
  const { model, required, unique, map, types, native, table, columns, key, index, others } = variant;
  const optional = required || isList(types.s) ? '' : '?';
  const attributes = [
    ...(unique === 'alone' ? ['@unique'] : []),
    ...(variant.default === undefined ? [] : [`@default(${defaultText(variant)})`]),
    ...(native ? [native] : []),
  ].join(' ');
  const pairs = map && [
    ...Object.entries(map.entries),
    ...(map.otherwise === undefined ? [] : [['*', map.otherwise] as const]),
  ];
  const given = pairs ? ` map:{${pairs.map(([from, to]) => `${from}: ${to}`).join(', ')}}` : '';
  const id = {
    Int: 'id Int @id @default(autoincrement())',
    BigInt: 'id BigInt @id @default(autoincrement())',
    UUID: 'id String @id @default(uuid())',
    key: undefined,
    'tenant and key': undefined,
    'unique only': undefined,
  }[key];
  const keyAttribute = key === 'key' ? ' @id' : key === 'tenant and key' ? '' : ' @unique';
  const name = variant.uniqueName === undefined ? '' : `, name: "${variant.uniqueName}"`;
  const lines = [
    ...(id ? [id] : []),
    ...(hasTenant(variant) ? ['tenant Int'] : []),
    `key String${keyAttribute}`,
    'note Int?',
    'ownerId Int?',
    'owner Owner? @relation(fields: [ownerId], references: [id])',
    ...(variant.hasLabels ? [`labels Label[] @relation("LabelsOf${model}")`] : []),
    ...(variant.hasParent
      ? [
          'parentKey String?',
          `parent ${model}? @relation("${model}Tree", fields: [parentKey], references: [key], onDelete: SetNull)`,
          `children ${model}[] @relation("${model}Tree")`,
        ]
      : []),
    ...others.map(
      (other) => `${other.field} ${nameOf(other.type)}${other.required ? '' : '?'} ${mapped(other.column)}`,
    ),
    `source ${nameOf(types.s)}${optional} ${attributes} ${mapped(columns.s)}`,
    `/// @transition from:source${given}`,
    `target ${nameOf(types.t)}${isList(types.t) ? '' : '?'} ${native ?? ''} ${mapped(columns.t)}`,
    ...(key === 'tenant and key' ? ['@@id([tenant, key])'] : []),
    ...(unique === 'tenant' ? [`@@unique([tenant, source]${name})`] : []),
    ...(index ? [`@@index([source${index === 'alone' ? '' : ', note'}])`] : []),
    `@@map(${JSON.stringify(table)})`,
  ];
  return `${enumsOf(variant).map(enumText).join('')}model ${model} {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;
}

function enumsOf({ types }: Variant): readonly Enumeration[] {
  const both = [types.s, types.t].filter(
    (type): type is Enumeration => typeof type !== 'string' && !isList(type),
  );
  return both.filter(({ name }, place) => both.findIndex((other) => other.name === name) === place);
}

function enumText({ name, values }: Enumeration): string {
  const lines = values.map((each) => `  ${each.name} ${mapped(each.value)}\n`);
  return `enum ${name} {\n${lines.join('')}}\n`;
}

function defaultText({ types, default: value }: Variant): string {
  return types.s === 'String' ? JSON.stringify(value) : value!;
}

/** The models to which all of them belong. */
export function holders(of: readonly Variant[]): string {
  const field = (variant: Variant) => `  ${delegateOf(variant)} ${variant.model}[]`;
  const labels = of
    .filter(({ hasLabels }) => hasLabels)
    .map((variant) => `${field(variant)} @relation("LabelsOf${variant.model}")\n`);
  const owned = of.map((variant) => `${field(variant)}\n`);
  return `model Owner {\n  id Int @id\n${owned.join('')}}\nmodel Label {\n  id Int @id\n${labels.join('')}}\n`;
}

/** The tables of one variant as they are before stage expand, as Prisma would make them; and what takes them away. */
export function tables(
  provider: Provider,
  variant: Variant,
): { readonly create: readonly string[]; readonly drop: readonly string[] } {
  const { model, required, types, table, key, others } = variant;
  const text = `datasource db {\n  provider = "${provider}"\n}\n${holders([variant])}${annotated(variant)}`;
  const document = parseSchema([{ path: 'schema.prisma', text }]);
  const block = findBlock(document, 'model', model)!;
  const [transition] = readTransitions(document, provider) as ColumnTransition[];
  const { quote } = dialectOf(provider);
  const end = provider === 'mysql' ? ' DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci' : '';
  const typeOf = (name: string) =>
    sqlTypeOf(document, block.fields.find((field) => field.name === name)!, provider);
  const columnOf = (name: string) => databaseName(block.fields.find((field) => field.name === name)!);
  const column = (name: string, rest: string) => `${quote(columnOf(name))} ${typeOf(name)}${rest}`;
  const id = {
    Int: { postgresql: 'SERIAL', mysql: 'INTEGER AUTO_INCREMENT', sqlite: 'INTEGER NOT NULL' },
    BigInt: { postgresql: 'BIGSERIAL', mysql: 'BIGINT AUTO_INCREMENT', sqlite: 'INTEGER NOT NULL' },
  };
  const primary =
    key === 'Int' || key === 'BigInt'
      ? `${quote('id')} ${id[key][provider]} PRIMARY KEY${provider === 'sqlite' ? ' AUTOINCREMENT' : ''}`
      : key === 'UUID'
        ? column('id', ' NOT NULL PRIMARY KEY')
        : undefined;
  const primaryKey = { key: ['key'], 'tenant and key': ['tenant', 'key'] }[key as string];
  const filled =
    variant.default === undefined ? '' : ` DEFAULT ${wordsOf(types.s).literal(provider, variant.default)}`;
  const references = (field: string, to: string, toColumn: string) =>
    `CONSTRAINT ${quote(`${model}_${field}_fkey`)} FOREIGN KEY (${quote(field)}) REFERENCES ${quote(to)} (${quote(toColumn)}) ON DELETE SET NULL ON UPDATE CASCADE`;
  const columns = [
    ...(primary ? [primary] : []),
    ...(hasTenant(variant) ? [column('tenant', ' NOT NULL')] : []),
    column('key', ' NOT NULL'),
    column('note', ''),
    column('ownerId', ''),
    ...(variant.hasParent ? [column('parentKey', '')] : []),
    ...others.map((other) => column(other.field, other.required ? ' NOT NULL' : '')),
    column('source', `${required ? ' NOT NULL' : ''}${filled}`),
    ...(primaryKey ? [`PRIMARY KEY (${primaryKey.map(quote).join(', ')})`] : []),
    references('ownerId', 'Owner', 'id'),
    ...(variant.hasParent && provider === 'sqlite' ? [references('parentKey', table, 'key')] : []),
  ];
  const unique = (name: string, ...over: readonly string[]) =>
    `CREATE UNIQUE INDEX ${quote(name)} ON ${quote(table)} (${over.map(quote).join(', ')})`;
  const { source, sourceIndexes } = transition!;
  const join = `_LabelsOf${model}`;
  const onLabels = (own: string, to: string, toColumn: string) =>
    `CONSTRAINT ${quote(`${join}_${own}_fkey`)} FOREIGN KEY (${quote(own)}) REFERENCES ${quote(to)} (${quote(toColumn)}) ON DELETE CASCADE ON UPDATE CASCADE`;
  const idField = key === 'key' ? 'key' : 'id';
  const enums = provider === 'postgresql' && typeof types.s !== 'string' && !isList(types.s) ? [types.s] : [];
  return {
    create: [
      ...enums.map(
        (each) =>
          `CREATE TYPE ${quote(each.name)} AS ENUM (${each.values.map(({ name }) => wordsOf(each).literal(provider, name)).join(', ')})`,
      ),
      ...['Owner', 'Label'].flatMap((name) => [
        `CREATE TABLE ${quote(name)} (${quote('id')} INTEGER NOT NULL PRIMARY KEY)${end}`,
        `INSERT INTO ${quote(name)} VALUES (1)`,
      ]),
      `CREATE TABLE ${quote(table)} (${columns.join(', ')})${end}`,
      ...(keyIsUnique(variant) ? [unique(`${model}_key_key`, 'key')] : []),
      ...(source.unique ? [unique(source.unique.databaseName, source.column)] : []),
      ...sourceIndexes.map((index) =>
        index.kind === 'unique'
          ? unique(index.databaseName, ...index.columns)
          : `CREATE INDEX ${quote(index.databaseName)} ON ${quote(table)} (${index.columns.map(quote).join(', ')})`,
      ),
      ...(variant.hasParent && provider !== 'sqlite'
        ? [`ALTER TABLE ${quote(table)} ADD ${references('parentKey', table, 'key')}`]
        : []),
      ...(variant.hasLabels
        ? [
            `CREATE TABLE ${quote(join)} (${quote('A')} ${typeOf(idField)} NOT NULL, ${quote('B')} INTEGER NOT NULL, ${onLabels('A', table, idField)}, ${onLabels('B', 'Label', 'id')})${end}`,
            `CREATE UNIQUE INDEX ${quote(`${join}_AB_unique`)} ON ${quote(join)} (${quote('A')}, ${quote('B')})`,
          ]
        : []),
    ],
    drop:
      provider === 'postgresql'
        ? ['DROP SCHEMA public CASCADE', 'CREATE SCHEMA public']
        : [join, table, 'Label', 'Owner'].map((name) => `DROP TABLE IF EXISTS ${quote(name)}`),
  };
}

function keyIsUnique({ key }: Variant): boolean {
  return key !== 'key' && key !== 'tenant and key';
}
