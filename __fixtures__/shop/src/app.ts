import { Hono } from 'hono';
import { ZodError } from 'zod';
import { prisma } from './db.js';
import { Prisma } from './generated/prisma/client.js';
import { customers } from './routes/customers.js';
import { orders } from './routes/orders.js';

export function createApp() {
  const app = new Hono();
  app.onError((error, c) => {
    if (error instanceof ZodError) return c.json({ error: 'invalid', issues: error.issues }, 422);
    const code = error instanceof Prisma.PrismaClientKnownRequestError ? error.code : error.name;
    if (code === 'P2025') return c.json({ error: 'not_found' }, 404);
    process.stderr.write(`${JSON.stringify({ level: 'error', path: c.req.path, code, message: error.message })}\n`);
    return c.json({ error: code, message: error.message }, 500);
  });
  app.get('/health', async (c) => {
    await prisma.customer.findFirst({ select: { id: true } });
    return c.json({ ok: true });
  });
  app.route('/customers', customers);
  app.route('/orders', orders);
  return app;
}
