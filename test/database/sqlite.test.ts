import Database from 'better-sqlite3';
import { beforeEach, expect, test } from 'vitest';
import type { SyncedColumns } from '../../src/database/operation.js';
import { sqlite } from '../../src/database/sqlite.js';
import { copied } from '../../src/model/conversion.js';
import { inserts, updates } from './both-sides.js';

const table = { name: `T "x"; \\ '\`` };
const quoted = sqlite.quoteTable(table);
const sync: SyncedColumns = {
  table,
  source: { column: 's', sqlType: 'TEXT' },
  target: { column: 't', sqlType: 'TEXT' },
  ...copied,
};
const expandScript = sqlite.script(
  [
    { kind: 'add-column', table, column: 't', sqlType: 'TEXT' },
    { kind: 'create-sync', sync },
  ],
  true,
);

let client: Database.Database;
beforeEach(() => {
  client = new Database(':memory:');
  // Where it is on, a trigger that could loop would.
  client.pragma('recursive_triggers = ON');
  client.exec(`CREATE TABLE ${quoted} (id INTEGER PRIMARY KEY, s TEXT COLLATE NOCASE, other INTEGER)`);
});
const read = () => client.prepare(`SELECT s, t FROM ${quoted} ORDER BY id`).raw().all();

test.each(inserts)('INSERT by %s', (_, sql, rows) => {
  client.exec(expandScript);
  client.exec(`INSERT INTO ${quoted} ${sql}`);
  expect(read()).toEqual(rows);
});

test.each(updates)('UPDATE of %s, on a copied and on an uncopied row', (_, sql, row, uncopied = row) => {
  client.exec(`INSERT INTO ${quoted} (s) VALUES ('a')`);
  client.exec(expandScript);
  const updated = () => {
    client.exec(`BEGIN; UPDATE ${quoted} SET ${sql}`);
    const result = read();
    client.exec('ROLLBACK');
    return result;
  };
  expect(updated()).toEqual([uncopied]);
  client.exec(`UPDATE ${quoted} SET t = s`);
  expect(updated()).toEqual([row]);
});

test('upserts, REPLACE, and RETURNING, which sees no trigger', () => {
  client.exec(expandScript);
  const returned = client.prepare(`INSERT INTO ${quoted} (id, s) VALUES (1, 'a') RETURNING s, t`).raw().get();
  expect(returned).toEqual(['a', null]);
  expect(read()).toEqual([['a', 'a']]);
  client.exec(`INSERT INTO ${quoted} (id, s) VALUES (1, 'a') ON CONFLICT (id) DO UPDATE SET s = 'z'`);
  expect(read()).toEqual([['z', 'z']]);
  client.exec(`REPLACE INTO ${quoted} (id, t) VALUES (1, 'r')`);
  expect(read()).toEqual([['r', 'r']]);
});

test('bulk statements, and upserts by what they would have inserted', () => {
  client.exec(expandScript);
  client.exec(`INSERT INTO ${quoted} (id, s) VALUES (1, 'a'), (2, 'b')`);
  client.exec(`INSERT INTO ${quoted} (t) SELECT s || s FROM ${quoted}`);
  client.exec(
    `UPDATE ${quoted} SET t = other.s || '!' FROM ${quoted} AS other WHERE other.id = 3 AND ${quoted}.id = 1`,
  );
  client.exec(
    `INSERT INTO ${quoted} (id, s) VALUES (2, 'z'), (5, 'c') ON CONFLICT (id) DO UPDATE SET s = excluded.s`,
  );
  client.exec(`INSERT INTO ${quoted} (id, t) VALUES (4, 'y') ON CONFLICT (id) DO UPDATE SET t = excluded.t`);
  client.exec(`INSERT OR IGNORE INTO ${quoted} (id, s) VALUES (1, 'x'), (6, 'd')`);
  expect(read()).toEqual(['aa!', 'z', 'aa', 'y', 'c', 'd'].map((value) => [value, value]));
});

test('a generated column sees what the trigger wrote', () => {
  client.exec(expandScript);
  client.exec(`ALTER TABLE ${quoted} ADD COLUMN derived AS (t || '/' || s)`);
  client.exec(`INSERT INTO ${quoted} (s) VALUES ('a')`);
  client.exec(`INSERT INTO ${quoted} (t) VALUES ('b')`);
  client.exec(`UPDATE ${quoted} SET s = 'c' WHERE s = 'a'`);
  expect(client.prepare(`SELECT derived FROM ${quoted} ORDER BY id`).pluck().all()).toEqual(['c/c', 'b/b']);
});

test.each([
  ['without rowids', '(id TEXT, no INTEGER, s TEXT, PRIMARY KEY (id, no)) WITHOUT ROWID', ['id', 'no']],
  [
    'with a column called rowid',
    '(id INTEGER PRIMARY KEY, no INTEGER, s TEXT, rowid INTEGER DEFAULT 1)',
    ['id'],
  ],
])('a table %s', (_, definition, key) => {
  client.exec(`DROP TABLE ${quoted}; CREATE TABLE ${quoted} ${definition}`);
  const add = { kind: 'add-column', table, column: 't', sqlType: 'TEXT' } as const;
  client.exec(sqlite.script([add, { kind: 'create-sync', sync: { ...sync, key } }], true));
  client.exec(`INSERT INTO ${quoted} (id, no, s) VALUES (1, 1, 'a'), (2, 1, 'b')`);
  client.exec(`INSERT INTO ${quoted} (id, no, t) VALUES (3, 2, 'c')`);
  client.exec(`UPDATE ${quoted} SET t = 'd' WHERE id = 2`);
  expect(read()).toEqual(['a', 'd', 'c'].map((value) => [value, value]));
});

test.each([
  ['INSERT', `INSERT INTO ${quoted} (s, t) VALUES ('taken', 'free')`],
  ['UPDATE', `UPDATE ${quoted} SET s = 'taken', t = 'free' WHERE s = 'mine'`],
])('%s of a taken value on the side that gives way is refused, and nothing of it stays', (_, sql) => {
  client.exec(expandScript);
  client.exec(`CREATE UNIQUE INDEX one ON ${quoted} (s)`);
  client.exec(`INSERT INTO ${quoted} (s) VALUES ('taken'), ('mine')`);
  expect(() => client.exec(sql)).toThrow(/UNIQUE constraint failed/);
  expect(read()).toEqual(['taken', 'mine'].map((value) => [value, value]));
});

test('drop-sync leaves nothing behind', () => {
  client.exec(expandScript);
  client.exec(sqlite.script([{ kind: 'drop-sync', sync }], true));
  expect(client.prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).all()).toEqual([]);
});

test('batches walk a composite key and repair what differs', () => {
  client.exec(`DROP TABLE ${quoted}`);
  client.exec(`CREATE TABLE ${quoted} (tenant TEXT, no BIGINT, s TEXT, t TEXT, PRIMARY KEY (tenant, no))`);
  const insert = client.prepare(`INSERT INTO ${quoted} VALUES (?, ?, ?, ?)`);
  for (let i = 0; i < 10; i += 1) {
    insert.run(`t${i % 3}`, 2n ** 62n + BigInt(i), `v${i}`, i < 2 ? `v${i}` : i === 5 ? 'V5' : null);
  }
  const key = [
    { column: 'tenant', sqlType: 'TEXT' },
    { column: 'no', sqlType: 'BIGINT' },
  ];
  const all = ({ text, values }: { text: string; values: readonly unknown[] }) =>
    client.prepare(text).all(...values) as Record<string, never>[];
  expect(all(sqlite.countDrift(sync))).toEqual([{ drift: 8 }]);
  const batches: number[] = [];
  let copied = 0;
  for (let after: readonly string[] | undefined; ; ) {
    const [end] = all(sqlite.nextBatchEnd(table, key, { after }, 4));
    if (!end) break;
    const through = [end.key_1!, end.key_2!];
    const batch = sqlite.backfillBatch(sync, key, { after, through });
    copied += client.prepare(batch.text).run(...batch.values).changes;
    expect(all(sqlite.countDrift(sync, key, { through }))).toEqual([{ drift: 0 }]);
    batches.push(end.rows!);
    after = through;
  }
  expect([batches, copied]).toEqual([[4, 4, 2], 8]);
  expect(all(sqlite.sampleDrift(sync, key, 2))).toEqual([]);
});
