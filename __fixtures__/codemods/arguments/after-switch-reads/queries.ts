import { Prisma, type PrismaClient } from '@client';
import { prisma } from '../db';

declare const q: string;

export async function plain() {
  await prisma.user.findMany({ select: { displayName: true } });
  await prisma.post.findMany({ select: { userName: true, author: { select: { displayName: true } } } });
  await prisma.user.findMany({ select: { displayName: true } });
  await prisma.post.findMany({ where: { author: { is: { displayName: 'a' } }, userName: 'b' } });
  await prisma.user.findMany({ where: { AND: [{ displayName: { startsWith: 'a' } }], NOT: { displayName: 'q' } } });
  await prisma.user.findMany({ where: { OR: [{ displayName: q }] } });
  await prisma.user.findMany({ where: { posts: { some: { userName: 'p', author: { displayName: 'u' } } } } });
  await prisma.user.findMany({ orderBy: { displayName: 'asc' } });
  await prisma.user.findMany({ orderBy: [{ userName: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }] });
  await prisma.post.findMany({ orderBy: { author: { displayName: 'asc' } } });
  await prisma.user.findMany({ distinct: ['displayName'] });
  await prisma.user.findMany({ distinct: ['displayName'] });
  await prisma.user.findMany({ distinct: 'displayName' });
}

export async function unique(userName: string, tenantId: number) {
  await prisma.user.findUnique({ where: { displayName_tenantId: { displayName: userName, tenantId } } });
  await prisma.user.findMany({ cursor: { displayName_tenantId: { displayName: 'a', tenantId } }, skip: 1 });
  await prisma.user.upsert({
    where: { displayName_tenantId: { displayName: userName, tenantId } },
    create: { displayName: userName, email: '', tenantId },
    update: {},
  });
}

export async function aggregates() {
  const groups = await prisma.user.groupBy({
    by: ['userName'],
    _count: { userName: true },
    having: { userName: { not: null } },
    orderBy: { userName: 'asc' },
  });
  const all = await prisma.user.aggregate({ _min: { displayName: true }, _count: { displayName: true } });
  const counted = await prisma.user.count({ select: { displayName: true } });
  return [groups[0]?.userName, groups[0]?._count.userName, all._min.displayName, all._count.displayName, counted.displayName];
}

export async function references() {
  await prisma.user.findMany({ where: { email: { equals: prisma.user.fields.displayName } } });
  return Prisma.UserScalarFieldEnum.displayName;
}

const select = { displayName: true } satisfies Prisma.UserSelect;
const constant = { displayName: true } as const;
const loose = { displayName: true };
const condition = { displayName: 'a' };
const args: Prisma.UserFindManyArgs = { where: { displayName: 'a' }, select: { displayName: true } };
const identity = <S extends Prisma.UserSelect>(value: S) => value;
const picked = identity({ displayName: true });

export async function extracted() {
  const where: Prisma.UserWhereInput = {};
  where.displayName = 'x';
  const one = await prisma.user.findFirst({ select, where });
  const two = await prisma.user.findFirst({ select: constant });
  const three = await prisma.user.findFirst({ select: loose });
  await prisma.user.findFirst({ where: { ...condition, id: 1 } });
  await prisma.user.findMany(args);
  const four = await prisma.user.findFirst({ select: picked });
  return [one?.displayName, two?.displayName, three?.displayName, four?.displayName];
}

export async function conditional(flag: boolean) {
  await prisma.user.findMany({ where: flag ? { displayName: 'a' } : {} });
  await prisma.user.findMany({ where: { ...(flag && { displayName: 'b' }), id: 1 } });
}

export async function transactions() {
  await prisma.$transaction(async (t) => t.user.findFirst({ where: { displayName: 'a' } }));
  await prisma.$transaction([prisma.user.findMany({ where: { displayName: 'b' } })]);
}

export async function fluent() {
  const author = await prisma.post.findUniqueOrThrow({ where: { id: 1 } }).author({ select: { displayName: true } });
  return author.displayName;
}

export function extension(client: PrismaClient) {
  const extended = client.$extends({
    result: { user: { shout: { needs: { displayName: true }, compute: (u) => u.displayName?.toUpperCase() } } },
  });
  return extended.user.findFirst({ where: { displayName: 'a' }, select: { displayName: true, shout: true } });
}

export const finders = Prisma.defineExtension({
  model: {
    user: {
      byName(userName: string) {
        return prisma.user.findFirst({ where: { displayName: userName } });
      },
    },
  },
});

export function dynamic(model: 'user' | 'post', anyClient: any) {
  anyClient[model].findMany({ where: { userName: 'a' } });
  return anyClient.user.findMany({ select: { userName: true } });
}
