// Holds no name of a field: what it is given goes through.
import { prisma } from '../db';

export const list = (where: Record<string, unknown>) => prisma.user.findMany({ where });
export const generic = <W extends object>(where: W) => prisma.user.findMany({ where });
export const by = (order: object) => (where: object) => prisma.user.findMany({ where, orderBy: order });
