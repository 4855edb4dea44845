import { Prisma } from '@client';
import { prisma } from '../db';

const select = Prisma.validator<Prisma.UserSelect>()({ displayName: true }); // C48
const args = Prisma.validator(prisma.user, 'findFirst')({ where: { displayName: 'a' }, select: { displayName: true } }); // C48
export const posts = Prisma.validator<Prisma.PostWhereInput>()({ userName: 'b', author: { displayName: 'c' } }); // C48
export const nameOf = async () => [(await prisma.user.findFirst({ select }))?.displayName, (await prisma.user.findFirst(args))?.displayName]; // C48
