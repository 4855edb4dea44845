import process from 'process';
import { prisma } from '../db';
import select, { first } from './default-barrel';
import named, { otherShown } from './default-function';

export async function uses() {
  await prisma.user.findMany({ select });
  await prisma.user.findFirst(first);
  await prisma.user.findFirst({ where: named('a'), select: otherShown });
}

// The default of a package is not that of a file here.
export const shown = [process];
