import type { Post, PrismaClient, User } from '@client';
import { expect, type Mock, test, vi } from 'vitest';
import { mockDeep } from 'vitest-mock-extended';
import { prisma } from '../db';

const typed = mockDeep<PrismaClient>();
const untyped = { post: { findMany: vi.fn(), groupBy: vi.fn() }, profile: { findFirst: vi.fn() }, mail: { findMany: vi.fn() } };
const findPosts = vi.fn();
const client = {
  post: { findMany: findPosts, findFirst: vi.fn().mockResolvedValue({ userName: 'p', author: { userName: 'a' } }) },
  tenant: { findMany: vi.fn(async () => [{ users: [{ userName: 'a' }], name: 'userName' }]) },
  user: {
    findFirst: vi.fn().mockResolvedValueOnce({ userName: 'a' }).mockResolvedValueOnce({ posts: [{ userName: 'p' }] }),
    groupBy: vi.fn().mockResolvedValue([{ userName: 'a', _count: { userName: 1 } }]),
    update: vi.fn(({ data }) => ({ userName: data.userName })),
  },
  mail: { send: vi.fn().mockResolvedValue({ author: { userName: 'a' } }) },
};

test('a record of the model within one of another model', () => {
  typed.post.findMany.mockResolvedValue([{ id: 1, userName: 'p', author: { id: 1, userName: 'a' } }] as never);
  vi.mocked(prisma.post.findUnique).mockResolvedValue({ id: 1, author: { id: 1, userName: 'a' } } as never);
  vi.mocked(prisma.post.findUnique).mockResolvedValue({ id: 1, author: { userName: 'a' } } as Post & { author: User });
  untyped.post.findMany.mockResolvedValue([{ userName: 'p', author: { userName: 'a', manager: { userName: 'b' } } }]);
  untyped.post.findMany.mockResolvedValueOnce([{ tags: [{ userName: 't' }], author: { posts: [{ userName: 'p' }] } }]);
  untyped.post.groupBy.mockResolvedValue([{ userName: 'p', _min: { userName: 'p' } }]);
  untyped.profile.findFirst.mockResolvedValue({ bio: { userName: 'b' }, user: { userName: 'a' } });
  untyped.mail.findMany.mockResolvedValue([{ author: { userName: 'a' } }]);
  findPosts.mockResolvedValue([{ userName: 'p', author: { userName: 'a' }, title: { userName: 't' }, extra: { userName: 'e' } }]);
  expect(client.user.update).not.toHaveBeenCalled();
});

test('what another query is called with', () => {
  expect(findPosts).toHaveBeenCalledWith({ where: { userName: 'p', author: { userName: 'a' } } });
  expect(client.post.findMany).toHaveBeenCalledWith({ where: { author: { is: { userName: 'a' } } } });
  expect(untyped.post.findMany).toHaveBeenCalledWith({ include: { author: { select: { userName: true } } } });
});

test('a query as the mock that it is', () => {
  (prisma.user.findMany as unknown as Mock).mockResolvedValue([{ userName: 'a', posts: [{ userName: 'p' }] }]);
  (untyped.post.findMany as Mock).mockImplementation(async ({ take }) => {
    if (take === 0) return [];
    return [{ userName: 'p', author: take > 1 ? { userName: 'a' } : null }];
  });
  (prisma.post as any).findFirst = vi.fn().mockResolvedValue({ userName: 'p', author: { userName: 'a' } });
  const update = vi.fn(async () => ({ userName: 'p', author: { userName: 'a' } }));
  vi.doMock('../db', () => ({ prisma: { post: { update }, mail: { update } } }));
  expect(prisma.user.update as Mock).toHaveBeenCalledWith({ data: { userName: 'a' } });
});

test('records that are asserted', () => {
  const post = { id: 1, author: { userName: 'a' } } as Post & { author: User };
  const posts = [{ userName: 'p', author: { userName: 'a', posts: [{ userName: 'p' }] } }] as unknown as (Post & {
    author: User & { posts: Post[] };
  })[];
  const own = { author: { userName: 'a' } } as { author: { userName: User['userName'] } };
  expect([post, posts, own]).toHaveLength(3);
});

const record = { userName: 'a' };
const alike = { userName: 'a' };
const buildPost = (author = record) => ({ userName: 'p', author, reviewer: { userName: 'r' } });
function buildProfile() {
  const user = { userName: 'a' };
  return { bio: 'b', user };
}

test('records that have a name', () => {
  const tenant = { users: [{ userName: 'a' }, alike] };
  untyped.post.findMany.mockResolvedValue([buildPost(), { author: record }]);
  untyped.profile.findFirst.mockImplementation(buildProfile);
  vi.spyOn(prisma.tenant, 'findMany').mockResolvedValue([tenant] as never);
});
