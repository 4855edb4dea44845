import {
  collides,
  firstWritten,
  type Generation,
  type Given,
  given,
  inserted,
  isSame,
  left,
  loose,
  ownSide,
  type Row,
  type Rows,
  type Situation,
  updated,
  writesBoth,
} from './rows.js';
import { isList, plus, sought, wordsOf, written } from './scalars.js';
import { fixed, tenantOf, type Variant, whereKey } from './variants.js';
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
  const nulls = variant.required || isList(variant.types.s) ? [] : [null];
  const more = [...nulls, ...(mayBeLeft(situation) ? [undefined] : [])];
  const all = [...values, ...more];
  return all[number % all.length];
}

function mayBeLeft({ variant }: Situation): boolean {
  return !variant.required || variant.default !== undefined;
}

/** The same, for a write that sets it in any case. */
function writtenAt(scene: Scene, number: number): string | null {
  const { required, types } = scene.situation.variant;
  return valueAt(scene, number) ?? (required || isList(types.s) ? valueAt(scene, 0)! : null);
}

/** What the code of this generation writes: both sides only where the application itself sees to it. */
function dataOf({ situation, generation }: Scene, value: string | null | undefined, wrapped = false) {
  if (value === undefined) return {};
  const fields = { s: 'source', t: 'target' } as const;
  const own = ownSide(generation);
  const { types } = situation.variant;
  // Of Json, an object with `set` is a value.
  const wrap = (each: unknown) => (wrapped && types[own] !== 'Json' ? { set: each } : each);
  const both = given(situation, generation, value);
  const sides = situation.sync === 'code' ? (Object.keys(both) as ('s' | 't')[]) : [own];
  return Object.fromEntries(sides.map((side) => [fields[side], wrap(written(types[side], both[side]!))]));
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

const fresh = (key: string, number: number) => ({ ...loose, key, note: number % 3 });

/** What every row is created with. */
function dataOfRow({ situation }: Scene, key: string): object {
  const entries = [...fixed(situation.variant, key)];
  return Object.fromEntries(entries.map(([field, { type, word }]) => [field, wordsOf(type).write(word)]));
}

const fieldOf = ({ generation }: Scene) => (ownSide(generation) === 's' ? 'source' : 'target');

const create: Make = (scene) => {
  const { situation, delegate, dice } = scene;
  const key = dice.key;
  const value = valueAt(scene, dice.value);
  return {
    answers: key,
    run: (client) =>
      client[delegate].create({
        data: { ...dataOfRow(scene, key), note: dice.value % 3, ...dataOf(scene, value) },
      }),
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
          ...dataOfRow(scene, key),
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
    run: (client) =>
      client[delegate].update({
        where: whereKey(situation.variant, key),
        data: dataOf(scene, value, dice.flag),
      }),
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
  const asked = sought(situation.variant.types[side], wanted);
  return {
    run: (client) =>
      client[delegate].updateMany({ where: { [fieldOf(scene)]: asked }, data: dataOf(scene, value) }),
    effect: (rows) =>
      inTurn(
        rows,
        [...rows.values()]
          .filter((row) => isSame(situation, side, row[side], wanted))
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
    run: (client) =>
      client[delegate].update({ where: whereKey(situation.variant, key), data: { note: dice.value } }),
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
        where: whereKey(situation.variant, key),
        create: { ...dataOfRow(scene, key), note: dice.value % 3, ...dataOf(scene, first) },
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
  const { variant } = situation;
  const field = fieldOf(scene);
  const word = written(variant.types[side], value);
  const tenant = tenantOf(key);
  const compound = side === 's' && variant.uniqueName ? variant.uniqueName : `tenant_${field}`;
  const where = variant.unique === 'tenant' ? { [compound]: { tenant, [field]: word } } : { [field]: word };
  const found = (rows: Rows) =>
    [...rows.values()].find(
      (row) =>
        isSame(situation, side, row[side], value) &&
        (variant.unique === 'alone' || tenantOf(row.key) === tenant),
    );
  return {
    run: (client) =>
      client[delegate].upsert({
        where,
        create: { ...dataOfRow(scene, key), note: 0, ...dataOf(scene, value) },
        update: { note: 7 },
      }),
    effect: (rows) => {
      const row = found(rows);
      return row
        ? change(situation, rows, row.key, { note: 7 })
        : insert(situation, rows, fresh(key, 0), givenOf(scene, value));
    },
  };
};

const remove: Make = ({ situation, delegate, dice }) => {
  const key = dice.key;
  return {
    run: (client) => client[delegate].delete({ where: whereKey(situation.variant, key) }),
    effect: (rows) => {
      if (!rows.has(key)) return 'P2025';
      const rest = new Map(rows);
      rest.delete(key);
      const orphan = { parent: null };
      for (const child of rest.values()) {
        if (child.parent !== key) continue;
        // What a foreign key does is seen by no trigger of MySQL.
        const isSeen = situation.provider !== 'mysql';
        rest.set(child.key, isSeen ? updated(situation, child, orphan) : { ...child, ...orphan });
      }
      return rest;
    },
  };
};

/** Writes of the rows of an owner, of a label or of a parent, from the other side of the relation. */
const nested: Make = (scene) => {
  const { situation, delegate, rows, dice } = scene;
  const { variant } = situation;
  const key = dice.key;
  const row = rows.get(key);
  const parent = rows.get(dice.other);
  const holders: readonly (Holder | false)[] = [
    { ...theOwner, field: delegate },
    variant.hasLabels && { ...theLabel, field: delegate },
    variant.hasParent &&
      parent !== undefined &&
      parent.key !== key && {
        model: delegate,
        field: 'children',
        where: whereKey(variant, parent.key),
        held: { parent: parent.key },
        isOne: true,
      },
  ];
  const holder = holders[dice.second % holders.length];
  if (!holder) return undefined;
  const isHeld = (each: Row) =>
    Object.entries(holder.held).every(([name, value]) => each[name as keyof Row] === value);
  if (row && !isHeld(row)) return undefined;
  const value = valueAt(scene, dice.value);
  const then = writtenAt(scene, dice.second);
  const creating = { ...dataOfRow(scene, key), note: 1, ...dataOf(scene, value) };
  const made = { ...loose, key, note: 1, ...holder.held };
  const added = (before: Rows) => insert(situation, before, made, givenOf(scene, value));
  const changed = (before: Rows) => change(situation, before, key, givenOf(scene, then));
  const data = dataOf(scene, then);
  const where = whereKey(variant, key);
  const operations: readonly (readonly [object, Operation['effect']])[] = row
    ? [
        [{ update: { where, data } }, changed],
        [{ updateMany: { where: { key }, data } }, changed],
        [{ upsert: { where, create: creating, update: data } }, changed],
      ]
    : [
        [{ create: creating }, added],
        [{ create: [creating] }, added],
        [{ connectOrCreate: { where, create: creating } }, added],
        [{ upsert: { where, create: creating, update: data } }, added],
        ...(holder.isOne ? [[{ createMany: { data: [creating] } }, added] as const] : []),
      ];
  const [operation, effect] = operations[dice.value % operations.length]!;
  return {
    run: (client) =>
      client[holder.model].update({ where: holder.where, data: { [holder.field]: operation } }),
    effect,
  };
};

/** The other side of a relation, and what a row that belongs to it looks like. */
interface Holder {
  readonly model: string;
  readonly field: string;
  readonly where: object;
  readonly held: Partial<Row>;
  /** A row has one of them at most. */
  readonly isOne: boolean;
}

const theOwner = { model: 'owner', where: { id: 1 }, held: { owned: true }, isOne: true };
const theLabel = { model: 'label', where: { id: 1 }, held: { labelled: true }, isOne: false };

/** An operation of Prisma instead of a value: a sum, or one more item of a list. */
const increment: Make = (scene) => {
  const { situation, generation, delegate, rows, dice } = scene;
  const { variant } = situation;
  const operator = operatorOn(variant, ownSide(generation), dice.value);
  if (!operator) return undefined;
  const key = dice.key;
  const both = writesBoth(situation, generation);
  const sides = both ? (['s', 't'] as const) : ([ownSide(generation)] as const);
  const row = rows.get(key);
  const made: Given = Object.fromEntries(sides.map((side) => [side, operator.of(row?.[side] ?? null)]));
  if (Object.values(made).includes(undefined)) return undefined;
  const fields = situation.sync === 'code' && both ? ['source', 'target'] : [fieldOf(scene)];
  return {
    run: (client) =>
      client[delegate].update({
        where: whereKey(variant, key),
        data: Object.fromEntries(fields.map((field) => [field, operator.operand])),
      }),
    effect: (before) => change(situation, before, key, made),
  };
};

/** What a program writes, and what comes of a word; undefined where the column could not hold that. */
interface Operator {
  readonly operand: object;
  of(word: string | null): string | null | undefined;
}

function operatorOn({ types, targets }: Variant, side: 's' | 't', number: number): Operator | undefined {
  const type = types[side];
  if (isList(type)) {
    const [item] = (JSON.parse(targets[number % targets.length]!) as string[]).slice(-1);
    if (item === undefined) return undefined;
    return {
      operand: { push: wordsOf(type.of).write(item) },
      of: (word) => JSON.stringify([...(JSON.parse(word ?? '[]') as string[]), item]),
    };
  }
  if (type !== 'Int' && type !== 'BigInt') return undefined;
  const by = (number % 5) - 2;
  return {
    operand: { increment: type === 'Int' ? by : BigInt(by) },
    of: (word) => (word === null ? null : plus(type, word, by)),
  };
}

const connect: Make = ({ situation, delegate, rows, dice }) => {
  const key = dice.key;
  if (!rows.has(key)) return undefined;
  return {
    run: (client) =>
      client[delegate].update({
        where: whereKey(situation.variant, key),
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
  increment,
  nested,
  nested,
  nested,
  connect,
  batch,
  rolledBack,
];

/**
 * @param among whether others write at the same time, each its own rows
 * @returns undefined where nothing makes sense here
 */
export function operationOf(scene: Scene, among: 'nobody' | 'others'): Operation | undefined {
  const makers = among === 'nobody' ? all : ofOneWriter;
  // The next one that can be made here, so that hardly a step does nothing.
  for (let turn = 0; turn < makers.length; turn += 1) {
    const made = makers[(scene.dice.operation + turn) % makers.length]!(scene);
    if (made) return made;
  }
  return undefined;
}
