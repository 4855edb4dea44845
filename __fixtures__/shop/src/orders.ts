import { prisma } from './db.js';
import type { Prisma } from './generated/prisma/client.js';

/** What a customer gets to see of an order. */
export interface OrderView {
  readonly id: number;
  readonly number: string;
  readonly status: string;
  readonly label: string;
  readonly total: number;
  readonly articles: readonly string[];
}

export interface NewOrder {
  readonly customerId: number;
  readonly number: string;
  readonly lines: readonly { readonly article: string; readonly quantity: number; readonly price: number }[];
}

const withLines = { lines: { orderBy: { id: 'asc' } } } satisfies Prisma.OrderInclude;

type OrderWithLines = Prisma.OrderGetPayload<{ include: typeof withLines }>;

export async function placeOrder({ customerId, number, lines }: NewOrder): Promise<OrderView> {
  const total = lines.reduce((sum, { quantity, price }) => sum + quantity * price, 0);
  // Nothing to pay is paid already.
  const order = await prisma.order.create({
    data: {
      customerId,
      number,
      total,
      lines: { create: [...lines] },
      ...(total === 0 && { status: 'paid' }),
    },
    include: withLines,
  });
  return view(order);
}

export async function showOrder(id: number): Promise<OrderView> {
  return view(await prisma.order.findUniqueOrThrow({ where: { id }, include: withLines }));
}

export async function listOrders(
  customerId: number,
  show: 'open' | 'done' | 'cancelled' | 'all',
): Promise<OrderView[]> {
  const orders = await prisma.order.findMany({
    where: { customerId, ...filter(show) },
    include: withLines,
    orderBy: { number: 'asc' },
  });
  return orders.map(view);
}

function filter(show: 'open' | 'done' | 'cancelled' | 'all'): Prisma.OrderWhereInput {
  switch (show) {
    case 'open':
      return { status: { in: ['new', 'paid'] } };
    case 'done':
      return { status: 'sent' };
    case 'cancelled':
      return { status: { in: ['cancelled', 'canceled'] } };
    case 'all':
      return {};
  }
}

export async function remove(id: number): Promise<void> {
  await prisma.order.delete({ where: { id } });
}

export async function pay(id: number): Promise<OrderView | undefined> {
  const { count } = await prisma.order.updateMany({
    where: { id, status: 'new' },
    data: { status: 'paid' },
  });
  return count === 0 ? undefined : showOrder(id);
}

export async function send(id: number): Promise<OrderView | undefined> {
  const { count } = await prisma.order.updateMany({
    where: { id, status: { equals: 'paid' } },
    data: { status: { set: 'sent' } },
  });
  return count === 0 ? undefined : showOrder(id);
}

export async function cancel(id: number): Promise<OrderView | undefined> {
  return prisma.$transaction(async (tx) => {
    const { status } = await tx.order.findUniqueOrThrow({ where: { id }, select: { status: true } });
    if (status === 'sent') return undefined;
    return view(
      await tx.order.update({ where: { id }, data: { status: 'cancelled' }, include: withLines }),
    );
  });
}

/** What somebody at the desk says it is. */
export async function overrule(number: string, status: string): Promise<OrderView> {
  return view(await prisma.order.update({ where: { number }, data: { status }, include: withLines }));
}

export async function importOrders(
  customerId: number,
  rows: readonly { readonly number: string; readonly status: string; readonly total: number }[],
): Promise<number> {
  const { count } = await prisma.order.createMany({
    data: rows.map((row) => ({ customerId, number: row.number, status: row.status, total: row.total })),
    skipDuplicates: true,
  });
  return count;
}

/** How many orders a customer has in each state, and what is still to be paid. */
export async function summary(customerId: number) {
  const groups = await prisma.order.groupBy({
    by: ['status'],
    where: { customerId },
    _count: { _all: true },
    _sum: { total: true },
  });
  return {
    states: groups.map(({ status, _count }) => ({ status, orders: _count._all })),
    unpaid: groups.filter(({ status }) => status === 'new').reduce((sum, { _sum }) => sum + (_sum.total ?? 0), 0),
    sent: await prisma.order.count({ where: { customerId, status: 'sent' } }),
  };
}

function view(order: OrderWithLines): OrderView {
  return {
    id: order.id,
    number: order.number,
    status: order.status,
    label: label(order),
    total: order.total,
    articles: order.lines.map(({ article }) => article),
  };
}

function label(order: OrderWithLines): string {
  switch (order.status) {
    case 'new':
      return 'Waiting for payment';
    case 'paid':
      return 'Being packed';
    case 'sent':
      return 'On its way';
    case 'cancelled':
    case 'canceled':
      return 'Cancelled';
    default:
      return 'In question';
  }
}
