import fc from 'fast-check';
import type { Args } from './workplace.js';

const texts = fc.constantFrom('ada', 'Ada', 'bob', 'b', '', 'cyd');
const numbers = fc.integer({ min: 0, max: 3 });
const states = fc.constantFrom('ACTIVE', 'SUSPENDED', 'UNKNOWN');
const priorities = fc.constantFrom('NORMAL', 'HIGH');

/** One filter of a field: a value, or some operators. */
function filters(
  values: fc.Arbitrary<unknown>,
  operators: Readonly<Record<string, fc.Arbitrary<unknown>>>,
  isNullable: boolean,
  depth = 2,
): fc.Arbitrary<unknown> {
  const operand = isNullable ? fc.oneof({ weight: 4, arbitrary: values }, fc.constant(null)) : values;
  const list = fc.uniqueArray(values, { maxLength: 3 });
  const all = { equals: operand, in: list, notIn: list, ...operators };
  const not = depth > 0 ? fc.oneof(operand, filters(values, operators, isNullable, depth - 1)) : operand;
  const each = Object.entries({ ...all, not }).map(([name, value]) => fc.tuple(fc.constant(name), value));
  const some = fc.array(fc.oneof(...each), { minLength: 1, maxLength: 2 }).map(Object.fromEntries);
  return fc.oneof(operand, some);
}

const text = (isNullable: boolean) =>
  filters(texts, { contains: texts, startsWith: texts, endsWith: texts, lt: texts, gte: texts }, isNullable);

/** A query says more by what is beside than by what is within. */
const depth = { depthIdentifier: fc.createDepthIdentifier(), maxDepth: 4 };

/** Filters on the targets of the models, and on what is no target. */
const { user } = fc.letrec<{ user: Args; profile: Args; tag: Args; membership: Args }>((tie) => {
  const combined = (own: fc.Arbitrary<Args>, again: fc.Arbitrary<Args>) =>
    fc.oneof(
      depth,
      own,
      fc.record(
        {
          AND: again,
          OR: fc.array(again, { minLength: 1, maxLength: 2 }),
          NOT: fc.oneof(again, fc.array(again, { maxLength: 2 })),
        },
        { requiredKeys: [] },
      ),
      fc.tuple(own, again).map(([left, right]) => ({ ...left, AND: [right] })),
      again.map((inner) => ({ NOT: inner })),
    );
  const toMany = (related: fc.Arbitrary<Args>) =>
    fc.record({ some: related, every: related, none: related }, { requiredKeys: [] });
  const toOne = (related: fc.Arbitrary<Args>) =>
    fc.oneof(related, fc.constant(null), fc.record({ is: related, isNot: related }, { requiredKeys: [] }));
  const named = (fields: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
    Object.entries(fields).map(([name, filter]) => filter.map((value): Args => ({ [name]: value })));
  const one = (
    scalars: Readonly<Record<string, fc.Arbitrary<unknown>>>,
    relations: Readonly<Record<string, fc.Arbitrary<unknown>>>,
  ) => fc.oneof(depth, { weight: 3, arbitrary: fc.oneof(...named(scalars)) }, ...named(relations));
  return {
    user: combined(
      one(
        {
          displayName: text(true),
          alias: text(true),
          points: filters(numbers, { lt: numbers, gte: numbers }, true),
          state: filters(states, {}, true),
          urgency: filters(priorities, {}, true),
          priority: filters(priorities, {}, true),
          id: numbers,
        },
        {
          boss: toOne(tie('user')),
          staff: toMany(tie('user')),
          profile: toOne(tie('profile')),
          tags: toMany(tie('tag')),
          memberships: toMany(tie('membership')),
        },
      ),
      tie('user'),
    ),
    profile: combined(one({ about: text(true) }, { user: toOne(tie('user')) }), tie('profile')),
    tag: combined(one({ title: text(true) }, { users: toMany(tie('user')) }), tie('tag')),
    membership: combined(one({ duty: text(true) }, { user: tie('user') }), tie('membership')),
  };
});

export const wheres: fc.Arbitrary<Args> = user;

const direction = fc.constantFrom('asc', 'desc');
const nullable = fc.oneof(direction, fc.record({ sort: direction, nulls: fc.constantFrom('first', 'last') }));
const byId = { id: 'asc' };

const orders = leavingNothingToChance([
  fc.record({ displayName: nullable }),
  fc.record({ alias: nullable }),
  fc.record({ points: nullable }),
  fc.record({ boss: fc.oneof(fc.record({ displayName: direction }), fc.record({ alias: nullable })) }),
  fc.record({ profile: fc.record({ about: direction }) }),
  fc.record({ staff: fc.record({ _count: direction }) }),
]);

function leavingNothingToChance(parts: readonly fc.Arbitrary<Args>[]): fc.Arbitrary<readonly Args[]> {
  return fc
    .uniqueArray(fc.oneof(...parts), { maxLength: 2, selector: (part) => Object.keys(part)[0] })
    .map((order) => [...order, byId]);
}

const targetNames = ['displayName', 'alias', 'points', 'state', 'urgency', 'priority'];
const sourceNames = ['userName', 'nick', 'score', 'status', 'stage', 'level'];
const flags = (names: readonly string[]) =>
  fc
    .uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 4 })
    .map((chosen) => Object.fromEntries(chosen.map((name) => [name, true])));

/** What comes back of a user, and of what hangs on it. */
const { selection: selections } = fc.letrec<{ selection: Args; list: Args }>((tie) => ({
  list: fc
    .record(
      { where: wheres, orderBy: orders, take: fc.integer({ min: 1, max: 3 }) },
      { requiredKeys: ['orderBy'] },
    )
    .chain((args) => tie('selection').map((selection) => ({ ...args, ...selection }))),
  selection: fc.oneof(
    depth,
    fc.constant({}),
    flags([...targetNames, ...sourceNames, 'id']).map((select) => ({ select })),
    flags([...targetNames, ...sourceNames]).map((omit) => ({ omit })),
    fc
      .record(
        {
          boss: fc.oneof(fc.constant(true), tie('selection')),
          staff: tie('list'),
          profile: fc.constantFrom(true, { select: { about: true } }, { omit: { bio: true } }),
          tags: fc.constant({ orderBy: { title: 'asc' }, where: { title: { not: 'b' } } }),
          memberships: fc.constant({
            orderBy: { groupId: 'asc' },
            select: { duty: true, user: { select: { displayName: true } } },
          }),
          _count: wheres.map((where) => ({ select: { staff: { where }, tags: true } })),
        },
        { requiredKeys: [] },
      )
      .filter((include) => Object.keys(include).length > 0)
      .chain((include) =>
        fc.oneof(
          fc.constant({ include }),
          flags([...targetNames, ...sourceNames]).map((select) => ({ select: { ...select, ...include } })),
        ),
      ),
  ),
}));

/** Until stage migrate only the source is unique: a target in its place is answered by it. */
const keys = fc.oneof(
  fc.record({ displayName: fc.constantFrom('ada', 'bob', 'nobody') }),
  fc.record({ id: numbers, state: states }),
  fc.record({ id: numbers, alias: text(true) }),
);

/** A query on users that names targets, and one answer whatever the order of rows on the disk. */
export const queries: fc.Arbitrary<readonly [operation: string, args: Args]> = fc.oneof<
  fc.MaybeWeightedArbitrary<readonly [operation: string, args: Args]>[]
>(
  {
    weight: 6,
    arbitrary: fc
      .record(
        { where: wheres, orderBy: orders, take: fc.integer({ min: 1, max: 5 }), skip: numbers },
        { requiredKeys: ['orderBy', 'where'] },
      )
      .chain((args) => selections.map((selection) => ['findMany', { ...args, ...selection }] as const)),
  },
  {
    weight: 2,
    // Beside a cursor, Prisma loses rows in an order by an optional column, where a required one has them (measured on
    // 7.10 with SQLite): so by columns that are optional on both sides.
    arbitrary: fc
      .record({
        where: wheres,
        orderBy: leavingNothingToChance([fc.record({ alias: direction }), fc.record({ points: direction })]),
        cursor: fc.record({ displayName: fc.constantFrom('ada', 'bob') }),
        take: fc.integer({ min: 1, max: 5 }),
      })
      .map((args) => ['findMany', args] as const),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('findUnique', 'findUniqueOrThrow'), keys, selections)
      .map(([operation, where, selection]) => [operation, { where, ...selection }] as const),
  },
  fc
    .record({
      where: wheres,
      distinct: fc.uniqueArray(fc.constantFrom('displayName', 'alias', 'points'), { minLength: 1 }),
    })
    .map(({ where, distinct }) => [
      'findMany',
      {
        where,
        distinct,
        orderBy: distinct.map((name) => ({ [name]: 'asc' })),
        select: Object.fromEntries(distinct.map((name) => [name, true])),
      },
    ]),
  wheres.map((where) => ['count', { where }] as const),
  fc
    .record({ where: wheres, select: flags(['displayName', 'alias', 'points', '_all']) })
    .map((args) => ['count', args] as const),
  fc
    .record({
      where: wheres,
      _count: flags(['displayName', 'alias', '_all']),
      _min: flags(['displayName', 'alias', 'points']),
      _max: flags(['displayName', 'alias', 'points', 'nick']),
      _sum: fc.constant({ points: true }),
      _avg: fc.constant({ points: true }),
    })
    .map((args) => ['aggregate', args] as const),
  fc
    .record({
      where: wheres,
      having: fc.oneof(
        fc.record({ alias: text(true) }),
        fc.record({ points: fc.record({ _sum: fc.record({ gte: numbers }) }) }),
        fc.record({ displayName: fc.record({ _max: fc.record({ gte: texts }) }) }),
        fc.record({
          OR: fc.tuple(fc.record({ alias: text(true) }), fc.constant({ alias: { _count: { gt: 1 } } })),
        }),
      ),
      _count: flags(['displayName', 'alias', '_all']),
      _max: flags(['displayName', 'points']),
    })
    .map((args) => ['groupBy', { by: ['alias'], orderBy: { alias: 'asc' }, ...args }] as const),
);
