import { Prisma, type PrismaClient } from '@client';
import { prisma } from '../db';

declare const q: string;

export async function plain() {
  await prisma.user.findMany({ select: { userName: true } }); // C32
  await prisma.post.findMany({ select: { userName: true, author: { select: { userName: true } } } }); // C33
  await prisma.user.findMany({ select: { userName: true, displayName: true } }); // both-selected
  await prisma.post.findMany({ where: { author: { is: { userName: 'a' } }, userName: 'b' } }); // C30
  await prisma.user.findMany({ where: { AND: [{ userName: { startsWith: 'a' } }], NOT: { userName: 'q' } } }); // C31
  await prisma.user.findMany({ where: { OR: [{ userName: q }, { displayName: q }] } });
  await prisma.user.findMany({ where: { posts: { some: { userName: 'p', author: { userName: 'u' } } } } });
  await prisma.user.findMany({ orderBy: { userName: 'asc' } }); // C35
  await prisma.user.findMany({ orderBy: [{ userName: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }] }); // C36
  await prisma.post.findMany({ orderBy: { author: { userName: 'asc' } } }); // C37
  await prisma.user.findMany({ distinct: ['userName'] }); // C38
  await prisma.user.findMany({ distinct: ['userName', 'displayName'] });
  await prisma.user.findMany({ distinct: 'userName' });
}

export async function unique(userName: string, tenantId: number) {
  await prisma.user.findUnique({ where: { userName_tenantId: { userName, tenantId } } }); // C39
  await prisma.user.findMany({ cursor: { userName_tenantId: { userName: 'a', tenantId } }, skip: 1 }); // C40
  await prisma.user.upsert({
    where: { userName_tenantId: { userName, tenantId } },
    create: { displayName: userName, email: '', tenantId },
    update: {},
  });
}

export async function aggregates() {
  const groups = await prisma.user.groupBy({
    by: ['userName'], // C41
    _count: { userName: true }, // C41
    having: { userName: { not: null } }, // C41
    orderBy: { userName: 'asc' },
  });
  const all = await prisma.user.aggregate({ _min: { userName: true }, _count: { userName: true } }); // C43
  const counted = await prisma.user.count({ select: { userName: true } }); // C44
  return [groups[0]?.userName, groups[0]?._count.userName, all._min.userName, all._count.userName, counted.userName]; // C42
}

export async function references() {
  await prisma.user.findMany({ where: { email: { equals: prisma.user.fields.userName } } }); // C45
  return Prisma.UserScalarFieldEnum.userName; // C46
}

const select = { userName: true } satisfies Prisma.UserSelect; // C47
const constant = { userName: true } as const; // C49
const loose = { userName: true }; // C50
const condition = { userName: 'a' }; // C52
const args: Prisma.UserFindManyArgs = { where: { userName: 'a' }, select: { userName: true } }; // T18
const identity = <S extends Prisma.UserSelect>(value: S) => value; // T17
const picked = identity({ userName: true }); // T17

export async function extracted() {
  const where: Prisma.UserWhereInput = {};
  where.userName = 'x'; // C51
  const one = await prisma.user.findFirst({ select, where });
  const two = await prisma.user.findFirst({ select: constant }); // C49
  const three = await prisma.user.findFirst({ select: loose }); // C50
  await prisma.user.findFirst({ where: { ...condition, id: 1 } }); // C52
  await prisma.user.findMany(args);
  const four = await prisma.user.findFirst({ select: picked });
  return [one?.userName, two?.userName, three?.userName, four?.userName];
}

export async function conditional(flag: boolean) {
  await prisma.user.findMany({ where: flag ? { userName: 'a' } : {} });
  await prisma.user.findMany({ where: { ...(flag && { userName: 'b' }), id: 1 } });
}

export async function transactions() {
  await prisma.$transaction(async (t) => t.user.findFirst({ where: { userName: 'a' } })); // C79
  await prisma.$transaction([prisma.user.findMany({ where: { userName: 'b' } })]);
}

export async function fluent() {
  const author = await prisma.post.findUniqueOrThrow({ where: { id: 1 } }).author({ select: { userName: true } }); // fluent
  return author.userName;
}

export function extension(client: PrismaClient) {
  const extended = client.$extends({
    result: { user: { shout: { needs: { userName: true }, compute: (u) => u.userName?.toUpperCase() } } }, // C77
  });
  return extended.user.findFirst({ where: { userName: 'a' }, select: { userName: true, shout: true } });
}

export const finders = Prisma.defineExtension({
  model: {
    user: {
      byName(userName: string) {
        return prisma.user.findFirst({ where: { userName } }); // T19
      },
    },
  },
});

export function dynamic(model: 'user' | 'post', anyClient: any) {
  anyClient[model].findMany({ where: { userName: 'a' } }); // dynamic-delegate
  return anyClient.user.findMany({ select: { userName: true } });
}
