import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SyncedColumns } from '../../src/database/operation.js';
import { postgresql } from '../../src/database/postgresql.js';
import { copied, mapped } from '../../src/model/conversion.js';
import { startPostgres, type TestPostgres } from '../support/postgres.js';

let server: TestPostgres;
let client: pg.Client;
beforeAll(async () => {
  server = await startPostgres();
  client = new pg.Client({ connectionString: server.url(await server.createDatabase()) });
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await server?.stop();
});
beforeEach(() =>
  client.query('RESET ALL; DROP SCHEMA IF EXISTS "my ""schema""", public CASCADE; CREATE SCHEMA public'),
);

type Rows = readonly (readonly (string | null)[])[];
const table = { name: 'T "x"; $pec$ \\' };
const quoted = postgresql.quoteTable(table);
const rename: SyncedColumns = {
  table,
  source: { column: 'old "a" $pec$', sqlType: 'text' },
  target: { column: "new 'b' \\", sqlType: 'text' },
  ...copied,
};
const [source, target] = [rename.source, rename.target].map(({ column }) => postgresql.quote(column)) as [
  string,
  string,
];

/** A table with the old column and rows, and then the new column and the trigger. */
async function expand(sync: SyncedColumns, rows: Rows[number] = [], sourceType = 'text'): Promise<void> {
  await client.query(
    `CREATE TABLE ${quoted} (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, ${source} ${sourceType})`,
  );
  for (const row of rows) await client.query(`INSERT INTO ${quoted} (${source}) VALUES ($1)`, [row]);
  await client.query(
    postgresql.script(
      [
        { kind: 'add-column', table, column: sync.target.column, sqlType: sync.target.sqlType },
        { kind: 'create-sync', sync },
      ],
      true,
    ),
  );
}

const read = async (): Promise<Rows> =>
  (await client.query({ text: `SELECT ${source}, ${target} FROM ${quoted} ORDER BY id`, rowMode: 'array' }))
    .rows;

describe('the trigger of a rename', () => {
  const inserts: readonly [string, string, Rows][] = [
    ['an old generation', `(${source}) VALUES ('a')`, [['a', 'a']]],
    ['a new generation', `(${target}) VALUES ('a')`, [['a', 'a']]],
    ['both sides, equal', `(${source}, ${target}) VALUES ('a', 'a')`, [['a', 'a']]],
    ['both sides, different: the target wins', `(${source}, ${target}) VALUES ('a', 'b')`, [['b', 'b']]],
    ['neither', 'DEFAULT VALUES', [[null, null]]],
    ['an explicit NULL beside a value', `(${source}, ${target}) VALUES ('a', NULL)`, [['a', 'a']]],
    [
      'many rows',
      `(${source}) SELECT i::text FROM generate_series(1, 3) AS i`,
      [
        ['1', '1'],
        ['2', '2'],
        ['3', '3'],
      ],
    ],
    ['an empty string, which is a value', `(${source}, ${target}) VALUES ('a', '')`, [['', '']]],
  ];
  test.each(inserts)('INSERT by %s', async (_, sql, rows) => {
    await expand(rename);
    await client.query(`INSERT INTO ${quoted} ${sql}`);
    expect(await read()).toEqual(rows);
  });

  test('INSERT: a default of the source gives way to a given target', async () => {
    await expand(rename, [], "text DEFAULT 'default' NOT NULL");
    await client.query(`INSERT INTO ${quoted} (${target}) VALUES ('given')`);
    await client.query(`INSERT INTO ${quoted} DEFAULT VALUES`);
    expect(await read()).toEqual([
      ['given', 'given'],
      ['default', 'default'],
    ]);
  });

  const updates: readonly [string, string, Rows][] = [
    ['the source', `${source} = 'x'`, [['x', 'x']]],
    ['the target', `${target} = 'x'`, [['x', 'x']]],
    ['both, equal', `${source} = 'x', ${target} = 'x'`, [['x', 'x']]],
    ['both, different: the target wins', `${source} = 'x', ${target} = 'y'`, [['y', 'y']]],
    ['the source to NULL', `${source} = NULL`, [[null, null]]],
    ['the target to NULL', `${target} = NULL`, [[null, null]]],
    ['neither', 'id = DEFAULT', [['a', 'a']]],
    ['the source to what it was', `${source} = 'a'`, [['a', 'a']]],
  ];
  test.each(updates)('UPDATE of %s, on a copied and on an uncopied row', async (_, assignments, rows) => {
    await expand(rename, ['a']);
    const updated = async () => {
      await client.query('BEGIN');
      await client.query(`UPDATE ${quoted} SET ${assignments}`);
      const result = await read();
      await client.query('ROLLBACK');
      return result;
    };
    expect(await read()).toEqual([['a', null]]);
    // Setting the target of an uncopied row to the NULL that it has is no change.
    expect(await updated()).toEqual(assignments === `${target} = NULL` ? [['a', 'a']] : rows);
    await client.query(`UPDATE ${quoted} SET ${target} = ${source}`);
    expect(await updated()).toEqual(rows);
  });

  test('upserts, RETURNING and COPY', async () => {
    await expand(rename, ['a']);
    await client.query(`CREATE UNIQUE INDEX ON ${quoted} (${source})`);
    const upsert = await client.query({
      text: `INSERT INTO ${quoted} (${source}) VALUES ('a') ON CONFLICT (${source}) DO UPDATE SET ${source} = 'z' RETURNING ${source}, ${target}`,
      rowMode: 'array',
    });
    expect(upsert.rows).toEqual([['z', 'z']]);
    await client.query(`COPY ${quoted} (${source}) FROM PROGRAM 'echo copied'`);
    expect(await read()).toEqual([
      ['z', 'z'],
      ['copied', 'copied'],
    ]);
  });

  test('bulk statements: MERGE, from a query, over a join, with what an upsert would have inserted', async () => {
    await expand(rename, ['a', 'b']);
    await client.query(`INSERT INTO ${quoted} (${target}) SELECT ${source} || ${source} FROM ${quoted}`);
    await client.query(
      `UPDATE ${quoted} AS x SET ${target} = y.${source} || '!' FROM ${quoted} AS y WHERE y.id = 3 AND x.id = 1`,
    );
    await client.query(
      `INSERT INTO ${quoted} (id, ${source}) OVERRIDING SYSTEM VALUE VALUES (2, 'z'), (7, 'c') ON CONFLICT (id) DO UPDATE SET ${source} = excluded.${source}`,
    );
    await client.query(
      `INSERT INTO ${quoted} (id, ${target}) OVERRIDING SYSTEM VALUE VALUES (4, 'y') ON CONFLICT (id) DO UPDATE SET ${target} = excluded.${target}`,
    );
    await client.query(
      `MERGE INTO ${quoted} AS x USING (VALUES (7, 'm'), (9, 'n')) AS v (id, value) ON x.id = v.id
       WHEN MATCHED THEN UPDATE SET ${source} = v.value
       WHEN NOT MATCHED THEN INSERT (id, ${target}) OVERRIDING SYSTEM VALUE VALUES (v.id, v.value)`,
    );
    await client.query(`COPY ${quoted} (id, ${target}) FROM PROGRAM 'printf "20\\tcopied\\n"'`);
    expect(await read()).toEqual(['aa!', 'z', 'aa', 'y', 'm', 'n', 'copied'].map((value) => [value, value]));
  });

  test('a generated column sees what the trigger wrote', async () => {
    await expand(rename);
    await client.query(
      `ALTER TABLE ${quoted} ADD made text GENERATED ALWAYS AS (${source} || '/' || ${target}) STORED`,
    );
    await client.query(`INSERT INTO ${quoted} (${source}) VALUES ('a')`);
    await client.query(`INSERT INTO ${quoted} (${target}) VALUES ('b')`);
    await client.query(`UPDATE ${quoted} SET ${source} = 'c' WHERE ${source} = 'a'`);
    expect((await client.query(`SELECT made FROM ${quoted} ORDER BY id`)).rows).toEqual([
      { made: 'c/c' },
      { made: 'b/b' },
    ]);
  });

  test('satisfies NOT NULL on the side that a generation does not write', async () => {
    await expand(rename);
    await client.query(
      postgresql.script(
        [{ kind: 'set-not-null', table, column: rename.target.column, sqlType: 'text' }],
        false,
      ),
    );
    await client.query(`INSERT INTO ${quoted} (${source}) VALUES ('a')`);
    await expect(client.query(`INSERT INTO ${quoted} DEFAULT VALUES`)).rejects.toMatchObject({
      code: '23502',
    });
    expect(await read()).toEqual([['a', 'a']]);
  });

  test('keeps to the schema of its table, whatever the search_path of a session', async () => {
    const there = { schema: 'my "schema"', name: 't' };
    await client.query(`CREATE SCHEMA ${postgresql.quote(there.schema)}`);
    await client.query(`CREATE TABLE ${postgresql.quoteTable(there)} (a text)`);
    const sync: SyncedColumns = {
      table: there,
      source: { column: 'a', sqlType: 'text' },
      target: { column: 'b', sqlType: 'text' },
      ...copied,
    };
    await client.query(
      postgresql.script(
        [
          { kind: 'add-column', table: there, column: 'b', sqlType: 'text' },
          { kind: 'create-sync', sync },
        ],
        true,
      ),
    );
    await client.query(`SET search_path = ''`);
    const inserted = await client.query(
      `INSERT INTO ${postgresql.quoteTable(there)} (a) VALUES ('x') RETURNING b`,
    );
    expect(inserted.rows).toEqual([{ b: 'x' }]);
    const homes = await client.query(`
      SELECT n.nspname FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
      WHERE p.proname LIKE 'pec%'`);
    expect(homes.rows).toEqual([{ nspname: 'my "schema"' }]);
  });

  // Of several of these types no two values can be compared as they are.
  test.each([
    ['text', "'a'", "'b'"],
    ['varchar(20)', "'a'", "'A'"],
    ['integer', '1', '2'],
    ['numeric(10,2)', '1', '2'],
    ['json', `'{"a":1}'`, `'{"a":2}'`],
    ['jsonb', `'{"a":1}'`, `'{"a":2}'`],
    ['xml', "'<a/>'", "'<b/>'"],
    ['point', "'(1,2)'", "'(2,1)'"],
    // Of the same area, and of the same length.
    ['box', "'(2,2),(0,0)'", "'(4,1),(0,0)'"],
    ['interval', "'1 month'", "'30 days'"],
    ['bytea', "'a'", "'b'"],
    ['uuid', "'00000000-0000-0000-0000-000000000001'", "'00000000-0000-0000-0000-000000000002'"],
    ['"Colour"', "'red'", "'blue'"],
    ['"Colour"[]', "'{red}'", "'{red,blue}'"],
    ['json[]', `ARRAY['1']::json[]`, `ARRAY['2']::json[]`],
    ['timestamptz(3)', "'2020-01-01'", "'2020-01-02'"],
  ])(
    'an UPDATE that touches neither side of type %s does not call it, any other does',
    async (sqlType, first, second) => {
      await client.query(
        `CREATE TYPE "Colour" AS ENUM ('red', 'blue'); CREATE TABLE "T" (id integer, s ${sqlType}, t ${sqlType}, other integer)`,
      );
      const sync: SyncedColumns = {
        table: { name: 'T' },
        source: { column: 's', sqlType },
        target: { column: 't', sqlType },
        ...copied,
      };
      for (const text of postgresql.createSync(sync)) await client.query(text);
      // Whoever writes may have another search_path than the migration had.
      await client.query("SET search_path = ''; SET track_functions = 'all'");
      const calls = async () => {
        const { rows } = await client.query(
          "SELECT coalesce(sum(pg_stat_get_xact_function_calls(oid)), 0)::int AS calls FROM pg_proc WHERE proname LIKE 'pec%'",
        );
        return rows[0].calls;
      };
      const callsOf = async (text: string) => {
        await client.query('BEGIN');
        const before = await calls();
        await client.query(text);
        const after = await calls();
        await client.query('COMMIT');
        return after - before;
      };
      const sides = async () =>
        (await client.query('SELECT s::text, t::text, other FROM public."T" ORDER BY id')).rows;
      await client.query(`INSERT INTO public."T" (id, s) VALUES (1, ${first}), (2, NULL)`);
      const [one] = await sides();
      expect(one.t).toBe(one.s);
      expect(await callsOf('UPDATE public."T" SET other = 1, s = s, t = t')).toBe(0);
      expect(await callsOf(`UPDATE public."T" SET t = ${second} WHERE id = 1`)).toBe(1);
      const [two] = await sides();
      expect(two).toEqual({ s: two.t, t: two.t, other: 1 });
      expect(two.t).not.toBe(one.t);
      expect(await callsOf(`UPDATE public."T" SET s = ${first} WHERE id = 1`)).toBe(1);
      expect((await sides())[0]).toEqual({ ...one, other: 1 });
    },
  );

  test('one trigger for both events, as earlier versions made it, counts, and drop-sync takes it away', async () => {
    await expand(rename);
    const [insert, update] = postgresql.syncTriggers(rename).map(postgresql.quote);
    await client.query(`DROP TRIGGER ${update} ON ${quoted}; DROP TRIGGER ${insert} ON ${quoted};
      CREATE TRIGGER ${insert} BEFORE INSERT OR UPDATE ON ${quoted} FOR EACH ROW EXECUTE FUNCTION ${insert}()`);
    const { text, values } = postgresql.tableParts(table);
    const { rows } = await client.query(text, [...values]);
    expect(rows.map(({ name }) => name)).toEqual(
      expect.arrayContaining([...postgresql.syncTriggers(rename)]),
    );
    await client.query(postgresql.script([{ kind: 'drop-sync', sync: rename }], true));
    expect((await client.query('SELECT FROM pg_trigger WHERE NOT tgisinternal')).rows).toEqual([]);
  });

  test('drop-sync leaves nothing behind', async () => {
    await expand(rename);
    await client.query(postgresql.script([{ kind: 'drop-sync', sync: rename }], true));
    const left = await client.query(`
      SELECT proname AS name FROM pg_proc WHERE proname LIKE 'pec%' UNION ALL
      SELECT tgname FROM pg_trigger WHERE NOT tgisinternal`);
    expect(left.rows).toEqual([]);
  });
});

describe('the trigger of a value map that is not one to one', () => {
  const map: SyncedColumns = {
    ...rename,
    target: { ...rename.target, sqlType: '"Status"' },
    ...mapped({
      entries: [
        { from: 'active', to: 'ACTIVE' },
        { from: "it's on", to: 'ACTIVE' },
        { from: 'banned', to: 'SUSPENDED' },
      ],
      otherwise: 'UNKNOWN',
    }),
  };

  test('keeps a source that already maps to the new target', async () => {
    await client.query(`CREATE TYPE "Status" AS ENUM ('ACTIVE', 'SUSPENDED', 'UNKNOWN')`);
    await expand(map);
    const insert = (columns: string, ...values: readonly (string | null)[]) =>
      client.query(
        `INSERT INTO ${quoted} (${columns}) VALUES (${values.map((_, i) => `$${i + 1}`).join(', ')})`,
        [...values],
      );
    await insert(source, "it's on");
    await insert(source, 'whatever');
    await insert(`${source}, ${target}`, "it's on", 'ACTIVE');
    await insert(target, 'ACTIVE');
    await insert(target, 'SUSPENDED');
    await insert(target, 'UNKNOWN');
    await insert(source, null);
    expect(await read()).toEqual([
      ["it's on", 'ACTIVE'],
      ['whatever', 'UNKNOWN'],
      ["it's on", 'ACTIVE'],
      ['active', 'ACTIVE'],
      ['banned', 'SUSPENDED'],
      ['UNKNOWN', 'UNKNOWN'],
      [null, null],
    ]);
    await client.query(`UPDATE ${quoted} SET ${target} = 'ACTIVE'`);
    expect((await read()).map(([old]) => old)).toEqual([
      "it's on",
      'active',
      "it's on",
      ...Array(4).fill('active'),
    ]);
  });
});

test('the trigger of SQL expressions over the columns', async () => {
  await expand(
    {
      ...rename,
      forward: { kind: 'sql', expression: `upper(${source})` },
      backward: { kind: 'sql', expression: `lower(${target})` },
    },
    [],
  );
  await client.query(`INSERT INTO ${quoted} (${source}) VALUES ('a')`);
  await client.query(`INSERT INTO ${quoted} (${target}) VALUES ('B')`);
  await client.query(`UPDATE ${quoted} SET ${source} = 'c' WHERE ${source} = 'a'`);
  expect((await read()).toSorted()).toEqual([
    ['b', 'B'],
    ['c', 'C'],
  ]);
});

describe('backfill and verification', () => {
  const key = [
    { column: 'tenant', sqlType: 'uuid' },
    { column: 'no', sqlType: 'bigint' },
  ];
  const sync: SyncedColumns = {
    ...rename,
    source: { column: 'a', sqlType: 'text' },
    target: { column: 'b', sqlType: 'text' },
  };
  const run = (statement: { text: string; values: readonly unknown[] }) =>
    client.query(statement.text, [...statement.values]);

  beforeEach(async () => {
    await client.query(
      `CREATE TABLE ${quoted} (tenant uuid, no bigint, a text, b text, PRIMARY KEY (tenant, no))`,
    );
    await client.query(`
      INSERT INTO ${quoted} SELECT ('00000000-0000-0000-0000-00000000000' || i % 3)::uuid, i, nullif(i, 5)::text, CASE WHEN i < 3 THEN i::text WHEN i = 5 THEN 'stale' END
      FROM generate_series(1, 10) AS i`);
  });

  test('walks a composite key in batches, and repairs what differs, null-safely', async () => {
    expect((await run(postgresql.countDrift(sync))).rows).toEqual([{ drift: 8 }]);
    expect((await run(postgresql.sampleDrift(sync, key, 2))).rows).toEqual([
      { key_1: '00000000-0000-0000-0000-000000000000', key_2: '3' },
      { key_1: '00000000-0000-0000-0000-000000000000', key_2: '6' },
    ]);
    let after: readonly string[] | undefined;
    const batches: number[] = [];
    let copied = 0;
    for (;;) {
      const [end] = (await run(postgresql.nextBatchEnd(table, key, { after }, 4))).rows;
      if (!end) break;
      const through = [end.key_1, end.key_2];
      copied += (await run(postgresql.backfillBatch(sync, key, { after, through }))).rowCount ?? 0;
      expect((await run(postgresql.countDrift(sync, key, { through }))).rows).toEqual([{ drift: 0 }]);
      batches.push(end.rows);
      after = through;
    }
    expect([batches, copied]).toEqual([[4, 4, 2], 8]);
    expect((await run(postgresql.sampleDrift(sync, key, 2))).rows).toEqual([]);
    expect((await run(postgresql.countRows(table))).rows).toEqual([{ rows: 10 }]);
    expect((await run(postgresql.backfillBatch(sync, key, {}))).rowCount).toBe(0);
  });

  test('copies back', async () => {
    await client.query(`UPDATE ${quoted} SET b = 'new'`);
    expect((await run(postgresql.backfillBatch(sync, key, {}, 'backward'))).rowCount).toBe(10);
    expect((await client.query(`SELECT DISTINCT a FROM ${quoted}`)).rows).toEqual([{ a: 'new' }]);
  });

  test('estimates without counting', async () => {
    expect((await run(postgresql.estimateRows(table))).rows).toEqual([{ rows: -1 }]);
    await client.query(`ANALYZE ${quoted}`);
    expect((await run(postgresql.estimateRows(table))).rows).toEqual([{ rows: 10 }]);
  });
});
