import { Hono } from 'hono';
import { z } from 'zod';
import { prisma } from '../db.js';
import { importOrders, summary } from '../orders.js';

const customer = z.object({ email: z.email() });
const imported = z.array(z.object({ number: z.string(), status: z.string(), total: z.number().int() }));
const identifier = z.coerce.number().int().positive();

export const customers = new Hono();

customers.post('/', async (c) => {
  const { email } = customer.parse(await c.req.json());
  return c.json(await prisma.customer.create({ data: { email } }), 201);
});

customers.get('/:id/summary', async (c) => c.json(await summary(identifier.parse(c.req.param('id')))));

/** Orders that come over from the old shop, with whatever stood there. */
customers.post('/:id/import', async (c) => {
  const rows = imported.parse(await c.req.json());
  return c.json({ imported: await importOrders(identifier.parse(c.req.param('id')), rows) }, 201);
});
