import type { Prisma } from '@client';
import { prisma } from '../db';

export async function find(userName: string, tenantId: number, email: string) {
  await prisma.user.findUnique({ where: { displayName_tenantId: { displayName: userName, tenantId } } });
  await prisma.user.findUnique({ where: { signIn: { displayName: userName, email } } }); // C39
  const key: Prisma.UserUserName_tenantIdCompoundUniqueInput = { displayName: userName, tenantId };
  const where: Prisma.UserWhereUniqueInput = { displayName_tenantId: key };
  return prisma.user.findUniqueOrThrow({ where });
}
export async function page(after: { userName: string; tenantId: number }) {
  return prisma.user.findMany({
    cursor: { displayName_tenantId: { displayName: after.userName, tenantId: after.tenantId } }, // C40
    orderBy: [{ displayName: 'asc' }, { tenantId: 'asc' }],
    skip: 1,
    relationLoadStrategy: 'join', // relation-load
  });
}
export async function connect(userName: string) {
  const author = { displayName_tenantId: { displayName: userName, tenantId: 1 } };
  await prisma.post.update({ where: { id: 1 }, data: { author: { connect: author } } });
  await prisma.post.update({ where: { id: 1 }, data: { author: { connect: { signIn: { displayName: userName, email: '' } } } } });
}
export const ranked = prisma.user.findMany({
  where: { displayName: { search: 'a & b' } }, // relevance
  orderBy: { _relevance: { fields: ['displayName', 'email'], search: 'a', sort: 'desc' } }, // relevance
});
export const relevant = (fields: Prisma.UserOrderByRelevanceFieldEnum[]) =>
  prisma.user.findMany({ orderBy: { _relevance: { fields: [...fields, 'displayName'], search: 'a', sort: 'asc' } } });
export const unmatched = prisma.user.findUnique({ where: { userName_managerId: { userName: 'a', managerId: 1 } } });
export const login = (login: { userName: string; email: string }) => prisma.user.findUnique({ where: { login } });
