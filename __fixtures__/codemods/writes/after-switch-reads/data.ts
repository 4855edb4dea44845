import type { Prisma } from '@client';
import { prisma } from '../db';

declare function next(): Promise<string>;
declare const body: { userName: string; email: string; tenantId: number };

const base = { email: '', tenantId: 1 };

export async function roots(userName: string, tenantId: number) {
  await prisma.user.update({ where: { id: 1 }, data: { userName, tenantId } }); // C20
  await prisma.user.update({ where: { id: 1 }, data: { userName: 'x' } }); // C21
  await prisma.user.update({ where: { id: 1 }, data: { 'userName': 'x' } }); // C22
  await prisma.user.update({ where: { id: 1 }, data: { ['userName']: 'x' } }); // C23
  await prisma.user.update({ where: { id: 1 }, data: { userName: { set: 'x' } } }); // C24
  await prisma.user.update({ where: { id: 1 }, data: { userName: await next() } }); // evaluate-once
  await prisma.user.update({ where: { id: 1 }, data: { userName: undefined } }); // write-undefined
  await prisma.user.updateMany({ where: { displayName: 'old' }, data: { userName: 'new' } }); // C27
  await prisma.user.createMany({ data: [{ ...base, userName: 'a' }, { ...base, userName: 'b' }] }); // C26
  await prisma.user.createManyAndReturn({ data: { ...base, userName: 'a' }, select: { displayName: true } }); // C27
  await prisma.user.upsert({
    where: { id: 1 },
    create: { ...base, userName: 'a' }, // C25
    update: { userName: 'b' }, // C25
  });
}

export async function nested() {
  await prisma.post.create({
    data: {
      title: 't',
      userName: 'post',
      author: { create: { email: '', userName: 'u', tenant: { connect: { id: 1 } } } }, // C28
    },
  });
  await prisma.tenant.update({
    where: { id: 1 },
    data: {
      users: {
        connectOrCreate: { where: { email: '' }, create: { email: '', userName: 'a' } }, // C29
        upsert: { where: { id: 1 }, create: { email: '', userName: 'a' }, update: { userName: 'b' } }, // C29
        updateMany: { where: { displayName: 'a' }, data: { userName: 'b' } }, // C29
      },
    },
  });
}

export async function typed() {
  const data: Prisma.UserUncheckedUpdateInput = { userName: 'a', tenantId: 1 }; // C53
  data.userName = 'b';
  await prisma.user.update({ where: { id: 1 }, data });
}

function build(userName: string) {
  return { userName, tenantId: 1 }; // C54
}

export async function built(flag: boolean) {
  await prisma.user.update({ where: { id: 1 }, data: build('x') });
  await prisma.user.update({ where: { id: 1 }, data: flag ? { userName: 'a' } : {} }); // branch
  await prisma.user.update({ where: { id: 1 }, data: { ...(flag && { userName: 'a' }) } }); // branch
  await prisma.user.update({ where: { id: 1 }, data: { ...body } }); // unknown-keys
  await prisma.$transaction([
    prisma.user.update({ where: { id: 1 }, data: { userName: 'a' } }), // transaction-array
    prisma.user.update({ where: { id: 2 }, data: { userName: 'b' } }),
  ]);
}

export async function doubled(value: string) {
  await prisma.user.update({ where: { id: 1 }, data: { userName: value, displayName: value } }); // doubled
  await prisma.user.update({ where: { id: 1 }, data: { userName: 'a', displayName: 'b' } }); // conflict
}

export async function nothing() {
  await prisma.user.update({ where: { id: 1 }, data: { userName: null } }); // write-null
}

export async function further(values: { userName: string }[], value: string) {
  await prisma.user.updateManyAndReturn({ where: { displayName: 'a' }, data: { userName: 'b' } }); // C27
  await prisma.user.createMany({ data: values.map(({ userName }) => ({ ...base, userName })) }); // C26
  await prisma.user.update({ where: { id: 1 }, data: { ...(value ? { userName: value } : undefined) } }); // branch
  await prisma.user.update({ where: { id: 1 }, data: { userName: value ? 'a' : undefined } }); // write-undefined
  await prisma.user.update({ where: { id: 1 }, data: { userName: { set: await next() } } }); // evaluate-once
  const data: Prisma.UserUpdateInput = {};
  if (value) data.userName = await next(); // evaluate-once
  data['userName'] = value;
  await prisma.user.update({ where: { id: 1 }, data: Object.assign(data, { userName: value }) });
  await prisma.user.update({ where: { id: 1 }, data: { [`userName`]: value } }); // C23
}
