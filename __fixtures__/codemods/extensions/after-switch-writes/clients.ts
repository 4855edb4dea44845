import { Prisma } from '@client';
import { prisma } from '../db';

export const queried = prisma.$extends({
  query: {
    user: {
      async findMany({ args, query }) {
        args.where = { ...args.where, userName: 'a' }; // extends-query
        args.orderBy = { userName: 'asc' };
        return query(args);
      },
      async create({ args, query }) {
        args.data = { ...args.data, displayName: 'b' };
        return query({ ...args, data: { ...args.data, displayName: 'c' } });
      },
    },
    $allModels: {
      async findFirst({ model, args, query }) {
        if (model === 'User') args.where = { ...args.where, userName: 'd' } as Prisma.UserWhereInput;
        return query(args);
      },
    },
  },
});
export const computed = prisma.$extends({ // C77
  result: {
    user: {
      userName: { needs: { userName: true }, compute: ({ userName }) => userName ?? '' },
      initials: { // C77
        needs: { userName: true, email: true },
        compute(user) {
          return user.userName?.slice(0, 2) ?? user.email;
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
        return context.findFirst({ where: { userName } });
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
    result: { user: { upper: { needs: { userName: true }, compute: ({ userName }) => userName?.toUpperCase() } } }, // C77
  }),
);
export async function use() {
  const [one] = await queried.user.findMany({ where: { userName: 'e' }, select: { userName: true } });
  const two = await computed.user.findFirst({ select: { userName: true, initials: true } });
  const three = await methods.user.named('f');
  const four = await prisma.$extends(shared).user.findFirst({ omit: { userName: true } });
  return [one?.userName, two?.userName, two?.initials, three?.userName, four?.upper];
}
export const transaction = () =>
  queried.$transaction(async (tx) => {
    await tx.user.update({ where: { id: 1 }, data: { displayName: 'g' } });
    return tx.user.findFirst({ where: { userName: 'h' } });
  });
export const batch = prisma.$transaction([
  prisma.user.update({ where: { id: 1 }, data: { displayName: 'i' } }),
  prisma.user.create({ data: { displayName: 'j', email: '', tenantId: 1 } }),
]);
export type Extended = Awaited<ReturnType<typeof use>>;
export type Row = Prisma.Result<typeof prisma.user, { select: { userName: true } }, 'findFirstOrThrow'>['userName'];
export type Find = Prisma.Args<typeof prisma.user, 'findMany'>['where'];
export const exact = <A extends Prisma.Args<typeof prisma.user, 'findMany'>>(args: Prisma.Exact<A, Prisma.Args<typeof prisma.user, 'findMany'>>) => args;
export const where = exact({ where: { userName: 'k' } });
