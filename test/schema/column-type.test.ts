import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { expect, test } from 'vitest';
import { diffSchemas } from '../../src/rehearsal/schema-engine.js';
import { sqlTypeOf } from '../../src/schema/column-type.js';
import { findBlock, parseSchema } from '../../src/schema/document.js';
import { columnOf, indexesOn, tableOf } from '../../src/schema/table.js';
import type { Provider } from '../../src/schema/transition.js';

/** A diff of two schemas touches no database; the engine only asks which dialect to write. */
function dialect(provider: 'postgres' | 'sqlite'): SqlMigrationAwareDriverAdapterFactory {
  const connection: object = {
    provider,
    adapterName: 'none',
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: false }),
    executeRaw: async () => 0,
    queryRaw: async () => ({ columnNames: [], columnTypes: [], rows: [] }),
    executeScript: async () => {},
    startTransaction: async () => connection,
    dispose: async () => {},
  };
  return {
    provider,
    adapterName: 'none',
    connect: async () => connection,
    connectToShadowDb: async () => connection,
  } as unknown as SqlMigrationAwareDriverAdapterFactory;
}

const scalars = [
  'String',
  'Boolean',
  'Int',
  'BigInt',
  'Float',
  'Decimal',
  'DateTime',
  'Json',
  'Bytes',
  'Status',
];

const postgresTypes = [
  ...scalars.flatMap((type) => [type, `${type}[]`]),
  ...[
    'Text',
    'Char(3)',
    'Char',
    'VarChar(9)',
    'VarChar',
    'Uuid',
    'Xml',
    'Inet',
    'Citext',
    'Bit(3)',
    'Bit',
    'VarBit(3)',
    'VarBit',
  ].map((native) => `String @db.${native}`),
  ...['Integer', 'SmallInt', 'Oid'].map((native) => `Int @db.${native}`),
  'BigInt @db.BigInt',
  'Float @db.DoublePrecision',
  'Float @db.Real',
  'Decimal @db.Decimal(10, 2)',
  'Decimal @db.Decimal',
  'Decimal @db.Money',
  ...[
    'Timestamp(6)',
    'Timestamp',
    'Timestamptz(6)',
    'Timestamptz',
    'Date',
    'Time(3)',
    'Time',
    'Timetz(3)',
    'Timetz',
  ].map((native) => `DateTime @db.${native}`),
  'Json @db.Json',
  'Json @db.JsonB',
  'Bytes @db.ByteA',
  'Boolean @db.Boolean',
  'String[] @db.VarChar(20)',
  'Unsupported("tsvector")?',
];

const long = 'a_very_long_column_name_that_goes_on_and_on';

test.each<[Provider, 'postgres' | 'sqlite', readonly string[]]>([
  ['postgresql', 'postgres', postgresTypes],
  ['sqlite', 'sqlite', scalars],
])('%s: types and names are those that Prisma Migrate writes', async (provider, adapter, types) => {
  const text = `datasource db {
  provider = "${provider}"
}
enum Status {
  ON
  OFF @map("o'ff")
  @@map("status type")
}
model Thing {
  id Int @id @default(autoincrement())
${types.map((type, index) => `  c${index} ${type.replace(/^(\w+)(?= |$)/, '$1?')}`).join('\n')}
  one String @unique
  two Int @map("second")
  three Int @unique(map: "my_unique")
  ${long} Int @unique
  ${long}2 Int
  @@unique([one, two])
  @@index([two(sort: Desc), one])
  @@index(fields: [two], map: "my_index")
  @@index([${long}, ${long}2])
  @@map("things")
}
`;
  const files = [{ path: 'schema.prisma', text }];
  const document = parseSchema(files);
  const model = findBlock(document, 'model', 'Thing')!;
  const sql = await diffSchemas([], [['schema.prisma', text]], dialect(adapter));

  const theirs = new Map(
    [...sql.matchAll(/^ {4}"(c\d+)" (.+?)(?: NOT NULL)?,?$/gm)].map(([, name, type]) => [name, type]),
  );
  const ours = new Map(
    model.fields
      .filter((field) => /^c\d+$/.test(field.name))
      .map((field) => [field.name, sqlTypeOf(document, field, provider)]),
  );
  expect(ours).toEqual(theirs);

  const indexes = [...sql.matchAll(/^CREATE (?:UNIQUE )?INDEX "(.+?)" ON "things"/gm)].map(
    ([, name]) => name,
  );
  const named = new Set(
    model.fields
      .filter((field) => !/^c\d+$/.test(field.name))
      .flatMap((field) => [
        columnOf(document, model, field, provider).unique?.databaseName,
        ...indexesOn(model, field.name, provider).map((index) => index.databaseName),
      ]),
  );
  named.delete(undefined);
  expect([...named].sort()).toEqual(indexes.sort());
  expect(tableOf(document, model, provider)).toEqual({
    model: 'Thing',
    name: 'things',
    key: [{ field: 'id', column: 'id', sqlType: 'INTEGER' }],
  });
});

test('an enum of MySQL has its values as they are in the database, whatever is in them', () => {
  const text = `enum Way {\n  A @map("it's")\n  B @map("x\\\\y")\n}\nmodel T {\n  id Int @id\n  way Way\n}\n`;
  const document = parseSchema([{ path: 'schema.prisma', text }]);
  const field = findBlock(document, 'model', 'T')!.fields.find(({ name }) => name === 'way')!;
  expect(sqlTypeOf(document, field, 'mysql')).toBe("ENUM('it''s', 'x\\\\y')");
});
