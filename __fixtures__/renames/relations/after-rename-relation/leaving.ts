import { prisma } from '../db';

export async function postOf(id: number) {
  const post = await prisma.post.findUniqueOrThrow({ where: { id }, include: { writer: true, comments: true } });
  return JSON.stringify({ post });
}

export async function threads() {
  const users = await prisma.user.findMany({ include: { posts: { include: { writer: { select: { id: true } } } } } });
  return JSON.stringify(users.map(({ id, posts }) => ({ id, posts })));
}

export async function comments() {
  const all = await prisma.comment.findMany({ include: { author: true } });
  return JSON.stringify(all);
}
