import { Prisma, type PrismaClient } from '@client';
import { prisma } from '../db';

export async function queries(tx: Prisma.TransactionClient) {
  const user = await prisma.user.findFirst();
  const users = await prisma['user'].findMany({ include: { profile: { include: { user: true } } } });
  await prisma.$transaction([prisma.user.count(), prisma.post.count()]);
  await prisma.$transaction(async (inner) => inner.user.deleteMany());
  await tx.user.update({ where: { id: user?.id ?? 0 }, data: { profile: { connect: { id: 1 } } } });
  await prisma.profile.create({ data: { id: 1, bio: 'user', user: { connect: { id: 1 } } } });
  return { user, users };
}

export function taken(client: PrismaClient) {
  const { user, post } = client;
  const { user: people } = client;
  return [user.findMany(), post.findMany(), people.count(), 'user' in client];
}

export type Delegates = Pick<PrismaClient, 'user' | 'post'>;
export type WithoutUsers = Omit<PrismaClient, 'user'>;
export type Users = PrismaClient['user'];
export const repository = (delegate: Prisma.UserDelegate) => delegate.findMany();
export const models: Prisma.ModelName[] = ['User', 'Post'];
export const labels: Record<Prisma.ModelName, string> = {
  User: 'User',
  Post: 'Post',
  Comment: 'Comment',
  Profile: 'Profile',
  Tag: 'Tag',
};
export const isUser = (model: Prisma.ModelName) => model === 'User';
export const isMember = (model: Prisma.ModelName) => model === Prisma.ModelName.User;
