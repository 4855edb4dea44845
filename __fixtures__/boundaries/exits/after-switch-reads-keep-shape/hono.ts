import { Hono } from 'hono';
import { prisma } from '../db';

export const app = new Hono()
  .get('/users', async (c) => c.json((await prisma.user.findMany()).map((record) => ({ ...record, userName: record.displayName }))))
  .get('/first', async (c) => {
    const user = await prisma.user.findFirst({ omit: { email: true } });
    return user ? c.json({ user: { ...user, userName: user.displayName } }) : c.notFound();
  });
