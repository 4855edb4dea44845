import { expect, it } from 'vitest';
import { createApp } from '../src/app.js';

const app = createApp();
const unique = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

async function send(method: string, path: string, body?: unknown) {
  const response = await app.request(path, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function newCustomer(): Promise<number> {
  return (await send('POST', '/customers', { email: `${unique()}@example.com` })).body.id as number;
}

const place = async (customerId: number, price = 500) =>
  (await send('POST', '/orders', { customerId, number: unique(), lines: [{ article: 'tea', quantity: 2, price }] }))
    .body;

it('an order is new, paid, sent', async () => {
  const { id, ...order } = await place(await newCustomer());
  expect(order).toMatchObject({ status: 'new', label: 'Waiting for payment', total: 1000, articles: ['tea'] });
  expect(await send('POST', `/orders/${id}/send`)).toMatchObject({ status: 409 });
  expect(await send('POST', `/orders/${id}/pay`)).toMatchObject({ status: 200, body: { status: 'paid' } });
  expect(await send('POST', `/orders/${id}/send`)).toMatchObject({ body: { status: 'sent', label: 'On its way' } });
  expect(await send('POST', `/orders/${id}/cancel`)).toMatchObject({ status: 409 });
});

it('nothing to pay is paid', async () => {
  expect(await place(await newCustomer(), 0)).toMatchObject({ status: 'paid' });
});

it('lists and sums up what is open, done and cancelled', async () => {
  const customerId = await newCustomer();
  const [first, second] = [await place(customerId), await place(customerId)];
  await send('POST', `/orders/${second.id}/cancel`);
  await send('POST', `/customers/${customerId}/import`, [{ number: unique(), status: 'canceled', total: 1 }]);
  const numbers = async (show: string) => {
    const { body } = await send('GET', `/orders?customer=${customerId}&show=${show}`);
    return (body as unknown as { number: string }[]).length;
  };
  expect([await numbers('open'), await numbers('done'), await numbers('cancelled'), await numbers('all')]).toEqual([
    1, 0, 2, 3,
  ]);
  expect((await send('GET', `/customers/${customerId}/summary`)).body).toMatchObject({ unpaid: first.total, sent: 0 });
});

it('takes what the desk says', async () => {
  const { number } = await place(await newCustomer());
  expect((await send('PUT', `/orders/${number}/status`, { status: 'sent' })).body).toMatchObject({ status: 'sent' });
});
