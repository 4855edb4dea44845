import { Prisma } from '@client';
import { prisma } from '../db';

export const where: Prisma.PersonWhereInput = { userName: 'a' };
export type Payload = Prisma.PersonGetPayload<{ select: { userName: true; posts: { select: { userName: true } } } }>;
export type WithAuthor = Prisma.PostGetPayload<{ include: { author: true } }>;
export type Args = Prisma.TypeMap['model']['Person']['operations']['findMany']['args'];
export type Column = `${Prisma.PersonScalarFieldEnum}`;
export const column = Prisma.PersonScalarFieldEnum.userName;
export const order: Prisma.PersonOrderByWithRelationInput[] = [{ userName: 'asc' }, { posts: { _count: 'desc' } }];
export const select = { id: true, posts: { select: { title: true } } } satisfies Prisma.PersonSelect;
export const nested: Prisma.PersonCreateNestedOneWithoutPostsInput = { connect: { id: 1 } };
export const withoutAuthor: Prisma.PostCreateWithoutAuthorInput = { id: 1, title: '', userName: '' };
export function find<T extends Prisma.PersonFindManyArgs>(args: Prisma.SelectSubset<T, Prisma.PersonFindManyArgs>) {
  return prisma.person.findMany(args);
}
export const found = () => find({ where: { userName: 'a' }, select: { userName: true } });
