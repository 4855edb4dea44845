import { expect, test, vi } from 'vitest';
import { prisma } from '../db';

const { mockUpdate, mockPost } = vi.hoisted(() => ({ mockUpdate: vi.fn(), mockPost: vi.fn() }));
const create = vi.fn();
const send = vi.fn();
vi.mock('../db', () => ({ prisma: { user: { update: mockUpdate, create }, post: { update: mockPost }, mail: { send } } }));

test('a function in the place of a query', async () => {
  mockUpdate.mockResolvedValue({ id: 1, userName: 'a' });
  create.mockImplementation(async () => ({ id: 1, userName: 'a' }));
  mockPost.mockResolvedValue({ id: 1, userName: 'p' });
  send.mockResolvedValue({ userName: 'a' });
  const updated = await prisma.user.update({ where: { id: 1 }, data: { visits: 1 } });
  expect(updated).toEqual({ id: 1, userName: 'a' });
  expect(mockUpdate).toHaveBeenCalledWith(expect.objectContaining({ data: { userName: 'a' } }));
  expect(create).toHaveBeenCalledWith({ data: { userName: 'a' } });
  expect(mockPost).toHaveBeenCalledWith({ data: { userName: 'p' } });
});
