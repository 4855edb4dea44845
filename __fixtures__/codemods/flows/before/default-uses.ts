import { prisma } from '../db';
import select, { first } from './default-barrel';
import named, { otherShown } from './default-function';

export async function uses() {
  await prisma.user.findMany({ select });
  await prisma.user.findFirst(first);
  await prisma.user.findFirst({ where: named('a'), select: otherShown });
}
