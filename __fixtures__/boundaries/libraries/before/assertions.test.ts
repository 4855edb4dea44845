import { expect, test, vi } from 'vitest';
import { prisma } from '../db';

test('a user', async () => {
  const user = await prisma.user.findFirstOrThrow({ include: { posts: true } });
  expect(user).toHaveProperty('userName');
  expect(user).toHaveProperty('posts.0.userName', 'a');
  expect(user).toHaveProperty(['userName'], 'a');
  expect(user).not.toMatchObject({ userName: 'a', posts: [{ userName: 'b' }] });
  expect(user).toEqual(expect.objectContaining({ userName: 'a' }));
  const userName = 'a';
  await expect(prisma.user.findMany()).resolves.toMatchObject([{ userName }]);
  expect({ userName }).toEqual({ userName: 'a' });
  expect(prisma.user.create).toHaveBeenCalledWith({ data: { userName: 'a' } });
  expect(vi.fn()).toHaveBeenCalledWith({ userName: 'a' });
});

test('calls', () => {
  const find = vi.spyOn(prisma.user, 'findMany');
  expect(find).toHaveBeenCalledWith({ where: { userName: 'a' } });
  expect(vi.mocked(prisma.user.findMany)).toHaveBeenCalledWith(
    expect.objectContaining({ orderBy: { userName: 'asc' }, select: { posts: { select: { userName: true } } } }),
  );
  expect(prisma.post.findMany).toHaveBeenCalledWith({ where: { userName: 'a', author: { userName: 'a' } } });
  expect(prisma.post.create).toHaveBeenCalledWith({ data: { userName: 'a', author: { create: { userName: 'b' } } } });
  expect(vi.fn()).toHaveBeenCalledWith({ userName: 'a' });
});
