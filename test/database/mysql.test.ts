import { type Connection, createConnection } from 'mariadb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mysql } from '../../src/database/mysql.js';
import type { SyncedColumns } from '../../src/database/operation.js';
import { copied, mapped } from '../../src/model/conversion.js';
import { hasMariaDb, startMariaDb, type TestMariaDb } from '../support/mariadb.js';
import { inserts, updates } from './both-sides.js';

const table = { name: 'T `x`; \\ \'"' };
const quoted = mysql.quoteTable(table);
const sync: SyncedColumns = {
  table,
  source: { column: 's', sqlType: 'VARCHAR(191)' },
  target: { column: 't', sqlType: 'VARCHAR(191)' },
  ...copied,
};
const addTarget = { kind: 'add-column', table, column: 't', sqlType: 'VARCHAR(191)' } as const;
const expandScript = mysql.script([addTarget, { kind: 'create-sync', sync }], true);

describe.skipIf(!hasMariaDb)('MariaDB', () => {
  let server: TestMariaDb;
  let client: Connection;
  beforeAll(async () => {
    server = await startMariaDb();
    const { port } = new URL(server.url(''));
    client = await createConnection({
      host: '127.0.0.1',
      port: Number(port),
      user: 'root',
      database: await server.createDatabase(),
      multipleStatements: true,
      bigIntAsNumber: true,
    });
  }, 60_000);
  afterAll(async () => {
    await client?.end();
    await server?.stop();
  });
  beforeEach(async () => {
    await client.query(`DROP TABLE IF EXISTS ${quoted}`);
    await client.query(
      `CREATE TABLE ${quoted} (id integer AUTO_INCREMENT PRIMARY KEY, s VARCHAR(191), other integer)`,
    );
  });
  const read = async () =>
    await client.query({ sql: `SELECT s, t FROM ${quoted} ORDER BY id`, rowsAsArray: true });

  test.each(inserts)('INSERT by %s', async (_, sql, rows) => {
    await client.query(expandScript);
    await client.query(`INSERT INTO ${quoted} ${sql}`);
    expect(await read()).toEqual(rows);
  });

  test.each(updates)(
    'UPDATE of %s, on a copied and on an uncopied row',
    async (_, sql, row, uncopied = row) => {
      await client.query(`INSERT INTO ${quoted} (s) VALUES ('a')`);
      await client.query(expandScript);
      const updated = async () => {
        await client.query('START TRANSACTION');
        await client.query(`UPDATE ${quoted} SET ${sql}`);
        const result = await read();
        await client.query('ROLLBACK');
        return result;
      };
      expect(await updated()).toEqual([uncopied]);
      await client.query(`UPDATE ${quoted} SET t = s`);
      expect(await updated()).toEqual([row]);
    },
  );

  test('an upsert of MySQL', async () => {
    await client.query(expandScript);
    await client.query(`INSERT INTO ${quoted} (id, s) VALUES (1, 'a')`);
    await client.query(`INSERT INTO ${quoted} (id, s) VALUES (1, 'a') ON DUPLICATE KEY UPDATE s = 'z'`);
    expect(await read()).toEqual([['z', 'z']]);
  });

  test('REPLACE, and upserts by what they would have inserted', async () => {
    await client.query(expandScript);
    await client.query(`INSERT INTO ${quoted} (id, s) VALUES (1, 'a'), (2, 'b')`);
    await client.query(`REPLACE INTO ${quoted} (id, t) VALUES (1, 'r')`);
    await client.query(
      `INSERT INTO ${quoted} (id, s) VALUES (2, 'z'), (3, 'c') ON DUPLICATE KEY UPDATE s = VALUES(s)`,
    );
    await client.query(`INSERT INTO ${quoted} (id, t) VALUES (3, 'y') ON DUPLICATE KEY UPDATE t = VALUES(t)`);
    await client.query(`INSERT IGNORE INTO ${quoted} (id, s) VALUES (3, 'x'), (4, 'd')`);
    expect(await read()).toEqual(['r', 'z', 'y', 'd'].map((value) => [value, value]));
  });

  test('bulk statements: from a query, over a join, in an order', async () => {
    await client.query(expandScript);
    await client.query(`INSERT INTO ${quoted} (s) VALUES ('a'), ('b')`);
    await client.query(`INSERT INTO ${quoted} (t) SELECT CONCAT(s, s) FROM ${quoted}`);
    await client.query(
      `UPDATE ${quoted} AS x JOIN ${quoted} AS y ON y.id = x.id + 2 SET x.t = CONCAT(y.s, '!') WHERE y.id = 3`,
    );
    await client.query(`UPDATE ${quoted} SET s = CONCAT(s, '?') ORDER BY id DESC LIMIT 1`);
    expect(await read()).toEqual(['aa!', 'b', 'aa', 'bb?'].map((value) => [value, value]));
  });

  test('a generated column sees what the trigger wrote', async () => {
    await client.query(expandScript);
    await client.query(
      `ALTER TABLE ${quoted} ADD kept VARCHAR(400) AS (CONCAT(s, '/', t)) STORED, ADD derived VARCHAR(400) AS (CONCAT(t, '/', s)) VIRTUAL`,
    );
    await client.query(`INSERT INTO ${quoted} (s) VALUES ('a')`);
    await client.query(`INSERT INTO ${quoted} (t) VALUES ('b')`);
    await client.query(`UPDATE ${quoted} SET s = 'c' WHERE s = 'a'`);
    await client.query(`UPDATE ${quoted} SET t = 'd' WHERE t = 'b'`);
    expect(await client.query(`SELECT kept, derived FROM ${quoted} ORDER BY id`)).toEqual([
      { kept: 'c/c', derived: 'c/c' },
      { kept: 'd/d', derived: 'd/d' },
    ]);
  });

  test('the trigger satisfies NOT NULL on the side that a generation does not write', async () => {
    await client.query(`UPDATE ${quoted} SET s = ''`);
    await client.query(expandScript);
    await client.query(
      mysql.script([{ kind: 'set-not-null', table, column: 't', sqlType: 'VARCHAR(191)' }], false),
    );
    await client.query(`INSERT INTO ${quoted} (s) VALUES ('a')`);
    expect(await read()).toEqual([['a', 'a']]);
    await expect(client.query(`INSERT INTO ${quoted} (other) VALUES (1)`)).rejects.toMatchObject({
      sqlState: expect.stringMatching(/^(23000|HY000)$/),
    });
  });

  test('an ENUM that is NOT NULL is filled from the other side, and not with its first value', async () => {
    const state: SyncedColumns = {
      ...sync,
      target: { column: 't', sqlType: "ENUM('ACTIVE', 'SUSPENDED')" },
      ...mapped({
        entries: [
          { from: 'active', to: 'ACTIVE' },
          { from: 'banned', to: 'SUSPENDED' },
        ],
      }),
    };
    const onTarget = { table, ...state.target };
    await client.query(
      mysql.script(
        [
          { kind: 'add-column', ...onTarget },
          { kind: 'create-sync', sync: state },
          { kind: 'set-not-null', ...onTarget },
        ],
        false,
      ),
    );
    await client.query(`INSERT INTO ${quoted} (s) VALUES ('banned')`);
    expect(await read()).toEqual([['banned', 'SUSPENDED']]);
    await expect(client.query(`INSERT INTO ${quoted} (s) VALUES ('odd')`)).rejects.toMatchObject({
      sqlState: expect.stringMatching(/^(23000|HY000)$/),
    });
  });

  test('set-not-null refuses a NULL even in a session that is not strict, and keeps the collation', async () => {
    await client.query(`ALTER TABLE ${quoted} MODIFY s VARCHAR(191) COLLATE utf8mb4_bin`);
    await client.query(`INSERT INTO ${quoted} (s) VALUES (NULL)`);
    const script = mysql.script(
      [{ kind: 'set-not-null', table, column: 's', sqlType: 'VARCHAR(191)' }],
      false,
    );
    await client.query("SET SESSION sql_mode = ''");
    await expect(client.query(script)).rejects.toThrow(/NULL|truncated/);
    await client.query(`DELETE FROM ${quoted}`);
    await client.query(script);
    const [column] = await client.query(
      'SELECT IS_NULLABLE AS nullable, COLLATION_NAME AS collation FROM information_schema.COLUMNS ' +
        `WHERE TABLE_SCHEMA = DATABASE() AND COLUMN_NAME = 's'`,
    );
    expect(column).toEqual({ nullable: 'NO', collation: 'utf8mb4_bin' });
    await client.query('SET SESSION sql_mode = @@GLOBAL.sql_mode');
  });

  test('every script may be run again, and leaves the session as it was', async () => {
    const settings = () =>
      client.query('SELECT @@SESSION.sql_mode AS mode, @@SESSION.lock_wait_timeout AS wait');
    const before = await settings();
    const index = { kind: 'create-index', table, name: 'i', columns: ['t', 's'], unique: true } as const;
    const steps = [
      expandScript,
      mysql.script([index], false),
      mysql.script([{ kind: 'set-not-null', table, column: 't', sqlType: 'VARCHAR(191)' }], false),
      mysql.script([{ kind: 'drop-not-null', table, column: 't', sqlType: 'VARCHAR(191)' }], false),
      mysql.script([{ kind: 'drop-sync', sync }], true),
      mysql.script([{ kind: 'drop-index', table, name: 'i' }], true),
      mysql.script([{ kind: 'drop-column', table, column: 't' }], true),
    ];
    for (const script of steps) {
      await client.query(script);
      await client.query(script);
    }
    expect(await settings()).toEqual(before);
    expect(
      await client.query(
        'SELECT COLUMN_NAME AS name FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1',
      ),
    ).toEqual([{ name: 'id' }, { name: 'other' }, { name: 's' }]);
    expect(await client.query('SHOW TRIGGERS')).toEqual([]);
  });

  test('batches walk a composite key and repair what differs, byte by byte', async () => {
    await client.query(`DROP TABLE ${quoted}`);
    await client.query(
      `CREATE TABLE ${quoted} (tenant VARCHAR(20), no BIGINT UNSIGNED, s VARCHAR(191), t VARCHAR(191), PRIMARY KEY (tenant, no))`,
    );
    const rows = Array.from({ length: 10 }, (_, i) => [
      `t${i % 3}`,
      2n ** 63n + BigInt(i),
      `v${i}`,
      i < 2 ? `v${i}` : i === 5 ? 'V5' : null,
    ]);
    await client.batch(`INSERT INTO ${quoted} VALUES (?, ?, ?, ?)`, rows);
    const key = [
      { column: 'tenant', sqlType: 'VARCHAR(20)' },
      { column: 'no', sqlType: 'BIGINT UNSIGNED' },
    ];
    const run = ({ text, values }: { text: string; values: readonly unknown[] }) =>
      client.execute(text, [...values]);
    expect(await run(mysql.countDrift(sync))).toEqual([{ drift: 8 }]);
    const batches: number[] = [];
    let copied = 0;
    for (let after: readonly string[] | undefined; ; ) {
      const [end] = await run(mysql.nextBatchEnd(table, key, { after }, 4));
      if (!end) break;
      const through = [end.key_1, end.key_2];
      copied += (await run(mysql.backfillBatch(sync, key, { after, through }))).affectedRows;
      expect(await run(mysql.countDrift(sync, key, { through }))).toEqual([{ drift: 0 }]);
      batches.push(end.rows);
      after = through;
    }
    expect([batches, copied]).toEqual([[4, 4, 2], 8]);
    expect(await run(mysql.sampleDrift(sync, key, 2))).toEqual([]);
  });
});
