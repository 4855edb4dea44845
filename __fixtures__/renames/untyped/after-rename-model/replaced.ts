import type { Person } from '@client';
import { prisma } from '../db';

interface Dto {
  readonly id: number;
  readonly userName: string | null;
}
interface Shown {
  users: Person[];
}
declare function translate(key: string | null): string;
declare function send(value: unknown): void;
declare function show(user: Person): void;
declare function keep<T>(value: T): T;

export const model = (user: Person): Person => ({ ...user, userName: 'x' });
export const dto = (user: Person): Dto => ({ ...user, userName: 'x' });
export const asserted = (user: Person) => <Person>{ ...user, userName: 'x' };
export const assertedDto = (user: Person) => <Dto>{ ...user, userName: 'x' };
export const parameter = (user: Person) => show({ ...user, userName: 'x' });
export const nothing = (user: Person) => send({ ...user, userName: undefined });
export const inferred = (user: Person) => keep({ ...user, userName: translate('x') });
export function mapped(shown: Shown, users: readonly Person[]) {
  shown.users = users.map((user) => {
    return { ...user, userName: translate(user.userName) };
  });
  const optional: readonly Person[] | undefined = users;
  shown.users = optional?.map((user) => ({ ...user, userName: translate(user.userName) })) ?? [];
  return users.map((user) => ({ ...user, userName: translate(user.userName) }));
}
export async function itself() {
  const user = await prisma.person.findFirstOrThrow();
  const copy = { ...user, userName: user.userName };
  return copy.userName;
}
export const other = (post: { userName: string }) => send({ ...post, userName: 'x' });
export const laid = (user: Person): Person => Object.assign({}, user, { userName: 'x' });
export const over = (user: Person) => send(Object.assign(user, { userName: translate(user.userName) }));
