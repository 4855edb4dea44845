import { expect, test, vi } from 'vitest';
import { prisma } from '../db';

const mock = { user: { findFirst: vi.fn(), findMany: vi.fn(), create: vi.fn() }, mail: { send: vi.fn() } };

test('a user', () => {
  mock.user.findFirst.mockResolvedValue({ id: 1, userName: 'a' });
  mock.user.findMany.mockResolvedValueOnce([{ userName: 'a' }]).mockResolvedValueOnce([{ userName: 'b' }]);
  mock.user.create.mockImplementation(async () => ({ userName: 'a' }));
  mock.mail.send.mockResolvedValue({ userName: 'a' });
  vi.mocked(prisma.user.count).mockResolvedValue({ userName: 1 } as never);
  vi.spyOn(prisma.user, 'findMany').mockResolvedValue([{ userName: 'a' }] as never);
  vi.spyOn(prisma.post, 'findMany').mockResolvedValue([{ userName: 'a', author: { userName: 'a' } }] as never);
  vi.spyOn(prisma.user, 'findFirst').mockResolvedValue({ posts: [{ userName: 'a' }] } as never);
  expect(mock.user.create).toHaveBeenCalledWith({ data: { userName: 'a' } });
});

test('a record of the types', async () => {
  const user = await prisma.user.findFirstOrThrow();
  vi.mocked(prisma.user.findFirst).mockResolvedValue({ ...user, displayName: 'b' });
});
