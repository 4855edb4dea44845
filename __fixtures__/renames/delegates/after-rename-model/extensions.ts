import { Prisma } from '@client';
import { prisma } from '../db';

export const extended = prisma
  .$extends({
    model: { person: { byName: (userName: string) => prisma.person.findFirst({ where: { userName } }) } },
    query: {
      person: {
        async findMany({ args, query }) {
          args.where = { ...args.where, userName: { not: '' } };
          return query(args);
        },
      },
      $allModels: {
        async $allOperations({ model, args, query }) {
          return model === 'Person' ? query(args) : query(args);
        },
      },
    },
  })
  .$extends({
    result: {
      person: { shout: { needs: { userName: true }, compute: (user) => user.userName.toUpperCase() } },
      post: { short: { needs: { title: true }, compute: (post) => post.title.slice(0, 10) } },
    },
  });

export const shared = Prisma.defineExtension({
  query: { person: { findFirst: ({ args, query }) => query(args) } },
  result: { person: { mail: { needs: { email: true }, compute: ({ email }) => `mailto:${email}` } } },
});

export async function run() {
  const user = await extended.person.findFirst();
  const named = await extended.person.byName('ada');
  return extended.$transaction(async (tx) => [user?.shout, named?.userName, await tx.person.findMany()]);
}
