import type { Post, Prisma, User } from '@client';

export type Mapped = { [K in keyof User as K extends 'userName' ? never : K]: User[K] }; // T07
export type MappedOther = { [K in keyof Post as K extends 'userName' ? never : K]: Post[K] }; // T07
export type NameOf<T> = T extends { userName: infer U } ? U : never; // T08
export type UsersName = NameOf<User>;
export type Without<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type Public = Without<User, 'userName'>;
export type Hidden = 'userName' | 'email'; // detached-union
export type Visible = Omit<User, Hidden>;
export type VisiblePost = Omit<Post, 'userName' | 'title'>;
export type Keys = 'id' | 'userName'; // detached-union
export const byKeys = (user: User, key: Keys) => user[key];
export type Column = `user_${keyof User}`; // template-literal
export const column: Column = 'user_userName'; // template-literal
export type ScalarName = Prisma.UserScalarFieldEnum & 'userName'; // T09
export interface HasName extends Pick<User, 'id'> { // T10
  userName: string; // T10
}
export const nameOf = <T extends { userName: string | null }>(value: T) => value.userName; // T12
export const called = (user: User, post: Post) => [nameOf(user), nameOf(post)]; // T12
export function assertNamed(value: unknown): asserts value is { userName: string } {} // guards
export const isNamed = (user: User | Post): user is User & { userName: string } => user.userName !== null; // guards
export const isUser = (value: User | Post): value is User => 'email' in value;
export const guarded = (value: User | Post) => (isUser(value) ? value.userName : value.userName); // guards
export const required = ['userName', 'email'] satisfies (keyof User)[];
export const record: Record<keyof Pick<User, 'id' | 'userName'>, string> = { id: 'Id', userName: 'Name' };
export type Renamed = { [K in keyof User as `get${Capitalize<K>}`]: User[K] };
export type Optional<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>;
export type Loose = Optional<User, 'userName'>;
export type DeepHidden = Omit<Prisma.UserGetPayload<{ include: { posts: true } }>, 'userName' | 'posts'>;
export const prefixed = <P extends string>(name: P): `user.${P}` => `user.${name}`;
export const ofOwn = <T, K extends keyof T>(value: T, ...names: K[]): Pick<T, K> => ({ [names[0]!]: value }) as Pick<T, K>;
export const without = <T, K extends keyof T>(value: T, ...names: K[]): Omit<T, K> => ({ ...value, [names[0]!]: 0 });
export const generic = (user: User, post: Post) => [prefixed('userName'), ofOwn(user, 'id', 'userName'), ofOwn(post, 'userName')];
export const hidden = (user: User, post: Post) => [without(user, 'userName'), without(user, 'email', "userName"), without(post, 'userName')];
export const listed = <P extends string>(...names: P[]): P[] => names;
export const listedNames = listed('email', 'userName');
export type Scalars = Exclude<Prisma.UserScalarFieldEnum, 'userName' | 'visits'>; // T04
export type PostScalars = Exclude<Prisma.PostScalarFieldEnum, 'userName'>; // T04
