import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dialectOf } from '../../src/database/dialects.js';
import { mapped, type ValueMap } from '../../src/model/conversion.js';
import { toTarget } from '../../src/runtime/value-map.js';
import { syncedColumns } from '../../src/scenarios/parts/synced-columns.js';
import { parseSchema } from '../../src/schema/document.js';
import type { ChangeType, Provider } from '../../src/schema/transition.js';
import { readTransitions } from '../../src/schema/transitions.js';
import { valueMap } from '../../src/schema/value-map.js';
import { openDatabase, type TestDatabase } from '../support/databases.js';
import { hasMariaDb } from '../support/mariadb.js';

const names = ['ACTIVE', 'SUSPENDED', 'UNKNOWN'];
const schema = `enum Status {\n  ${names.join('\n  ')}\n}\nmodel User {\n  id Int @id\n  status String?
  /// @transition from:status map:{a: ACTIVE, b: SUSPENDED, *: UNKNOWN}\n  state Status?\n}\n`;

const columns: Readonly<Record<Provider, string>> = {
  postgresql: 'id serial PRIMARY KEY, status text COLLATE ci, state "Status"',
  mysql: `id int AUTO_INCREMENT PRIMARY KEY, status varchar(191), state ENUM('${names.join("', '")}')`,
  sqlite: 'id INTEGER PRIMARY KEY, status TEXT COLLATE NOCASE, state TEXT',
};

const text = fc
  .oneof(
    fc.constantFrom(
      'constructor',
      "it's",
      'a\\b',
      'A\\B',
      '*',
      'UNKNOWN',
      'unknown',
      '',
      ' ',
      'on',
      'ON',
      'on ',
    ),
    fc.string({ maxLength: 6 }),
  )
  .map((value) => value.replaceAll('\0', ''));
const anyMap: fc.Arbitrary<ValueMap> = fc
  .record({
    keys: fc.uniqueArray(text, { minLength: 3, maxLength: 8 }),
    values: fc.array(fc.constantFrom(...names), { minLength: 8, maxLength: 8 }),
    otherwise: fc.option(fc.constantFrom(...names), { nil: undefined }),
  })
  .map(({ keys, values, otherwise }) => ({
    entries: keys.map((from, index) => ({ from, to: names[index] ?? values[index]! })),
    ...(otherwise !== undefined && { otherwise }),
  }));

describe.each(['postgresql', 'mysql', 'sqlite'] as const)('any map, on %s', (provider) => {
  describe.skipIf(provider === 'mysql' && !hasMariaDb)('there and back', () => {
    const dialect = dialectOf(provider);
    let database: TestDatabase;
    const run = async (sql: string, values: readonly unknown[] = []) => {
      let number = 0;
      const bound = values.length > 0 ? sql.replaceAll('?', () => dialect.placeholder(++number)) : sql;
      const { rows } = await database.connection.query<Record<string, unknown>>({
        text: bound,
        values: [...values],
      });
      return rows;
    };
    const table = dialect.quoteTable({ name: 'User' });
    let id = 0;
    const insert = async (row: Readonly<Record<string, unknown>>) => {
      id += 1;
      const given = Object.entries({ id, ...row });
      const list = given.map(([name]) => name).join(', ');
      await run(
        `INSERT INTO ${table} (${list}) VALUES (${given.map(() => '?').join(', ')})`,
        given.map(([, value]) => value),
      );
      return await rowOf(id);
    };
    const rowOf = async (which: number) =>
      (await run(`SELECT status, state FROM ${table} WHERE id = ?`, [which]))[0];
    const update = async (which: number, status: string, state: string | null) => {
      await run(`UPDATE ${table} SET status = ?, state = ? WHERE id = ?`, [status, state, which]);
      return await rowOf(which);
    };

    beforeAll(async () => {
      database = await openDatabase(provider);
      if (provider === 'postgresql') {
        await run(`CREATE TYPE "Status" AS ENUM ('${names.join("', '")}')`);
        await run("CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
      }
      await run(`CREATE TABLE ${table} (${columns[provider]})`);
    }, 60_000);
    afterAll(() => database?.stop());

    test('trigger, extension, backfill, verification and definition agree', {
      timeout: 120_000,
    }, async () => {
      const [base] = readTransitions(parseSchema([{ path: 'schema.prisma', text: schema }]), provider);
      await fc.assert(
        fc.asyncProperty(anyMap, fc.array(text, { maxLength: 8 }), async (map, others) => {
          const transition = { ...(base as ChangeType), ...mapped(map) };
          const sync = syncedColumns(transition);
          const { entries, otherwise } = valueMap(transition)!;
          const field = {
            id: 'User.state',
            phase: 'expand' as const,
            source: { field: 'status' },
            target: { field: 'state' },
            values: {
              entries: entries.map(({ from, to }) => [from, to] as const),
              ...(otherwise !== undefined && { otherwise }),
            },
          };
          const up = (value: string) =>
            map.entries.find(({ from }) => from === value)?.to ?? map.otherwise ?? null;
          const values = [...map.entries.map(({ from }) => from), ...others];
          await run(`DELETE FROM ${table}`);

          // Before there is a trigger: what a backfill does, and what it cannot.
          for (const value of [...values, null]) await insert({ status: value });
          const statement = dialect.backfillBatch(sync, [], {});
          await database.connection.query(statement);
          const copied = await run(`SELECT status, state FROM ${table} ORDER BY id`);
          expect(copied).toEqual(
            [...values, null].map((status) => ({ status, state: status === null ? null : up(status) })),
          );
          const unknown = values.filter((value) => up(value) === null);
          const [{ drift }] = (await database.connection.query<{ drift: unknown }>(dialect.countDrift(sync)))
            .rows as [{ drift: unknown }];
          expect(Number(drift)).toBe(unknown.length);
          const listed = dialect.unmappedValues(sync);
          const found = listed
            ? (await database.connection.query<{ value: string; rows: unknown }>(listed)).rows
            : [];
          expect(new Map(found.map(({ value, rows }) => [value, Number(rows)]))).toEqual(
            new Map(unknown.map((value) => [value, unknown.filter((each) => each === value).length])),
          );

          await database.exec(dialect.script([{ kind: 'create-sync', sync }], true));
          try {
            for (const value of values) {
              expect(toTarget(field, value)).toBe(up(value));
              expect(await insert({ status: value })).toEqual({ status: value, state: up(value) });
              const row = id;
              // A text that means the value already stays, whichever it is: given with it, or on a row not yet copied.
              expect(await insert({ status: value, state: up(value) })).toEqual({
                status: value,
                state: up(value),
              });
              const other = map.entries[0]!;
              expect(await update(row, other.from, other.to)).toEqual({
                status: other.from,
                state: other.to,
              });
              if (up(value) !== null) {
                expect(await update(row, value, up(value))).toEqual({ status: value, state: up(value) });
              }
            }
            for (const name of names) {
              const first = map.entries.find(({ to }) => to === name)!.from;
              expect(await insert({ state: name })).toEqual({ status: first, state: name });
              expect(up(first)).toBe(name);
            }
          } finally {
            await database.exec(dialect.script([{ kind: 'drop-sync', sync }], true));
          }
        }),
        { numRuns: 40 },
      );
    });
  });
});
