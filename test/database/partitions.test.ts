import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SyncedColumns } from '../../src/database/operation.js';
import { postgresql } from '../../src/database/postgresql.js';
import { copied } from '../../src/model/conversion.js';
import { openDatabase, type TestDatabase } from '../support/databases.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDatabase('postgresql');
});
afterAll(() => database?.stop());
beforeEach(() => database.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public'));

const table = { name: 'Event' };
const sync: SyncedColumns = {
  table,
  source: { column: 's', sqlType: 'text' },
  target: { column: 't', sqlType: 'text' },
  ...copied,
};
const onTarget = { table, column: 't', sqlType: 'text' };
const expand = postgresql.script(
  [
    { kind: 'add-column', ...onTarget },
    { kind: 'create-sync', sync },
  ],
  true,
);
const query = async (text: string, values: readonly unknown[] = []) =>
  (await database.connection.query<Record<string, unknown>>({ text, values })).rows;
const sides = async () => (await query('SELECT s, t FROM "Event" ORDER BY id')).map(({ s, t }) => [s, t]);
const triggerStands = async () => {
  const { text, values } = postgresql.tableParts(table);
  const found = await query(text, values);
  return postgresql
    .syncTriggers(sync)
    .every((name) => found.some((part) => part.kind === 'trigger' && part.name === name));
};

describe('a partitioned table', () => {
  beforeEach(() =>
    database.exec(`
      CREATE TABLE "Event" (id integer GENERATED ALWAYS AS IDENTITY, year integer NOT NULL, s text NOT NULL, PRIMARY KEY (id, year))
        PARTITION BY RANGE (year);
      CREATE TABLE event_1 PARTITION OF "Event" FOR VALUES FROM (2020) TO (2021);
      CREATE TABLE event_2 PARTITION OF "Event" FOR VALUES FROM (2021) TO (2023) PARTITION BY RANGE (year);
      CREATE TABLE event_21 PARTITION OF event_2 FOR VALUES FROM (2021) TO (2022);
      INSERT INTO "Event" (year, s) VALUES (2020, 'a'), (2021, 'b')`),
  );

  test('writes of every partition are kept equal, whichever name they go by', async () => {
    await database.exec(expand);
    await query(`INSERT INTO "Event" (year, s) VALUES (2020, 'c')`);
    await query(`INSERT INTO event_21 (id, year, t) OVERRIDING SYSTEM VALUE VALUES (10, 2021, 'd')`);
    await query(`UPDATE "Event" SET t = 'A' WHERE s = 'a'`);
    await query(`UPDATE event_21 SET s = 'B' WHERE s = 'b'`);
    // A row that moves is deleted there and inserted here.
    await query(`UPDATE "Event" SET year = 2021, s = 'C' WHERE s = 'c'`);
    expect(await sides()).toEqual([
      ['A', 'A'],
      ['B', 'B'],
      ['C', 'C'],
      ['d', 'd'],
    ]);
    expect(await query('SELECT tableoid::regclass::text AS home FROM "Event" WHERE s = \'C\'')).toEqual([
      { home: 'event_21' },
    ]);
    expect(await triggerStands()).toBe(true);
  });

  test('a partition that comes later brings the trigger along, and its old rows are drift', async () => {
    await database.exec(expand);
    await database.exec(`
      CREATE TABLE event_22 (LIKE "Event" INCLUDING DEFAULTS);
      INSERT INTO event_22 (id, year, s) VALUES (22, 2022, 'late');
      ALTER TABLE event_2 ATTACH PARTITION event_22 FOR VALUES FROM (2022) TO (2023);
      CREATE TABLE event_3 PARTITION OF "Event" FOR VALUES FROM (2023) TO (2024);
      INSERT INTO "Event" (year, s) VALUES (2022, 'x'), (2023, 'y')`);
    expect(await query('SELECT s FROM "Event" WHERE t IS NULL ORDER BY s')).toEqual([
      { s: 'a' },
      { s: 'b' },
      { s: 'late' },
    ]);
    expect(await triggerStands()).toBe(true);
  });

  test('it is copied in batches, and each release goes through', async () => {
    await database.exec(expand);
    const key = [
      { column: 'id', sqlType: 'integer' },
      { column: 'year', sqlType: 'integer' },
    ];
    const [end] = await query(...parts(postgresql.nextBatchEnd(table, key, {}, 1)));
    expect(end).toEqual({ key_1: '1', key_2: '2020', rows: 1 });
    await query(...parts(postgresql.backfillBatch(sync, key, { through: ['1', '2020'] })));
    expect(await query(...parts(postgresql.countDrift(sync)))).toEqual([{ drift: 1 }]);
    await query(...parts(postgresql.backfillBatch(sync, key, {})));
    await database.exec(
      postgresql.script(
        [
          { kind: 'set-not-null', ...onTarget },
          { kind: 'drop-not-null', table, ...sync.source },
        ],
        false,
      ),
    );
    await query(`INSERT INTO "Event" (year, t) VALUES (2021, 'new')`);
    await query(`INSERT INTO event_1 (id, year, s) OVERRIDING SYSTEM VALUE VALUES (9, 2020, 'old')`);
    await expect(query('INSERT INTO "Event" (year) VALUES (2021)')).rejects.toMatchObject({ code: '23502' });
    expect(await query(`SELECT conname FROM pg_constraint WHERE conname LIKE 'pec%'`)).toEqual([]);
    await database.exec(
      postgresql.script(
        [
          { kind: 'drop-sync', sync },
          { kind: 'drop-column', table, column: 's' },
        ],
        true,
      ),
    );
    expect(await query('SELECT t FROM "Event" ORDER BY id')).toEqual(
      ['a', 'b', 'new', 'old'].map((t) => ({ t })),
    );
    expect(await query(`SELECT proname FROM pg_proc WHERE proname LIKE 'pec%'`)).toEqual([]);
  });

  test('an index file is refused with nothing done, and works as its comment says', async () => {
    await database.exec(expand);
    const operation = {
      kind: 'create-index',
      table,
      name: 'Event_t_idx',
      columns: ['t'],
      unique: false,
    } as const;
    const file = postgresql.script([operation], false);
    await expect(database.exec(file)).rejects.toMatchObject({
      code: '0A000',
      message: expect.stringContaining('partitioned table "Event" concurrently'),
    });
    expect(await query('SELECT indexrelid FROM pg_index WHERE NOT indisvalid')).toEqual([]);
    expect(postgresql.recovery(operation)).toContain('partitioned');
    for (const partition of ['event_1', 'event_21']) {
      await query(`CREATE INDEX CONCURRENTLY ON ${partition} (t)`);
    }
    await database.exec(file.replace(' CONCURRENTLY', ''));
    const made = await query(
      `SELECT inhrelid::regclass::text AS index FROM pg_inherits WHERE inhparent IN ('"Event_t_idx"'::regclass, 'event_2_t_idx'::regclass) ORDER BY 1`,
    );
    // Those of the partitions were taken over, not built again.
    expect(made.map(({ index }) => index)).toEqual(['event_1_t_idx', 'event_21_t_idx', 'event_2_t_idx']);
  });
});

describe('a table from which others inherit', () => {
  beforeEach(() =>
    database.exec(`
      CREATE TABLE "Event" (id integer PRIMARY KEY, s text);
      CREATE TABLE meeting (room text) INHERITS ("Event");
      CREATE TABLE call () INHERITS (meeting);
      INSERT INTO call (id, s) VALUES (1, 'a')`),
  );

  test('is not taken for one whose rows all have the trigger', async () => {
    await database.exec(expand);
    await query(`INSERT INTO "Event" (id, s) VALUES (2, 'b')`);
    await query(`INSERT INTO meeting (id, s) VALUES (3, 'c')`);
    // PostgreSQL hands columns down, and triggers not.
    expect(await sides()).toEqual([
      ['a', null],
      ['b', 'b'],
      ['c', null],
    ]);
    expect(await triggerStands()).toBe(false);
    const [name, updateName] = postgresql.syncTriggers(sync);
    for (const heir of ['meeting', 'call']) {
      for (const [trigger, event] of [
        [name, 'INSERT'],
        [updateName, 'UPDATE'],
      ]) {
        expect(await triggerStands()).toBe(false);
        await query(
          `CREATE TRIGGER "${trigger}" BEFORE ${event} ON ${heir} FOR EACH ROW EXECUTE FUNCTION "${name}"()`,
        );
      }
    }
    expect(await triggerStands()).toBe(true);
    await query(`UPDATE "Event" SET s = s || '!'`);
    expect(await sides()).toEqual(['a!', 'b!', 'c!'].map((value) => [value, value]));
  });
});

function parts({ text, values }: { text: string; values: readonly unknown[] }) {
  return [text, values] as const;
}
