import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postgresql } from '../../src/database/postgresql.js';
import { planTransition } from '../../src/plan/plan.js';
import { syncedColumns } from '../../src/plan/synced-columns.js';
import { toTarget } from '../../src/runtime/rewrite-data.js';
import { parseSchema } from '../../src/schema/document.js';
import type { ChangeType, Transition } from '../../src/schema/transition.js';
import { readTransitions } from '../../src/schema/transitions.js';
import { valueMap } from '../../src/schema/value-map.js';
import { startPostgres, type TestPostgres } from '../support/postgres.js';

const read = (field: string, annotation: string, target: string, blocks = ''): Transition => {
  const text = `enum Status {\n  ACTIVE\n  SUSPENDED\n  UNKNOWN\n}\n${blocks}
model User {\n  id Int @id\n  status ${field}\n  /// @transition from:status ${annotation}\n  state ${target}\n}\n`;
  return readTransitions(parseSchema([{ path: 'schema.prisma', text }]), 'postgresql')[0]!;
};
const open = 'map:{active: ACTIVE, on: ACTIVE, banned: SUSPENDED, *: UNKNOWN}';

describe('the plan', () => {
  test('drains, copies and verifies at the same places as that of a rename', () => {
    const { releases } = planTransition(read('String', open, 'Status?'), {
      provider: 'postgresql',
      sync: 'trigger',
    });
    expect(releases.map(({ gates }) => gates.map(({ kind }) => kind))).toEqual([
      ['drained', 'backfilled', 'verified'],
      ['drained', 'verified'],
      ['drained'],
      [],
    ]);
    expect(releases.map(({ application }) => application)).toMatchObject([
      [{ kind: 'install-extension' }],
      [{ name: 'switch-writes' }, { name: 'switch-reads' }],
      [{ name: 'contract' }],
      [{ kind: 'remove-extension' }],
    ]);
  });

  test.each([
    ['a conversion in SQL', read('String', 'up:"1" down:"2"', 'Int?')],
    ['a cast', read('String @db.VarChar(9)', '', 'String?')],
    ['an enum that becomes text', read('Status', 'map:{ACTIVE: a, *: b}', 'String?')],
  ])('%s is still to come', (_, transition) => {
    expect(transition.scenario).toBe('change-type');
    expect(() => planTransition(transition, { provider: 'postgresql', sync: 'trigger' })).toThrow(
      expect.objectContaining({ code: 'not-supported-yet', place: transition.place }),
    );
  });

  test('other databases are still to come', () => {
    for (const provider of ['mysql', 'sqlite'] as const) {
      expect(() => planTransition(read('String', open, 'Status?'), { provider, sync: 'trigger' })).toThrow(
        expect.objectContaining({ code: 'not-supported-yet' }),
      );
    }
  });
});

describe('a map that has no way back', () => {
  test('is refused where a text means something else', () => {
    expect(() => read('String', 'map:{UNKNOWN: ACTIVE, b: SUSPENDED, *: UNKNOWN}', 'Status?')).toThrow(
      expect.objectContaining({ code: 'no-way-back' }),
    );
  });
  test('is refused where * stands for nothing', () => {
    const level = 'enum Level {\n  low\n  high\n}\n';
    expect(() => read('Level', 'map:{low: ACTIVE, high: SUSPENDED, *: UNKNOWN}', 'Status?', level)).toThrow(
      expect.objectContaining({ code: 'partial-map' }),
    );
  });
});

describe('any map', () => {
  let server: TestPostgres;
  let client: pg.Client;
  beforeAll(async () => {
    server = await startPostgres();
    client = new pg.Client({ connectionString: server.url(await server.createDatabase()) });
    await client.connect();
    await client.query(
      `CREATE TYPE "Status" AS ENUM ('ACTIVE', 'SUSPENDED', 'UNKNOWN');
       CREATE TABLE "User" (id serial PRIMARY KEY, status text, state "Status")`,
    );
  });
  afterAll(async () => {
    await client?.end();
    await server?.stop();
  });

  const names = ['ACTIVE', 'SUSPENDED', 'UNKNOWN'];
  const text = fc
    .oneof(fc.constantFrom('constructor', "it's", 'a\\b', '*', 'UNKNOWN', ''), fc.string({ maxLength: 6 }))
    .map((value) => value.replaceAll('\0', ''));
  const converter = fc
    .record({
      keys: fc.uniqueArray(text, { minLength: 3, maxLength: 8 }),
      values: fc.array(fc.constantFrom(...names), { minLength: 8, maxLength: 8 }),
      otherwise: fc.option(fc.constantFrom(...names), { nil: undefined }),
    })
    .map(({ keys, values, otherwise }) => ({
      kind: 'map' as const,
      entries: keys.map((from, index) => ({ from, to: names[index] ?? values[index]! })),
      ...(otherwise !== undefined && { otherwise }),
    }));

  test('the trigger, the extension and the definition agree, there and back', async () => {
    const base = read('String?', open, 'Status?') as ChangeType;
    await fc.assert(
      fc.asyncProperty(converter, fc.array(text, { maxLength: 8 }), async (map, others) => {
        const transition: ChangeType = { ...base, converter: map };
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
        await client.query('TRUNCATE "User"');
        await client.query(postgresql.script([{ kind: 'create-sync', sync }], true));
        try {
          const values = [...map.entries.map(({ from }) => from), ...others];
          for (const value of values) {
            expect(toTarget(field, value)).toBe(up(value));
            const { rows } = await client.query('INSERT INTO "User" (status) VALUES ($1) RETURNING *', [
              value,
            ]);
            expect(rows[0]).toMatchObject({ status: value, state: up(value) });
            // A text that means the value already stays, whichever it is: given with it, or on a row not yet copied.
            const both = await client.query(
              'INSERT INTO "User" (status, state) VALUES ($1, $2) RETURNING *',
              [value, up(value)],
            );
            expect(both.rows[0]).toMatchObject({ status: value, state: up(value) });
            const other = map.entries[0]!;
            const changed = await client.query(
              'UPDATE "User" SET status = $1, state = $2 WHERE id = $3 RETURNING *',
              [other.from, other.to, rows[0].id],
            );
            expect(changed.rows[0]).toMatchObject({ status: other.from, state: other.to });
            const back = await client.query(
              'UPDATE "User" SET status = $1, state = $2 WHERE id = $3 RETURNING *',
              [value, up(value), rows[0].id],
            );
            if (up(value) !== null) expect(back.rows[0]).toMatchObject({ status: value, state: up(value) });
          }
          for (const name of names) {
            const first = map.entries.find(({ to }) => to === name)!.from;
            const { rows } = await client.query('INSERT INTO "User" (state) VALUES ($1) RETURNING *', [name]);
            expect(rows[0]).toMatchObject({ status: first, state: name });
            expect(up(first)).toBe(name);
          }
        } finally {
          await client.query(postgresql.script([{ kind: 'drop-sync', sync }], true));
        }
      }),
      { numRuns: 60 },
    );
  });
});
