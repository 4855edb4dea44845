import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dialectOf } from '../../src/database/dialects.js';
import type { SyncedColumns } from '../../src/database/operation.js';
import { copied } from '../../src/model/conversion.js';
import type { Provider } from '../../src/schema/transition.js';
import { openDatabase, type TestDatabase } from '../support/databases.js';
import { hasMariaDb, isMySql } from '../support/mariadb.js';

/** Types that Prisma has columns of, and two values of each that a program tells apart. */
const types: Readonly<Record<Provider, readonly (readonly [type: string, one: string, other: string])[]>> = {
  postgresql: [
    ['TEXT', "'a'", "'A'"],
    ['VARCHAR(5)', "'a'", "'a '"],
    ['CHAR(3)', "'a'", "'b'"],
    // Equal to PostgreSQL, whatever the case.
    ['CITEXT', "'a'", "'A'"],
    ['TEXT COLLATE ci', "'a'", "'A'"],
    ['VARCHAR(10)[] COLLATE ci', "'{a}'", "'{A}'"],
    ['BOOLEAN', 'true', 'false'],
    ['SMALLINT', '1', '-32768'],
    ['INTEGER', '1', '2'],
    ['BIGINT', '9007199254740993', '9007199254740992'],
    ['OID', '1', '4294967295'],
    ['DECIMAL(65,30)', '0.000000000000000000000000000001', '0'],
    ['NUMERIC', "'NaN'", '1e100'],
    ['REAL', '0.1', "'-Infinity'"],
    ['DOUBLE PRECISION', "'NaN'", "'Infinity'"],
    ['MONEY', "'1.00'", "'2.00'"],
    ['TIMESTAMP(3)', "'2020-02-29 12:34:56.789'", "'infinity'"],
    ['TIMESTAMPTZ(6)', "'2020-02-29 12:34:56.789012+02'", "'-infinity'"],
    ['DATE', "'2020-02-29'", "'0001-01-01 BC'"],
    ['TIME(3)', "'12:34:56.789'", "'24:00:00'"],
    ['TIMETZ(3)', "'12:34:56+02'", "'11:34:56+01'"],
    ['UUID', "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", "'00000000-0000-0000-0000-000000000000'"],
    ['INET', "'10.0.0.1'", "'::1'"],
    ['BIT(3)', "'101'", "'000'"],
    ['VARBIT(3)', "'1'", "'10'"],
    ['XML', "'<a/>'", "'<a></a>'"],
    // Neither has an equality of its own, and text is what a program reads.
    ['JSON', `'{"a":1}'`, `'{"a": 1}'`],
    ['JSONB', `'{"a":1}'`, `'null'`],
    ['BYTEA', "'\\x00ff'", "'\\x'"],
    ['mood', "'good'", "'bad'"],
    ['TEXT[]', "'{a,b}'", "'{}'"],
    ['CITEXT[]', "'{a}'", "'{A}'"],
    ['INTEGER[]', "'{1,NULL}'", "'{1}'"],
    ['JSON[]', `ARRAY['{"a":1}'::json]`, `ARRAY['{"a": 1}'::json]`],
    ['JSONB[]', `ARRAY['1'::jsonb]`, `'{}'`],
    ['BYTEA[]', `ARRAY['\\x00'::bytea]`, `ARRAY['\\x'::bytea]`],
    ['mood[]', "'{good,bad}'", "'{bad,good}'"],
  ],
  mysql: [
    ['VARCHAR(191)', "'a'", "'A'"],
    ['CHAR(3)', "'a'", "'á'"],
    ['TEXT', "'a'", "'a '"],
    ['LONGTEXT', "''", "' '"],
    ['BOOLEAN', 'true', 'false'],
    ['TINYINT UNSIGNED', '255', '0'],
    ['INTEGER', '1', '2'],
    ['BIGINT', '9007199254740993', '9007199254740992'],
    ['BIGINT UNSIGNED', '18446744073709551615', '18446744073709551614'],
    ['DECIMAL(65,30)', '0.000000000000000000000000000001', '0'],
    ['FLOAT', '0.1', '0.2'],
    ['DOUBLE', '0.1', '1e300'],
    ['DATETIME(3)', "'2020-02-29 12:34:56.789'", "'1000-01-01 00:00:00'"],
    ['TIMESTAMP(3)', "'2020-02-29 12:34:56.789'", "'1999-01-01 00:00:00'"],
    ['DATE', "'2020-02-29'", "'1000-01-01'"],
    ['TIME(3)', "'12:34:56.789'", "'-838:59:59'"],
    ['YEAR', '2020', '1901'],
    ['BIT(3)', "b'101'", "b'000'"],
    // MySQL's JSON is no text.
    ['JSON', `'{"a":1}'`, isMySql ? `'{"a":2}'` : `'{"a": 1}'`],
    ['BINARY(2)', "X'6100'", "X'6120'"],
    ['VARBINARY(5)', "X'61'", "X'41'"],
    ['LONGBLOB', "X''", "X'00'"],
    ["ENUM('good','bad')", "'good'", "'bad'"],
  ],
  sqlite: [
    ['TEXT COLLATE NOCASE', "'a'", "'A'"],
    ['TEXT', "'a'", "'A'"],
    ['TEXT COLLATE NOCASE', "'a'", "'A'"],
    ['BOOLEAN', '1', '0'],
    ['INTEGER', '1', '2'],
    ['BIGINT', '9007199254740993', '9007199254740992'],
    ['REAL', '0.1', '1e300'],
    ['DECIMAL', '1.5', '2.5'],
    ['DATETIME', "'2020-02-29T12:34:56.789+00:00'", '1582979696789'],
    ['JSONB', `'{"a":1}'`, `'{"a": 1}'`],
    ['BLOB', "X''", "X'00'"],
  ],
};

describe.each(['postgresql', 'mysql', 'sqlite'] as const)('on %s', (provider) => {
  describe.skipIf(provider === 'mysql' && !hasMariaDb)('', () => {
    const dialect = dialectOf(provider);
    const key = [{ column: 'id', sqlType: 'INTEGER' }];
    let database: TestDatabase;
    let tables = 0;
    beforeAll(async () => {
      database = await openDatabase(provider);
      if (provider !== 'postgresql') return;
      await run('CREATE EXTENSION citext');
      await run("CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
      await run("CREATE TYPE mood AS ENUM ('good', 'bad')");
    }, 60_000);
    afterAll(() => database?.stop());

    const run = async (text: string, values: readonly unknown[] = []) =>
      (await database.connection.query<Record<string, unknown>>({ text, values })).rows;
    /** The rows in bytes, so that nothing depends on how a driver shows them. */
    const bytes = async (table: string, columns: readonly string[]) => {
      const shown = columns.map((column) =>
        provider === 'postgresql'
          ? `${column}::text AS ${column}`
          : `hex(${provider === 'mysql' ? `CAST(${column} AS BINARY)` : column}) AS ${column}`,
      );
      return (await run(`SELECT ${shown.join(', ')} FROM ${table} ORDER BY id`)).map((row) => ({ ...row }));
    };

    test.each(types[provider])('%s: triggers, backfill and verification', async (type, one, other) => {
      // A connection of SQLite remembers the columns of a table that another one has dropped.
      tables += 1;
      const moved = `moved_${tables}`;
      const wanted = `wanted_${tables}`;
      const sync: SyncedColumns = {
        table: { name: moved },
        source: { column: 's', sqlType: type },
        target: { column: 't', sqlType: type },
        ...copied,
      };
      const drift = async () => {
        const { text, values } = dialect.countDrift(sync, key);
        return Number((await run(text, values))[0]!.drift);
      };
      const copy = async () => {
        const { text, values } = dialect.backfillBatch(sync, key, {});
        await run(text, values);
      };
      const id = provider === 'mysql' ? 'id INTEGER AUTO_INCREMENT PRIMARY KEY' : 'id INTEGER PRIMARY KEY';
      const columnType = type === 'TIMESTAMP(3)' && provider === 'mysql' ? `${type} NULL` : type;
      await run(`CREATE TABLE ${moved} (${id}, s ${columnType})`);
      await run(`CREATE TABLE ${wanted} (${id}, s ${columnType}, t ${columnType})`);
      const want = async (...values: readonly string[]) => {
        await run(`DELETE FROM ${wanted}`);
        for (const [index, value] of values.entries())
          await run(`INSERT INTO ${wanted} VALUES (${index + 1}, ${value}, ${value})`);
        expect(await bytes(moved, ['s', 't'])).toEqual(await bytes(wanted, ['s', 't']));
      };
      await run(`INSERT INTO ${moved} (id, s) VALUES (1, ${one}), (2, ${other}), (3, NULL)`);
      const add = { kind: 'add-column', table: sync.table, column: 't', sqlType: type } as const;
      await database.exec(dialect.script([add], true));
      expect(await drift()).toBe(2);
      await copy();
      expect(await drift()).toBe(0);
      await want(one, other, 'NULL');

      // What differs is seen, and repaired.
      await run(`UPDATE ${moved} SET t = ${other} WHERE id = 1`);
      expect(await drift()).toBe(1);
      const { text, values } = dialect.sampleDrift(sync, key, 10);
      expect((await run(text, values)).map((row) => row.key_1)).toEqual(['1']);
      await copy();
      await want(one, other, 'NULL');

      await database.exec(dialect.script([{ kind: 'create-sync', sync }], true));
      await run(`UPDATE ${moved} SET s = ${other} WHERE id = 1`);
      await run(`UPDATE ${moved} SET t = ${one} WHERE id = 2`);
      await run(`UPDATE ${moved} SET t = ${other} WHERE id = 3`);
      await want(other, one, other);
      await run(`UPDATE ${moved} SET s = NULL WHERE id = 1`);
      await run(`INSERT INTO ${moved} (id, s) VALUES (4, ${one})`);
      await run(`INSERT INTO ${moved} (id, t) VALUES (5, ${other})`);
      await want('NULL', one, other, one, other);
      expect(await drift()).toBe(0);
    });
  });
});
