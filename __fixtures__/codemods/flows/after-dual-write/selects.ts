import { prisma } from '../db';

export const authorSelect = { id: true, userName: true };
export const authorArgs = { include: { author: { select: { userName: true } } } } as const;
export const unused = { userName: true };

export function whereName(userName: string) {
  return { userName };
}

export const newName = (userName: string) => ({ userName, displayName: userName, visits: 0 });

const logged = { userName: 'a' };
console.log(logged);

export async function own() {
  await prisma.user.findFirst({ where: logged });
}
