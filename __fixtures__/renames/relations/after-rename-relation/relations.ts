import type { Prisma } from '@client';
import { prisma } from '../db';

export async function reads() {
  const posts = await prisma.post.findMany({
    where: { writer: { is: { userName: 'a' } }, comments: { some: { author: { userName: 'b' } } } },
    include: { writer: true, comments: { include: { author: true, post: { select: { writer: true } } } } },
    orderBy: { writer: { userName: 'asc' } },
  });
  const user = await prisma.user.findFirst({ include: { posts: { include: { writer: { include: { posts: true } } } } } });
  const author = await prisma.post.findUniqueOrThrow({ where: { id: 1 } }).writer();
  const counted = await prisma.user.findMany({ select: { _count: { select: { posts: true, comments: true } } } });
  return [
    posts.map((post) => [post.writer.userName, post.comments.map((comment) => [comment.author.id, comment.post.writer.id])]),
    user?.posts.map(({ writer: { userName, posts } }) => [userName, posts[0]?.userName]),
    author.email,
    counted.map(({ _count }) => _count.posts),
  ];
}

export async function writes(author: Prisma.UserCreateNestedOneWithoutPostsInput) {
  await prisma.post.create({ data: { id: 1, title: '', userName: '', writer: author } });
  await prisma.post.update({ where: { id: 1 }, data: { writer: { update: { userName: 'c' } } } });
  await prisma.comment.create({
    data: { id: 1, text: '', author: { connect: { id: 1 } }, post: { create: { id: 2, title: '', userName: '', writer: author } } },
  });
}

const withAuthor = { include: { writer: true } } satisfies Prisma.PostDefaultArgs;
type PostWithAuthor = Prisma.PostGetPayload<typeof withAuthor>;
type CommentWithAuthor = Prisma.CommentGetPayload<{ include: { author: true } }>;

export type Flat = Omit<PostWithAuthor, 'writer'> & { author: string };
export const flat = ({ writer: author, ...post }: PostWithAuthor): Flat => ({ ...post, author: author.userName });
export const who = (of: PostWithAuthor, from: CommentWithAuthor) => `${of.writer.id} ${from.author.id}`;
export const has = (post: PostWithAuthor) => 'writer' in post && post['writer'].userName;
