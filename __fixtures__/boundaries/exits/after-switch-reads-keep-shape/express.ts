import type { User } from '@client';
import express from 'express';
import { prisma } from '../db';

const app = express();

app.get('/users/:id', async (request, response) => {
  const user = await prisma.user.findUniqueOrThrow({ where: { id: Number(request.params.id) } });
  response.json({ ...user, userName: user.displayName });
});

app.get('/users', async (_request, response) => {
  const users = await prisma.user.findMany({ select: { id: true, displayName: true } });
  response.status(200).json({ users: users.map((record) => ({ ...record, userName: record.displayName })), total: users.length });
});

app.get('/posts', async (_request, response) => {
  response.send((await prisma.post.findMany({ include: { author: true } })).map((record) => ({ ...record, author: { ...record.author, userName: record.author.displayName } })));
});

app.get('/posts/:id', async (request, response) => {
  const post = await prisma.post.findUnique({
    where: { id: Number(request.params.id) },
    select: { title: true, author: { select: { displayName: true } } },
  });
  response.json(post && { ...post, author: { ...post.author, userName: post.author.displayName } });
});

app.get('/managers', async (_request, response) => {
  const reports = await prisma.user.findMany({ select: { id: true, manager: { select: { displayName: true } } } });
  return void response.json(reports.map((record) => ({ ...record, manager: record.manager && { ...record.manager, userName: record.manager.displayName } })));
});

// Nothing of these leaves under the name of the field.
app.get('/plain', async (_request, response) => {
  const user = await prisma.user.findFirstOrThrow();
  response.json({ id: user.id, name: user.displayName });
  response.json({ ...user, userName: 'hidden' });
  response.json(await prisma.post.findMany());
  response.json({ createdAt: user.createdAt, ok: true });
});

app.get('/spread', async (_request, response) => {
  const user = await prisma.user.findFirst();
  response.json({ ok: true, ...user, userName: user?.displayName });
  // pec-ignore-next-line the old clients are gone
  response.json(user);
});

export const serialized = (user: User): string => JSON.stringify({ ...user, userName: user.displayName });
export const cloned = (user: User): unknown => new Map<string, User>().set('user', user);
