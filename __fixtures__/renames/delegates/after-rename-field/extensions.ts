import { Prisma } from '@client';
import { prisma } from '../db';

export const extended = prisma
  .$extends({
    model: { user: { byName: (userName: string) => prisma.user.findFirst({ where: { displayName: userName } }) } },
    query: {
      user: {
        async findMany({ args, query }) {
          args.where = { ...args.where, displayName: { not: '' } };
          return query(args);
        },
      },
      $allModels: {
        async $allOperations({ model, args, query }) {
          return model === 'User' ? query(args) : query(args);
        },
      },
    },
  })
  .$extends({
    result: {
      user: { shout: { needs: { displayName: true }, compute: (user) => user.displayName.toUpperCase() } },
      post: { short: { needs: { title: true }, compute: (post) => post.title.slice(0, 10) } },
    },
  });

export const shared = Prisma.defineExtension({
  query: { user: { findFirst: ({ args, query }) => query(args) } },
  result: { user: { mail: { needs: { email: true }, compute: ({ email }) => `mailto:${email}` } } },
});

export async function run() {
  const user = await extended.user.findFirst();
  const named = await extended.user.byName('ada');
  return extended.$transaction(async (tx) => [user?.shout, named?.displayName, await tx.user.findMany()]);
}
