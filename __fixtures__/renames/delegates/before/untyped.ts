import { prisma } from '../db';

export async function untyped(database: any, request: any) {
  const user = request.user;
  const found = await database.user.findMany();
  // biome-ignore lint: dynamic on purpose
  await (prisma as any)['user'].deleteMany();
  const names = ['user', 'post'];
  return { user, found, names, path: '/user/:id', role: user.role === 'user' };
}

export class Session {
  user = 'nobody';
  constructor(readonly owner: { user: string }) {}
  get name() {
    return this.user + this.owner.user;
  }
}
