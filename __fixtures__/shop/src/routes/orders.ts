import { Hono } from 'hono';
import { z } from 'zod';
import * as service from '../orders.js';

const placed = z.object({
  customerId: z.number().int(),
  number: z.string(),
  lines: z.array(
    z.object({ article: z.string(), quantity: z.number().int().positive(), price: z.number().int() }),
  ),
});
const listed = z.object({
  customer: z.coerce.number().int(),
  show: z.enum(['open', 'done', 'cancelled', 'all']).default('all'),
});
const identifier = z.coerce.number().int().positive();

export const orders = new Hono();

orders.post('/', async (c) => c.json(await service.placeOrder(placed.parse(await c.req.json())), 201));

orders.get('/', async (c) => {
  const { customer, show } = listed.parse(c.req.query());
  return c.json(await service.listOrders(customer, show));
});

orders.get('/:id', async (c) => c.json(await service.showOrder(identifier.parse(c.req.param('id')))));

orders.delete('/:id', async (c) => {
  await service.remove(identifier.parse(c.req.param('id')));
  return c.body(null, 204);
});

orders.post('/:id/pay', async (c) => {
  const order = await service.pay(identifier.parse(c.req.param('id')));
  return order ? c.json(order) : c.json({ error: 'not_new' }, 409);
});

orders.post('/:id/send', async (c) => {
  const order = await service.send(identifier.parse(c.req.param('id')));
  return order ? c.json(order) : c.json({ error: 'not_paid' }, 409);
});

orders.post('/:id/cancel', async (c) => {
  const order = await service.cancel(identifier.parse(c.req.param('id')));
  return order ? c.json(order) : c.json({ error: 'sent' }, 409);
});

orders.put('/:number/status', async (c) => {
  const { status } = z.object({ status: z.string() }).parse(await c.req.json());
  return c.json(await service.overrule(c.req.param('number'), status));
});
