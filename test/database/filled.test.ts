import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../src/database/connect.js';
import { dialectOf } from '../../src/database/dialects.js';
import type { FilledColumn } from '../../src/database/operation.js';
import { type AnyServer, startServer } from '../backfill/databases.js';
import { hasMariaDb } from '../support/mariadb.js';

/** Names that mean something else to SQL, to a trigger, or to the statements around the expression. */
const columns = ['id', 'new', 'old', 'free_1', 'pec_row', 'a"b`c'];

it('an enum of PostgreSQL takes a text from the trigger and from the backfill', async () => {
  const server = await startServer.postgresql();
  const connection = await connect('postgresql', await server.fresh(), '/');
  const run = (text: string) => connection.query<Record<string, unknown>>({ text, values: [] });
  const dialect = dialectOf('postgresql');
  const filled: FilledColumn = {
    table: { name: 'User' },
    target: { column: 'plan', sqlType: '"Plan"' },
    forward: { kind: 'sql', expression: 'upper(name)' },
    columns: ['id', 'name'],
  };
  await run(`CREATE TYPE "Plan" AS ENUM ('FREE', 'PRO')`);
  await run('CREATE TABLE "User" (id integer, name text, plan "Plan")');
  await run(`INSERT INTO "User" VALUES (1, 'free')`);
  for (const statement of dialect.createSync(filled)) await run(statement);
  await run(`INSERT INTO "User" VALUES (2, 'pro')`);
  await run(dialect.backfillBatch(filled, [], {}).text);
  const { rows } = await run('SELECT plan FROM "User" ORDER BY id');
  expect(rows).toEqual([{ plan: 'FREE' }, { plan: 'PRO' }]);
  await connection.close();
  await server.stop();
});

describe.each(['postgresql', 'mysql', 'sqlite'] as const)(
  '%s: a column that an expression fills',
  (provider) => {
    describe.skipIf(provider === 'mysql' && !hasMariaDb)('', () => {
      const dialect = dialectOf(provider);
      const { quote } = dialect;
      const text = provider === 'mysql' ? 'varchar(191)' : 'text';
      const names = columns.slice(1).map(quote);
      const joined = (parts: readonly string[]) =>
        provider === 'mysql' ? `concat(${parts.join(", '/', ")})` : parts.join(" || '/' || ");
      const filledIn = (name: string): FilledColumn => ({
        table: { name },
        target: { column: 'plan', sqlType: text },
        forward: { kind: 'sql', expression: joined(names) },
        columns,
        key: ['id'],
      });
      const key = [{ column: 'id', sqlType: 'integer' }];
      let server: AnyServer;
      beforeAll(async () => {
        server = await startServer[provider]();
      });
      afterAll(() => server?.stop());

      // The statements of a batch have names of their own.
      it.each(['t"`able', 'free', 'whole', 'batch'])(
        'of %s gets the same value from the trigger and from the backfill, and keeps one that was given',
        async (name) => {
          const filled = filledIn(name);
          const table = dialect.quoteTable(filled.table);
          const connection = await connect(provider, await server.fresh(), '/');
          const run = (sql: string) => connection.query<Record<string, unknown>>({ text: sql, values: [] });
          const insert = (id: number, plan?: string) =>
            run(
              `INSERT INTO ${table} (id, ${names.join(', ')}${plan ? ', plan' : ''}) VALUES (${id}, 'n', 'o', 'f', 'p', 'q'${plan ? `, '${plan}'` : ''})`,
            );
          await run(
            `CREATE TABLE ${table} (id integer PRIMARY KEY, ${names.map((name) => `${name} ${text}`).join(', ')}, plan ${text})`,
          );
          await insert(1);
          for (const statement of dialect.createSync(filled)) await run(statement);
          await insert(2);
          await insert(3, 'given');
          await run(`UPDATE ${table} SET ${quote('new')} = 'm' WHERE id = 3`);
          const drift = async () => Number((await run(dialect.countDrift(filled).text)).rows[0]!.drift);
          expect(await drift()).toBe(1);
          expect((await connection.query(dialect.rowsToCopy(filled, key, {}))).rows).toEqual([
            { key_1: '1' },
          ]);
          const end = await connection.query(dialect.nextBatchEnd(filled.table, key, {}, 2));
          expect(end.rows).toEqual([{ key_1: '2', rows: expect.anything() }]);
          const batch = dialect.backfillBatch(filled, key, { through: ['9'] });
          await connection.query(batch);
          expect(await drift()).toBe(0);
          // NULL is filled in again, by whoever writes it.
          await run(`UPDATE ${table} SET plan = NULL WHERE id = 2`);
          const { rows } = await run(`SELECT id, plan FROM ${table} ORDER BY id`);
          expect(rows).toEqual([
            { id: 1, plan: 'n/o/f/p/q' },
            { id: 2, plan: 'n/o/f/p/q' },
            { id: 3, plan: 'given' },
          ]);
          expect(dialect.unmappedValues(filled)).toBeUndefined();
          await connection.close();
        },
      );
    });
  },
);
