import type { Post, User } from '@client';

declare const value: unknown;
declare const either: User | Post;
declare const anything: any;

export const cast = (value as User | Post).userName; // C74
export const { userName: destructured } = either;
export const narrowed = 'email' in either ? either.displayName : either.userName;
export const both = (value as User & Post).userName;
export const map = new Map<string, User>([['a', value as User]]).get('a')?.displayName;
export const merged = Object.assign({}, value as User, { extra: 1 }).displayName;
export const spread = { ...(value as Post), ...(value as User) }.displayName;
export const chosen = (Math.random() > 0.5 ? (value as User) : { userName: 'x' }).userName;
export const defaulted = ((value as User | undefined) ?? { userName: 'x' }).userName;
export const reduced = [value as User].reduce<Record<string, User>>((all, user) => ({ ...all, [user.displayName ?? '']: user }), {});
export const own = Object.hasOwn(value as User, 'displayName'); // C66
export const has = (value as User).hasOwnProperty('displayName'); // asks-member
export const reflected = Reflect.get(value as User, 'displayName'); // asks-member
export const entries = Object.entries(value as User).find(([key]) => key === 'userName')?.[1];
export const loop = () => { for (const key in value as User) if (key === 'userName') return key; return undefined; };
export const untyped = [anything.userName, anything['userName'], (({ userName }) => userName)(anything)]; // C67
try {
  console.log(1);
} catch ({ userName }: any) { // catch-any
  console.log(userName);
}
label: for (const userName of ['a']) {
  if (userName) continue label;
}
export class Account {
  #userName = '';
  constructor(private readonly userName: string, readonly user: User) {}
  get name() {
    return this.userName + this.#userName + this.user.displayName;
  }
}
