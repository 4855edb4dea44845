import { describe, expect, test } from 'vitest';
import type { Dialect, Key, KeyColumn, Statement } from '../../src/database/dialect.js';
import { dialectOf } from '../../src/database/dialects.js';
import type { SyncedColumns } from '../../src/database/operation.js';
import { isUserError } from '../../src/errors.js';
import { type MigrationFile, renderRevert, renderStage } from '../../src/migrations/render-migration.js';
import { planTransition } from '../../src/plan/plan.js';
import { syncedColumns } from '../../src/scenarios/parts/synced-columns.js';
import { parseSchema } from '../../src/schema/document.js';
import type { ColumnTransition, Provider, SyncMode } from '../../src/schema/transition.js';
import { readTransitions } from '../../src/schema/transitions.js';

/**
 * The SQL that databases get, as text: a change of the code that makes it shows here as a diff. Whether the SQL is
 * right is what the tests on real servers tell.
 */
const providers = ['postgresql', 'mysql', 'sqlite'] as const;
const modes = ['trigger', 'client', 'code'] as const;

const enumOfStatus = 'enum Status {\n  ACTIVE\n  SUSPENDED @map("on hold")\n  UNKNOWN\n}\n';

/** Annotated schemas, one for what makes a difference to the SQL. */
const schemas = {
  rename: `model User {
  id Int @id
  userName String?
  /// @transition from:userName
  displayName String?
}
`,
  'rename of a required column with indexes': `model User {
  tenant Int
  number String
  userName String @unique @map("user's name") @default("it's")
  /// @transition from:userName
  displayName String? @map("display_name")
  @@id([tenant, number])
  @@unique([tenant, userName])
  @@index([userName, tenant])
  @@map("app users")
}
`,
  'String to enum': `${enumOfStatus}model User {
  id Int @id
  status String @default("active")
  /// @transition from:status map:{active: ACTIVE, "it's": SUSPENDED, *: UNKNOWN}
  state Status?
}
`,
  'enum to enum': `${enumOfStatus}enum Old {
  on
  off @map("it's off")
  gone
}
model User {
  id Int @id
  status Old?
  /// @transition from:status map:{on: ACTIVE, off: SUSPENDED, gone: UNKNOWN}
  state Status?
}
`,
} as const;

/** What no schema leads to, or not yet. */
const pairs: Readonly<Record<string, SyncedColumns>> = {
  'an SQL expression': {
    table: { schema: 'crm', name: 'User' },
    source: { column: 'count', sqlType: 'TEXT' },
    target: { column: 'total', sqlType: 'INTEGER' },
    forward: { kind: 'sql', expression: 'CAST("count" AS INTEGER)' },
    backward: { kind: 'sql', expression: 'CAST("total" AS TEXT)' },
    key: ['id'],
  },
  'values that code has converted': {
    table: { name: 'User' },
    source: { column: 'phone', sqlType: 'TEXT' },
    target: { column: 'number', sqlType: 'TEXT' },
    forward: { kind: 'map', map: { entries: [{ from: '0664', to: '+43664' }] } },
    backward: { kind: 'copy' },
    among: ['0664', 'none'],
    key: ['id'],
  },
};

function transitionOf(schema: string, provider: Provider): ColumnTransition {
  const [transition] = readTransitions(parseSchema([{ path: 'schema.prisma', text: schema }]), provider);
  if (transition?.scenario !== 'rename-column' && transition?.scenario !== 'change-type') {
    throw new Error('The schema has no transition between two columns');
  }
  return transition;
}

describe.each(providers)('%s', (provider) => {
  const dialect = dialectOf(provider);

  test.each(Object.keys(schemas) as (keyof typeof schemas)[])('statements: %s', async (name) => {
    const transition = transitionOf(schemas[name], provider);
    const text = statements(dialect, syncedColumns(transition), transition.table.key);
    await expect(text).toMatchFileSnapshot(fileOf(provider, 'statements', name));
  });

  test.each(Object.keys(pairs))('statements: %s', async (name) => {
    const text = statements(dialect, pairs[name]!, [{ column: 'id', sqlType: 'INTEGER' }]);
    await expect(text).toMatchFileSnapshot(fileOf(provider, 'statements', name));
  });

  test.each(
    (Object.keys(schemas) as (keyof typeof schemas)[]).flatMap((name) =>
      modes.map((sync) => [name, sync] as const),
    ),
  )('migrations: %s, %s', async (name, sync) => {
    await expect(migrations(transitionOf(schemas[name], provider), provider, sync)).toMatchFileSnapshot(
      fileOf(provider, 'migrations', `${name}, ${sync}`),
    );
  });
});

function fileOf(provider: Provider, kind: string, name: string): string {
  return `${provider}/${kind}, ${name}.sql`.replaceAll(/[, ]+/g, '-');
}

/** Every statement about two columns that a dialect knows. */
function statements(dialect: Dialect, sync: SyncedColumns, key: readonly KeyColumn[]): string {
  const first: Key = key.map(() => '1');
  const last: Key = key.map(() => '9');
  const between = { after: first, through: last };
  const { table } = sync;
  const unique = [sync.target.column];
  const parts: readonly (readonly [string, Statement | string | readonly string[] | undefined])[] = [
    ...syncOf(dialect, sync),
    ['end of a batch', dialect.nextBatchEnd(table, key, { after: first }, 1000)],
    ['batch', dialect.backfillBatch(sync, key, between)],
    ['batch over a unique target', dialect.backfillBatch(sync, key, between, 'forward', { unique })],
    [
      'batch that leaves alone what the database writes',
      dialect.backfillBatch(sync, key, between, 'forward', { kept: ['changed'] }),
    ],
    ['one row', dialect.backfillBatch(sync, key, { only: first })],
    ['whole table', dialect.backfillBatch(sync, [], {})],
    ...(sync.among
      ? []
      : ([['batch, backward', dialect.backfillBatch(sync, key, between, 'backward')]] as const)),
    ['rows to copy', dialect.rowsToCopy(sync, key, between)],
    ['drift', dialect.countDrift(sync, key, between)],
    ['samples of drift', dialect.sampleDrift(sync, key, 10)],
    ['unmapped values', dialect.unmappedValues(sync)],
    ['value of the target', dialect.converted(sync)],
    ['names of triggers', dialect.syncTriggers(sync)],
    ['parts of the table', dialect.tableParts(table)],
    ['number of rows', dialect.countRows(table)],
    ['estimate', dialect.estimateRows(table)],
  ];
  return parts.map(([title, sql]) => `-- ${title}\n${textOf(sql)}\n`).join('\n');
}

function textOf(sql: Statement | string | readonly string[] | undefined): string {
  if (sql === undefined) return '(none)';
  if (typeof sql === 'string') return sql;
  if ('text' in sql) return `${sql.text}\n-- values: ${JSON.stringify(sql.values)}`;
  return sql.join(';\n');
}

/** Values that code has converted know no way back, so no trigger can keep the sides equal. */
function syncOf(dialect: Dialect, sync: SyncedColumns) {
  if (sync.among) return [];
  return [
    ['sync', dialect.createSync(sync)],
    ['sync, an INSERT follows the source', dialect.createSync({ ...sync, insertFollows: 'source' as const })],
  ] as const;
}

/** @returns why there are none, where the mode cannot keep the two columns equal */
function releasesOf(transition: ColumnTransition, provider: Provider, sync: SyncMode) {
  try {
    return planTransition(transition, { provider, sync }).stages;
  } catch (error) {
    if (isUserError(error)) return error.message;
    throw error;
  }
}

/** All migrations of all releases, and those that take each release back. */
function migrations(transition: ColumnTransition, provider: Provider, sync: SyncMode): string {
  const dialect = dialectOf(provider);
  const releases = releasesOf(transition, provider, sync);
  if (typeof releases === 'string') return `-- refused: ${releases}\n`;
  const anew = '-- (what Prisma writes to make the table anew)';
  const folders = (files: readonly MigrationFile[]) =>
    files.map((file) => `-- ${file.name}/migration.sql\n${file.sql}`);
  return releases
    .flatMap((release) => [
      ...folders(renderStage(transition.id, release, dialect, anew)),
      ...folders(
        renderRevert(transition.id, release, dialect, anew) ??
          ['-- (no way back)\n'].map((sql) => ({ name: 'none', sql })),
      ),
    ])
    .join('\n');
}
