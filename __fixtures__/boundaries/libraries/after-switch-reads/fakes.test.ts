import type { PrismaClient, User } from '@client';
import { expect, test, vi } from 'vitest';
import { prisma } from '../db';

interface Repository {
  user: { findFirst(): Promise<{ userName: string }>; findMany?(): unknown };
}
declare function provide(token: string, value: unknown): void;
declare function serve(repository: Repository, client: PrismaClient): Promise<void>;

vi.mock('../db', () => ({
  prisma: { user: { findFirst: async () => ({ id: 1, userName: 'a' }) }, mail: { findFirst: async () => ({ userName: 'a' }) } },
}));

const rows = [{ id: 1, userName: 'a', authorId: 1 }];
const client = {
  user: {
    findFirst: async () => ({ id: 1, userName: 'a' }),
    findMany: async function () {
      try {
        return [{ userName: 'a', posts: [{ userName: 'p' }] }];
      } finally {
        rows.pop();
      }
    },
    findUnique() {
      return Promise.resolve({ userName: 'a' });
    },
    findFirstOrThrow: async ({ where }: any) => rows.find((row) => row.userName === where.userName) ?? null,
    createMany: async ({ data }: { data: { userName: string }[] }) => data.map(({ userName }) => ({ userName })),
    update: async (): Promise<User> => ({ ...(await prisma.user.findFirstOrThrow()), displayName: 'b' }),
    upsert: async () => ({ id: 1, displayName: 'a' }) as User,
    create: async (): Promise<Pick<User, 'id' | 'displayName'>> => ({ id: 1, displayName: 'a' }),
    delete: async () => ({ id: 1, displayName: 'a' }) satisfies Partial<User>,
  },
  post: { findMany: async () => [1, 2].map((id) => ({ id, userName: 'p', author: { userName: 'a' } })) },
  mail: { findFirst: async () => ({ userName: 'a' }) },
} as unknown as PrismaClient;

const findMany = async () => [{ userName: 'a' }];
const users = { findMany };
const parts = { user: users, post: { findFirst: async () => ({ userName: 'p', author: { userName: 'a' } }) } };
const build = () => ({ user: { findUnique: async () => ({ userName: 'a' }) } });
const anything: any = { user: { count: async () => ({ userName: 1 }) } };

test('functions in the place of queries', async () => {
  prisma.user.findFirst = (async () => ({ userName: 'a' })) as any;
  (prisma as any).user = { findMany: () => [{ userName: 'a' }] };
  Object.assign(prisma.user, { findFirst: async () => ({ userName: 'a' }) });
  Object.assign(prisma, { post: { findFirst: async () => ({ author: { userName: 'a' } }) } });
  provide('client', { user: { findFirst: async () => ({ userName: 'a' }) } });
  provide('made', build());
  await serve({ user: { findFirst: async () => ({ userName: 'a' }) } }, parts as never);
  (prisma.$transaction as any) = async (work: (tx: unknown) => unknown) =>
    work({ user: { update: async () => ({ userName: 'a' }) } });
  expect(client).not.toBe(anything);
});

// Repositories of the code's own, whose types tell of themselves.
const repository: Repository = { user: { findFirst: async () => ({ userName: 'a' }) } };
const cast = { user: { findFirst: async () => ({ userName: 'a' }) } } as unknown as Repository;
const inferred = { user: { findFirst: async () => ({ userName: 'a' }) } };
const fixed = { user: { findFirst: async () => ({ userName: 'a' }) } } as const;
class Stored implements Repository {
  user = { findFirst: async () => ({ userName: 'a' }) };
}

test('a repository', async () => {
  await serve(inferred, prisma);
  await serve(cast, prisma);
  expect((await inferred.user.findFirst()).userName).toBe((await fixed.user.findFirst()).userName);
  repository.user.findFirst = async () => ({ userName: 'b' });
  Object.assign(repository.user, { findFirst: async () => ({ userName: 'c' }) });
  expect(new Stored().user).not.toBe(repository.user);
});
