import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyMigrations, diffMigrationsToSchema } from '../../src/rehearsal/schema-engine.js';
import { sqliteAdapter } from '../../src/rehearsal/sqlite-adapter.js';
import { createWorkspace, type Workspace } from '../support/workspace.js';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await createWorkspace();
});
afterAll(() => workspace?.remove());

const files = {
  'package.json': '{ "name": "app", "type": "module", "private": true }\n',
  'tsconfig.json':
    '{ "compilerOptions": { "target": "es2023", "module": "nodenext", "strict": true, "skipLibCheck": true, "noEmit": true, "types": [] }, "include": ["src"] }\n',
  'src/user.ts': `import type { User } from './client/client.js';

export const greet = (user: User) => \`Hello, \${user.userName}!\`;
`,
  'prisma/schema.prisma': `generator client {
  provider = "prisma-client"
  output   = "../src/client"
}
generator transitions {
  provider = "prisma-expand-contract"
  output   = "../src/transitions"
}
datasource db {
  provider = "sqlite"
}
model User {
  id       Int    @id @default(autoincrement())
  userName String
  /// @transition from:userName
  displayName String?
}
`,
  'prisma/migrations/20260101000000_init/migration.sql':
    'CREATE TABLE "User" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "userName" TEXT NOT NULL);\n',
};

it('pec next makes the table anew as Prisma would, and pec revert takes that back', async () => {
  const folder = path.join(workspace.directory, 'app');
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  const database = path.join(folder, 'dev.db');
  const migrations = path.join(folder, 'prisma/migrations');
  const pec = async (...args: string[]) => {
    const done = await workspace.run(folder, 'pec', args, { DATABASE_URL: 'file:./dev.db' });
    expect(done.code, done.stdout + done.stderr).toBe(0);
  };
  const deploy = async () => {
    await applyMigrations(migrations, sqliteAdapter(database));
    const schema = await readFile(path.join(folder, 'prisma/schema.prisma'), 'utf8');
    expect(
      await diffMigrationsToSchema(migrations, [['schema.prisma', schema]], sqliteAdapter(database)),
    ).toBe('');
  };
  const ask = (sql: string) => {
    const client = new Database(database);
    const statement = client.prepare(sql);
    const rows = statement.reader ? statement.raw().all() : [statement.run()];
    client.close();
    return rows;
  };
  const nullable = () => ask(`SELECT name FROM pragma_table_info('User') WHERE NOT "notnull" ORDER BY name`);
  const generated = await workspace.run(folder, 'prisma', ['generate']);
  expect(generated.code, generated.stdout + generated.stderr).toBe(0);

  await pec('next', '--allow-dirty');
  await deploy();
  expect(nullable()).toEqual([['displayName']]);
  ask(`INSERT INTO "User" ("userName") VALUES ('ada') RETURNING id`);
  await pec('backfill');
  ask(`CREATE TRIGGER "audit" AFTER DELETE ON "User" BEGIN SELECT 1; END`);
  const refused = await workspace.run(folder, 'pec', ['next', '--allow-dirty', '--drained'], {
    DATABASE_URL: 'file:./dev.db',
  });
  expect(refused).toMatchObject({
    code: 2,
    stderr:
      'trigger audit would be lost: "User" is made anew, as Prisma\'s schema knows it [obstacles]\n' +
      '  hint: make it again at the end of the migration, and go on with --accept "audit"\n',
  });
  ask(`DROP TRIGGER "audit"`);
  await pec('next', '--allow-dirty', '--drained');
  await deploy();
  expect(nullable()).toEqual([['userName']]);
  expect(ask(`SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'`)).toEqual([[2]]);

  await pec('revert', '--drained');
  await deploy();
  expect(nullable()).toEqual([['displayName']]);
  expect(ask('SELECT "userName", "displayName" FROM "User"')).toEqual([['ada', 'ada']]);
}, 240_000);
