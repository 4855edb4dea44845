import type { User } from '@client';
import { prisma } from '../db';

export type Public = Omit<User, 'userName' | 'displayName'>;
export type PublicToo = Omit<User, 'email' | "userName" | "displayName">;
export type Keys = Exclude<keyof User, 'userName' | 'displayName'>;
export type Both = Omit<User, 'userName' | 'displayName'>;
export type Extracted = Extract<keyof User, 'displayName'>;

export async function hidden() {
  await prisma.user.findMany({ omit: { userName: true, displayName: true } });
  await prisma.user.findMany({ omit: { userName: true, displayName: true } });
  await prisma.post.findMany({ omit: { userName: true }, include: { author: { omit: { userName: true, displayName: true } } } });
}
