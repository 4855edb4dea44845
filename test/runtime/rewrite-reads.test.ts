import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldTransition } from '../../src/runtime/metadata.js';
import { readResult, rewriteArgs } from './by-metadata.js';
import { metadata, rename } from './metadata.js';

type Args = Readonly<Record<string, unknown>>;

const expand = metadata('trigger');
const rewrite = (operation: string, args: Args, model = 'User') =>
  rewriteArgs(expand, model, operation, args);

/** A field reference as Prisma makes it: an instance of a class. */
class FieldReference {
  readonly typeName = 'String';
  readonly isList = false;
  constructor(
    readonly modelName: string,
    readonly name: string,
  ) {}
}

describe('where, in phase expand', () => {
  it.each<[string, Args, Args]>([
    ['a value', { displayName: 'x' }, { userName: 'x' }],
    [
      'a filter',
      { displayName: { startsWith: 'x', mode: 'insensitive' } },
      { userName: { startsWith: 'x', mode: 'insensitive' } },
    ],
    [
      'AND, OR and NOT',
      { AND: { displayName: 'x' }, OR: [{ displayName: 'y' }], NOT: [{ displayName: 'z' }] },
      { AND: { userName: 'x' }, OR: [{ userName: 'y' }], NOT: [{ userName: 'z' }] },
    ],
    ['both sides', { userName: 'x', displayName: 'y' }, { userName: 'x', AND: [{ userName: 'y' }] }],
    [
      'both sides beside AND',
      { userName: 'x', displayName: 'y', AND: { id: 1 } },
      { userName: 'x', AND: [{ id: 1 }, { userName: 'y' }] },
    ],
    [
      'to-many relations',
      { staff: { some: { displayName: 'x' }, none: { displayName: 'y' }, every: {} } },
      { staff: { some: { userName: 'x' }, none: { userName: 'y' }, every: {} } },
    ],
    [
      'to-one relations',
      { boss: { is: { displayName: 'x' }, isNot: { displayName: 'y' } } },
      { boss: { is: { userName: 'x' }, isNot: { userName: 'y' } } },
    ],
    [
      'bare to-one relations',
      { boss: { displayName: 'x', boss: { displayName: 'y' } } },
      { boss: { userName: 'x', boss: { userName: 'y' } } },
    ],
    ['a missing relation', { boss: null, profile: { is: null } }, { boss: null, profile: { is: null } }],
    ['null where the source has none', { displayName: null }, { userName: { in: [] } }],
    ['equals null', { displayName: { equals: null } }, { userName: { in: [] } }],
    ['not null', { displayName: { not: null, contains: 'x' } }, { userName: { contains: 'x' } }],
    ['not equals null', { displayName: { not: { equals: null } } }, { userName: { notIn: [] } }],
    [
      'not null and more, each turned round',
      { displayName: { not: { equals: null, contains: 'x' } } },
      { userName: { not: { contains: 'x' } } },
    ],
    [
      'not not null and more',
      { displayName: { not: { not: { not: null, startsWith: 'x' } } } },
      { userName: { not: { not: { startsWith: 'x' } } } },
    ],
    [
      'not not null, of which Prisma sees one',
      { displayName: { not: { not: null } } },
      { userName: { notIn: [] } },
    ],
    [
      'a field reference as value',
      { email: { equals: new FieldReference('User', 'displayName') } },
      { email: { equals: new FieldReference('User', 'userName') } },
    ],
    [
      'a field reference to the target itself',
      { displayName: { not: new FieldReference('User', 'displayName') } },
      { userName: { not: new FieldReference('User', 'userName') } },
    ],
  ])('%s', (_, given, wanted) => {
    expect(rewrite('findMany', { where: given })).toEqual({ where: wanted });
    expect(rewrite('count', { where: given })).toEqual({ where: wanted });
    expect(rewrite('findMany', { where: { users: { some: given } } }, 'Tag')).toEqual({
      where: { users: { some: wanted } },
    });
    expect(rewrite('findMany', { where: { author: given } }, 'Post')).toEqual({ where: { author: wanted } });
  });

  it('keeps null for an optional source', () => {
    const optional: FieldTransition = { ...rename, source: { field: 'userName' } };
    const args = {
      where: { displayName: { not: null } },
      orderBy: { displayName: { sort: 'asc', nulls: 'last' } },
    };
    expect(rewriteArgs(metadata('trigger', optional), 'User', 'findMany', args)).toEqual({
      where: { userName: { not: null } },
      orderBy: { userName: { sort: 'asc', nulls: 'last' } },
    });
  });

  it.each<[string, Args, Args]>([
    ['a unique field', { displayName: 'x' }, { userName: 'x' }],
    ['a filter beside the key', { id: 1, displayName: 'x' }, { id: 1, userName: 'x' }],
    [
      'a compound key',
      { tenantId_displayName: { tenantId: 1, displayName: 'x' } },
      { tenantId_userName: { tenantId: 1, userName: 'x' } },
    ],
    ['both sides', { userName: 'x', displayName: 'y' }, { userName: 'x', AND: [{ userName: 'y' }] }],
  ])('one record by %s', (_, given, wanted) => {
    for (const operation of ['findUnique', 'findUniqueOrThrow', 'delete']) {
      expect(rewrite(operation, { where: given })).toEqual({ where: wanted });
    }
    expect(rewrite('findMany', { cursor: given })).toEqual({ cursor: wanted });
    expect(rewrite('aggregate', { cursor: given })).toEqual({ cursor: wanted });
  });

  it('refuses a key that the source has not', () => {
    const where = { displayName_email: { displayName: 'x', email: 'y' } };
    expect(() => rewrite('findUnique', { where })).toThrow(
      'Transition User.displayName: a record cannot be looked up by displayName_email in phase expand, because userName and ' +
        'email has no unique constraint. Look it up by another unique field, or with findFirst [not-exact]',
    );
    const { uniqueKeys, ...user } = expand.models.User!;
    const { userName: _, ...keys } = uniqueKeys!;
    const onlyTarget = { ...expand, models: { ...expand.models, User: { ...user, uniqueKeys: keys } } };
    expect(() => rewriteArgs(onlyTarget, 'User', 'findUnique', { where: { displayName: 'x' } })).toThrow(
      /by displayName/,
    );
    expect(rewriteArgs(onlyTarget, 'User', 'findUnique', { where: { id: 1, displayName: 'x' } })).toEqual({
      where: { id: 1, userName: 'x' },
    });
  });

  it('refuses what a value map cannot answer', () => {
    const values = { entries: [['a', 'A']], literal: true } as const;
    const mapped = metadata('trigger', { ...rename, values });
    for (const [operation, args] of [
      ['findMany', { where: { displayName: { contains: 'A' } } }],
      ['findMany', { where: { displayName: 'B' } }],
      ['findMany', { where: { displayName: new FieldReference('User', 'email') } }],
      ['findMany', { where: { boss: { isNot: { displayName: 'A' } } } }],
      ['groupBy', { by: ['id'], having: { displayName: { _count: { gt: 1 } } } }],
      ['findMany', { orderBy: { displayName: 'asc' } }],
      ['findMany', { distinct: ['displayName'] }],
      ['groupBy', { by: 'displayName' }],
      ['aggregate', { _max: { displayName: true } }],
    ] as const) {
      expect(() => rewriteArgs(mapped, 'User', operation, args)).toThrow(/until phase migrate \[not-exact\]/);
    }
    // Under a collation, 'a' = 'A' may hold in SQL, which the map does not know.
    const collated = metadata('trigger', { ...rename, values: { entries: [['a', 'A']] } });
    expect(() => rewriteArgs(collated, 'User', 'findMany', { where: { displayName: 'A' } })).toThrow(
      /not-exact/,
    );
  });

  it('names no record by mapped values, of which several may stand for one', () => {
    const mapped = metadata('trigger', { ...rename, values: { entries: [['a', 'A']], literal: true } });
    for (const where of [{ displayName: 'A' }, { tenantId_displayName: { tenantId: 1, displayName: 'A' } }]) {
      expect(() => rewriteArgs(mapped, 'User', 'findUnique', { where })).toThrow(
        /cannot be looked up by (tenantId_)?displayName in phase expand, because several values of the source/,
      );
    }
    expect(rewriteArgs(mapped, 'User', 'findUnique', { where: { id: 1, displayName: 'A' } })).toEqual({
      where: { id: 1, userName: 'a' },
    });
  });

  it.each<[string, object, Args, Args]>([
    ['one value', {}, { displayName: 'A' }, { userName: { in: ['a', 'x'] } }],
    ['another', {}, { displayName: 'B' }, { userName: 'b' }],
    ['several values', {}, { displayName: { in: ['A', 'B'] } }, { userName: { in: ['a', 'x', 'b'] } }],
    ['the value of `*`', { otherwise: 'C' }, { displayName: 'C' }, { userName: { notIn: ['a', 'x', 'b'] } }],
    [
      'not the value of `*`',
      { otherwise: 'C' },
      { displayName: { not: 'C' } },
      { userName: { in: ['a', 'x', 'b'] } },
    ],
    [
      'not one value, with `*`',
      { otherwise: 'C' },
      { displayName: { notIn: ['B'] } },
      { userName: { not: 'b' } },
    ],
    ['below NOT', {}, { NOT: { displayName: 'B' } }, { NOT: { userName: { notIn: ['a', 'x'] } } }],
    [
      'no row without one',
      {},
      { staff: { none: { displayName: 'B' } } },
      { staff: { none: { userName: 'b' } } },
    ],
    ['null', {}, { displayName: null }, { userName: { notIn: ['a', 'x', 'b'] } }],
    [
      'beside the source',
      {},
      { userName: 'x', displayName: 'A' },
      { userName: 'x', AND: [{ userName: { in: ['a', 'x'] } }] },
    ],
  ])('asks the source for what maps to a target: %s', (_, more, given, wanted) => {
    const entries = [
      ['a', 'A'],
      ['x', 'A'],
      ['b', 'B'],
    ] as const;
    const mapped = metadata('trigger', { ...rename, values: { entries, literal: true, ...more } });
    expect(rewriteArgs(mapped, 'User', 'findMany', { where: given })).toEqual({ where: wanted });
  });
});

describe('other arguments, in phase expand', () => {
  it.each<[string, Args, Args]>([
    ['findMany', { orderBy: { displayName: 'asc' } }, { orderBy: { userName: 'asc' } }],
    [
      'findMany',
      { orderBy: [{ displayName: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }] },
      { orderBy: [{ userName: 'asc' }, { id: 'asc' }] },
    ],
    ['findMany', { orderBy: { boss: { displayName: 'asc' } } }, { orderBy: { boss: { userName: 'asc' } } }],
    ['findMany', { orderBy: { staff: { _count: 'asc' } } }, { orderBy: { staff: { _count: 'asc' } } }],
    [
      'findMany',
      { orderBy: { _relevance: { fields: ['displayName'], search: 'x', sort: 'asc' } } },
      { orderBy: { _relevance: { fields: ['userName'], search: 'x', sort: 'asc' } } },
    ],
    ['findMany', { distinct: ['displayName', 'userName', 'id'] }, { distinct: ['userName', 'id'] }],
    ['findMany', { distinct: 'displayName' }, { distinct: 'userName' }],
    ['findMany', { select: { displayName: true } }, { select: { displayName: true, userName: true } }],
    ['findMany', { omit: { userName: true } }, { omit: { userName: false } }],
    [
      'findMany',
      { include: { boss: { omit: { userName: true } } } },
      { include: { boss: { omit: { userName: false } } } },
    ],
    [
      'findMany',
      {
        include: {
          staff: {
            where: { displayName: 'x' },
            orderBy: { displayName: 'asc' },
            cursor: { displayName: 'x' },
            distinct: 'displayName',
            select: { id: true },
          },
        },
      },
      {
        include: {
          staff: {
            where: { userName: 'x' },
            orderBy: { userName: 'asc' },
            cursor: { userName: 'x' },
            distinct: 'userName',
            select: { id: true, userName: true },
          },
        },
      },
    ],
    [
      'findMany',
      { include: { _count: { select: { staff: { where: { displayName: 'x' } }, posts: true } } } },
      { include: { _count: { select: { staff: { where: { userName: 'x' } }, posts: true } } } },
    ],
    ['count', { select: { displayName: true, _all: true } }, { select: { userName: true, _all: true } }],
    [
      'aggregate',
      { _count: { displayName: true }, _min: { displayName: true, id: true } },
      { _count: { userName: true }, _min: { userName: true, id: true } },
    ],
    [
      'groupBy',
      {
        by: ['displayName', 'id'],
        having: { displayName: { _count: { gt: 1 } } },
        _count: { displayName: true },
        orderBy: [{ displayName: 'asc' }, { _count: { displayName: 'desc' } }],
      },
      {
        by: ['userName', 'id'],
        having: { userName: { _count: { gt: 1 } } },
        _count: { userName: true },
        orderBy: [{ userName: 'asc' }, { _count: { userName: 'desc' } }],
      },
    ],
  ])('%s %j', (operation, given, wanted) => {
    expect(rewrite(operation, given)).toEqual(wanted);
  });
});

it('refuses to say where missing records go in an order', () => {
  const orderBy = { boss: { displayName: { sort: 'asc', nulls: 'last' } } };
  expect(() => rewrite('findMany', { orderBy })).toThrow(
    'Transition User.displayName: an order by displayName of a related record cannot say where missing ones go in ' +
      'phase expand, because userName is required. Leave out `nulls` until phase migrate [not-exact]',
  );
  expect(rewrite('findMany', { orderBy: { boss: { displayName: { sort: 'asc' } } } })).toEqual({
    orderBy: { boss: { userName: 'asc' } },
  });
});

describe('results, in phase expand', () => {
  const read = (
    args: Args,
    result: unknown,
    operation = 'findMany',
    model = 'User',
    path?: readonly string[],
  ) => readResult(expand, model, operation, args, result, path);
  const row = { id: 1, userName: 'ada', displayName: null };
  const whole = { id: 1, userName: 'ada', displayName: 'ada' };

  it.each<[string, Args, unknown, unknown]>([
    ['rows', {}, [row, row], [whole, whole]],
    ['one row', {}, row, whole],
    ['no row', {}, null, null],
    ['a target that an old instance left behind', {}, { ...row, displayName: 'stale' }, whole],
    [
      'select',
      { select: { displayName: true } },
      { userName: 'ada', displayName: null },
      { displayName: 'ada' },
    ],
    ['select of neither', { select: { id: true } }, { id: 1, userName: 'ada' }, { id: 1 }],
    ['omit of the source', { omit: { userName: true } }, row, { id: 1, displayName: 'ada' }],
    [
      'omit of the target',
      { omit: { displayName: true } },
      { id: 1, userName: 'ada' },
      { id: 1, userName: 'ada' },
    ],
    [
      'include',
      { include: { boss: true, staff: { select: { displayName: true } } } },
      { ...row, boss: row, staff: [row] },
      { ...whole, boss: whole, staff: [{ id: 1, displayName: 'ada' }] },
    ],
    [
      'select of relations',
      { select: { boss: { select: { displayName: true } } } },
      { userName: 'ada', boss: { userName: 'bob', displayName: null } },
      { boss: { displayName: 'bob' } },
    ],
  ])('%s', (_, args, result, wanted) => {
    expect(read(args, result)).toEqual(wanted);
  });

  it('reads what a fluent call unpacked', () => {
    const args = { select: { staff: { select: { displayName: true } } } };
    const posts = { select: { author: { select: { boss: true } } } };
    expect(read(args, [row], 'findUnique', 'User', ['select', 'staff'])).toEqual([
      { id: 1, displayName: 'ada' },
    ]);
    expect(read(posts, row, 'findUnique', 'Post', ['select', 'author', 'select', 'boss'])).toEqual(whole);
    expect(read({ select: { other: true } }, row, 'findUnique', 'User', ['select', 'other'])).toBe(row);
  });

  it('names counts, aggregates and groups as they were asked for', () => {
    expect(read({ select: { displayName: true, _all: true } }, { userName: 2, _all: 3 }, 'count')).toEqual({
      displayName: 2,
      _all: 3,
    });
    expect(read({}, 3, 'count')).toBe(3);
    expect(
      read(
        { _count: true, _max: { displayName: true, userName: true } },
        { _count: 3, _max: { userName: 'z' } },
        'aggregate',
      ),
    ).toEqual({ _count: 3, _max: { userName: 'z', displayName: 'z' } });
    expect(
      read(
        { by: ['displayName'], _count: { displayName: true } },
        [{ userName: 'ada', _count: { userName: 1 } }],
        'groupBy',
      ),
    ).toEqual([{ displayName: 'ada', _count: { displayName: 1 } }]);
    expect(read({ data: {} }, { count: 1 }, 'updateMany')).toEqual({ count: 1 });
  });

  it('leaves results alone after phase expand', () => {
    const migrate = metadata('client', { ...rename, phase: 'migrate' });
    expect(readResult(migrate, 'User', 'findMany', {}, [row])).toEqual([row]);
  });
});

describe('for any arguments', () => {
  const names = fc.constantFrom(
    ...[
      'id',
      'email',
      'userName',
      'displayName',
      'boss',
      'staff',
      'posts',
      'tags',
      'author',
      'users',
      'other',
    ],
    ...[
      'create',
      'update',
      'upsert',
      'connect',
      'set',
      'where',
      'data',
      'select',
      'include',
      'omit',
      'orderBy',
      '_count',
    ],
    ...['AND', 'OR', 'NOT', 'is', 'some', 'tenantId_userName', 'distinct', 'by', 'having', 'cursor'],
  );
  const leaves = fc.oneof(
    fc.constantFrom('x', 'userName', 'displayName', null, true, false, undefined, 1, 2n),
    fc.date(),
  );
  const { args: anyArgs } = fc.letrec<{ args: Args; value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'medium', withCrossShrink: true },
      leaves,
      tie('args'),
      fc.array(tie('value'), { maxLength: 3 }),
    ),
    args: fc.dictionary(names, tie('value'), { maxKeys: 5 }),
  }));
  const operations = fc.constantFrom(
    'findMany',
    'findUnique',
    'create',
    'createMany',
    'update',
    'upsert',
    'groupBy',
    'count',
    'aggregate',
  );
  const models = fc.constantFrom('User', 'Post', 'Tag', 'Profile', 'Other');
  const syncs = fc.constantFrom('client', 'trigger' as const);

  /** Nonsense may be refused; what comes back must keep the rules. */
  const rewritten = (
    sync: 'client' | 'trigger',
    model: string,
    operation: string,
    args: Args,
  ): Args | undefined => {
    try {
      return rewriteArgs(metadata(sync), model, operation, args);
    } catch (error) {
      expect(error).toHaveProperty('name', 'TransitionError');
      return undefined;
    }
  };

  it('leaves the arguments of the caller as they are, and is idempotent', () => {
    fc.assert(
      fc.property(syncs, models, operations, anyArgs, (sync, model, operation, args) => {
        const before = structuredClone(args);
        const once = rewritten(sync, model, operation, args);
        expect(args).toEqual(before);
        if (once) expect(rewriteArgs(metadata(sync), model, operation, once)).toEqual(once);
      }),
      { numRuns: 2000 },
    );
  });

  it('passes on what names neither side and selects nothing of the model', () => {
    const touches = /"(userName|displayName|select|tenantId_userName)"/;
    fc.assert(
      fc.property(syncs, models, operations, anyArgs, (sync, model, operation, args) => {
        fc.pre(!touches.test(JSON.stringify(args, (_, value) => (typeof value === 'bigint' ? 1 : value))));
        expect(rewriteArgs(metadata(sync), model, operation, args)).toBe(args);
      }),
      { numRuns: 2000 },
    );
  });
});
