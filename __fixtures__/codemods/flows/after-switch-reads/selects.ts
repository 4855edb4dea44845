import { prisma } from '../db';

export const authorSelect = { id: true, displayName: true };
export const authorArgs = { include: { author: { select: { displayName: true } } } } as const;
export const unused = { userName: true };

export function whereName(userName: string) {
  return { displayName: userName };
}

export const newName = (userName: string) => ({ userName, visits: 0 });

const logged = { userName: 'a' };
console.log(logged);

export async function own() {
  await prisma.user.findFirst({ where: logged });
}
