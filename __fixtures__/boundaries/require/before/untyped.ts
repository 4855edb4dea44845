// What TypeScript makes of a plain `require` in a `.ts` file: any.
declare function require(module: string): any;
declare const module: { exports: unknown };

const { PrismaClient, Prisma } = require('../../generated/prisma/client');
const prisma = new PrismaClient();

const where = { userName: 'a' };
const userName = 'a';
const shown = { id: true, userName: true };

async function names() {
  const users = await prisma.user.findMany({ where, select: shown, orderBy: [{ userName: 'asc' }], distinct: ['userName'] });
  for (const { userName } of users) console.log(userName);
  const { userName: first } = users[0];
  const key = 'userName';
  return [first, ...users.map((user) => user.userName ?? user['userName'] ?? user[key])];
}

async function write(data: { userName: string }, input: unknown) {
  await prisma.user.create({ data: { userName } });
  await prisma.user.update({ where: { id: 1 }, data });
  await prisma.user.upsert({ where: { userName_tenantId: { userName: 'a', tenantId: 1 } }, create: {}, update: {} });
  await prisma.post.update({ where: { id: 1 }, data: { author: { update: { userName: 'a' } }, userName: 'p' } });
  await prisma.$transaction(async (tx) => tx.user.updateMany({ data: { userName: 'a' } }));
  await prisma['user'].create({ data: { ...(input as object), userName: 'a' } });
}

const extended = prisma.$extends({
  result: { user: { loud: { needs: { userName: true }, compute: (user) => user.userName.toUpperCase() } } },
  query: { user: { findMany: ({ args, query }) => query({ ...args, where: { ...args.where, userName: 'a' } }) } },
  model: { user: { named: (userName: string) => prisma.user.findFirst({ where: { userName } }) } },
});
const select = Prisma.validator()({ userName: true });
const enumerated = [Prisma.UserScalarFieldEnum.userName, prisma.user.fields.userName];
const omitting = new PrismaClient({ omit: { user: { userName: true } } });

module.exports = { names, write, extended, select, enumerated, omitting };
