import type { Post, Prisma, User } from '@client';

export type Mapped = { [K in keyof User as K extends 'displayName' ? never : K]: User[K] };
export type Getters = { [K in keyof User as `get${Capitalize<K>}`]: User[K] };
export type NameOf<T> = T extends { userName: infer U } ? U : never;
export type Without<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type Public = Without<User, 'displayName'>;
export type Hidden = 'displayName' | 'email';
export type Visible = Omit<User, Hidden>;
export type VisiblePost = Omit<Post, 'userName'>;
export type Scalars = Exclude<Prisma.UserScalarFieldEnum, 'displayName'>;
export class Impl implements Pick<User, 'displayName'> {
  displayName = 'x';
}
export const nameOf = <T extends { userName: string }>(value: T) => value.userName;
export const called = (post: Post) => nameOf(post);
export type Row = Prisma.UserGetPayload<{ select: { displayName: true; posts: { select: { userName: true } } } }>;
export type Name = Row['displayName'] | Row['posts'][number]['userName'];
export type Groups = Awaited<ReturnType<Prisma.UserDelegate['findMany']>>[number]['displayName'];
