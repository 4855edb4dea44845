import fc from 'fast-check';
import { expect } from 'vitest';
import { dialectOf } from '../../../src/database/dialects.js';
import type { SyncMode } from '../../../src/schema/transition.js';
import { recordBackfill } from '../../support/copied.js';
import { type Dice, operationOf } from './operations.js';
import { rawStatement } from './raw.js';
import {
  copied,
  type Generation,
  isSame,
  ownSide,
  type Position,
  positions,
  type Row,
  type Rows,
  type Situation,
  seen,
} from './rows.js';
import { readable, sought, wordsOf } from './scalars.js';
import { delegateOf, fixed, tenantOf, up, type Variant } from './variants.js';
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
 * @returns how many writes and batches there were
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
  const way = await world.way(sync, variant);
  const delegate = delegateOf(variant);
  let at = 0;
  let rows: Rows = new Map();
  /** Writes that were sent, done or refused, and batches that were copied. */
  let operations = 0;
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

  const isComposite = variant.key === 'tenant and key';
  /** A row by the key along which a batch goes. */
  const rank = (key: string) => [...(isComposite ? [String(tenantOf(key))] : []), key];

  async function copy(direction: 'forward' | 'backward', through?: string): Promise<void> {
    const columns = [
      ...(isComposite ? [{ column: 'tenant', sqlType: 'INTEGER' }] : []),
      { column: 'key', sqlType: provider === 'mysql' ? 'VARCHAR(191)' : 'TEXT' },
    ];
    const range = through === undefined ? {} : { through: rank(through) };
    await database.connection.query(dialect.backfillBatch(way.pair, columns, range, direction));
    const isBeyond = (row: Row) => through !== undefined && rank(row.key).join() > rank(through).join();
    mapRows((row) => (isBeyond(row) ? row : copied(situation(), row, direction)));
  }

  async function forward(): Promise<void> {
    const next = positions[at + 1];
    if (!next) return;
    if (next.database !== position().database) {
      // The gates of stage migrate and 3.
      if (next.database === 2) {
        await copy('forward');
        await recordBackfill(database.connection, dialect, way.pair);
      }
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
    operations += 1;
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
      expect(wordIn(done.record!, fieldOf(generation)), 'the answer').toBe(answered(generation, row));
    }
  }

  async function writeRaw(dice: Step): Promise<void> {
    const made = rawStatement(situation(), rows, dice);
    if (!made) return;
    operations += 1;
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
    const sides = [...(release < 4 ? (['s'] as const) : []), ...(release > 0 ? (['t'] as const) : [])];
    const wanted = [...rows.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
    const { quote } = dialect;
    const shown = sides.map(
      (side) =>
        `${wordsOf(variant.types[side]).shown(provider, quote(variant.columns[side]))} AS ${quote(side)}`,
    );
    const selected = [
      ...['key', 'note', 'ownerId', ...(variant.hasParent ? ['parentKey'] : [])].map(quote),
      ...shown,
    ].join(', ');
    const found = await query(
      `SELECT ${selected} FROM ${dialect.quoteTable({ name: variant.table })} ORDER BY ${quote('key')}`,
    );
    const held = wanted.map(({ key, note, owned, parent, s, t }) => ({
      key,
      note,
      ownerId: owned ? 1 : null,
      ...(variant.hasParent && { parentKey: parent }),
      ...(release < 4 && { s }),
      ...(release > 0 && { t }),
    }));
    const inWords = (row: Record<string, unknown>) =>
      Object.fromEntries(
        sides.map((side) => {
          const text = row[side];
          return [side, text === null ? null : wordsOf(variant.types[side]).word(String(text))];
        }),
      );
    expect(
      found.map((row) => ({ ...row, ...inWords(row) })),
      'what is stored',
    ).toEqual(held);
    for (const generation of alive) await lookThrough(generation, wanted);
  }

  async function lookThrough(generation: Generation, wanted: readonly Row[]): Promise<void> {
    const client = world.client(sync, generation);
    // Now and then by way of what they belong to.
    const isNested = taken % 4 === 0;
    const include = variant.hasLabels ? { labels: true } : undefined;
    const records: Record<string, unknown>[] = isNested
      ? (await client.owner.findMany({ include: { [delegate]: { orderBy: { key: 'asc' }, include } } }))[0][
          delegate
        ]
      : await client[delegate].findMany({ orderBy: { key: 'asc' }, include });
    const field = fieldOf(generation);
    const read = records.map((record) => ({
      ...Object.fromEntries([...others].map(([name, { type }]) => [name, wordIn(record, name, type)])),
      key: record.key,
      own: wordIn(record, field),
      ...(generation === 1 && { target: wordIn(record, 'target') }),
      ...(include && { labels: (record.labels as unknown[]).length }),
    }));
    const expected = wanted
      .filter(({ owned }) => owned || !isNested)
      .map((row) => ({
        ...Object.fromEntries(
          [...fixed(variant, row.key)].map(([name, { type, word }]) => [name, readable(type, word)]),
        ),
        key: row.key,
        own: answered(generation, row),
        // In phase expand it is answered by the source, copied or not.
        ...(generation === 1 && { target: readable(variant.types.t, up(variant, row.s)) }),
        ...(include && { labels: row.labelled ? 1 : 0 }),
      }));
    expect(read, `what G${generation} reads`).toEqual(expected);
    // One of them, by its value.
    const row = wanted[taken % Math.max(wanted.length, 1)];
    if (!row) return;
    const side = ownSide(generation);
    const value = seen(generation, row);
    const alike = wanted.filter((other) => isSame(situation(), side, seen(generation, other), value)).length;
    const by = generation === 1 && !variant.map && taken % 2 === 0 ? 'target' : field;
    const asked = sought(variant.types[side], value);
    expect(
      await client[delegate].count({ where: { [by]: asked } }),
      `what G${generation} counts by ${by}`,
    ).toBe(alike);
  }

  const others = fixed(variant, '0');
  const typeOf = (field: string) => (field === 'source' ? variant.types.s : variant.types.t);
  function wordIn(record: Record<string, unknown>, field: string, type = typeOf(field)): string | null {
    const value = record[field];
    return value === null ? null : wordsOf(type).read(value);
  }
  function answered(generation: Generation, row: Row): string | null {
    return readable(variant.types[ownSide(generation)], seen(generation, row));
  }

  await world.reset(variant);
  // Of stage finish a little: the source is gone, so there is nothing left to differ.
  for (let left = stepsOfRelease4; taken < journey.length && left > 0; ) {
    const each = journey[taken]!;
    if (position().database === 4) left -= 1;
    if (each.kind === 'client') await write(each);
    else if (each.kind === 'raw') await writeRaw(each);
    else if (each.kind === 'forward') await forward();
    else if (each.kind === 'back') await back();
    else if (position().database === 1) {
      await copy('forward', each.key);
      operations += 1;
    }
    taken += 1;
    await look();
  }
  return operations;
}

const stepsOfRelease4 = 10;

const fieldOf = (generation: Generation) => (ownSide(generation) === 's' ? 'source' : 'target');
