import { prisma } from '../src/db.js';
import { hashToken } from '../src/services/api-keys.js';

// A small help desk to play with; its owner's token is "demo". Running it twice changes nothing.
const firstNames = [
  'Ada',
  'Alan',
  'Barbara',
  'Dennis',
  'Edsger',
  'Grace',
  'Ken',
  'Margaret',
  'Niklaus',
  'Radia',
];

async function seed(): Promise<void> {
  const owner = await prisma.user.upsert({
    where: { email: 'owner@example.com' },
    update: {},
    create: {
      email: 'owner@example.com',
      userName: 'Olivia Owner',
      role: 'OWNER',
      organization: { create: { slug: 'demo', name: 'Demo Ltd' } },
      apiKeys: { create: { userName: 'demo', tokenHash: hashToken('demo') } },
    },
  });
  const { organizationId } = owner;

  await prisma.user.createMany({
    data: firstNames.map((userName, index) => ({
      organizationId,
      userName,
      email: `${userName.toLowerCase()}@example.com`,
      role: index < 3 ? 'AGENT' : 'CUSTOMER',
    })),
    skipDuplicates: true,
  });

  const customers = await prisma.user.findMany({
    where: { organizationId, role: 'CUSTOMER', authoredTickets: { none: {} } },
    select: { id: true, userName: true },
    orderBy: { userName: 'asc' },
  });
  for (const customer of customers) {
    await prisma.ticket.create({
      data: {
        organizationId,
        authorId: customer.id,
        subject: `${customer.userName} cannot log in`,
        body: `Hello, my name is ${customer.userName} and I cannot log in.`,
        comments: { create: { authorId: owner.id, body: `@${customer.userName}: which browser is it?` } },
      },
    });
  }
  console.log(
    `${firstNames.length + 1} people, ${customers.length} new tickets; signed in as ${owner.userName}`,
  );
}

try {
  await seed();
} finally {
  await prisma.$disconnect();
}
