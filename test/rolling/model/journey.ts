import fc from 'fast-check';
import { expect } from 'vitest';
import { dialectOf } from '../../../src/database/dialects.js';
import type { SyncMode } from '../../../src/schema/transition.js';
import { type Dice, operationOf } from './operations.js';
import { rawStatement } from './raw.js';
import {
  copied,
  type Generation,
  ownSide,
  type Position,
  positions,
  type Row,
  type Rows,
  type Situation,
  seen,
} from './rows.js';
import { delegateOf, up, type Variant } from './variants.js';
import type { World } from './world.js';

/** What happens next: a client writes, another program does, a batch is copied, or the deployment moves on. */
export interface Step extends Dice {
  readonly kind: 'client' | 'raw' | 'batch' | 'forward' | 'back';
}

const key = fc.constantFrom('k0', 'k1', 'k2', 'k3', 'k4', 'k5', 'k6', 'k7');

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.oneof(
    { weight: 20, arbitrary: fc.constant('client' as const) },
    { weight: 4, arbitrary: fc.constant('raw' as const) },
    { weight: 2, arbitrary: fc.constant('batch' as const) },
    { weight: 5, arbitrary: fc.constant('forward' as const) },
    { weight: 1, arbitrary: fc.constant('back' as const) },
  ),
  operation: fc.nat(9_999),
  key,
  other: key,
  value: fc.nat(99),
  second: fc.nat(99),
  flag: fc.boolean(),
});

export interface Proof {
  readonly world: World;
  readonly sync: SyncMode;
  readonly variants: readonly Variant[];
  readonly runs: number;
  /** Steps of one run, at the most. */
  readonly steps: number;
  readonly seed: number;
  /** Not shrunk: what fails is told as it came. */
  readonly endOnFailure?: boolean;
}

/**
 * Random journeys on one variant each. After every step the database and the reads of all live generations are what
 * the model says; a counterexample is shrunk, and reported with its seed and path.
 *
 * @returns how many steps were taken
 */
export async function prove({
  world,
  sync,
  variants,
  runs,
  steps,
  seed,
  ...options
}: Proof): Promise<number> {
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...variants),
      fc.array(step, { minLength: 1, maxLength: steps, size: 'max' }),
      async (variant, journey) => {
        taken += await travel(world, sync, variant, journey);
      },
    ),
    { numRuns: runs, seed, ...options },
  );
  return taken;
}

async function travel(
  world: World,
  sync: SyncMode,
  variant: Variant,
  journey: readonly Step[],
): Promise<number> {
  const { provider, database } = world;
  const dialect = dialectOf(provider);
  const way = world.way(sync, variant);
  const delegate = delegateOf(variant);
  let at = 0;
  let rows: Rows = new Map();
  let taken = 0;
  const position = (): Position => positions[at]!;
  const situation = (): Situation => ({ provider, sync, variant, position: position() });
  const query = async (text: string, values: readonly unknown[] = []) =>
    (await database.connection.query<Record<string, unknown>>({ text, values })).rows;
  const mapRows = (change: (row: Row) => Row) => {
    rows = new Map([...rows.values()].map((row) => [row.key, change(row)]));
  };
  const drift = async () =>
    Number(
      (await database.connection.query<{ drift: unknown }>(dialect.countDrift(way.pair))).rows[0]!.drift,
    );

  async function copy(direction: 'forward' | 'backward', through?: readonly string[]): Promise<void> {
    const key = [{ column: 'key', sqlType: provider === 'mysql' ? 'VARCHAR(191)' : 'TEXT' }];
    await database.connection.query(dialect.backfillBatch(way.pair, key, { through }, direction));
    mapRows((row) => (through && row.key > through[0]! ? row : copied(situation(), row, direction)));
  }

  async function forward(): Promise<void> {
    const next = positions[at + 1];
    if (!next) return;
    if (next.database !== position().database) {
      // The gates of release 2 and 3.
      if (next.database === 2) await copy('forward');
      if (next.database === 2 || next.database === 3) expect(await drift(), 'drift at a gate').toBe(0);
      for (const sql of way.forward[next.database]!) await database.exec(sql);
    }
    at += 1;
  }

  async function back(): Promise<void> {
    const before = positions[at - 1];
    if (!before || position().database === 4) return;
    if (before.database !== position().database) {
      if (position().database === 3 && sync !== 'trigger') await copy('backward');
      for (const sql of way.back[position().database]!) await database.exec(sql);
      if (before.database === 0) mapRows((row) => ({ ...row, t: null }));
    }
    at -= 1;
  }

  async function write(dice: Step): Promise<void> {
    const { alive } = position();
    const generation = alive[dice.operation % alive.length]!;
    const made = operationOf(
      {
        situation: situation(),
        generation,
        rows,
        delegate,
        dice: { ...dice, operation: Math.floor(dice.operation / 2) },
      },
      'nobody',
    );
    if (!made) return;
    const expected = made.effect(rows);
    const done = await made.run(world.client(sync, generation)).then(
      (record) => ({ record: record as Record<string, unknown> | null }),
      (error: { code?: string }) => ({ error }),
    );
    if (typeof expected === 'string') {
      expect('error' in done ? (done.error.code ?? done.error) : 'done', 'an error').toBe(expected);
      return;
    }
    if ('error' in done) throw done.error;
    rows = expected;
    if (made.answers !== undefined) {
      const row = rows.get(made.answers)!;
      expect(done.record![fieldOf(generation)], 'the answer').toBe(seen(generation, row));
    }
  }

  async function writeRaw(dice: Step): Promise<void> {
    const made = rawStatement(situation(), rows, dice);
    if (!made) return;
    const expected = made.effect(rows);
    const failed = await query(made.text).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (typeof expected === 'string') {
      expect(database.connection.failure(failed), made.text).toBe('row');
      return;
    }
    if (failed) throw failed;
    rows = expected;
  }

  async function look(): Promise<void> {
    const { database: release, alive } = position();
    const columns = [...(release < 4 ? ['s'] : []), ...(release > 0 ? ['t'] : [])];
    const wanted = [...rows.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
    const selected = ['key', 'note', 'ownerId', ...columns].map(dialect.quote).join(', ');
    const found = await query(
      `SELECT ${selected} FROM ${dialect.quoteTable({ name: variant.model })} ORDER BY ${dialect.quote('key')}`,
    );
    const held = wanted.map(({ key, note, owned, s, t }) => ({
      key,
      note,
      ownerId: owned ? 1 : null,
      ...(release < 4 && { s }),
      ...(release > 0 && { t }),
    }));
    expect(
      found.map((row) => ({ ...row })),
      'what is stored',
    ).toEqual(held);
    for (const generation of alive) await lookThrough(generation, wanted);
  }

  async function lookThrough(generation: Generation, wanted: readonly Row[]): Promise<void> {
    const client = world.client(sync, generation)[delegate];
    const records: Record<string, unknown>[] = await client.findMany({ orderBy: { key: 'asc' } });
    const field = fieldOf(generation);
    const read = records.map((record) => [
      record.key,
      record[field],
      ...(generation === 1 ? [record.target] : []),
    ]);
    const expected = wanted.map((row) => [
      row.key,
      seen(generation, row),
      // In phase expand it is answered by the source, copied or not.
      ...(generation === 1 ? [up(variant, row.s)] : []),
    ]);
    expect(read, `what G${generation} reads`).toEqual(expected);
    // One of them, by its value.
    const row = wanted[taken % Math.max(wanted.length, 1)];
    if (!row) return;
    const value = seen(generation, row);
    const alike = wanted.filter((other) => seen(generation, other) === value).length;
    const by = generation === 1 && !variant.map && taken % 2 === 0 ? 'target' : field;
    expect(await client.count({ where: { [by]: value } }), `what G${generation} counts by ${by}`).toBe(alike);
  }

  await world.reset();
  for (const each of journey) {
    if (each.kind === 'client') await write(each);
    else if (each.kind === 'raw') await writeRaw(each);
    else if (each.kind === 'forward') await forward();
    else if (each.kind === 'back') await back();
    else if (position().database === 1) await copy('forward', [each.key]);
    taken += 1;
    await look();
  }
  return taken;
}

const fieldOf = (generation: Generation) => (ownSide(generation) === 's' ? 'source' : 'target');
