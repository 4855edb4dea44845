import type { Post, Prisma, Person } from '@client';

export type Mapped = { [K in keyof Person as K extends 'userName' ? never : K]: Person[K] };
export type Getters = { [K in keyof Person as `get${Capitalize<K>}`]: Person[K] };
export type NameOf<T> = T extends { userName: infer U } ? U : never;
export type Without<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type Public = Without<Person, 'userName'>;
export type Hidden = 'userName' | 'email';
export type Visible = Omit<Person, Hidden>;
export type VisiblePost = Omit<Post, 'userName'>;
export type Scalars = Exclude<Prisma.PersonScalarFieldEnum, 'userName'>;
export class Impl implements Pick<Person, 'userName'> {
  userName = 'x';
}
export const nameOf = <T extends { userName: string }>(value: T) => value.userName;
export const called = (post: Post) => nameOf(post);
export type Row = Prisma.PersonGetPayload<{ select: { userName: true; posts: { select: { userName: true } } } }>;
export type Name = Row['userName'] | Row['posts'][number]['userName'];
export type Groups = Awaited<ReturnType<Prisma.PersonDelegate['findMany']>>[number]['userName'];
