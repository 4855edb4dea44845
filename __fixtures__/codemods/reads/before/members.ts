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

export const plain = user.userName;
export const optional = maybe?.userName;
export const asserted = maybe!.userName;
export const quoted = user['userName'];
export const backtick = user[`userName`];
export const template = `Hi ${user.userName}`;
export const sorted = users.toSorted((a, b) => (a.userName ?? '').localeCompare(b.userName ?? ''));
export const spread = users.map((u) => ({ ...u, label: u.userName }))[0]!.userName;
export const parsed = (JSON.parse(text) as User).userName;
export const ambiguous = either.userName;
export const untyped = anything.userName;
export const otherModel = post.userName;
export const otherTag = tag.userName;

const local = { userName: 'x' };
export const own = local.userName;

export function assign(target: User, userName: string): void {
  target.userName = userName;
  delete (target as Partial<User>).userName;
}

export function generic<T extends User>(value: T) {
  return value.userName;
}

export const dto = { userName: user.userName };

export async function query() {
  const rows = await prisma.user.findMany({ select: { userName: true } });
  const names = rows.map((row) => row.userName);
  const found = await prisma.post.findFirst({ include: { author: { select: { userName: true } } } });
  const extended = prisma.$extends({ name: 'noop' });
  const first = await extended.user.findFirst();
  return [names, found?.author.userName, found?.userName, first?.userName];
}

export async function deep() {
  const profile: (Profile & { user: User & { posts: Post[] } }) | null = await prisma.profile.findFirst({
    include: { user: { include: { posts: true } } },
  });
  return [profile?.user.userName, profile?.user.posts[0]?.userName];
}

export const oldOrNew = user.displayName ?? user.userName;
export const newOrOld = user.userName ?? user.displayName;
export const either3 = user.displayName || user['userName'] || 'nobody';
