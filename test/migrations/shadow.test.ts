import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { connect } from '../../src/database/connect.js';
import { dialectOf } from '../../src/database/dialects.js';
import type { Guard, SyncedColumns } from '../../src/database/operation.js';
import { copied } from '../../src/model/conversion.js';
import { openDatabase } from '../support/databases.js';
import { hasMariaDb } from '../support/mariadb.js';

// That of PostgreSQL is made by Prisma's own engine, in test/cli/migrate-dev.test.ts.

const sync = (sqlType: string): SyncedColumns => ({
  table: { name: 'User' },
  source: { column: 'userName', sqlType },
  target: { column: 'displayName', sqlType },
  ...copied,
  key: ['id'],
});
const guard = (pair: SyncedColumns): Guard => ({
  kind: 'guard',
  transition: 'User.displayName',
  sync: pair,
  needsTrigger: true,
  comparesRows: true,
  precedesDrop: false,
});
const table = (type: string) =>
  `CREATE TABLE User (id integer PRIMARY KEY, userName ${type}, displayName ${type}); INSERT INTO User VALUES (1, 'Ada', NULL)`;

test.skipIf(!hasMariaDb)(
  'a guard of MySQL copies the rows of a shadow database, and stops in any other',
  async () => {
    const mysql = dialectOf('mysql');
    const database = await openDatabase('mysql');
    const pair = sync('varchar(191)');
    const script = mysql.script([guard(pair)], true);
    await database.exec(table('varchar(191)').replace('; ', ';\n'));
    await expect(database.exec(script)).rejects.toThrow(/sync trigger of "User" is missing/);
    await database.exec('CREATE DATABASE prisma_migrate_shadow_db_1');
    const connection = await connect(
      'mysql',
      database.url.replace(/[^/]+$/, 'prisma_migrate_shadow_db_1'),
      '/',
    );
    for (const text of [...table('varchar(191)').split('; '), ...script.split(/;$/m)]) {
      if (text.trim()) await connection.query({ text, values: [] });
    }
    const { rows } = await connection.query({ text: 'SELECT displayName FROM User', values: [] });
    expect(rows).toEqual([{ displayName: 'Ada' }]);
    await connection.close();
    await database.stop();
  },
);

test('a guard of SQLite copies the rows of a database in memory, and stops in a file', async () => {
  const database = await openDatabase('sqlite');
  const script = dialectOf('sqlite').script([guard(sync('text'))], true);
  await database.exec(table('text'));
  await expect(database.exec(script)).rejects.toThrow(/sync trigger of "User" is missing/);
  const shadow = new Database(':memory:');
  shadow.exec(table('text'));
  shadow.exec(script);
  expect(shadow.prepare('SELECT displayName FROM User').all()).toEqual([{ displayName: 'Ada' }]);
  shadow.close();
  await database.stop();
});
