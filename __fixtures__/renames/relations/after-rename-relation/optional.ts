import type { Post, Prisma, User } from '@client';
import { prisma } from '../db';

type PostWithUser = Post & { author?: User | null };

export function posts(where: Prisma.PostWhereInput): Promise<(PostWithUser & { tags?: string[] })[]> {
  return prisma.post.findMany({ where, include: { writer: true } });
}
export const nameOf = (post: PostWithUser) => post.author?.id;
export const none: { id: number; author?: string } = { id: 1 };
