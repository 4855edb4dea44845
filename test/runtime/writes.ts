import fc from 'fast-check';
import type { Args } from './workplace.js';

/** One thing written twice: by either name, as the extension takes it, and by the names of the sources alone. */
export interface Written {
  readonly mixed: unknown;
  readonly plain: unknown;
}
type Both = fc.Arbitrary<Written>;

const same = (values: fc.Arbitrary<unknown>): Both => values.map((value) => ({ mixed: value, plain: value }));

/** An object of both kinds; members that are absent on both sides are left out. */
function object(members: Readonly<Record<string, Both>>, required: readonly string[] = []): Both {
  return fc
    .record(members, { requiredKeys: required.filter((name) => name in members) })
    .map((chosen) => ({ mixed: merged(chosen, 'mixed'), plain: merged(chosen, 'plain') }));
}

/** A member called `...` is spread: a column of which either name may stand there. */
function merged(chosen: Readonly<Record<string, Written | undefined>>, side: keyof Written): Args {
  return Object.assign(
    {},
    ...Object.entries(chosen).map(([name, written]) =>
      written === undefined ? {} : name.startsWith('...') ? written[side] : { [name]: written[side] },
    ),
  );
}

const listed = (item: Both, maxLength = 2): Both =>
  fc.oneof(
    item,
    fc.array(item, { minLength: 1, maxLength }).map((items) => ({
      mixed: items.map(({ mixed }) => mixed),
      plain: items.map(({ plain }) => plain),
    })),
  );

/** A column of which a value is written as its source, its target or both; `pairs` belong together both ways. */
function column(source: string, target: string, pairs: fc.Arbitrary<readonly [unknown, unknown]>): Both {
  return fc
    .tuple(pairs, fc.constantFrom('source', 'target', 'both', 'absent target', 'absent source'))
    .map(([[from, to], side]) => ({
      mixed: {
        ...(side !== 'target' && side !== 'absent source' && { [source]: from }),
        ...(side !== 'source' && side !== 'absent target' && { [target]: to }),
        ...(side === 'absent target' && { [target]: undefined }),
        ...(side === 'absent source' && { [source]: undefined }),
      },
      plain: { [source]: from },
    }));
}

const twice = (values: fc.Arbitrary<unknown>) => values.map((value) => [value, value] as const);
const orSet = (pairs: fc.Arbitrary<readonly [unknown, unknown]>) =>
  fc.oneof(
    pairs,
    pairs.map(([from, to]) => [{ set: from }, { set: to }] as const),
  );
/** Some that are there from the start, and others for what is written: else most writes would fail as duplicates. */
const names = fc.constantFrom('ada', 'bob', 'cyd');
const fresh = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 99 }).map((n) => `n${n}`) }, names);
const texts = fc.constantFrom('x', 'y', '', null);
const numbers = fc.integer({ min: 0, max: 9 });
const statuses = fc.constantFrom(['active', 'ACTIVE'], ['banned', 'SUSPENDED'], ['UNKNOWN', 'UNKNOWN']);
const stages = fc.constantFrom(['new', 'NORMAL'], ['rush', 'HIGH'], [null, null]);
const levels = fc.constantFrom(['low', 'NORMAL'], ['high', 'HIGH'], [null, null]);
const arithmetic = fc
  .tuple(fc.constantFrom('increment', 'decrement', 'multiply'), numbers)
  .map(([operation, operand]) => ({ [operation]: operand }));

const created = {
  '...nick': column('nick', 'alias', twice(texts)),
  '...score': column('score', 'points', twice(numbers)),
  '...status': column('status', 'state', statuses as never),
  '...stage': column('stage', 'urgency', stages as never),
  '...level': column('level', 'priority', levels as never),
};
const updated = {
  '...name': column('userName', 'displayName', orSet(twice(fresh))),
  '...nick': column('nick', 'alias', orSet(twice(texts))),
  '...score': column('score', 'points', fc.oneof(twice(numbers), twice(arithmetic))),
  '...status': column('status', 'state', orSet(statuses as never)),
  '...stage': column('stage', 'urgency', orSet(stages as never)),
  '...level': column('level', 'priority', orSet(levels as never)),
};
const named = fresh.chain((name) =>
  column('userName', 'displayName', fc.constant([name, name])).map(({ mixed, plain }) => ({
    mixed: { email: name, ...(mixed as Args) },
    plain: { email: name, ...(plain as Args) },
  })),
);
const newUser = object({ '...name': named, ...created }, ['...name']);
const oneUser = fc.oneof(
  column('userName', 'displayName', twice(names)),
  same(names.map((email) => ({ email }))),
  object(
    {
      tenantId_userName: same(names.map((userName) => ({ tenantId: 1, userName }))),
    },
    ['tenantId_userName'],
  ),
);
const someUsers = fc.oneof(
  same(fc.constant({})),
  column('nick', 'alias', twice(texts)),
  column('userName', 'displayName', twice(fc.record({ in: fc.array(names, { maxLength: 3 }) }))),
);
const role = column('role', 'duty', twice(fc.constantFrom('guest', 'host')));
const newTag = object({ '...label': column('label', 'title', twice(fresh)) }, ['...label']);
const oneTag = column('label', 'title', twice(names));
const newProfile = object({ '...bio': column('bio', 'about', twice(names)) }, ['...bio']);
const group = same(names.map((name) => ({ connectOrCreate: { where: { name }, create: { name } } })));
const membership = same(
  fc.record({
    userId_groupId: fc.record({
      userId: fc.integer({ min: 1, max: 4 }),
      groupId: fc.integer({ min: 1, max: 2 }),
    }),
  }),
);

/** What all relations take, with what reaches the related model. */
function toMany(create: Both, one: Both, update: Both, some: Both, scalars: Both, rows?: Both) {
  const onCreate = {
    create: listed(create),
    connectOrCreate: listed(object({ where: one, create }, ['where', 'create'])),
    ...(rows && { createMany: object({ data: listed(rows, 3) }, ['data']) }),
  };
  return {
    onCreate,
    onUpdate: {
      ...onCreate,
      update: listed(object({ where: one, data: update }, ['where', 'data'])),
      upsert: listed(object({ where: one, create, update }, ['where', 'create', 'update'])),
      updateMany: listed(object({ where: some, data: scalars }, ['where', 'data'])),
      deleteMany: listed(some),
      disconnect: listed(one),
      set: listed(one),
    },
  };
}
function toOne(create: Both, one: Both, update: Both, some: Both) {
  const onCreate = { create, connectOrCreate: object({ where: one, create }, ['where', 'create']) };
  return {
    onCreate,
    onUpdate: {
      ...onCreate,
      update: fc.oneof(update, object({ where: some, data: update }, ['data'])),
      upsert: object({ create, update, where: some }, ['create', 'update']),
      disconnect: fc.oneof(same(fc.constant(true)), some),
      delete: fc.oneof(same(fc.constant(true)), some),
    },
  };
}

/** One nested operation, or one of each of two. */
const oneOf = (operations: Readonly<Record<string, Both>>): Both =>
  fc.oneof(...Object.entries(operations).map(([name, written]) => object({ [name]: written }, [name])));

/** @param from the relation by which the user is reached: its way back is not there */
function users(depth: number, from?: string): { readonly create: Both; readonly update: Both } {
  if (depth === 0) return { create: newUser, update: object(updated) };
  const chief = users(depth - 1, 'staff');
  const member = users(depth - 1, 'boss');
  const boss = toOne(chief.create, oneUser, chief.update, someUsers);
  const staff = toMany(member.create, oneUser, member.update, someUsers, object(updated), newUser);
  const profile = toOne(
    newProfile,
    same(fc.record({ id: fc.integer({ min: 1, max: 3 }) })),
    object({ '...bio': column('bio', 'about', orSet(twice(names))) }),
    column('bio', 'about', twice(names)),
  );
  const label = object({ '...label': column('label', 'title', twice(fresh)) });
  const someTags = column('label', 'title', twice(fc.record({ contains: names })));
  const tags = toMany(newTag, oneTag, label, someTags, label);
  const memberships = {
    create: listed(object({ '...role': role, group }, ['group'])),
    createMany: object(
      { data: listed(object({ '...role': role, groupId: same(fc.constant(1)) }, ['groupId'])) },
      ['data'],
    ),
  };
  const onUpdate = {
    ...memberships,
    update: listed(object({ where: membership, data: object({ '...role': role }) }, ['where', 'data'])),
    updateMany: object({ where: role, data: object({ '...role': role }) }, ['where', 'data']),
    deleteMany: listed(role),
    upsert: object(
      {
        where: membership,
        create: object({ '...role': role, group }, ['group']),
        update: object({ '...role': role }),
      },
      ['where', 'create', 'update'],
    ),
  };
  const relations = (kind: 'onCreate' | 'onUpdate') => {
    const { [from ?? '']: _, ...others } = {
      boss: oneOf(boss[kind]),
      staff: oneOf(staff[kind]),
      profile: oneOf(profile[kind]),
      tags: oneOf(tags[kind]),
      memberships: oneOf(kind === 'onCreate' ? memberships : onUpdate),
    } as Readonly<Record<string, Both>>;
    return others;
  };
  return {
    create: object({ '...name': named, ...created, ...relations('onCreate') }, ['...name']),
    update: object({ ...updated, ...relations('onUpdate') }),
  };
}

const nested = users(1);
const deep = users(2);
const rows = { data: listed(newUser, 4) };
const operation = (model: string, name: string, args: Both) =>
  args.map((written) => ({ model, name, ...written }));

export interface Write extends Written {
  readonly model: string;
  readonly name: string;
  readonly within: 'nothing' | 'batch' | 'transaction';
}

/** Every write of Prisma Client that SQLite has. */
export const writes: fc.Arbitrary<Write> = fc
  .tuple(
    fc.oneof(
      operation('user', 'create', object({ data: nested.create }, ['data'])),
      operation('user', 'create', object({ data: deep.create }, ['data'])),
      operation('user', 'createMany', object(rows, ['data'])),
      operation('user', 'createManyAndReturn', object(rows, ['data'])),
      operation('user', 'update', object({ where: oneUser, data: nested.update }, ['where', 'data'])),
      operation('user', 'update', object({ where: oneUser, data: deep.update }, ['where', 'data'])),
      operation(
        'user',
        'updateMany',
        object({ where: someUsers, data: object(updated), limit: same(numbers) }, ['data']),
      ),
      operation('user', 'updateManyAndReturn', object({ where: someUsers, data: object(updated) }, ['data'])),
      operation(
        'user',
        'upsert',
        object({ where: oneUser, create: nested.create, update: nested.update }, [
          'where',
          'create',
          'update',
        ]),
      ),
      operation('user', 'delete', object({ where: oneUser }, ['where'])),
      operation('user', 'deleteMany', object({ where: someUsers, limit: same(numbers) }, ['where'])),
      operation(
        'tag',
        'upsert',
        object(
          {
            where: oneTag,
            create: object(
              {
                '...label': column('label', 'title', twice(names)),
                users: oneOf({ create: listed(users(1, 'tags').create) }),
              },
              ['...label'],
            ),
            update: object({
              users: oneOf(
                toMany(newUser, oneUser, users(1, 'tags').update, someUsers, object(updated)).onUpdate,
              ),
            }),
          },
          ['where', 'create', 'update'],
        ),
      ),
      operation(
        'membership',
        'upsert',
        object(
          {
            where: membership,
            create: object(
              {
                '...role': role,
                group,
                user: oneOf({
                  connectOrCreate: object({ where: oneUser, create: newUser }, ['where', 'create']),
                }),
              },
              ['group', 'user'],
            ),
            update: object({ '...role': role }),
          },
          ['where', 'create', 'update'],
        ),
      ),
      operation(
        'profile',
        'create',
        object(
          {
            data: object(
              {
                '...bio': column('bio', 'about', twice(names)),
                user: oneOf({ create: users(1, 'profile').create }),
              },
              ['...bio'],
            ),
          },
          ['data'],
        ),
      ),
    ),
    fc.constantFrom<Write['within']>('nothing', 'batch', 'transaction'),
  )
  .map(([write, within]) => ({ ...write, within }));
