import type { User } from '@client';
import { prisma } from '../db';

declare function show(text: unknown): void;

// Its declared type says that it is a record, whatever else it is handed to.
const draft = () => ({ displayName: 'x', email: 'e' }) satisfies Pick<User, 'displayName' | 'email'>;
export async function save(id: number) {
  const made = draft();
  show(made);
  await prisma.user.update({ where: { id }, data: { ...made } });
  return made.displayName;
}
// Without one, nobody can tell.
const loose = () => ({ userName: 'x' });
export async function send(id: number) {
  const made = loose();
  show(made);
  await prisma.user.update({ where: { id }, data: made });
}
// A shape of its own that is handed on shows where the compiler has an error, and an update has none.
export const set = (id: number, data: { userName: string }) => prisma.user.update({ where: { id }, data });
export const load = async (): Promise<{ userName: string | null }> => prisma.user.findFirstOrThrow();
