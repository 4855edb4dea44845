import { Prisma } from '@client';
import { prisma } from '../db';

const select = Prisma.validator<Prisma.UserSelect>()({ userName: true }); // C48
const args = Prisma.validator(prisma.user, 'findFirst')({ where: { userName: 'a' }, select: { userName: true } }); // C48
export const posts = Prisma.validator<Prisma.PostWhereInput>()({ userName: 'b', author: { userName: 'c' } }); // C48
export const nameOf = async () => [(await prisma.user.findFirst({ select }))?.userName, (await prisma.user.findFirst(args))?.userName]; // C48
