import type { Post, User } from '@client';
import { prisma } from '../db';

declare const user: User;
declare const post: Post;
declare const users: User[];
declare const dyn: keyof User;

const asserted = 'displayName' as const; // C06
export const byAsserted = user[asserted];
const plain = 'displayName'; // C07
export const byPlain = [user[plain], users.map((each) => each[plain]), { ...user }[plain]];
const selected = 'displayName';
export const bySelected = prisma.user.findMany({ select: { [selected]: true }, orderBy: { [selected]: 'asc' } });
const shared = 'userName'; // C07
export const byShared = [user[shared], post[shared]];
const logged = 'userName'; // C07
console.log(logged, user[logged]);
const ofPost = 'userName';
export const byOfPost = post[ofPost];
const unused = 'userName';
export const exported = 'displayName';
export let typed: keyof User = 'displayName'; // C08
const asParameter: keyof User = 'displayName';
export const byParameter = user[asParameter];

export const concatenated = [user[('user' + 'Name') as 'userName'], user[dyn]]; // C82
const fields = { name: 'displayName', other: 'email' } as const;
export const byMap = user[fields.name];
enum Field {
  Name = 'displayName', // enum-value
}
export const byEnum = user[Field.Name];
const list = ['id', 'displayName'] as const;
export const byList = list.map((each) => user[each]);
export type Listed = Pick<User, (typeof list)[number]>;
export const removed = (target: Partial<User>) => delete target['displayName']; // C83
