import { describe, expect, test } from 'vitest';
import { planTransition } from '../../src/plan/plan.js';
import { standingAfter } from '../../src/plan/standing-columns.js';
import { parseSchema } from '../../src/schema/document.js';
import type { Provider } from '../../src/schema/transition.js';
import { readTransitions } from '../../src/schema/transitions.js';

const schema = `model User {
  id          Int     @id
  userName    String
  /// @transition from:userName
  displayName String?
  @@index([userName])
  @@index([displayName])
}
`;

function planAfter(sql: string, provider: Provider = 'postgresql', sync: 'trigger' | 'code' = 'trigger') {
  const [transition] = readTransitions(parseSchema([{ path: 'schema.prisma', text: schema }]), provider);
  return planTransition(transition!, {
    provider,
    sync,
    history: [{ folder: '20260101000000_display_name', sql }],
  }).stages;
}
const kinds = (stages: ReturnType<typeof planAfter>) =>
  stages[0]!.migrations.map(({ name, operations, inverse }) => ({
    name,
    operations: operations.map(({ kind }) => kind),
    inverse: inverse?.map(({ kind }) => kind),
  }));

const whole = [
  {
    name: 'pec_expand_User.displayName',
    operations: ['add-column', 'create-sync'],
    inverse: ['drop-sync', 'drop-column'],
  },
  {
    name: 'pec_expand_User.displayName.index_1',
    operations: ['create-index'],
    inverse: ['drop-index'],
  },
];
const [index] = whole.slice(1);
const syncAlone = {
  name: 'pec_expand_User.displayName',
  operations: ['create-sync'],
  inverse: ['drop-sync'],
};

describe('stage expand after a migration of `prisma migrate dev`', () => {
  test.each<[string, Provider, string]>([
    ['PostgreSQL', 'postgresql', '-- AlterTable\nALTER TABLE "User" ADD COLUMN     "displayName" TEXT;\n'],
    [
      'a schema',
      'postgresql',
      'ALTER TABLE "public"."User" ADD COLUMN "a" INT,\nADD COLUMN "displayName" TEXT;',
    ],
    ['by hand', 'postgresql', 'alter table if exists only "User" add "displayName" text null;'],
    ['the whole table', 'postgresql', 'CREATE TABLE "User" ("id" INTEGER NOT NULL, "displayName" TEXT);'],
    ['MySQL', 'mysql', 'ALTER TABLE `User` ADD COLUMN `displayName` VARCHAR(191) NULL;'],
    ['SQLite', 'sqlite', 'ALTER TABLE "User" ADD COLUMN "displayName" TEXT;'],
    [
      'SQLite, the table made anew',
      'sqlite',
      'CREATE TABLE "new_User" (\n"id" INTEGER NOT NULL PRIMARY KEY,\n"displayName" TEXT\n);\nDROP TABLE "User";\nALTER TABLE "new_User" RENAME TO "User";',
    ],
  ])('adds what is missing: %s', (_, provider, sql) => {
    expect(kinds(planAfter(sql, provider))).toEqual([syncAlone, index]);
  });

  test('is not taken for what it made itself, in force or taken back', () => {
    const [transition] = readTransitions(
      parseSchema([{ path: 'schema.prisma', text: schema }]),
      'postgresql',
    );
    const own = {
      folder: '20260101000000_pec_expand_User.displayName',
      sql: 'DO $$ BEGIN ALTER TABLE "User" ADD COLUMN "displayName" TEXT; END $$',
    };
    const back = {
      folder: '20260102000000_pec_expand_User.displayName.revert',
      sql: 'DO $$ BEGIN ALTER TABLE "User" DROP COLUMN "displayName"; END $$',
    };
    for (const history of [
      [own],
      [own, back],
      [own, back, { ...own, folder: own.folder.replace('0101', '0103') }],
    ]) {
      expect(
        kinds(planTransition(transition!, { provider: 'postgresql', sync: 'trigger', history }).stages),
      ).toEqual(whole);
    }
  });

  test('takes over its index too', () => {
    const sql = `ALTER TABLE "User" ADD COLUMN "displayName" TEXT;
      CREATE INDEX "User_displayName_idx" ON "User"("displayName");`;
    expect(kinds(planAfter(sql))).toEqual([syncAlone]);
  });

  test('stays a release of its own where nothing is missing', () => {
    expect(
      kinds(planAfter('ALTER TABLE "User" ADD COLUMN "displayName" TEXT;', 'postgresql', 'code')),
    ).toEqual([{ name: 'pec_expand_User.displayName', operations: [], inverse: [] }, index]);
  });

  test.each([
    ['another column', 'ALTER TABLE "User" ADD COLUMN "displayNames" TEXT;'],
    ['another table', 'ALTER TABLE "Users" ADD COLUMN "displayName" TEXT;'],
    ['a comment', '-- ALTER TABLE "User" ADD COLUMN "displayName" TEXT;'],
    ['a text', `INSERT INTO "User" VALUES ('x');`],
    [
      'a column that is gone',
      'ALTER TABLE "User" ADD COLUMN "displayName" TEXT; ALTER TABLE "User" DROP COLUMN "displayName";',
    ],
    [
      'a column that has another name now',
      'ALTER TABLE "User" ADD COLUMN "displayName" TEXT; ALTER TABLE "User" RENAME COLUMN "displayName" TO "nick";',
    ],
  ])('does not take %s for the column', (_, sql) => {
    expect(kinds(planAfter(sql))).toEqual(whole);
  });

  test.each(['INTEGER', 'TEXT NOT NULL', `TEXT DEFAULT ''`, 'VARCHAR(10)', 'TEXT[]'])(
    'refuses a column that is not as it has to be: %s',
    (definition) => {
      expect(() => planAfter(`ALTER TABLE "User" ADD COLUMN "displayName" ${definition};`)).toThrow(
        expect.objectContaining({
          code: 'column-differs',
          message: expect.stringContaining(
            `20260101000000_display_name makes the column displayName as ${definition}`,
          ),
        }),
      );
    },
  );
});

test('what stands: names in quotes of all kinds, commas and brackets inside of texts', () => {
  const standing = standingAfter([
    {
      folder: '1',
      sql: `CREATE TABLE t ("a,b" TEXT DEFAULT '(,;', c NUMERIC(3, 1), CONSTRAINT x CHECK (c > 0));
        CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "i" ON t (c); DROP INDEX "i"; CREATE INDEX j ON t (c);
        DO $$ BEGIN ALTER TABLE t DROP COLUMN c; END $$;
        ALTER TABLE t ALTER COLUMN "a,b" SET DATA TYPE VARCHAR(5);`,
    },
  ]);
  expect(standing.column('t', 'a,b')?.definition).toBe('VARCHAR(5)');
  expect(standing.column('t', 'c')).toBe(undefined);
  expect([standing.hasIndex('i'), standing.hasIndex('j')]).toEqual([false, true]);
});
