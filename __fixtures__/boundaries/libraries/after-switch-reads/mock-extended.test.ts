import { PrismaClient, type User } from '@client';
import { beforeEach, expect, test } from 'vitest';
import { type DeepMockProxy, mockDeep, mockReset } from 'vitest-mock-extended';

const prisma = mockDeep<PrismaClient>();
const typed: DeepMockProxy<PrismaClient> = mockDeep<PrismaClient>({ fallbackMockImplementation: () => undefined });

beforeEach(() => mockReset(prisma));

const record = { id: 1, email: 'a@b.c', userName: 'a', visits: 0, tenantId: 1, managerId: null, createdAt: new Date() };

test('a query gives a record', async () => {
  prisma.user.findFirst.mockResolvedValue({ ...record, displayName: 'b' } as User);
  prisma.user.findMany.mockResolvedValueOnce([{ id: 1, userName: 'a' }] as never);
  typed.user.findUnique.mockResolvedValue(record as never);
  prisma.post.findMany.mockResolvedValue([{ id: 1, title: 't', userName: 'p', authorId: 1 }]);
  const found = await prisma.user.findFirst({ where: { displayName: 'b' } });
  expect(found?.displayName).toBe('b');
});

test('a query is expected', async () => {
  prisma.user.findFirst.calledWith({ where: { displayName: 'a' } }).mockResolvedValue({ userName: 'a' } as never);
  prisma.user.create.mockImplementation((({ data }: { data: { userName: string } }) => ({ id: 1, userName: data.userName })) as never);
  expect(prisma.user.update).toHaveBeenCalledWith({ where: { id: 1 }, data: { userName: 'c' } });
  expect(prisma.user.create.mock.calls[0]?.[0].data.userName).toBe('a');
  prisma.$transaction.mockImplementation((run) => (run as (client: PrismaClient) => Promise<unknown>)(prisma));
});
