import type { User } from '@client';
import { prisma } from '../db';

export type Public = Omit<User, 'userName'>;
export type PublicToo = Omit<User, 'email' | "userName">;
export type Keys = Exclude<keyof User, 'userName'>;
export type Both = Omit<User, 'userName' | 'displayName'>;
export type Extracted = Extract<keyof User, 'userName'>;

export async function hidden() {
  await prisma.user.findMany({ omit: { userName: true } });
  await prisma.user.findMany({ omit: { userName: true, displayName: true } });
  await prisma.post.findMany({ omit: { userName: true }, include: { author: { omit: { userName: true } } } });
}
