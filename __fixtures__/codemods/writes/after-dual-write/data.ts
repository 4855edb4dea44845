import type { Prisma } from '@client';
import { prisma } from '../db';

declare function next(): Promise<string>;
declare const body: { userName: string; email: string; tenantId: number };

const base = { email: '', tenantId: 1 };

export async function roots(userName: string, tenantId: number) {
  await prisma.user.update({ where: { id: 1 }, data: { userName, displayName: userName, tenantId } });
  await prisma.user.update({ where: { id: 1 }, data: { userName: 'x', displayName: 'x' } });
  await prisma.user.update({ where: { id: 1 }, data: { 'userName': 'x', displayName: 'x' } });
  await prisma.user.update({ where: { id: 1 }, data: { ['userName']: 'x', displayName: 'x' } });
  await prisma.user.update({ where: { id: 1 }, data: { userName: { set: 'x' }, displayName: { set: 'x' } } });
  await prisma.user.update({ where: { id: 1 }, data: { ...((userName) => ({ userName, displayName: userName }))(await next()) } });
  await prisma.user.update({ where: { id: 1 }, data: { userName: undefined, displayName: undefined } });
  await prisma.user.updateMany({ where: { userName: 'old' }, data: { userName: 'new', displayName: 'new' } });
  await prisma.user.createMany({ data: [{ ...base, userName: 'a', displayName: 'a' }, { ...base, userName: 'b', displayName: 'b' }] });
  await prisma.user.createManyAndReturn({ data: { ...base, userName: 'a', displayName: 'a' }, select: { userName: true } });
  await prisma.user.upsert({
    where: { id: 1 },
    create: { ...base, userName: 'a', displayName: 'a' },
    update: { userName: 'b', displayName: 'b' },
  });
}

export async function nested() {
  await prisma.post.create({
    data: {
      title: 't',
      userName: 'post',
      author: { create: { email: '', userName: 'u', displayName: 'u', tenant: { connect: { id: 1 } } } },
    },
  });
  await prisma.tenant.update({
    where: { id: 1 },
    data: {
      users: {
        connectOrCreate: { where: { email: '' }, create: { email: '', userName: 'a', displayName: 'a' } },
        upsert: { where: { id: 1 }, create: { email: '', userName: 'a', displayName: 'a' }, update: { userName: 'b', displayName: 'b' } },
        updateMany: { where: { userName: 'a' }, data: { userName: 'b', displayName: 'b' } },
      },
    },
  });
}

export async function typed() {
  const data: Prisma.UserUncheckedUpdateInput = { userName: 'a', displayName: 'a', tenantId: 1 };
  data.displayName = data.userName = 'b';
  await prisma.user.update({ where: { id: 1 }, data });
}

function build(userName: string) {
  return { userName, displayName: userName, tenantId: 1 };
}

export async function built(flag: boolean) {
  await prisma.user.update({ where: { id: 1 }, data: build('x') });
  await prisma.user.update({ where: { id: 1 }, data: flag ? { userName: 'a', displayName: 'a' } : {} });
  await prisma.user.update({ where: { id: 1 }, data: { ...(flag && { userName: 'a', displayName: 'a' }) } });
  await prisma.user.update({ where: { id: 1 }, data: { ...body } });
  await prisma.$transaction([
    prisma.user.update({ where: { id: 1 }, data: { userName: 'a', displayName: 'a' } }),
    prisma.user.update({ where: { id: 2 }, data: { userName: 'b', displayName: 'b' } }),
  ]);
}

export async function doubled(value: string) {
  await prisma.user.update({ where: { id: 1 }, data: { userName: value, displayName: value } });
  await prisma.user.update({ where: { id: 1 }, data: { userName: 'a', displayName: 'b' } });
}

export async function nothing() {
  await prisma.user.update({ where: { id: 1 }, data: { userName: null } });
}
