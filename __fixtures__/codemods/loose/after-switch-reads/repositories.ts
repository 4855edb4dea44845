import { prisma } from '../db';

export class UserRepository {
  private readonly shown: object = { select: { id: true, displayName: true } };

  constructor(private readonly defaults: object = { displayName: 'x' }) {}

  findOne(where: Record<string, unknown>) {
    return prisma.user.findFirst({ where: { ...this.defaults, ...where }, ...this.shown });
  }

  list(options: { filter?: { [key: string]: unknown }; order?: Record<string, 'asc' | 'desc'> } = {}) {
    const { filter, order } = options;
    return prisma.user.findMany({ where: filter, orderBy: order });
  }
}


export interface Finder {
  find(where: object): Promise<unknown>;
}

export class PrismaFinder implements Finder {
  find(where: object) {
    return prisma.user.findMany({ where });
  }
}

export abstract class Base {
  abstract query(where: object): Promise<unknown>;

  by(where: object) {
    return this.query(where);
  }
}

export class Users extends Base {
  query(where: object) {
    return prisma.user.findMany({ where: this.only(where, 'a') });
  }

  private only(where: object, name: string): object {
    return { ...where, NOT: { displayName: name } };
  }
}

// One class for every model: no type says which one a call is for.
export class AnyRepository {
  constructor(private readonly delegate: any) {}

  find(where: object) {
    return this.delegate.findMany({ where });
  }
}
