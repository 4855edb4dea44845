import type { User } from '@client';
import { prisma } from '../db';

// A value that happens to be spelled like the name is a value.
export const record: Pick<User, 'displayName'> = { displayName: 'userName' };
export const create = () => prisma.user.create({ data: { displayName: 'userName', email: 'e', tenantId: 1 } });
export const find = () => prisma.user.findFirst({ where: { displayName: 'userName', OR: [{ displayName: { in: ['userName'] } }] } });
export const isIt = (user: User) => user.displayName === 'userName';
export const by = () => prisma.user.findMany({ distinct: ['displayName'] });
