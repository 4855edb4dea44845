import { Prisma, type PrismaClient } from '@client';
import { prisma } from '../db';

declare const q: string;

export async function plain() {
  await prisma.user.findMany({ select: { userName: true } });
  await prisma.post.findMany({ select: { userName: true, author: { select: { userName: true } } } });
  await prisma.user.findMany({ select: { userName: true, displayName: true } });
  await prisma.post.findMany({ where: { author: { is: { userName: 'a' } }, userName: 'b' } });
  await prisma.user.findMany({ where: { AND: [{ userName: { startsWith: 'a' } }], NOT: { userName: 'q' } } });
  await prisma.user.findMany({ where: { OR: [{ userName: q }, { displayName: q }] } });
  await prisma.user.findMany({ where: { posts: { some: { userName: 'p', author: { userName: 'u' } } } } });
  await prisma.user.findMany({ orderBy: { userName: 'asc' } });
  await prisma.user.findMany({ orderBy: [{ userName: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }] });
  await prisma.post.findMany({ orderBy: { author: { userName: 'asc' } } });
  await prisma.user.findMany({ distinct: ['userName'] });
  await prisma.user.findMany({ distinct: ['userName', 'displayName'] });
  await prisma.user.findMany({ distinct: 'userName' });
}

export async function unique(userName: string, tenantId: number) {
  await prisma.user.findUnique({ where: { userName_tenantId: { userName, tenantId } } });
  await prisma.user.findMany({ cursor: { userName_tenantId: { userName: 'a', tenantId } }, skip: 1 });
  await prisma.user.upsert({
    where: { userName_tenantId: { userName, tenantId } },
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
  const all = await prisma.user.aggregate({ _min: { userName: true }, _count: { userName: true } });
  const counted = await prisma.user.count({ select: { userName: true } });
  return [groups[0]?.userName, groups[0]?._count.userName, all._min.userName, all._count.userName, counted.userName];
}

export async function references() {
  await prisma.user.findMany({ where: { email: { equals: prisma.user.fields.userName } } });
  return Prisma.UserScalarFieldEnum.userName;
}

const select = { userName: true } satisfies Prisma.UserSelect;
const constant = { userName: true } as const;
const loose = { userName: true };
const condition = { userName: 'a' };
const args: Prisma.UserFindManyArgs = { where: { userName: 'a' }, select: { userName: true } };
const identity = <S extends Prisma.UserSelect>(value: S) => value;
const picked = identity({ userName: true });

export async function extracted() {
  const where: Prisma.UserWhereInput = {};
  where.userName = 'x';
  const one = await prisma.user.findFirst({ select, where });
  const two = await prisma.user.findFirst({ select: constant });
  const three = await prisma.user.findFirst({ select: loose });
  await prisma.user.findFirst({ where: { ...condition, id: 1 } });
  await prisma.user.findMany(args);
  const four = await prisma.user.findFirst({ select: picked });
  return [one?.userName, two?.userName, three?.userName, four?.userName];
}

export async function conditional(flag: boolean) {
  await prisma.user.findMany({ where: flag ? { userName: 'a' } : {} });
  await prisma.user.findMany({ where: { ...(flag && { userName: 'b' }), id: 1 } });
}

export async function transactions() {
  await prisma.$transaction(async (t) => t.user.findFirst({ where: { userName: 'a' } }));
  await prisma.$transaction([prisma.user.findMany({ where: { userName: 'b' } })]);
}

export async function fluent() {
  const author = await prisma.post.findUniqueOrThrow({ where: { id: 1 } }).author({ select: { userName: true } });
  return author.userName;
}

export function extension(client: PrismaClient) {
  const extended = client.$extends({
    result: { user: { shout: { needs: { userName: true }, compute: (u) => u.userName?.toUpperCase() } } },
  });
  return extended.user.findFirst({ where: { userName: 'a' }, select: { userName: true, shout: true } });
}

export const finders = Prisma.defineExtension({
  model: {
    user: {
      byName(userName: string) {
        return prisma.user.findFirst({ where: { userName } });
      },
    },
  },
});

export function dynamic(model: 'user' | 'post', anyClient: any) {
  anyClient[model].findMany({ where: { userName: 'a' } });
  return anyClient.user.findMany({ select: { userName: true } });
}
