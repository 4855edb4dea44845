import type { Person } from '@client';
import { prisma } from '../db';

// Members that the code declares with the type of the field stay; only the type and the query are the model's.
export function signUp({ userName, email }: { userName: Person['userName']; email: string }) {
  return prisma.person.create({ data: { userName, email, tenantId: 1 } });
}
interface Options {
  userName?: Person['userName'];
}
export const nameOf = (options: Options) => options.userName ?? '';
export const named = (userName: Person['userName']): Options => ({ userName });
