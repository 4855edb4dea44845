import { type Prisma, PrismaClient, type User } from '@client';
import { prisma } from '../db';

export type Public = Omit<User, 'userName'>; // T03
export type PublicToo = Omit<User, 'email' | "userName">;
export type Keys = Exclude<keyof User, 'userName'>; // T04
export type Both = Omit<User, 'displayName'>;
export type Extracted = Extract<keyof User, 'userName'>; // T04

export async function hidden() {
  await prisma.user.findMany({ omit: { userName: true } }); // C34
  await prisma.user.findMany({ omit: { displayName: true } });
  await prisma.post.findMany({ omit: { userName: true }, include: { author: { omit: { userName: true } } } });
}

declare const adapter: never;
export const client = new PrismaClient({ adapter, omit: { user: { userName: true }, post: { userName: true } } }); // C80
const key = 'userName';
export const byKey = prisma.user.findMany({ omit: { [key]: true } });
export async function later() {
  const omit: Prisma.UserOmit = {};
  omit.userName = true;
  return prisma.user.findMany({ omit });
}
