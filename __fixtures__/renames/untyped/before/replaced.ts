import type { User } from '@client';
import { prisma } from '../db';

interface Dto {
  readonly id: number;
  readonly userName: string | null;
}
interface Shown {
  users: User[];
}
declare function translate(key: string | null): string;
declare function send(value: unknown): void;
declare function show(user: User): void;
declare function keep<T>(value: T): T;

export const model = (user: User): User => ({ ...user, userName: 'x' });
export const dto = (user: User): Dto => ({ ...user, userName: 'x' });
export const asserted = (user: User) => <User>{ ...user, userName: 'x' };
export const assertedDto = (user: User) => <Dto>{ ...user, userName: 'x' };
export const parameter = (user: User) => show({ ...user, userName: 'x' });
export const nothing = (user: User) => send({ ...user, userName: undefined });
export const inferred = (user: User) => keep({ ...user, userName: translate('x') });
export function mapped(shown: Shown, users: readonly User[]) {
  shown.users = users.map((user) => {
    return { ...user, userName: translate(user.userName) };
  });
  const optional: readonly User[] | undefined = users;
  shown.users = optional?.map((user) => ({ ...user, userName: translate(user.userName) })) ?? [];
  return users.map((user) => ({ ...user, userName: translate(user.userName) }));
}
export async function itself() {
  const user = await prisma.user.findFirstOrThrow();
  const copy = { ...user, userName: user.userName };
  return copy.userName;
}
export const other = (post: { userName: string }) => send({ ...post, userName: 'x' });
export const laid = (user: User): User => Object.assign({}, user, { userName: 'x' });
export const over = (user: User) => send(Object.assign(user, { userName: translate(user.userName) }));
