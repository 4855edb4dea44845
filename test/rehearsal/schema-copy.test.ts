import Database from 'better-sqlite3';
import { beforeAll, expect, test } from 'vitest';
import { dialectOf } from '../../src/database/dialects.js';
import { renderRevert, renderStage } from '../../src/migrations/render-migration.js';
import { planTransition } from '../../src/plan/plan.js';
import { redefinition } from '../../src/rehearsal/redefinition.js';
import { refusedByChecks, rehearseOnCopy, type SchemaObject } from '../../src/rehearsal/schema-copy.js';
import { parseSchema } from '../../src/schema/document.js';
import { applySchemaEdits } from '../../src/schema/edit.js';
import { readTransitions } from '../../src/schema/transitions.js';

/** Each stage from migrate on, as `pec next` writes it for SQLite, and the way back from migrate. */
const scripts: Record<string, readonly string[]> = {};
const expand: string[] = [];
beforeAll(async () => {
  let files = [
    {
      path: 'schema.prisma',
      text: `datasource db {
  provider = "sqlite"
}
model User {
  id       Int    @id @default(autoincrement())
  age      Int    @default(0)
  team     String?
  userName String @unique
  /// @transition from:userName
  displayName String?
  @@index([team])
}
`,
    },
  ];
  for (const number of [0, 1, 2, 3]) {
    const [transition] = readTransitions(parseSchema(files), 'sqlite');
    const stage = planTransition(transition!, { provider: 'sqlite', sync: 'trigger' }).stages[number]!;
    const edited = await applySchemaEdits(files, [...stage.schema, ...stage.withoutSource]);
    const text = (all: typeof edited) => all.map(({ path, text }) => [path, text] as const);
    const anew = await redefinition(text(files), text(edited));
    const sqls = renderStage(transition!.id, stage, dialectOf('sqlite'), anew).map(({ sql }) => sql);
    if (stage.name === 'expand') expand.push(...sqls);
    else scripts[stage.name] = sqls;
    if (stage.name === 'migrate') {
      const back = await redefinition(text(edited), text(files));
      scripts.revert = renderRevert(transition!.id, stage, dialectOf('sqlite'), back)!.map(({ sql }) => sql);
    }
    files = [...edited];
  }
});

const table = (columns = '', options = '') =>
  `CREATE TABLE "User" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "age" INTEGER NOT NULL DEFAULT 0, "team" TEXT,
  "userName" TEXT NOT NULL${columns})${options};
  CREATE UNIQUE INDEX "User_userName_key" ON "User"("userName"); CREATE INDEX "User_team_idx" ON "User"("team");`;

/** A database after the first stage. */
function expanded(made: string, further = ''): readonly SchemaObject[] {
  const database = new Database(':memory:');
  database.exec(made);
  for (const sql of expand) database.exec(sql);
  database.exec(further);
  const objects = database
    .prepare(
      'SELECT "type", "name", "tbl_name", "sql" FROM "sqlite_schema" WHERE "sql" IS NOT NULL ORDER BY rowid',
    )
    .all();
  database.close();
  return objects as SchemaObject[];
}

const tried = (objects: readonly SchemaObject[], ...stages: readonly string[]) =>
  rehearseOnCopy(
    objects,
    stages.flatMap((stage) => scripts[stage]!),
    'User',
    ['userName', 'displayName'],
  );

test('what the schema knows is kept, forward and back', async () => {
  for (const stages of [['migrate'], ['migrate', 'revert'], ['migrate', 'contract', 'finish']]) {
    expect(await tried(expanded(table()), ...stages), stages.join()).toEqual({ losses: [] });
  }
});

test.each([
  ['a CHECK of another column', table(', CHECK ("age" >= 0)'), '', ['CHECK ("age" >= 0)']],
  [
    'a CHECK behind a quoted name',
    table(', "CHECK (a)" TEXT CHECK (length("CHECK (a)") < 9)'),
    '',
    ['column "CHECK (a)"', 'NULL in "CHECK (a)"', 'CHECK (length("CHECK (a)") < 9)'],
  ],
  [
    'a collation',
    table().replace('"team" TEXT', '"team" TEXT COLLATE NOCASE'),
    '',
    ['COLLATE NOCASE of "team"'],
  ],
  ['a default', table().replace('"team" TEXT', `"team" TEXT DEFAULT 'red'`), '', [`DEFAULT 'red' of "team"`]],
  [
    'a generated column',
    table(', "old" INTEGER AS ("age" > 60)'),
    '',
    ['column "old"', 'generated column "old"', 'NULL in "old"'],
  ],
  ['a partial index', table(), 'CREATE INDEX "young" ON "User"("age") WHERE "age" < 18', ['index young']],
  ['an index over an expression', table(), 'CREATE INDEX "loud" ON "User"(upper("team"))', ['index loud']],
  [
    'a trigger',
    table(),
    'CREATE TRIGGER "audit" AFTER DELETE ON "User" BEGIN SELECT 1; END',
    ['trigger audit'],
  ],
  [
    'a foreign key',
    `CREATE TABLE "Team" ("id" TEXT PRIMARY KEY);${table(', FOREIGN KEY ("team") REFERENCES "Team"("id") ON DELETE CASCADE')}`,
    '',
    ['foreign key "team" to Team.id ON UPDATE NO ACTION ON DELETE CASCADE'],
  ],
  ['a strict table', table('', ' STRICT'), '', ['STRICT']],
  [
    'NOT NULL that the schema does not know',
    table().replace('"team" TEXT', '"team" TEXT NOT NULL'),
    '',
    ['NOT NULL of "team"'],
  ],
  ['a constraint without a name', table(', UNIQUE ("age", "team")'), '', ['UNIQUE (age, team)']],
  [
    'a partial index over the source',
    table(),
    `CREATE UNIQUE INDEX "some" ON "User"("userName") WHERE "age" > 1`,
    ['index some'],
  ],
  [
    'an expression over the source',
    table(),
    'CREATE INDEX "low" ON "User"(lower("userName"))',
    ['index low'],
  ],
  [
    'an index whose condition names the source',
    table(),
    `CREATE INDEX "named" ON "User"("age") WHERE "userName" <> ''`,
    ['index named'],
  ],
  [
    'a foreign key of the source',
    `CREATE TABLE "Name" ("id" TEXT PRIMARY KEY);${table(', FOREIGN KEY ("userName") REFERENCES "Name"("id") ON UPDATE CASCADE')}`,
    '',
    ['foreign key "userName" to Name.id ON UPDATE CASCADE ON DELETE NO ACTION'],
  ],
  ['a comment that speaks of a CHECK', table(' /* CHECK (1) */'), '', []],
])('%s', async (_, made, further, lost) => {
  const { failure, losses } = await tried(expanded(made, further), 'migrate');
  expect(failure).toBeUndefined();
  expect(losses.map(({ what }) => what).toSorted()).toEqual([...lost].toSorted());
});

test('migrations that the database would refuse are known before', async () => {
  const view = 'CREATE VIEW "names" AS SELECT "userName" FROM "User"';
  expect((await tried(expanded(table(), view), 'migrate')).failure).toContain('names');
  const other = `CREATE TABLE "Log" ("id" INTEGER); CREATE TRIGGER "last" AFTER INSERT ON "Log" BEGIN UPDATE "User" SET "userName" = 'x'; END`;
  expect((await tried(expanded(table(), other), 'migrate', 'contract', 'finish')).failure).toContain('last');
});

test('a value that a check of the source refuses is known before', async () => {
  const made = table(`, "status" TEXT CHECK ("status" IN ('on', 'off')), CHECK ("status" <> "team")`);
  expect(await refusedByChecks(made, 'status', ['on', 'gone'])).toEqual([
    { value: 'gone', check: `("status" IN ('on', 'off'))` },
  ]);
  expect(await refusedByChecks(table(), 'status', ['gone'])).toEqual([]);
});
