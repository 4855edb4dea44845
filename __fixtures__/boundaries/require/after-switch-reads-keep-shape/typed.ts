import client = require('@client');

declare function require(module: string): any;

const { PrismaClient } = require('@client') as typeof import('@client');

export const prisma = new PrismaClient();
export const users = (found: client.User[]) => found.map((user) => user.displayName);
export const named = () => prisma.user.findFirst({ where: { displayName: 'a' } });
