import type { User } from '@client';
import { prisma } from '../db';

// A value that happens to be spelled like the name is a value.
export const record: Pick<User, 'userName'> = { userName: 'userName' };
export const create = () => prisma.user.create({ data: { userName: 'userName', email: 'e', tenantId: 1 } });
export const find = () => prisma.user.findFirst({ where: { userName: 'userName', OR: [{ userName: { in: ['userName'] } }] } });
export const isIt = (user: User) => user.userName === 'userName';
export const by = () => prisma.user.findMany({ distinct: ['userName'] });
