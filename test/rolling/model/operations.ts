import {
  collides,
  firstWritten,
  type Generation,
  type Given,
  given,
  inserted,
  left,
  ownSide,
  type Row,
  type Rows,
  type Situation,
  updated,
} from './rows.js';
import type { Client } from './world.js';

/** What a generation does, beside what must come of it. */
export interface Operation {
  /** Sends it; the records that it answers with. */
  run(client: Client): Promise<unknown>;
  /** The rows afterwards, or the code of the error that must come instead. */
  readonly effect: (rows: Rows) => Rows | 'P2002' | 'P2025';
  /** The key of the one record that it answers with. */
  readonly answers?: string;
}

/** Chance, as fast-check makes and shrinks it. */
export interface Dice {
  readonly operation: number;
  /** The keys of the rows that it is about. */
  readonly key: string;
  readonly other: string;
  readonly value: number;
  readonly second: number;
  readonly flag: boolean;
}

interface Scene {
  readonly situation: Situation;
  readonly generation: Generation;
  readonly rows: Rows;
  readonly delegate: string;
  readonly dice: Dice;
}

type Make = (scene: Scene) => Operation | undefined;

/** A value of this generation; undefined is left out. */
function valueAt({ situation, generation }: Scene, number: number): string | null | undefined {
  const { variant } = situation;
  const values = ownSide(generation) === 's' ? variant.texts : variant.targets;
  const more = [...(variant.required ? [] : [null]), ...(mayBeLeft(situation) ? [undefined] : [])];
  const all = [...values, ...more];
  return all[number % all.length];
}

function mayBeLeft({ variant }: Situation): boolean {
  return !variant.required || variant.default !== undefined;
}

/** The same, for a write that sets it in any case. */
function writtenAt(scene: Scene, number: number): string | null {
  const { required } = scene.situation.variant;
  return valueAt(scene, number) ?? (required ? valueAt(scene, 0)! : null);
}

/** What the code of this generation writes: both sides only where the application itself sees to it. */
function dataOf({ situation, generation }: Scene, value: string | null | undefined, wrapped = false) {
  if (value === undefined) return {};
  const fields = { s: 'source', t: 'target' } as const;
  const own = ownSide(generation);
  const wrap = (written: unknown) => (wrapped ? { set: written } : written);
  const both = given(situation, generation, value);
  const written = situation.sync === 'code' ? (Object.keys(both) as ('s' | 't')[]) : [own];
  return Object.fromEntries(written.map((side) => [fields[side], wrap(both[side])]));
}

const givenOf = ({ situation, generation }: Scene, value: string | null | undefined): Given =>
  value === undefined ? left(situation, generation) : given(situation, generation, value);

export function insert(situation: Situation, rows: Rows, row: Omit<Row, 's' | 't'>, columns: Given) {
  const made = inserted(situation, row, columns);
  const first = firstWritten(situation, { ...row, s: null, t: null }, columns);
  if (rows.has(row.key) || collide(situation, rows, first, made)) return 'P2002';
  return new Map(rows).set(row.key, made);
}

export function change(situation: Situation, rows: Rows, key: string, by: Given & Partial<Row>) {
  const row = rows.get(key);
  if (!row) return 'P2025';
  const made = updated(situation, row, by);
  if (collide(situation, rows, firstWritten(situation, row, by), made)) return 'P2002';
  return new Map(rows).set(key, made);
}

const collide = (situation: Situation, rows: Rows, first: Row | undefined, last: Row) =>
  [first, last].some((row) => row !== undefined && collides(situation, rows, row));

function inTurn(rows: Rows, effects: readonly Operation['effect'][]): ReturnType<Operation['effect']> {
  let reached = rows;
  for (const effect of effects) {
    const next = effect(reached);
    if (typeof next === 'string') return next;
    reached = next;
  }
  return reached;
}

const fresh = (key: string, number: number) => ({ key, note: number % 3, owned: false });

const create: Make = (scene) => {
  const { situation, delegate, dice } = scene;
  const key = dice.key;
  const value = valueAt(scene, dice.value);
  return {
    answers: key,
    run: (client) =>
      client[delegate].create({ data: { key, note: dice.value % 3, ...dataOf(scene, value) } }),
    effect: (rows) => insert(situation, rows, fresh(key, dice.value), givenOf(scene, value)),
  };
};

const createMany: Make = (scene) => {
  const { situation, delegate, dice } = scene;
  const made = [
    [dice.key, dice.value],
    [dice.other, dice.second],
  ] as const;
  const returning = dice.flag && situation.provider !== 'mysql';
  return {
    run: (client) =>
      client[delegate][returning ? 'createManyAndReturn' : 'createMany']({
        data: made.map(([key, number]) => ({
          key,
          note: number % 3,
          ...dataOf(scene, valueAt(scene, number)),
        })),
      }),
    effect: (rows) =>
      inTurn(
        rows,
        made.map(
          ([key, number]) =>
            (before) =>
              insert(situation, before, fresh(key, number), givenOf(scene, valueAt(scene, number))),
        ),
      ),
  };
};

const update: Make = (scene) => {
  const { situation, delegate, dice } = scene;
  const key = dice.key;
  const value = writtenAt(scene, dice.value);
  return {
    answers: key,
    run: (client) => client[delegate].update({ where: { key }, data: dataOf(scene, value, dice.flag) }),
    effect: (rows) => change(situation, rows, key, givenOf(scene, value)),
  };
};

const updateMany: Make = (scene) => {
  const { situation, delegate, dice } = scene;
  const key = dice.key;
  const value = writtenAt(scene, dice.value);
  return {
    run: (client) =>
      client[delegate].updateMany({ where: { key: { in: [key] } }, data: dataOf(scene, value, dice.flag) }),
    effect: (rows) => (rows.has(key) ? change(situation, rows, key, givenOf(scene, value)) : rows),
  };
};

/** By what the rows hold, as this generation sees them. */
const updateManyByValue: Make = (scene) => {
  const { situation, generation, delegate, dice } = scene;
  if (situation.variant.unique) return undefined;
  const side = ownSide(generation);
  const wanted = writtenAt(scene, dice.second);
  const value = writtenAt(scene, dice.value);
  const field = side === 's' ? 'source' : 'target';
  return {
    run: (client) => client[delegate].updateMany({ where: { [field]: wanted }, data: dataOf(scene, value) }),
    effect: (rows) =>
      inTurn(
        rows,
        [...rows.values()]
          .filter((row) => row[side] === wanted)
          .map(
            ({ key }) =>
              (before) =>
                change(situation, before, key, givenOf(scene, value)),
          ),
      ),
  };
};

const touch: Make = ({ situation, delegate, dice }) => {
  const key = dice.key;
  return {
    answers: key,
    run: (client) => client[delegate].update({ where: { key }, data: { note: dice.value } }),
    effect: (rows) => change(situation, rows, key, { note: dice.value }),
  };
};

const upsert: Make = (scene) => {
  const { situation, delegate, dice } = scene;
  const key = dice.key;
  const first = valueAt(scene, dice.value);
  const then = writtenAt(scene, dice.second);
  return {
    answers: key,
    run: (client) =>
      client[delegate].upsert({
        where: { key },
        create: { key, note: dice.value % 3, ...dataOf(scene, first) },
        update: dataOf(scene, then),
      }),
    effect: (rows) =>
      rows.has(key)
        ? change(situation, rows, key, givenOf(scene, then))
        : insert(situation, rows, fresh(key, dice.value), givenOf(scene, first)),
  };
};

/** By the unique value: `ON CONFLICT` over the column of this generation. */
const upsertByValue: Make = (scene) => {
  const { situation, generation, delegate, dice } = scene;
  const side = ownSide(generation);
  const value = valueAt(scene, dice.value);
  if (!situation.variant.unique || typeof value !== 'string') return undefined;
  const key = dice.key;
  const field = side === 's' ? 'source' : 'target';
  const found = (rows: Rows) => [...rows.values()].find((row) => row[side] === value);
  return {
    run: (client) =>
      client[delegate].upsert({
        where: { [field]: value },
        create: { key, note: 0, ...dataOf(scene, value) },
        update: { note: 7 },
      }),
    effect: (rows) => {
      const row = found(rows);
      return row
        ? change(situation, rows, row.key, { note: 7 })
        : insert(situation, rows, { key, note: 0, owned: false }, givenOf(scene, value));
    },
  };
};

const remove: Make = ({ delegate, dice }) => {
  const key = dice.key;
  return {
    run: (client) => client[delegate].delete({ where: { key } }),
    effect: (rows) => {
      if (!rows.has(key)) return 'P2025';
      const rest = new Map(rows);
      rest.delete(key);
      return rest;
    },
  };
};

/** Writes of the rows of an owner, from the owner's side. */
const nested: Make = (scene) => {
  const { situation, delegate, rows, dice } = scene;
  const key = dice.key;
  const row = rows.get(key);
  if (row && !row.owned) return undefined;
  const value = valueAt(scene, dice.value);
  const then = writtenAt(scene, dice.second);
  const creating = { key, note: 1, ...dataOf(scene, value) };
  const made = { key, note: 1, owned: true };
  const added = (before: Rows) => insert(situation, before, made, givenOf(scene, value));
  const changed = (before: Rows) => change(situation, before, key, givenOf(scene, then));
  const data = dataOf(scene, then);
  const operations: readonly (readonly [object, Operation['effect']])[] = row
    ? [
        [{ update: { where: { key }, data } }, changed],
        [{ updateMany: { where: { key }, data } }, changed],
        [{ upsert: { where: { key }, create: creating, update: data } }, changed],
      ]
    : [
        [{ create: creating }, added],
        [{ create: [creating] }, added],
        [{ createMany: { data: [creating] } }, added],
        [{ connectOrCreate: { where: { key }, create: creating } }, added],
        [{ upsert: { where: { key }, create: creating, update: data } }, added],
      ];
  const [operation, effect] = operations[dice.value % operations.length]!;
  return {
    run: (client) => client.owner.update({ where: { id: 1 }, data: { [delegate]: operation } }),
    effect,
  };
};

const connect: Make = ({ situation, delegate, rows, dice }) => {
  const key = dice.key;
  if (!rows.has(key)) return undefined;
  return {
    run: (client) =>
      client[delegate].update({
        where: { key },
        data: { owner: dice.flag ? { connect: { id: 1 } } : { disconnect: true } },
      }),
    effect: (before) => change(situation, before, key, { owned: dice.flag }),
  };
};

/** Two operations, all or nothing. */
const batch: Make = (scene) => {
  const { dice } = scene;
  const next = { ...dice, key: dice.other, other: dice.key, value: dice.second, second: dice.value };
  const pair = [create, update, updateMany, upsert][dice.value % 4]!;
  const [one, two] = [update(scene), pair({ ...scene, dice: next })];
  if (!one || !two) return undefined;
  return {
    run: (client) => client.$transaction([one.run(client), two.run(client)]),
    effect: (rows) => inTurn(rows, [one.effect, two.effect]),
  };
};

const abandoned = new Error('abandoned on purpose');

/** A transaction that is taken back leaves nothing behind, in any column. */
const rolledBack: Make = (scene) => {
  const one = upsert(scene)!;
  return {
    run: async (client) => {
      const tried = client.$transaction(async (transaction: Client) => {
        await one.run(transaction);
        throw abandoned;
      });
      await tried.catch((error: unknown) => {
        if (error !== abandoned) throw error;
      });
    },
    effect: (rows) => {
      const reached = one.effect(rows);
      return typeof reached === 'string' ? reached : rows;
    },
  };
};

/** What concerns rows of one writer alone, so that several can work at once. */
const ofOneWriter: readonly Make[] = [
  create,
  create,
  createMany,
  update,
  update,
  updateMany,
  touch,
  upsert,
  upsert,
  remove,
];

const all: readonly Make[] = [
  ...ofOneWriter,
  updateManyByValue,
  upsertByValue,
  nested,
  nested,
  connect,
  batch,
  rolledBack,
];

/**
 * @param among whether others write at the same time, each its own rows
 * @returns undefined where chance asks for what makes no sense here
 */
export function operationOf(scene: Scene, among: 'nobody' | 'others'): Operation | undefined {
  const makers = among === 'nobody' ? all : ofOneWriter;
  return makers[scene.dice.operation % makers.length]!(scene);
}
