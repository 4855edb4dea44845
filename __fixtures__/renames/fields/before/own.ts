import type { User } from '@client';
import { prisma } from '../db';

// Members that the code declares with the type of the field stay; only the type and the query are the model's.
export function signUp({ userName, email }: { userName: User['userName']; email: string }) {
  return prisma.user.create({ data: { userName, email, tenantId: 1 } });
}
interface Options {
  userName?: User['userName'];
}
export const nameOf = (options: Options) => options.userName ?? '';
export const named = (userName: User['userName']): Options => ({ userName });
