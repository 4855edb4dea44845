import type { Prisma } from '@client';
import { prisma } from '../db';

export async function reads() {
  const posts = await prisma.post.findMany({
    where: { author: { is: { userName: 'a' } }, comments: { some: { author: { userName: 'b' } } } },
    include: { author: true, comments: { include: { author: true, post: { select: { author: true } } } } },
    orderBy: { author: { userName: 'asc' } },
  });
  const user = await prisma.user.findFirst({ include: { posts: { include: { author: { include: { posts: true } } } } } });
  const author = await prisma.post.findUniqueOrThrow({ where: { id: 1 } }).author();
  const counted = await prisma.user.findMany({ select: { _count: { select: { posts: true, comments: true } } } });
  return [
    posts.map((post) => [post.author.userName, post.comments.map((comment) => [comment.author.id, comment.post.author.id])]),
    user?.posts.map(({ author: { userName, posts } }) => [userName, posts[0]?.userName]),
    author.email,
    counted.map(({ _count }) => _count.posts),
  ];
}

export async function writes(author: Prisma.UserCreateNestedOneWithoutPostsInput) {
  await prisma.post.create({ data: { id: 1, title: '', userName: '', author } });
  await prisma.post.update({ where: { id: 1 }, data: { author: { update: { userName: 'c' } } } });
  await prisma.comment.create({
    data: { id: 1, text: '', author: { connect: { id: 1 } }, post: { create: { id: 2, title: '', userName: '', author } } },
  });
}

const withAuthor = { include: { author: true } } satisfies Prisma.PostDefaultArgs;
type PostWithAuthor = Prisma.PostGetPayload<typeof withAuthor>;
type CommentWithAuthor = Prisma.CommentGetPayload<{ include: { author: true } }>;

export type Flat = Omit<PostWithAuthor, 'author'> & { author: string };
export const flat = ({ author, ...post }: PostWithAuthor): Flat => ({ ...post, author: author.userName });
export const who = (of: PostWithAuthor, from: CommentWithAuthor) => `${of.author.id} ${from.author.id}`;
export const has = (post: PostWithAuthor) => 'author' in post && post['author'].userName;
