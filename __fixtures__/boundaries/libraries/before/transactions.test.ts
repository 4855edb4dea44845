import type { PrismaClient } from '@client';
import { expect, test, vi } from 'vitest';
import { mockDeep } from 'vitest-mock-extended';

const typed = mockDeep<PrismaClient>();
const untyped = { $transaction: vi.fn(), mail: { send: vi.fn() } };
const made = { $transaction: vi.fn().mockResolvedValue([{ userName: 'a' }, { count: 1 }]) };
const fake = { $transaction: async () => [{ userName: 'a' }] } as unknown as PrismaClient;
const own = { $transaction: async () => [{ userName: 'a' }] } as { $transaction(): Promise<{ userName: string }[]> };

test('what a transaction gives', () => {
  typed.$transaction.mockResolvedValue([{ userName: 'a' }]);
  untyped.$transaction.mockResolvedValueOnce([{ author: { userName: 'a' } }]).mockImplementation(async () => ({ userName: 'a' }));
  untyped.mail.send.mockResolvedValue([{ userName: 'a' }]);
  expect([made, fake, own]).toHaveLength(3);
});

test('what is done in a transaction', () => {
  const tx = { post: { update: vi.fn() }, user: { create: async () => ({ userName: 'a' }) } };
  untyped.$transaction.mockImplementation(async (work) =>
    work({ user: { findFirst: vi.fn().mockResolvedValue({ userName: 'a' }) }, post: { findFirst: async () => ({ userName: 'p' }) } }),
  );
  typed.$transaction.mockImplementation(async (work: any) => work(tx));
  tx.post.update.mockResolvedValue({ userName: 'p', author: { userName: 'a' } });
});
