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

export const plain = user.userName; // C01
export const optional = maybe?.userName; // C02
export const asserted = maybe!.userName; // C03
export const quoted = user['userName']; // C04
export const backtick = user[`userName`]; // C05
export const template = `Hi ${user.userName}`; // C69
export const sorted = users.toSorted((a, b) => (a.userName ?? '').localeCompare(b.userName ?? '')); // C57
export const spread = users.map((u) => ({ ...u, label: u.userName }))[0]!.userName; // C58
export const parsed = (JSON.parse(text) as User).userName; // C68
export const ambiguous = either.userName; // C74
export const untyped = anything.userName; // C67
export const otherModel = post.userName; // C72
export const otherTag = tag.userName;

const local = { userName: 'x' };
export const own = local.userName; // C73

export function assign(target: User, userName: string): void {
  target.userName = userName; // C83
  delete (target as Partial<User>).userName; // C83
}

export function generic<T extends User>(value: T) {
  return value.userName; // T13
}

export const dto = { userName: user.userName }; // C59

export async function query() {
  const rows = await prisma.user.findMany({ select: { userName: true } });
  const names = rows.map((row) => row.userName);
  const found = await prisma.post.findFirst({ include: { author: { select: { userName: true } } } }); // C81
  const extended = prisma.$extends({ name: 'noop' });
  const first = await extended.user.findFirst();
  return [names, found?.author.userName, found?.userName, first?.userName]; // C81
}

export async function deep() {
  const profile: (Profile & { user: User & { posts: Post[] } }) | null = await prisma.profile.findFirst({
    include: { user: { include: { posts: true } } },
  });
  return [profile?.user.userName, profile?.user.posts[0]?.userName];
}

export const oldOrNew = user.displayName; // hand-fallback
export const newOrOld = user.displayName; // hand-fallback
export const either3 = user.displayName || 'nobody';

export async function chained() {
  const names = (await prisma.user.findMany({ select: { userName: true } })).map((u) => u.userName); // C55
  const extended = (await prisma.$extends({ name: 'noop' }).user.findFirst())?.userName; // C78
  return [names, extended];
}
