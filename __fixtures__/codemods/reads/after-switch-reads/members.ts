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

export const plain = user.displayName; // C01
export const optional = maybe?.displayName; // C02
export const asserted = maybe!.displayName; // C03
export const quoted = user['displayName']; // C04
export const backtick = user[`displayName`]; // C05
export const template = `Hi ${user.displayName}`; // C69
export const sorted = users.toSorted((a, b) => (a.displayName ?? '').localeCompare(b.displayName ?? '')); // C57
export const spread = users.map((u) => ({ ...u, label: u.displayName }))[0]!.displayName; // C58
export const parsed = (JSON.parse(text) as User).displayName; // C68
export const ambiguous = either.userName; // C74
export const untyped = anything.userName; // C67
export const otherModel = post.userName; // C72
export const otherTag = tag.userName;

const local = { userName: 'x' };
export const own = local.userName; // C73

export function assign(target: User, userName: string): void {
  target.displayName = userName; // C83
  delete (target as Partial<User>).displayName; // C83
}

export function generic<T extends User>(value: T) {
  return value.displayName; // T13
}

export const dto = { userName: user.displayName }; // C59

export async function query() {
  const rows = await prisma.user.findMany({ select: { displayName: true } });
  const names = rows.map((row) => row.displayName);
  const found = await prisma.post.findFirst({ include: { author: { select: { displayName: true } } } }); // C81
  const extended = prisma.$extends({ name: 'noop' });
  const first = await extended.user.findFirst();
  return [names, found?.author.displayName, found?.userName, first?.displayName]; // C81
}

export async function deep() {
  const profile: (Profile & { user: User & { posts: Post[] } }) | null = await prisma.profile.findFirst({
    include: { user: { include: { posts: true } } },
  });
  return [profile?.user.displayName, profile?.user.posts[0]?.userName];
}

export const oldOrNew = user.displayName; // hand-fallback
export const newOrOld = user.displayName; // hand-fallback
export const either3 = user.displayName || 'nobody';

export async function chained() {
  const names = (await prisma.user.findMany({ select: { displayName: true } })).map((u) => u.displayName); // C55
  const extended = (await prisma.$extends({ name: 'noop' }).user.findFirst())?.displayName; // C78
  return [names, extended];
}
