import type { Post, User } from '@client';
import { prisma } from '../db';

export async function lockUser(id: number): Promise<User> {
  return prisma.user.findUniqueOrThrow({ where: { id } });
}
export const nameOf = (user: User) => user.userName;
export const rows = (posts: (Post & { author: User })[]) => posts.map((post) => post.author.userName);
export const keep = (value: { userName: string }) => value.userName;
