import { Prisma } from '@client';
import { prisma } from '../db';

export const queried = prisma.$extends({
  query: {
    user: {
      async findMany({ args, query }) {
        args.where = { ...args.where, displayName: 'a' }; // extends-query
        args.orderBy = { displayName: 'asc' };
        return query(args);
      },
      async create({ args, query }) {
        args.data = { ...args.data, userName: 'b' };
        return query({ ...args, data: { ...args.data, userName: 'c' } });
      },
    },
    $allModels: {
      async findFirst({ model, args, query }) {
        if (model === 'User') args.where = { ...args.where, displayName: 'd' } as Prisma.UserWhereInput;
        return query(args);
      },
    },
  },
});
export const computed = prisma.$extends({ // C77
  result: {
    user: {
      userName: { needs: { displayName: true }, compute: ({ displayName: userName }) => userName ?? '' },
      initials: { // C77
        needs: { displayName: true, email: true },
        compute(user) {
          return user.displayName?.slice(0, 2) ?? user.email;
        },
      },
    },
  },
});
export const methods = prisma.$extends({
  model: {
    user: {
      async named(userName: string) {
        const context = Prisma.getExtensionContext(this);
        return context.findFirst({ where: { displayName: userName } });
      },
    },
    $allModels: {
      async named<T>(this: T, userName: string) {
        const context = Prisma.getExtensionContext(this);
        return (context as any).findFirst({ where: { userName } });
      },
    },
  },
});
export const shared = Prisma.defineExtension((client) =>
  client.$extends({
    result: { user: { upper: { needs: { displayName: true }, compute: ({ displayName: userName }) => userName?.toUpperCase() } } }, // C77
  }),
);
export async function use() {
  const [one] = await queried.user.findMany({ where: { displayName: 'e' }, select: { displayName: true } });
  const two = await computed.user.findFirst({ select: { userName: true, initials: true } });
  const three = await methods.user.named('f');
  const four = await prisma.$extends(shared).user.findFirst({ omit: { userName: true, displayName: true } });
  return [one?.displayName, two?.userName, two?.initials, three?.userName, four?.upper];
}
export const transaction = () =>
  queried.$transaction(async (tx) => {
    await tx.user.update({ where: { id: 1 }, data: { userName: 'g' } });
    return tx.user.findFirst({ where: { displayName: 'h' } });
  });
export const batch = prisma.$transaction([
  prisma.user.update({ where: { id: 1 }, data: { userName: 'i' } }),
  prisma.user.create({ data: { userName: 'j', displayName: 'j', email: '', tenantId: 1 } }),
]);
export type Extended = Awaited<ReturnType<typeof use>>;
export type Row = Prisma.Result<typeof prisma.user, { select: { displayName: true } }, 'findFirstOrThrow'>['displayName'];
export type Find = Prisma.Args<typeof prisma.user, 'findMany'>['where'];
export const exact = <A extends Prisma.Args<typeof prisma.user, 'findMany'>>(args: Prisma.Exact<A, Prisma.Args<typeof prisma.user, 'findMany'>>) => args;
export const where = exact({ where: { displayName: 'k' } });
