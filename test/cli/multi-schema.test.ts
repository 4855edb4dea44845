import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { postgresAdapter } from '../../src/rehearsal/postgres-adapter.js';
import { applyMigrations, diffMigrationsToSchema } from '../../src/rehearsal/schema-engine.js';
import { catalog } from '../support/catalog.js';
import { startPostgres, type TestPostgres, withClient } from '../support/postgres.js';
import { createWorkspace, type Workspace } from '../support/workspace.js';

let server: TestPostgres;
let workspace: Workspace;
beforeAll(async () => {
  [server, workspace] = await Promise.all([startPostgres(), createWorkspace()]);
});
afterAll(async () => {
  await workspace?.remove();
  await server?.stop();
});

const files = {
  'package.json': '{ "name": "app", "type": "module", "private": true }\n',
  'tsconfig.json':
    '{ "compilerOptions": { "target": "es2023", "module": "nodenext", "strict": true, "skipLibCheck": true, "noEmit": true, "types": [] }, "include": ["src"] }\n',
  'src/user.ts': `import type { User } from './client/client.js';

export const isBanned = (user: User) => user.status === 'banned';
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
  provider = "postgresql"
  schemas  = ["the crm", "types"]
}
enum State {
  ACTIVE
  SUSPENDED

  @@map("user state")
  @@schema("types")
}
model User {
  id     Int    @id @default(autoincrement())
  status String
  /// @transition from:status map:{active: ACTIVE, banned: SUSPENDED}
  state  State?

  @@index([status])
  @@schema("the crm")
}
`,
  'prisma/migrations/20260101000000_init/migration.sql': `CREATE SCHEMA IF NOT EXISTS "the crm";
CREATE SCHEMA IF NOT EXISTS "types";
CREATE TABLE "the crm"."User" ("id" SERIAL NOT NULL, "status" TEXT NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE INDEX "User_status_idx" ON "the crm"."User"("status");
`,
};

it('a table of one database schema and a type of another, stage by stage', async () => {
  const folder = path.join(workspace.directory, 'app');
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  const url = server.url(await server.createDatabase());
  const migrations = path.join(folder, 'prisma/migrations');
  const pec = async (...args: string[]) => {
    const done = await workspace.run(folder, 'pec', args, { DATABASE_URL: url });
    expect(done.code, done.stdout + done.stderr).toBe(0);
    return done.stdout;
  };
  const sql = (text: string) => withClient(url, async (client) => (await client.query(text)).rows);
  const deploy = async () => {
    await applyMigrations(migrations, postgresAdapter(url));
    const schema = await readFile(path.join(folder, 'prisma/schema.prisma'), 'utf8');
    expect(await diffMigrationsToSchema(migrations, [['schema.prisma', schema]], postgresAdapter(url))).toBe(
      '',
    );
  };
  const next = async () => {
    await pec('next', '--allow-dirty', '--drained');
    await deploy();
  };
  const generated = await workspace.run(folder, 'prisma', ['generate']);
  expect(generated.code, generated.stdout + generated.stderr).toBe(0);
  await applyMigrations(migrations, postgresAdapter(url));
  await sql(`INSERT INTO "the crm"."User" (status) VALUES ('active'), ('banned')`);

  expect(await pec('plan')).toContain('pec_expand_User.state');
  await next();
  await sql(`INSERT INTO "the crm"."User" (state) VALUES ('SUSPENDED')`);
  await sql(`SET search_path = ''; UPDATE "the crm"."User" SET status = 'banned' WHERE id = 1`);
  await pec('backfill');
  await next();
  expect(await sql('SELECT status, state FROM "the crm"."User" ORDER BY id')).toEqual(
    Array(3).fill({ status: 'banned', state: 'SUSPENDED' }),
  );
  expect(await readFile(path.join(folder, 'src/user.ts'), 'utf8')).toContain("user.state === 'SUSPENDED'");
  await next();
  const left = await catalog(url);
  const columns = left.columns as readonly Record<'relname' | 'nspname' | 'attname' | 'type', string>[];
  expect(
    columns
      .filter(({ relname }) => relname === 'User')
      .map(({ nspname, attname, type }) => [nspname, attname, type]),
  ).toEqual([
    ['the crm', 'id', 'integer'],
    ['the crm', 'state', 'types."user state"'],
  ]);
  expect(left.functions).toEqual([]);
  expect(left.triggers).toEqual([]);
}, 600_000);
