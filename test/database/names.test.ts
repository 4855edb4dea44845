import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dialectOf } from '../../src/database/dialects.js';
import type { Operation, SyncedColumns, TableName } from '../../src/database/operation.js';
import { mapped } from '../../src/model/conversion.js';
import type { Provider } from '../../src/schema/transition.js';
import { openDatabase, type TestDatabase } from '../support/databases.js';
import { hasMariaDb } from '../support/mariadb.js';

/** What each database takes for a name: PostgreSQL counts bytes, MySQL characters of the basic plane. */
const longest: Readonly<Record<Provider, (name: string) => boolean>> = {
  postgresql: (name) => Buffer.byteLength(name) <= 63,
  mysql: (name) => [...name].length <= 64 && !/[\u{10000}-\u{10ffff}]/u.test(name) && !/\s$/.test(name),
  sqlite: () => true,
};

const awkward = fc.constantFrom(
  '"',
  '`',
  "'",
  '\\',
  ';',
  '--',
  '/*',
  '$pec$',
  '$$',
  '.',
  ' ',
  '\n',
  '%',
  '?',
  '$1',
  ':x',
  '@x',
  '{',
  'ü',
  'ß',
  '名',
  '😀',
  'select',
  'NEW',
  'OLD',
  'pec_row',
);
const piece = fc.oneof(
  awkward,
  fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }),
  fc.stringMatching(/^[a-z]{1,60}$/),
);
const nameFor = (provider: Provider) =>
  fc
    .array(piece, { minLength: 1, maxLength: 5 })
    // NUL ends a text.
    .map((pieces) => pieces.join('').replaceAll('\0', ''))
    .filter((name) => name.trim() !== '' && longest[provider](name));

describe.each(['postgresql', 'mysql', 'sqlite'] as const)('any legal name, on %s', (provider) => {
  describe.skipIf(provider === 'mysql' && !hasMariaDb)('', () => {
    const dialect = dialectOf(provider);
    let database: TestDatabase;
    beforeAll(async () => {
      database = await openDatabase(provider);
    }, 60_000);
    afterAll(() => database?.stop());

    const run = async (text: string, values: readonly unknown[] = []) =>
      (await database.connection.query<Record<string, unknown>>({ text, values })).rows;
    const names = fc.uniqueArray(nameFor(provider), {
      minLength: 5,
      maxLength: 5,
      // MySQL and SQLite tell columns apart without regard to case, and MySQL to accents.
      comparator: (a, b) => fold(a) === fold(b),
    });

    test('is quoted, and names of ours are not cut', { timeout: 120_000 }, async () => {
      await fc.assert(
        fc.asyncProperty(names, async ([schema, name, source, target, index]) => {
          const table: TableName = { name: name!, ...(provider === 'postgresql' && { schema: schema! }) };
          const type = provider === 'mysql' ? 'VARCHAR(50)' : 'TEXT';
          const sync: SyncedColumns = {
            table,
            source: { column: source!, sqlType: type },
            target: { column: target!, sqlType: type },
            ...mapped({ entries: [{ from: name!, to: target! }], otherwise: schema! }),
          };
          const [t, s, o] = [dialect.quoteTable(table), dialect.quote(source!), dialect.quote(target!)];
          const apply = (operations: readonly Operation[], atomic = true) =>
            database.exec(dialect.script(operations, atomic));
          if (table.schema !== undefined) await run(`CREATE SCHEMA ${dialect.quote(table.schema)}`);
          try {
            await run(`CREATE TABLE ${t} (id INTEGER PRIMARY KEY, ${s} ${type})`);
            await run(`INSERT INTO ${t} (id, ${s}) VALUES (1, ${dialect.literal(name!)})`);
            await apply([
              { kind: 'add-column', table, column: target!, sqlType: type },
              { kind: 'create-sync', sync },
            ]);
            const parts = dialect.tableParts(table);
            const found = (await run(parts.text, parts.values)).map((part) => part.name);
            expect(found).toEqual(expect.arrayContaining([source, target, ...dialect.syncTriggers(sync)]));

            await run(`INSERT INTO ${t} (id, ${s}) VALUES (2, 'other')`);
            await run(`INSERT INTO ${t} (id, ${o}) VALUES (3, ${dialect.literal(target!)})`);
            const key = [{ column: 'id', sqlType: 'INTEGER' }];
            const batch = dialect.backfillBatch(sync, key, {});
            await run(batch.text, batch.values);
            const drift = dialect.countDrift(sync, key);
            expect(Number((await run(drift.text, drift.values))[0]!.drift)).toBe(0);
            expect(await run(`SELECT ${s} AS s, ${o} AS o FROM ${t} ORDER BY id`)).toEqual([
              { s: name, o: target },
              { s: 'other', o: schema },
              { s: name, o: target },
            ]);

            const columns = { table, name: index!, columns: [target!] };
            await apply([{ kind: 'create-index', ...columns, unique: false }], false);
            if (provider !== 'sqlite') {
              const nullability = { table, column: target!, sqlType: type };
              await apply(
                [{ kind: 'set-not-null', ...nullability, default: { kind: 'text', value: name! } }],
                false,
              );
              await apply([{ kind: 'drop-not-null', ...nullability, default: 'none' }], false);
            }
            await apply([
              { kind: 'drop-index', ...columns },
              { kind: 'drop-sync', sync },
              { kind: 'drop-column', table, column: source! },
            ]);
            expect(await run(`SELECT * FROM ${t} WHERE id = 3`)).toEqual([{ id: 3, [target!]: target }]);
          } finally {
            await run(
              table.schema === undefined
                ? `DROP TABLE IF EXISTS ${t}`
                : `DROP SCHEMA ${dialect.quote(table.schema)} CASCADE`,
            );
          }
        }),
        { numRuns: provider === 'mysql' ? 20 : 50 },
      );
    });
  });
});

const fold = (name: string) =>
  name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss');
