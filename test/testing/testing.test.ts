import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assertNoDrift, installSync } from '../../src/testing.js';
import { startPostgres, type TestPostgres, withClient } from '../support/postgres.js';

const schema = (sync: string) => `
generator client {
  provider = "prisma-client"
  output   = "./client"
}
generator transitions {
  provider = "prisma-expand-contract"
  output   = "./transitions"
  sync     = "${sync}"
}
datasource db {
  provider = "postgresql"
}
model User {
  id          Int     @id
  userName    String
  /// @transition from:userName
  displayName String?
}
`;

describe('a test database made from the schema alone', () => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  async function project(sync = 'trigger') {
    const cwd = await mkdtemp(path.join(tmpdir(), 'pec-testing-'));
    await writeFile(path.join(cwd, 'schema.prisma'), schema(sync));
    const databaseUrl = server.url(await server.createDatabase());
    const sql = (text: string) => withClient(databaseUrl, (client) => client.query(text));
    await sql('CREATE TABLE "User" ("id" INTEGER PRIMARY KEY, "userName" TEXT NOT NULL, "displayName" TEXT)');
    return { database: { cwd, databaseUrl, schema: 'schema.prisma' }, sql };
  }

  test('gets the trigger of the transition, once', async () => {
    const { database, sql } = await project();
    expect(await installSync(database)).toEqual(['User.displayName']);
    expect(await installSync(database)).toEqual([]);
    await sql(`INSERT INTO "User" VALUES (1, 'ada')`);
    const { rows } = await sql('SELECT * FROM "User"');
    expect(rows).toEqual([{ id: 1, userName: 'ada', displayName: 'ada' }]);
    await assertNoDrift(database);
  });

  test('names the rows that drift', async () => {
    const { database, sql } = await project();
    await sql(`INSERT INTO "User" VALUES (1, 'ada', 'ada'), (2, 'bob', NULL)`);
    await expect(assertNoDrift(database)).rejects.toThrow('User.displayName: 1 of 2 rows drift\n  id = 2');
  });

  test('gets no trigger where the client keeps both sides equal', async () => {
    const { database } = await project('client');
    expect(await installSync(database)).toEqual([]);
  });

  test('says so when the column is not there', async () => {
    const { database, sql } = await project();
    await sql('ALTER TABLE "User" DROP COLUMN "displayName"');
    await expect(installSync(database)).rejects.toMatchObject({ code: 'not-migrated' });
  });
});
