import type { User } from '@client';
import { prisma } from '../db';

// Members that the code declares with the type of the field stay; only the type and the query are the model's.
export function signUp({ userName, email }: { userName: User['displayName']; email: string }) {
  return prisma.user.create({ data: { displayName: userName, email, tenantId: 1 } });
}
interface Options {
  userName?: User['displayName'];
}
export const nameOf = (options: Options) => options.userName ?? '';
export const named = (userName: User['displayName']): Options => ({ userName });
