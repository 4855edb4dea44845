import type { Person } from '@client';
import { prisma } from '../db';

// A value that happens to be spelled like the name is a value.
export const record: Pick<Person, 'userName'> = { userName: 'userName' };
export const create = () => prisma.person.create({ data: { userName: 'userName', email: 'e', tenantId: 1 } });
export const find = () => prisma.person.findFirst({ where: { userName: 'userName', OR: [{ userName: { in: ['userName'] } }] } });
export const isIt = (user: Person) => user.userName === 'userName';
export const by = () => prisma.person.findMany({ distinct: ['userName'] });
