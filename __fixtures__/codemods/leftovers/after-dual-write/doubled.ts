import type { User } from '@client';
import { prisma } from '../db';
import { log, oldName, tidy } from './names';

declare const q: string;

export async function reads() {
  const { displayName, userName } = await prisma.user.findFirstOrThrow({ select: { userName: true, displayName: true } }); // both-read
  await prisma.user.findMany({ where: { OR: [{ userName: q }, { displayName: q }], id: 1 } }); // contract-or
  await prisma.user.findMany({ where: { OR: [{ userName: q }, { displayName: q }, { email: q }] } });
  await prisma.user.findMany({ where: { displayName: 'x', OR: [{ displayName: q }, { userName: q }] } });
  await prisma.user.findMany({ where: { userName: q, displayName: q } });
  await prisma.user.findMany({ where: { userName: 'a', displayName: q } }); // conflict
  await prisma.user.findMany({ orderBy: [{ displayName: 'asc' }, { userName: 'asc' }] }); // contract-doubled
  await prisma.user.findMany({ distinct: ['email', 'userName', 'displayName', 'id'] });
  await prisma.user.findMany({ distinct: ['displayName', 'userName'] }); // contract-doubled
  await prisma.user.groupBy({ by: ['displayName', 'userName'], _count: { userName: true, displayName: true } }); // contract-doubled
  return displayName ?? userName;
}

export function locals(user: User) {
  const { userName } = user; // contract-unused
  const { displayName, userName: old } = user;
  const { userName: unused, email } = user;
  return [displayName, email, { old }];
}

export async function empty() {
  const { userName } = await prisma.user.findFirstOrThrow(); // contract-unused
  return 1;
}

export const both = ({ displayName, userName }: User) => displayName ?? userName;
export const fallback = (user: User) => [user.displayName ?? user.userName, user.userName || user.displayName, (user.displayName ?? user.userName)?.length]; // hand-fallback

async function save(id: number, userName: string, displayName: string) { // contract-unused
  await prisma.user.update({ where: { id }, data: { userName, displayName } });
}

export async function writes(body: { userName: string; name: string }) {
  const { userName, name } = body;
  const unchanged = oldName;
  const trimmed = tidy(name);
  await save(1, 'a', 'a');
  await save(2, name, name);
  await prisma.user.update({ where: { id: 1 }, data: { userName, displayName: name } }); // contract-unused
  await prisma.user.update({ where: { id: 1 }, data: { userName: unchanged, displayName: trimmed } }); // contract-unused
  await prisma.user.update({ where: { id: 1 }, data: { userName: log('x'), displayName: 'x' } }); // contract-side-effect
  await prisma.user.update({ where: { id: 1 }, data: { ...(name && { userName: name, displayName: name }) } });
  await prisma.user.update({ where: { id: 1 }, data: { ...(name && { userName: name, displayName: name }), displayName: name } });
  await prisma.user.update({ where: { id: 1 }, data: { userName: { set: name }, displayName: { set: name } } });
  await prisma.user.createMany({ data: [{ userName: 'b', displayName: 'b', email: '', tenantId: 1 }] });
}
