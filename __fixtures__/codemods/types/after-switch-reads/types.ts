import type { Post, Prisma, User } from '@client';
import type { User as DbUser } from '@client';

export type Indexed = User['displayName'];
export type Picked = Pick<User, 'id' | 'displayName'>;
export type PickedPost = Pick<Post, 'userName'>;
export type Payload = Prisma.UserGetPayload<{ select: { displayName: true } }>['displayName'];
export type Renamed = DbUser['displayName'];
export type Own = { userName: string };
export interface Dto {
  userName: string;
}
export type OfDto = Dto['userName'];

export const valueOf = (user: User): typeof user.displayName => user.displayName;
export async function getUser(user: User) {
  return user;
}
export type Returned = Awaited<ReturnType<typeof getUser>>['displayName'];

export const columns: (keyof User)[] = ['id', 'displayName'];
export let key: keyof User = 'displayName';
export const labels: Partial<Record<keyof User, string>> = { displayName: 'Name' };
export const partial: Partial<User> = { displayName: 'x' };
export const texts = (value: { [K in keyof User]: string }) => value.displayName;

function pick<T, K extends keyof T>(value: T, name: K): T[K] {
  return value[name];
}
export const byGeneric = (user: User, post: Post) => [pick(user, 'displayName'), pick(post, 'userName')];

export class Impl implements Pick<User, 'displayName'> {
  displayName = 'x';
}
export type HasName = <T extends { userName: string }>(value: T) => string;
enum Field {
  userName = 'userName',
}
export { Field };

export const isName = (name: keyof User, other: 'userName' | 'title') => name === 'displayName' || other === 'userName';
export function order(name: keyof User) {
  switch (name) {
    case 'displayName':
      return 1;
    default:
      return 2;
  }
}
export interface Named extends Pick<User, 'id' | 'displayName'> {
  displayName: string;
}
export interface Titled extends Pick<User, 'id'> {
  userName: string;
}
export type Many = Prisma.UserGetPayload<{ include: { posts: { select: { userName: true; author: { select: { displayName: true } } } } } }>;
