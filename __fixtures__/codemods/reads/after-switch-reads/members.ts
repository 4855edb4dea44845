import type { Post, Profile, Tag, User } from '@client';
import { prisma } from '../db';

declare const user: User;
declare const maybe: User | null;
declare const users: User[];
declare const post: Post;
declare const tag: Tag;
declare const either: User | Post;
declare const anything: any;
declare const text: string;

export const plain = user.displayName;
export const optional = maybe?.displayName;
export const asserted = maybe!.displayName;
export const quoted = user['displayName'];
export const backtick = user[`displayName`];
export const template = `Hi ${user.displayName}`;
export const sorted = users.toSorted((a, b) => (a.displayName ?? '').localeCompare(b.displayName ?? ''));
export const spread = users.map((u) => ({ ...u, label: u.displayName }))[0]!.displayName;
export const parsed = (JSON.parse(text) as User).displayName;
export const ambiguous = either.userName;
export const untyped = anything.userName;
export const otherModel = post.userName;
export const otherTag = tag.userName;

const local = { userName: 'x' };
export const own = local.userName;

export function assign(target: User, userName: string): void {
  target.displayName = userName;
  delete (target as Partial<User>).displayName;
}

export function generic<T extends User>(value: T) {
  return value.displayName;
}

export const dto = { userName: user.displayName };

export async function query() {
  const rows = await prisma.user.findMany({ select: { displayName: true } });
  const names = rows.map((row) => row.displayName);
  const found = await prisma.post.findFirst({ include: { author: { select: { displayName: true } } } });
  const extended = prisma.$extends({ name: 'noop' });
  const first = await extended.user.findFirst();
  return [names, found?.author.displayName, found?.userName, first?.displayName];
}

export async function deep() {
  const profile: (Profile & { user: User & { posts: Post[] } }) | null = await prisma.profile.findFirst({
    include: { user: { include: { posts: true } } },
  });
  return [profile?.user.displayName, profile?.user.posts[0]?.userName];
}

export const oldOrNew = user.displayName;
export const newOrOld = user.displayName;
export const either3 = user.displayName || 'nobody';
