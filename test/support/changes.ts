/** One column that becomes an enum. */
export interface ChangeExample {
  readonly id: string;
  /** The schema before the enum and the annotation, and with both. */
  readonly before: string;
  readonly annotated: string;
  /** SQL that fills the table, copies all of it, and reads the target in the end as `value`. */
  readonly rows: string;
  readonly backfill: string;
  readonly read: string;
  readonly values: readonly (string | null)[];
  /** The names of the migrations of all releases. */
  readonly migrations: readonly string[];
  /** Values added to an enum stay when stage expand is taken back. */
  readonly keepsValues?: true;
}

interface Parts {
  readonly source: string;
  readonly target: string;
  readonly map: string;
  /** Blocks before the transition, and those that come with it. */
  readonly blocks?: string;
  readonly newBlocks?: string;
  readonly attributes?: readonly string[];
  readonly datasource?: string;
}

function schemas({
  source,
  target,
  map,
  blocks = '',
  newBlocks = '',
  attributes = [],
  datasource = '',
}: Parts) {
  const schema = (around: string, lines: readonly string[]) => `datasource db {
  provider = "postgresql"
${datasource}}
${around}
model User {
  id Int @id @default(autoincrement())
  tenantId Int
${lines.map((line) => `  ${line}\n`).join('')}}
`;
  const annotation = `/// @transition from:status ${map}`;
  return {
    before: schema(blocks, [source, ...attributes]),
    annotated: schema(`${blocks}\n${newBlocks}`, [source, annotation, target, ...attributes]),
  };
}

const fill = (table: string, column: string, values: readonly (string | null)[]) =>
  `INSERT INTO ${table} ("tenantId", ${column}) VALUES ${values
    .map((value) => `(1, ${value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`})`)
    .join(', ')}`;
const read = (table: string, column: string) => `SELECT ${column}::text AS value FROM ${table} ORDER BY id`;

const status = 'enum Status {\n  ACTIVE\n  SUSPENDED\n  UNKNOWN\n}\n';
const plain = {
  id: 'User.state',
  rows: fill('"User"', '"status"', ['active', 'banned', 'odd']),
  backfill: `UPDATE "User" SET "state" = (CASE "status" WHEN 'active' THEN 'ACTIVE' WHEN 'banned' THEN 'SUSPENDED' ELSE 'UNKNOWN' END)::"Status"`,
  read: read('"User"', '"state"'),
  values: ['ACTIVE', 'SUSPENDED', 'UNKNOWN'],
};
const open = 'map:{active: ACTIVE, banned: SUSPENDED, *: UNKNOWN}';
const usual = ['pec_expand_User.state', 'pec_migrate_User.state', 'pec_finish_User.state'];

export const changeExamples = {
  'a text, with * and an index': {
    ...plain,
    ...schemas({
      source: 'status String',
      target: 'state Status?',
      map: open,
      newBlocks: status,
      attributes: ['@@index([status, tenantId])'],
    }),
    migrations: [
      'pec_expand_User.state',
      'pec_expand_User.state.index_1',
      'pec_migrate_User.state',
      'pec_finish_User.state',
    ],
  },
  'a text with a default': {
    ...plain,
    ...schemas({
      source: 'status String @default("banned")',
      target: 'state Status?',
      map: open,
      newBlocks: status,
    }),
    migrations: usual,
  },
  'an optional text in a compound unique': {
    ...plain,
    ...schemas({
      source: 'status String?',
      target: 'state Status?',
      map: 'map:{active: ACTIVE, banned: SUSPENDED, unknown: UNKNOWN}',
      newBlocks: status,
      attributes: ['@@unique([tenantId, status])'],
    }),
    rows: fill('"User"', '"status"', ['active', null, 'banned', null]),
    backfill: `UPDATE "User" SET "state" = (CASE "status" WHEN 'active' THEN 'ACTIVE' WHEN 'banned' THEN 'SUSPENDED' END)::"Status"`,
    values: ['ACTIVE', null, 'SUSPENDED', null],
    migrations: [
      'pec_expand_User.state',
      'pec_migrate_User.state',
      'pec_migrate_User.state.unique_1',
      'pec_finish_User.state',
    ],
  },
  'an enum that is there already': {
    ...plain,
    ...schemas({ source: 'status String', target: 'state Status?', map: open, blocks: status }),
    migrations: usual,
  },
  'an enum that lacks values': {
    ...plain,
    ...schemas({ source: 'status String', target: 'state Status?', map: open, blocks: '//enum' }),
    before: schemas({ source: 'status String', target: '', map: '', blocks: 'enum Status {\n  ACTIVE\n}\n' })
      .before,
    annotated: schemas({ source: 'status String', target: 'state Status?', map: open, newBlocks: status })
      .annotated,
    migrations: ['pec_expand_User.state.enum_1', 'pec_expand_User.state.enum_2', ...usual],
    keepsValues: true,
  },
  'one enum by another': {
    ...plain,
    ...schemas({
      source: 'status Level',
      target: 'state Status?',
      map: 'map:{low: ACTIVE, high: SUSPENDED, *: UNKNOWN}',
      blocks: 'enum Level {\n  low\n  high @map("HIGH!")\n  odd\n  other\n}\n',
      newBlocks: status,
    }),
    rows: fill('"User"', '"status"', ['low', 'HIGH!', 'other']),
    backfill: `UPDATE "User" SET "state" = (CASE "status" WHEN 'low' THEN 'ACTIVE' WHEN 'HIGH!' THEN 'SUSPENDED' ELSE 'UNKNOWN' END)::"Status"`,
    migrations: usual,
  },
  'names that need quotes': {
    id: 'User.state',
    ...schemas({
      source: `status String @map("old 'status' $pec$")`,
      target: `state Status? @map("new 'state'")`,
      map: `map:{"it's": ACTIVE, "a\\\\b": SUSPENDED, *: UNKNOWN}`,
      newBlocks: [
        'enum Status {',
        '  ACTIVE @map("it is $pec$")',
        '  SUSPENDED',
        '  UNKNOWN',
        `  @@map("the 'Status'")`,
        '  @@schema("crm")',
        '}\n',
      ].join('\n'),
      attributes: ['@@map("the users")', '@@schema("crm")'],
      datasource: '  schemas = ["public", "crm"]\n',
    }),
    rows: fill('crm."the users"', `"old 'status' $pec$"`, ["it's", 'a\\b', 'odd']),
    backfill: `UPDATE crm."the users" SET "new 'state'" = (CASE "old 'status' $pec$" WHEN 'it''s' THEN 'it is $pec$' WHEN E'a\\\\b' THEN 'SUSPENDED' ELSE 'UNKNOWN' END)::crm."the 'Status'"`,
    read: read('crm."the users"', `"new 'state'"`),
    values: ['it is $pec$', 'SUSPENDED', 'UNKNOWN'],
    migrations: usual,
  },
} satisfies Record<string, ChangeExample>;
