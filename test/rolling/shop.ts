import type { RollingApplication } from './application.js';
import { open, switched } from './journeys.js';
import { observed } from './mutations.js';
import { agree, type Endpoint, type Operation, type Scene, type Tenant } from './operation.js';

/** The texts of the application, and what they mean; any other is in question. */
const meanings = { new: 'new', paid: 'paid', sent: 'sent', cancelled: 'cancelled', canceled: 'cancelled' };
const meaningOf = (status: string): string | undefined => meanings[status as keyof typeof meanings];

interface Order {
  readonly id: number;
  readonly number: string;
  readonly total: number;
  status: string;
}

interface Customer extends Tenant {
  readonly id: number;
  readonly slug: string;
  orders: Order[];
  numbers: number;
}

type ShopScene = Scene<Customer>;

/** Texts that mean the same may stand for each other: between two generations that is all that is promised. */
function withMeaning(order: object): object {
  const { status } = order as { status: string };
  return { ...order, status: meaningOf(status) ?? 'in question' };
}

const labels: Readonly<Record<string, string>> = {
  new: 'Waiting for payment',
  paid: 'Being packed',
  sent: 'On its way',
  cancelled: 'Cancelled',
};

const described = (order: Order) => ({
  ...(withMeaning(order) as Order),
  label: labels[meaningOf(order.status) ?? ''] ?? 'In question',
});

function agreeOn(scene: ShopScene, reader: Endpoint, order: Order, actual: unknown): void {
  agree(scene, reader, `order ${order.id}`, withMeaning(actual as object), described(order));
}

async function agreeOnOrder(scene: ShopScene, reader: Endpoint, order: Order): Promise<void> {
  agreeOn(scene, reader, order, await reader.send(200, 'GET', `/orders/${order.id}`));
}

async function agreeOnList(scene: ShopScene, show: string, expected: readonly Order[]): Promise<void> {
  const { tenant, there } = scene;
  const listed = await there.send(200, 'GET', `/orders?customer=${tenant.id}&show=${show}`);
  agree(scene, there, `the orders that are ${show}`, (listed as object[]).map(withMeaning), sorted(expected));
}

const sorted = (orders: readonly Order[]) =>
  [...orders].sort((a, b) => (a.number < b.number ? -1 : 1)).map(described);

const having = ({ orders }: Customer, ...states: readonly string[]) =>
  orders.filter(({ status }) => states.includes(meaningOf(status) ?? 'in question'));

// Lower-case letters and digits of one length: every collation agrees on their order.
function newNumber(tenant: Customer): string {
  tenant.numbers += 1;
  return `${tenant.slug}-${String(tenant.numbers).padStart(5, '0')}`;
}

async function place(scene: ShopScene): Promise<Order> {
  const { tenant, here, random } = scene;
  const number = newNumber(tenant);
  const price = random.below(4) * 100;
  const lines = [{ article: 'tea', quantity: 2, price }];
  const created = await here.send(201, 'POST', '/orders', { customerId: tenant.id, number, lines });
  const { id } = created as { id: number };
  const order: Order = { id, number, total: price * 2, status: price === 0 ? 'paid' : 'new' };
  tenant.orders.push(order);
  agreeOn(scene, here, order, created);
  return order;
}

const anyOrder = async (scene: ShopScene): Promise<Order> =>
  scene.tenant.orders.length > 0 ? scene.random.pick(scene.tenant.orders) : place(scene);

/** One step of an order, refused unless it is in the state before. */
function step(name: 'pay' | 'send', before: string, after: string): Operation<Customer> {
  return {
    name,
    weight: 10,
    async run(scene) {
      const { here, there } = scene;
      const order = await anyOrder(scene);
      const allowed = meaningOf(order.status) === before;
      const answer = await here.send(allowed ? 200 : 409, 'POST', `/orders/${order.id}/${name}`);
      if (allowed) {
        order.status = after;
        agreeOn(scene, here, order, answer);
      }
      await agreeOnOrder(scene, there, order);
    },
  };
}

const operations: readonly Operation<Customer>[] = [
  {
    name: 'read order',
    weight: 14,
    run: async (scene) => agreeOnOrder(scene, scene.there, await anyOrder(scene)),
  },
  {
    name: 'place order',
    weight: 16,
    run: async (scene) => agreeOnOrder(scene, scene.there, await place(scene)),
  },
  step('pay', 'new', 'paid'),
  step('send', 'paid', 'sent'),
  {
    name: 'cancel',
    weight: 6,
    async run(scene) {
      const { here, there } = scene;
      const order = await anyOrder(scene);
      const allowed = meaningOf(order.status) !== 'sent';
      await here.send(allowed ? 200 : 409, 'POST', `/orders/${order.id}/cancel`);
      if (allowed) order.status = 'cancelled';
      await agreeOnOrder(scene, there, order);
    },
  },
  {
    name: 'overrule',
    weight: 6,
    async run(scene) {
      const { here, there, random } = scene;
      const order = await anyOrder(scene);
      order.status = random.pick(['new', 'paid', 'sent', 'cancelled', 'canceled', 'on hold', 'lost']);
      const path = `/orders/${order.number}/status`;
      agreeOn(scene, here, order, await here.send(200, 'PUT', path, { status: order.status }));
      await agreeOnOrder(scene, there, order);
    },
  },
  {
    name: 'import',
    weight: 6,
    async run(scene) {
      const { tenant, here, there } = scene;
      const rows = ['canceled', 'sent', 'mislaid'].map((status) => ({
        number: newNumber(tenant),
        status,
        total: 700,
      }));
      const path = `/customers/${tenant.id}/import`;
      agree(scene, here, 'an import', await here.send(201, 'POST', path, rows), { imported: 3 });
      const listed = await there.send(200, 'GET', `/orders?customer=${tenant.id}&show=all`);
      for (const row of rows) {
        const { id } = (listed as Order[]).find(({ number }) => number === row.number) ?? { id: 0 };
        tenant.orders.push({ id, ...row });
      }
      await agreeOnList(scene, 'all', tenant.orders);
    },
  },
  {
    name: 'list orders',
    weight: 10,
    async run(scene) {
      const { tenant } = scene;
      await agreeOnList(scene, 'open', having(tenant, 'new', 'paid'));
      await agreeOnList(scene, 'done', having(tenant, 'sent'));
      await agreeOnList(scene, 'cancelled', having(tenant, 'cancelled'));
    },
  },
  {
    name: 'summary',
    weight: 8,
    async run(scene) {
      const { tenant, there } = scene;
      const answer = await there.send(200, 'GET', `/customers/${tenant.id}/summary`);
      const { states, ...rest } = answer as { states: { status: string; orders: number }[] };
      const counted = (state: string) =>
        states.reduce((sum, { status, orders }) => sum + (meaningOf(status) === state ? orders : 0), 0);
      const expected = Object.keys(labels).map((state) => [state, having(tenant, state).length]);
      agree(
        scene,
        there,
        'the summary',
        Object.keys(labels).map((state) => [state, counted(state)]),
        expected,
      );
      agree(scene, there, 'the summary', rest, {
        unpaid: having(tenant, 'new').reduce((sum, { total }) => sum + total, 0),
        sent: having(tenant, 'sent').length,
      });
    },
  },
];

/** Customers stay small, so that whole lists can be compared. */
const mostOrders = 30;

const deletion: Operation<Customer> = {
  name: 'delete orders',
  weight: 2,
  async run(scene) {
    const { tenant, here, there } = scene;
    for (const order of tenant.orders.splice(mostOrders / 2)) {
      await here.send(204, 'DELETE', `/orders/${order.id}`);
      await there.send(404, 'GET', `/orders/${order.id}`);
    }
  },
};

async function begin(here: Endpoint, slug: string): Promise<Customer> {
  const created = await here.send(201, 'POST', '/customers', { email: `${slug}@example.com` });
  return { id: (created as Customer).id, slug, orders: [], numbers: 0 };
}

/** The API goes on speaking texts, so the converter that goes with the transition is taken over. */
const ownConverter = `import type { OrderState } from './generated/prisma/client.js';

const texts = { NEW: 'new', PAID: 'paid', SENT: 'sent', CANCELLED: 'cancelled', IN_QUESTION: 'in question' } as const;
const states = Object.entries(texts) as [OrderState, string][];

/** The states as the API calls them. */
export const orderStateConverter = {
  parse(text: string): OrderState {
    if (text === 'canceled') return 'CANCELLED';
    return states.find(([, known]) => known === text)?.[0] ?? 'IN_QUESTION';
  },
  format: (state: OrderState): string => texts[state],
};
`;

/** The shop, of which the state of an order becomes an enum, under a map that is not one to one. */
export const shop: RollingApplication<Customer> = {
  name: 'shop',
  annotate: (schema) =>
    schema
      .replace(
        /^( {2}status {5}String .*\n)/m,
        '$1  /// @transition from:status map:{new: NEW, paid: PAID, sent: SENT, cancelled: CANCELLED, canceled: CANCELLED, *: IN_QUESTION}\n  state      OrderState?\n',
      )
      .concat('\nenum OrderState {\n  NEW\n  PAID\n  SENT\n  CANCELLED\n  IN_QUESTION\n}\n'),
  beforeFinish: async (edit) => {
    const own = (text: string) => text.replace('generated/transitions/index.js', 'order-state.js');
    await edit('src/order-state.ts', () => ownConverter);
    await edit('src/orders.ts', own);
    await edit('prisma/seed.ts', own);
  },
  columns: {
    table: '"orders"',
    source: '"status"',
    target: '"state"',
    converted: `(CASE "status" WHEN 'new' THEN 'NEW' WHEN 'paid' THEN 'PAID' WHEN 'sent' THEN 'SENT'
      WHEN 'cancelled' THEN 'CANCELLED' WHEN 'canceled' THEN 'CANCELLED' ELSE 'IN_QUESTION' END)::"OrderState"`,
  },
  workload: {
    beginning: 'new customer',
    begin,
    operations,
    urgent: ({ orders }) => (orders.length < mostOrders ? undefined : deletion),
  },
  mutations: [
    {
      name: 'a value of the enum that the running generation does not know',
      syncs: ['trigger', 'client', 'code'],
      notices: /G2: .*RETURNED/,
      run: observed(async (train) => {
        await open(train);
        await switched(train);
        await train.sql(`ALTER TYPE "OrderState" ADD VALUE 'RETURNED'`);
        await train.sql(`UPDATE "orders" SET "state" = 'RETURNED' WHERE "state" = 'SENT'`);
        await train.mixedLoad();
      }),
    },
  ],
};
