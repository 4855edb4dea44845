import type { Prisma } from '@client';
import { prisma } from '../db';

declare function next(): Promise<string>;
declare const body: { userName: string; email: string; tenantId: number };

const base = { email: '', tenantId: 1 };

export async function roots(userName: string, tenantId: number) {
  await prisma.user.update({ where: { id: 1 }, data: { displayName: userName, tenantId } });
  await prisma.user.update({ where: { id: 1 }, data: { displayName: 'x' } });
  await prisma.user.update({ where: { id: 1 }, data: { 'displayName': 'x' } });
  await prisma.user.update({ where: { id: 1 }, data: { ['displayName']: 'x' } });
  await prisma.user.update({ where: { id: 1 }, data: { displayName: { set: 'x' } } });
  await prisma.user.update({ where: { id: 1 }, data: { displayName: await next() } });
  await prisma.user.update({ where: { id: 1 }, data: { displayName: undefined } });
  await prisma.user.updateMany({ where: { userName: 'old' }, data: { displayName: 'new' } });
  await prisma.user.createMany({ data: [{ ...base, displayName: 'a' }, { ...base, displayName: 'b' }] });
  await prisma.user.createManyAndReturn({ data: { ...base, displayName: 'a' }, select: { userName: true } });
  await prisma.user.upsert({
    where: { id: 1 },
    create: { ...base, displayName: 'a' },
    update: { displayName: 'b' },
  });
}

export async function nested() {
  await prisma.post.create({
    data: {
      title: 't',
      userName: 'post',
      author: { create: { email: '', displayName: 'u', tenant: { connect: { id: 1 } } } },
    },
  });
  await prisma.tenant.update({
    where: { id: 1 },
    data: {
      users: {
        connectOrCreate: { where: { email: '' }, create: { email: '', displayName: 'a' } },
        upsert: { where: { id: 1 }, create: { email: '', displayName: 'a' }, update: { displayName: 'b' } },
        updateMany: { where: { userName: 'a' }, data: { displayName: 'b' } },
      },
    },
  });
}

export async function typed() {
  const data: Prisma.UserUncheckedUpdateInput = { displayName: 'a', tenantId: 1 };
  data.displayName = 'b';
  await prisma.user.update({ where: { id: 1 }, data });
}

function build(userName: string) {
  return { displayName: userName, tenantId: 1 };
}

export async function built(flag: boolean) {
  await prisma.user.update({ where: { id: 1 }, data: build('x') });
  await prisma.user.update({ where: { id: 1 }, data: flag ? { displayName: 'a' } : {} });
  await prisma.user.update({ where: { id: 1 }, data: { ...(flag && { displayName: 'a' }) } });
  await prisma.user.update({ where: { id: 1 }, data: { ...body } });
  await prisma.$transaction([
    prisma.user.update({ where: { id: 1 }, data: { displayName: 'a' } }),
    prisma.user.update({ where: { id: 2 }, data: { displayName: 'b' } }),
  ]);
}

export async function doubled(value: string) {
  await prisma.user.update({ where: { id: 1 }, data: { displayName: value } });
  await prisma.user.update({ where: { id: 1 }, data: { userName: 'a', displayName: 'b' } });
}

export async function nothing() {
  await prisma.user.update({ where: { id: 1 }, data: { userName: null } });
}
