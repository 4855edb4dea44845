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

export const model = (user: User): User => ({ ...user, displayName: 'x' });
export const dto = (user: User): Dto => ({ ...user, userName: 'x' });
export const asserted = (user: User) => <User>{ ...user, displayName: 'x' };
export const assertedDto = (user: User) => <Dto>{ ...user, userName: 'x' };
export const parameter = (user: User) => show({ ...user, displayName: 'x' });
export const nothing = (user: User) => send({ ...user, userName: undefined });
export const inferred = (user: User) => keep({ ...user, userName: translate('x') });
export function mapped(shown: Shown, users: readonly User[]) {
  shown.users = users.map((user) => {
    return { ...user, displayName: translate(user.displayName) };
  });
  const optional: readonly User[] | undefined = users;
  shown.users = optional?.map((user) => ({ ...user, displayName: translate(user.displayName) })) ?? [];
  return users.map((user) => ({ ...user, userName: translate(user.displayName) }));
}
export async function itself() {
  const user = await prisma.user.findFirstOrThrow();
  const copy = { ...user, displayName: user.displayName };
  return copy.displayName;
}
export const other = (post: { userName: string }) => send({ ...post, userName: 'x' });
export const laid = (user: User): User => Object.assign({}, user, { displayName: 'x' });
export const over = (user: User) => send(Object.assign(user, { displayName: translate(user.displayName) }));
