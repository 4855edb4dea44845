import { expect } from 'vitest';
import type { People } from '../support/people.js';

/** What the extension has to do on any database that is a server, on the people fixture in phase expand. */
export const ada = { email: 'ada@x', userName: 'ada' };
export const bob = { email: 'bob@x', userName: 'bob' };
export const named = (name: string) => ({ userName: name, displayName: name });

/** The two columns of every user as the database itself has them, in the order of their ids. */
type Names = () => Promise<readonly Readonly<Record<string, unknown>>[]>;

/** Rows as old instances leave them: not copied, copied before the last change, and right. */
export async function uncopied({ user, profile, post }: People): Promise<void> {
  const rows = [
    { id: 1, email: 'a', userName: 'ada', displayName: null, score: 1 },
    { id: 2, email: 'b', userName: 'bob', displayName: 'stale', score: 2, bossId: 1 },
    { id: 3, email: 'c', userName: 'cyd', displayName: 'cyd', score: 3, bossId: 1 },
  ];
  await user.createMany({ data: rows });
  await profile.create({ data: { bio: 'about ada', userId: 1 } });
  await post.create({ data: { title: 'first', authorId: 2 } });
}

const select = { displayName: true };

/** Queries over those rows, and their answers. */
export const uncopiedReads: readonly [
  name: string,
  query: (prisma: People) => PromiseLike<unknown>,
  wanted: unknown,
][] = [
  [
    'findMany',
    ({ user }) => user.findMany({ select, orderBy: { displayName: 'desc' } }),
    [{ displayName: 'cyd' }, { displayName: 'bob' }, { displayName: 'ada' }],
  ],
  [
    'findUnique',
    ({ user }) => user.findUnique({ where: { displayName: 'ada' }, select }),
    { displayName: 'ada' },
  ],
  [
    'findFirst',
    ({ user }) => user.findFirst({ where: { displayName: { contains: 'o' } }, select }),
    { displayName: 'bob' },
  ],
  [
    'findUniqueOrThrow with omit',
    ({ user }) =>
      user.findUniqueOrThrow({
        where: { id: 1 },
        omit: { userName: true, email: true, score: true, tenantId: true },
      }),
    { id: 1, displayName: 'ada', bossId: null },
  ],
  [
    'a field reference',
    ({ user }) =>
      user.count({
        where: {
          displayName: {
            equals: (user as unknown as { fields: Record<string, string> }).fields.displayName,
          },
        },
      }),
    3,
  ],
  ['null, which no source is', ({ user }) => user.count({ where: { displayName: null } }), 0],
  ['not null', ({ user }) => user.count({ where: { displayName: { not: null } } }), 3],
  ['NOT not null', ({ user }) => user.count({ where: { NOT: { displayName: { not: null } } } }), 0],
  ['NOT null', ({ user }) => user.count({ where: { NOT: { displayName: null } } }), 3],
  [
    'a cursor',
    ({ user }) => user.findMany({ cursor: { displayName: 'bob' }, orderBy: { displayName: 'asc' }, select }),
    [{ displayName: 'bob' }, { displayName: 'cyd' }],
  ],
  [
    'distinct',
    ({ user }) => user.findMany({ distinct: ['displayName'], orderBy: { displayName: 'asc' }, select }),
    [{ displayName: 'ada' }, { displayName: 'bob' }, { displayName: 'cyd' }],
  ],
  [
    'include',
    ({ post }) =>
      post.findMany({
        include: { author: { select: { displayName: true, boss: { include: { profile: true } } } } },
      }),
    [
      {
        id: 1,
        title: 'first',
        authorId: 2,
        author: {
          displayName: 'bob',
          boss: expect.objectContaining({
            displayName: 'ada',
            profile: { id: 1, userId: 1, bio: 'about ada', about: 'about ada' },
          }),
        },
      },
    ],
  ],
  [
    'a filter over relations',
    ({ post }) =>
      post.count({
        where: {
          author: { boss: { displayName: 'ada', profile: { is: { about: { contains: 'ada' } } } } },
        },
      }),
    1,
  ],
  [
    'an order over relations',
    ({ post }) => post.findFirst({ orderBy: { author: { displayName: 'asc' } }, select: { title: true } }),
    { title: 'first' },
  ],
  [
    'fluent calls',
    ({ user }) =>
      (
        user.findUnique({ where: { displayName: 'ada' } }) as unknown as Record<
          'staff',
          (args: object) => Promise<unknown>
        >
      ).staff({ select, orderBy: { id: 'asc' } }),
    [{ displayName: 'bob' }, { displayName: 'cyd' }],
  ],
  [
    'deep fluent calls',
    ({ post }) =>
      (
        post.findUnique({ where: { id: 1 } }) as unknown as Record<
          'author',
          () => Record<'boss', () => Promise<unknown>>
        >
      )
        .author()
        .boss(),
    expect.objectContaining({ userName: 'ada', displayName: 'ada' }),
  ],
  [
    'count',
    ({ user }) => user.count({ select: { displayName: true, _all: true } }),
    { displayName: 3, _all: 3 },
  ],
  [
    'aggregate',
    ({ user }) => user.aggregate({ _max: { displayName: true }, _count: { displayName: true } }),
    { _max: { displayName: 'cyd' }, _count: { displayName: 3 } },
  ],
  [
    'groupBy',
    ({ user }) =>
      user.groupBy({
        by: ['displayName'],
        _sum: { score: true },
        having: { displayName: { not: 'ada' } },
        orderBy: { displayName: 'asc' },
      }),
    [
      { displayName: 'bob', _sum: { score: 2 } },
      { displayName: 'cyd', _sum: { score: 3 } },
    ],
  ],
  [
    'returning writes',
    ({ user }) => user.update({ where: { id: 1 }, data: { score: { increment: 0 } }, select }),
    { displayName: 'ada' },
  ],
  ['a model out of reach', ({ counter }) => counter.findMany(), []],
];

export async function writeNested(prisma: People, names: Names): Promise<void> {
  await prisma.post.create({
    data: {
      title: 'first',
      author: {
        create: {
          ...ada,
          profile: { create: { bio: 'about ada' } },
          staff: { create: [bob], createMany: { data: [{ email: 'c@x', userName: 'c' }] } },
          tags: { connectOrCreate: { where: { label: 'x' }, create: { label: 'x' } } },
        },
      },
    },
  });
  await prisma.user.update({
    where: { displayName: 'ada' },
    data: {
      profile: { update: { bio: 'changed' } },
      staff: {
        update: { where: { displayName: 'bob' }, data: { displayName: 'bob2' } },
        updateMany: { where: { displayName: { startsWith: 'c' } }, data: { userName: 'c2' } },
        upsert: { where: { displayName: 'e' }, create: { email: 'e@x', userName: 'e' }, update: {} },
      },
      tags: { update: { where: { label: 'x' }, data: { label: 'y' } } },
    },
  });
  await prisma.tag.update({
    where: { label: 'y' },
    data: { users: { connect: { displayName: 'bob2' }, create: { email: 'd@x', userName: 'd' } } },
  });
  expect((await names()).map(({ displayName }) => displayName).sort()).toEqual([
    'ada',
    'bob2',
    'c2',
    'd',
    'e',
  ]);
  expect(
    await prisma.user.findMany({
      where: { displayName: { in: ['ada', 'bob2'] } },
      orderBy: { displayName: 'asc' },
      select: {
        displayName: true,
        profile: { select: { about: true } },
        tags: { select: { label: true } },
        _count: { select: { staff: { where: { displayName: 'e' } } } },
      },
    }),
  ).toEqual([
    { displayName: 'ada', profile: { about: 'changed' }, tags: [{ label: 'y' }], _count: { staff: 1 } },
    { displayName: 'bob2', profile: null, tags: [{ label: 'y' }], _count: { staff: 0 } },
  ]);
}

export async function writeTogether(prisma: People, names: Names): Promise<void> {
  await prisma.$transaction([
    prisma.user.create({ data: ada }),
    prisma.user.update({ where: { displayName: 'ada' }, data: { userName: 'ada2' } }),
  ]);
  await expect(
    prisma.$transaction([prisma.user.create({ data: bob }), prisma.user.create({ data: bob })]),
  ).rejects.toMatchObject({ code: 'P2002' });
  await expect(
    prisma.$transaction(async (tx) => {
      await tx.user.create({ data: bob });
      expect(await tx.user.findUnique({ where: { displayName: 'bob' } })).toMatchObject(named('bob'));
      throw new Error('rolled back');
    }),
  ).rejects.toThrow('rolled back');
  expect(await names()).toEqual([named('ada2')]);
}
