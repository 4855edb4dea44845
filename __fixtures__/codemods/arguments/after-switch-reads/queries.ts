import { Prisma, type PrismaClient } from '@client';
import { prisma } from '../db';

declare const q: string;

export async function plain() {
  await prisma.user.findMany({ select: { displayName: true } }); // C32
  await prisma.post.findMany({ select: { userName: true, author: { select: { displayName: true } } } }); // C33
  await prisma.user.findMany({ select: { displayName: true } }); // both-selected
  await prisma.post.findMany({ where: { author: { is: { displayName: 'a' } }, userName: 'b' } }); // C30
  await prisma.user.findMany({ where: { AND: [{ displayName: { startsWith: 'a' } }], NOT: { displayName: 'q' } } }); // C31
  await prisma.user.findMany({ where: { displayName: q } });
  await prisma.user.findMany({ where: { posts: { some: { userName: 'p', author: { displayName: 'u' } } } } });
  await prisma.user.findMany({ orderBy: { displayName: 'asc' } }); // C35
  await prisma.user.findMany({ orderBy: [{ userName: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }] }); // C36
  await prisma.post.findMany({ orderBy: { author: { displayName: 'asc' } } }); // C37
  await prisma.user.findMany({ distinct: ['displayName'] }); // C38
  await prisma.user.findMany({ distinct: ['displayName'] });
  await prisma.user.findMany({ distinct: 'displayName' });
}

export async function unique(userName: string, tenantId: number) {
  await prisma.user.findUnique({ where: { displayName_tenantId: { displayName: userName, tenantId } } }); // C39
  await prisma.user.findMany({ cursor: { displayName_tenantId: { displayName: 'a', tenantId } }, skip: 1 }); // C40
  await prisma.user.upsert({
    where: { displayName_tenantId: { displayName: userName, tenantId } },
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
  const all = await prisma.user.aggregate({ _min: { displayName: true }, _count: { displayName: true } }); // C43
  const counted = await prisma.user.count({ select: { displayName: true } }); // C44
  return [groups[0]?.userName, groups[0]?._count.userName, all._min.displayName, all._count.displayName, counted.displayName]; // C42
}

export async function references() {
  await prisma.user.findMany({ where: { email: { equals: prisma.user.fields.displayName } } }); // C45
  return Prisma.UserScalarFieldEnum.displayName; // C46
}

const select = { displayName: true } satisfies Prisma.UserSelect; // C47
const constant = { displayName: true } as const; // C49
const loose = { displayName: true }; // C50
const condition = { displayName: 'a' }; // C52
const args: Prisma.UserFindManyArgs = { where: { displayName: 'a' }, select: { displayName: true } }; // T18
const identity = <S extends Prisma.UserSelect>(value: S) => value; // T17
const picked = identity({ displayName: true }); // T17

export async function extracted() {
  const where: Prisma.UserWhereInput = {};
  where.displayName = 'x'; // C51
  const one = await prisma.user.findFirst({ select, where });
  const two = await prisma.user.findFirst({ select: constant }); // C49
  const three = await prisma.user.findFirst({ select: loose }); // C50
  await prisma.user.findFirst({ where: { ...condition, id: 1 } }); // C52
  await prisma.user.findMany(args);
  const four = await prisma.user.findFirst({ select: picked });
  return [one?.displayName, two?.displayName, three?.displayName, four?.displayName];
}

export async function conditional(flag: boolean) {
  await prisma.user.findMany({ where: flag ? { displayName: 'a' } : {} });
  await prisma.user.findMany({ where: { ...(flag && { displayName: 'b' }), id: 1 } });
}

export async function transactions() {
  await prisma.$transaction(async (t) => t.user.findFirst({ where: { displayName: 'a' } })); // C79
  await prisma.$transaction([prisma.user.findMany({ where: { displayName: 'b' } })]);
}

export async function fluent() {
  const author = await prisma.post.findUniqueOrThrow({ where: { id: 1 } }).author({ select: { displayName: true } }); // fluent
  return author.displayName;
}

export function extension(client: PrismaClient) {
  const extended = client.$extends({
    result: { user: { shout: { needs: { displayName: true }, compute: (u) => u.displayName?.toUpperCase() } } }, // C77
  });
  return extended.user.findFirst({ where: { displayName: 'a' }, select: { displayName: true, shout: true } });
}

export const finders = Prisma.defineExtension({
  model: {
    user: {
      byName(userName: string) {
        return prisma.user.findFirst({ where: { displayName: userName } }); // T19
      },
    },
  },
});

export function dynamic(model: 'user' | 'post', anyClient: any) {
  anyClient[model].findMany({ where: { userName: 'a' } }); // dynamic-delegate
  return anyClient.user.findMany({ select: { userName: true } });
}
