import { Prisma, type PrismaClient } from '@client';
import { prisma } from '../db';

export async function queries(tx: Prisma.TransactionClient) {
  const user = await prisma.person.findFirst();
  const users = await prisma['person'].findMany({ include: { profile: { include: { user: true } } } });
  await prisma.$transaction([prisma.person.count(), prisma.post.count()]);
  await prisma.$transaction(async (inner) => inner.person.deleteMany());
  await tx.person.update({ where: { id: user?.id ?? 0 }, data: { profile: { connect: { id: 1 } } } });
  await prisma.profile.create({ data: { id: 1, bio: 'user', user: { connect: { id: 1 } } } });
  return { user, users };
}

export function taken(client: PrismaClient) {
  const { person: user, post } = client;
  const { person: people } = client;
  return [user.findMany(), post.findMany(), people.count(), 'person' in client];
}

export type Delegates = Pick<PrismaClient, 'person' | 'post'>;
export type WithoutUsers = Omit<PrismaClient, 'person'>;
export type Users = PrismaClient['person'];
export const repository = (delegate: Prisma.PersonDelegate) => delegate.findMany();
export const models: Prisma.ModelName[] = ['Person', 'Post'];
export const labels: Record<Prisma.ModelName, string> = {
  Person: 'User',
  Post: 'Post',
  Comment: 'Comment',
  Profile: 'Profile',
  Tag: 'Tag',
};
export const isUser = (model: Prisma.ModelName) => model === 'Person';
export const isMember = (model: Prisma.ModelName) => model === Prisma.ModelName.Person;
