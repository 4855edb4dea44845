import { prisma } from '../db';
import { authorArgs, authorSelect as fields, newName, whereName } from './selects';

export async function list() {
  const users = await prisma.user.findMany({ select: fields, where: whereName('a') });
  const posts = await prisma.post.findMany(authorArgs);
  await prisma.user.update({ where: { id: 1 }, data: newName('b') });
  return { names: users.map((user) => user.displayName), authors: posts.map((post) => post.author.displayName) };
}
