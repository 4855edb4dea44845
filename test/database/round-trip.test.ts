import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../src/database/connect.js';
import { dialectOf } from '../../src/database/dialects.js';
import type { SyncedColumns } from '../../src/database/operation.js';
import { type ConversionPair, copied, mapped } from '../../src/model/conversion.js';
import { type AnyServer, startServer } from '../backfill/databases.js';
import { hasMariaDb } from '../support/mariadb.js';

/** Names that mean something else to SQL, to a trigger, or to the statements around them. */
const [source, target] = ['old"`new', 'group'];

const values = ['', ' ', 'a', 'A', 'á', 'a ', "it's", '\\', '007', '7', '-0', 'NULL', 'null', 'ON', 'on'];
const text = fc.oneof(
  fc.constantFrom(...values),
  // No database keeps a zero byte or half a character in a text.
  fc
    .string({ unit: 'grapheme', maxLength: 20 })
    .filter((each) => !each.includes('\0') && !/\p{Surrogate}/u.test(each)),
);
const number = fc.oneof(
  fc.constantFrom('007', '7', '+7', '0', '000'),
  fc.integer({ min: -999_999, max: 999_999 }).map(String),
);

describe.each(['postgresql', 'mysql', 'sqlite'] as const)('%s', (provider) => {
  describe.skipIf(provider === 'mysql' && !hasMariaDb)('', () => {
    const dialect = dialectOf(provider);
    const { quote } = dialect;
    const textType = provider === 'mysql' ? 'varchar(191)' : 'text';
    let server: AnyServer;
    beforeAll(async () => {
      server = await startServer[provider]();
    });
    afterAll(() => server?.stop());

    const map = {
      entries: [
        { from: 'a', to: 'x' },
        { from: 'A', to: 'x' },
        { from: "it's", to: "x'" },
        { from: '', to: 'nothing' },
        { from: 'on', to: 'ON' },
      ],
    };
    const whole = { entries: [...map.entries, { from: 'other', to: 'other' }], otherwise: 'other' };
    const integer = provider === 'mysql' ? 'SIGNED' : 'integer';
    const toText = provider === 'mysql' ? 'CHAR' : 'text';
    const expressions: ConversionPair = {
      forward: { kind: 'sql', expression: `CAST(${quote(source)} AS ${integer})` },
      backward: { kind: 'sql', expression: `CAST(${quote(target)} AS ${toText})` },
    };

    it.each<[string, ConversionPair, string, fc.Arbitrary<string>]>([
      ['copied', copied, textType, text],
      ['mapped', mapped(map), textType, text],
      ['mapped, the others to one value', mapped(whole), textType, text],
      ['converted by expressions', expressions, 'integer', number],
    ])(
      'forward(backward(forward(x))) = forward(x), by the trigger, the backfill and the comparison: %s',
      async (_, pair, targetType, given) => {
        const connection = await connect(provider, await server.fresh(), '/');
        const query = (sql: string, bound: readonly unknown[] = []) =>
          connection.query<Record<string, unknown>>({ text: sql, values: bound });
        const sync: SyncedColumns = {
          table: { name: 'order' },
          source: { column: source, sqlType: textType },
          target: { column: target, sqlType: targetType },
          ...pair,
          key: ['id'],
        };
        const table = dialect.quoteTable(sync.table);
        const serial = { postgresql: 'serial', mysql: 'integer AUTO_INCREMENT', sqlite: 'integer' }[provider];
        const collation = provider === 'mysql' ? ' DEFAULT CHARACTER SET utf8mb4' : '';
        await query(
          `CREATE TABLE ${table} (id ${serial} PRIMARY KEY, ${quote(source)} ${textType}, ${quote(target)} ${targetType})${collation}`,
        );
        const insert = async (column: string, value: unknown) => {
          await query(`INSERT INTO ${table} (${quote(column)}) VALUES (${dialect.placeholder(1)})`, [value]);
          const { rows } = await query(`SELECT * FROM ${table} ORDER BY id DESC LIMIT 1`);
          return rows[0]!;
        };
        const drift = async () => Number((await query(dialect.countDrift(sync).text)).rows[0]!.drift);

        // What the backfill makes of a value is what the trigger makes of it.
        const samples = fc.sample(given, { numRuns: 60, seed: 7 });
        const untouched = [];
        for (const value of samples) untouched.push(await insert(source, value));
        await query(dialect.backfillBatch(sync, [], {}).text);
        const filled = (await query(`SELECT * FROM ${table} ORDER BY id`)).rows.map((row) => row[target]);
        expect(untouched.map((row) => row[source])).toEqual(samples);

        for (const statement of dialect.createSync(sync)) await query(statement);
        const byTrigger = [];
        for (const value of samples) {
          const there = await insert(source, value);
          byTrigger.push(there[target]);
          if (there[target] === null) continue;
          const back = await insert(target, there[target]);
          expect(back[target]).toEqual(there[target]);
          const again = await insert(source, back[source]);
          expect([value, again[target]]).toEqual([value, there[target]]);
          // Who writes the same value changes neither side.
          await query(
            `UPDATE ${table} SET ${quote(target)} = ${quote(target)} WHERE id = ${Number(there.id)}`,
          );
          const { rows } = await query(`SELECT * FROM ${table} WHERE id = ${Number(there.id)}`);
          expect(rows[0]).toEqual(there);
        }
        expect(byTrigger).toEqual(filled);
        // The comparison finds what no map knows, and nothing else.
        const unknown = filled.filter((value) => value === null).length;
        expect(await drift()).toBe(2 * unknown);
        await connection.close();
      },
    );
  });
});
