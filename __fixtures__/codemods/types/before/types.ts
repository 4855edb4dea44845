import type { Post, Prisma, User } from '@client';
import type { User as DbUser } from '@client';

export type Indexed = User['userName']; // T01
export type Picked = Pick<User, 'id' | 'userName'>; // T02
export type PickedPost = Pick<Post, 'userName'>;
export type Payload = Prisma.UserGetPayload<{ select: { userName: true } }>['userName']; // T05 T06
export type Renamed = DbUser['userName'];
export type Own = { userName: string };
export interface Dto {
  userName: string;
}
export type OfDto = Dto['userName'];

export const valueOf = (user: User): typeof user.userName => user.userName; // typeof-value
export async function getUser(user: User) {
  return user;
}
export type Returned = Awaited<ReturnType<typeof getUser>>['userName']; // return-type

export const columns: (keyof User)[] = ['id', 'userName']; // T16
export let key: keyof User = 'userName'; // C08
export const labels: Partial<Record<keyof User, string>> = { userName: 'Name' }; // C85
export const partial: Partial<User> = { userName: 'x' }; // C84
export const texts = (value: { [K in keyof User]: string }) => value.userName; // C86

function pick<T, K extends keyof T>(value: T, name: K): T[K] {
  return value[name];
}
export const byGeneric = (user: User, post: Post) => [pick(user, 'userName'), pick(post, 'userName')]; // T14 C60 C61

export class Impl implements Pick<User, 'userName'> { // T11
  userName = 'x'; // T11
}
export type HasName = <T extends { userName: string }>(value: T) => string; // T12
enum Field {
  userName = 'userName', // enum-value
}
export { Field };

export const isName = (name: keyof User, other: 'userName' | 'title') => name === 'userName' || other === 'userName';
export function order(name: keyof User) {
  switch (name) {
    case 'userName':
      return 1;
    default:
      return 2;
  }
}
export interface Named extends Pick<User, 'id' | 'userName'> {
  userName: string;
}
export interface Titled extends Pick<User, 'id'> {
  userName: string;
}
export type Many = Prisma.UserGetPayload<{ include: { posts: { select: { userName: true; author: { select: { userName: true } } } } } }>;
