import { prisma } from '../src/db.js';

// A customer with an order in each state, two of them as the old shop wrote them. Running it twice changes nothing.
const states = ['new', 'paid', 'sent', 'cancelled', 'canceled', 'on hold'];

try {
  const { id: customerId } = await prisma.customer.upsert({
    where: { email: 'ada@example.com' },
    update: {},
    create: { email: 'ada@example.com' },
  });
  await prisma.order.createMany({
    data: states.map((status, index) => ({ customerId, number: `A-${index + 1}`, total: 1000, status })),
    skipDuplicates: true,
  });
} finally {
  await prisma.$disconnect();
}
