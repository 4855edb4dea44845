import { initTRPC } from '@trpc/server';
import { prisma } from '../db';

const t = initTRPC.create();

export const router = t.router({
  list: t.procedure.query(() => prisma.user.findMany()),
  first: t.procedure.query(async () => {
    const user = await prisma.user.findFirst();
    if (!user) return null;
    return user;
  }),
  create: t.procedure.mutation(async () =>
    prisma.user.update({ where: { id: 1 }, data: { visits: 1 }, select: { userName: true, posts: true } }),
  ),
});

// Another `query`, whose function only filters.
const table = { query: <T>(rows: T[], by: (row: T) => unknown) => rows.map(by) };
export const own = async () => table.query(await prisma.user.findMany(), (user) => user);
