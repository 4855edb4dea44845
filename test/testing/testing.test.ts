import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dialectOf } from '../../src/database/dialects.js';
import type { Provider } from '../../src/schema/transition.js';
import { assertNoDrift, installSync } from '../../src/testing.js';
import { openDatabase, type TestDatabase } from '../support/databases.js';
import { hasMariaDb } from '../support/mariadb.js';

const schema = (provider: Provider, sync: string) => `
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
  provider = "${provider}"
}
model User {
  id          Int     @id
  userName    String
  /// @transition from:userName
  displayName String?
}
`;

describe.each(['postgresql', 'mysql', 'sqlite'] as const)(
  'a test database made from the schema alone, on %s',
  (provider) => {
    const { quote } = dialectOf(provider);
    const users = quote('User');
    const type = provider === 'mysql' ? 'VARCHAR(191)' : 'TEXT';

    describe.skipIf(provider === 'mysql' && !hasMariaDb)('', () => {
      let server: TestDatabase;
      beforeAll(async () => {
        server = await openDatabase(provider);
      });
      afterAll(() => server.stop());

      const sql = (text: string) => server.connection.query({ text, values: [] });

      async function project(sync = 'trigger') {
        const cwd = await mkdtemp(path.join(tmpdir(), 'pec-testing-'));
        await writeFile(path.join(cwd, 'schema.prisma'), schema(provider, sync));
        await sql(`DROP TABLE IF EXISTS ${users}`);
        await sql(
          `CREATE TABLE ${users} (${quote('id')} INTEGER PRIMARY KEY, ${quote('userName')} ${type} NOT NULL, ${quote('displayName')} ${type})`,
        );
        return { cwd, databaseUrl: server.url, schema: 'schema.prisma' };
      }

      test('gets the trigger of the transition, once', async () => {
        const database = await project();
        expect(await installSync(database)).toEqual(['User.displayName']);
        expect(await installSync(database)).toEqual([]);
        await sql(
          `INSERT INTO ${users} (${quote('id')}, ${quote('userName')}) VALUES (1, 'ada'), (2, 'bob')`,
        );
        await sql(`UPDATE ${users} SET ${quote('displayName')} = 'eve' WHERE ${quote('id')} = 2`);
        const { rows } = await sql(`SELECT * FROM ${users} ORDER BY ${quote('id')}`);
        expect(rows).toEqual([
          { id: 1, userName: 'ada', displayName: 'ada' },
          { id: 2, userName: 'eve', displayName: 'eve' },
        ]);
        await assertNoDrift(database);
      });

      test('names the rows that drift', async () => {
        const database = await project();
        await sql(`INSERT INTO ${users} VALUES (1, 'ada', 'ada'), (2, 'bob', NULL)`);
        await expect(assertNoDrift(database)).rejects.toThrow(
          'User.displayName: 1 of 2 rows drift\n  id = 2',
        );
      });

      test('gets no trigger where the client keeps both sides equal', async () => {
        expect(await installSync(await project('client'))).toEqual([]);
      });

      test('says so when the column is not there', async () => {
        const database = await project();
        await sql(`ALTER TABLE ${users} DROP COLUMN ${quote('displayName')}`);
        await expect(installSync(database)).rejects.toMatchObject({ code: 'not-migrated' });
      });
    });
  },
);
