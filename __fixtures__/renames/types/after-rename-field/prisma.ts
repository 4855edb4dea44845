import { Prisma } from '@client';
import { prisma } from '../db';

export const where: Prisma.UserWhereInput = { displayName: 'a' };
export type Payload = Prisma.UserGetPayload<{ select: { displayName: true; posts: { select: { userName: true } } } }>;
export type WithAuthor = Prisma.PostGetPayload<{ include: { author: true } }>;
export type Args = Prisma.TypeMap['model']['User']['operations']['findMany']['args'];
export type Column = `${Prisma.UserScalarFieldEnum}`;
export const column = Prisma.UserScalarFieldEnum.displayName;
export const order: Prisma.UserOrderByWithRelationInput[] = [{ displayName: 'asc' }, { posts: { _count: 'desc' } }];
export const select = { id: true, posts: { select: { title: true } } } satisfies Prisma.UserSelect;
export const nested: Prisma.UserCreateNestedOneWithoutPostsInput = { connect: { id: 1 } };
export const withoutAuthor: Prisma.PostCreateWithoutAuthorInput = { id: 1, title: '', userName: '' };
export function find<T extends Prisma.UserFindManyArgs>(args: Prisma.SelectSubset<T, Prisma.UserFindManyArgs>) {
  return prisma.user.findMany(args);
}
export const found = () => find({ where: { displayName: 'a' }, select: { displayName: true } });
