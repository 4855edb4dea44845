import { mock } from 'node:test';
import type { User } from '@client';
import { expect, test, vi } from 'vitest';
import { prisma } from '../db';
import * as users from './stand-ins';
import { keep, lockUser, nameOf, rows } from './stand-ins';

const mockLock = vi.fn();
vi.mock('./stand-ins', () => ({ lockUser: mockLock, nameOf: vi.fn().mockReturnValue({ userName: 'text' }) }));
const findFirst = prisma.user.findFirst as ReturnType<typeof vi.fn>;
const findPost = vi.mocked(prisma.post.findFirst);
const sendMail = vi.fn();
const unknownMock = vi.fn();

function userRow(overrides: Record<string, unknown> = {}) {
  return { id: 1, userName: 'a', visits: 0, ...overrides };
}
function postRow(author: unknown) {
  return { id: 1, title: 't', userName: 'p', author };
}
const make = { row: (more = {}) => ({ id: 1, userName: 'a', ...more }), row2() { return { id: 1, userName: 'a' }; } };
class Factory {
  static build() { return { id: 1, userName: 'a' }; }
  one() { return { id: 1, userName: 'a' }; }
}
function anyUser(): any {
  return { id: 1, userName: 'a' };
}

test('in the place of a query', () => {
  findFirst.mockResolvedValue(userRow({ visits: 1 }));
  const author = { id: 1, userName: 'a' };
  findPost.mockResolvedValue(postRow(author) as never);
  vi.mocked(prisma.user.findFirst).mockResolvedValue(make.row() as never);
  vi.mocked(prisma.user.findFirst).mockResolvedValue(make.row2() as never);
  vi.mocked(prisma.user.findFirst).mockResolvedValue(Factory.build() as never);
  vi.mocked(prisma.user.findFirst).mockResolvedValue(new Factory().one() as never);
  mock.method(prisma.user, 'findFirst', async () => ({ id: 1, userName: 'a' }));
});

test('in the place of a function that gives records', () => {
  (lockUser as ReturnType<typeof vi.fn>).mockResolvedValue({ id: 1, userName: 'a' });
  mockLock.mockResolvedValue({ userName: 'a' });
  vi.spyOn(users, 'lockUser').mockImplementation((async () => ({ userName: 'a' })) as any);
});

test('in the place of what is not known', () => {
  unknownMock.mockResolvedValue({ id: 1, userName: 'a' });
  sendMail.mockResolvedValue({ subject: 's', userName: 'a' });
});

test('past the compiler', () => {
  const post = { id: 1, author: { userName: 'a' } };
  rows([post as any]);
  const list = [{ id: 1, author: { userName: 'a' } }];
  rows(list as any);
  const untyped: any = { userName: 'a' };
  nameOf(untyped);
  nameOf(anyUser());
  nameOf({ userName: 'a' } as never);
  nameOf({ userName: 'a' } as unknown as User);
  for (const user of [{ userName: 'a' }] as any[]) nameOf(user);
  rows(Array.from({ length: 2 }, () => ({ author: { userName: 'a' } })) as any);
  const own = { userName: 'a' };
  keep(own as any);
  expect(own).toEqual({ userName: 'a' });
});
