import { Prisma } from '@client';
import { prisma } from '../db';

export const where: Prisma.UserWhereInput = { userName: 'a' };
export type Payload = Prisma.UserGetPayload<{ select: { userName: true; posts: { select: { userName: true } } } }>;
export type WithAuthor = Prisma.PostGetPayload<{ include: { writer: true } }>;
export type Args = Prisma.TypeMap['model']['User']['operations']['findMany']['args'];
export type Column = `${Prisma.UserScalarFieldEnum}`;
export const column = Prisma.UserScalarFieldEnum.userName;
export const order: Prisma.UserOrderByWithRelationInput[] = [{ userName: 'asc' }, { posts: { _count: 'desc' } }];
export const select = { id: true, posts: { select: { title: true } } } satisfies Prisma.UserSelect;
export const nested: Prisma.UserCreateNestedOneWithoutPostsInput = { connect: { id: 1 } };
export const withoutAuthor: Prisma.PostCreateWithoutWriterInput = { id: 1, title: '', userName: '' };
export function find<T extends Prisma.UserFindManyArgs>(args: Prisma.SelectSubset<T, Prisma.UserFindManyArgs>) {
  return prisma.user.findMany(args);
}
export const found = () => find({ where: { userName: 'a' }, select: { userName: true } });
