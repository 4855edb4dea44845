import type { PrismaClient } from '@client';
import { expect, test, vi } from 'vitest';
import { prisma } from '../db';

declare const container: any;
declare function provide(value: unknown): void;
declare function memo<T>(make: () => T): T;
declare function memoOwn(make: () => { user: { findFirst(): Promise<{ userName: string }> } }): void;

class FakeClient {
  user = { findFirst: async () => ({ userName: 'a' }) };
}
class FakeUsers {
  async findMany() {
    return [{ userName: 'a' }];
  }
}
const { record, client } = vi.hoisted(() => ({
  record: { userName: 'a' },
  client: { user: { findFirst: async () => ({ userName: 'a' }) }, mail: { findFirst: async () => ({ userName: 'a' }) } },
}));
vi.doMock('../db', () => ({ prisma: client }));

test('a fake goes where no type says what it is', () => {
  const store = { users: [{ userName: 'a' }], mails: [{ userName: 'a' }] };
  const users = { findMany: async () => store.users, findFirst: async () => store.users[0] };
  container.bind({ provide: 'client', useValue: { user: users } });
  container.bind({ provide: 'client', useFactory: () => ({ user: { findFirst: async () => ({ userName: 'a' }) } }) });
  provide(() => {
    return { user: { findFirst: () => Promise.resolve().then(() => ({ userName: 'a' })) } };
  });
  const byId = { a: { userName: 'a' }, b: { userName: 'b' } };
  const kept: any[] = [];
  kept.push({ userName: 'a' });
  provide({ user: { findMany: () => Object.values(byId), findFirst: (id: 'a') => byId[id], findUnique: () => kept.find(Boolean) } });
  const table: Record<string, unknown> = { user: { findFirst: async () => ({ userName: 'a' }) } };
  vi.spyOn(prisma.user, 'findFirst').mockResolvedValue(record as never);
  expect([new FakeClient() as unknown as PrismaClient, { user: new FakeUsers() } as unknown as PrismaClient, table]).toHaveLength(3);
});

test('a fake is put in its place', () => {
  Object.defineProperty(prisma, 'user', { value: { findFirst: async () => ({ userName: 'a' }) } });
  Object.defineProperty(prisma.user, 'findFirst', { value: async () => ({ userName: 'a' }) });
  Reflect.set(prisma.user, 'findMany', async () => [{ userName: 'a' }]);
});

class Users {
  create() {
    return { userName: 'a' };
  }
}
const users = { findMany: async () => [{ userName: 'a' }] };
const handlers = { user: { create: async () => ({ userName: 'a' }) } } satisfies Record<string, Record<string, () => Promise<unknown>>>;

test('what keeps its own type', () => {
  memo(() => ({ user: { findFirst: async () => ({ userName: 'a' }) } }));
  memoOwn(() => ({ user: { findFirst: async () => ({ userName: 'a' }) } }));
  const api = { user: users };
  container.bind({ user: new Users() });
  expect(JSON.stringify(api)).toBe(JSON.stringify(handlers));
});
