import type { Prisma } from '@client';
import { prisma } from '../db';

declare function next(): Promise<string>;
declare const body: { userName: string; email: string; tenantId: number };

const base = { email: '', tenantId: 1 };

export async function roots(userName: string, tenantId: number) {
  await prisma.user.update({ where: { id: 1 }, data: { displayName: userName, tenantId } }); // C20
  await prisma.user.update({ where: { id: 1 }, data: { displayName: 'x' } }); // C21
  await prisma.user.update({ where: { id: 1 }, data: { 'displayName': 'x' } }); // C22
  await prisma.user.update({ where: { id: 1 }, data: { ['displayName']: 'x' } }); // C23
  await prisma.user.update({ where: { id: 1 }, data: { displayName: { set: 'x' } } }); // C24
  await prisma.user.update({ where: { id: 1 }, data: { displayName: await next() } }); // evaluate-once
  await prisma.user.update({ where: { id: 1 }, data: { displayName: undefined } }); // write-undefined
  await prisma.user.updateMany({ where: { userName: 'old' }, data: { displayName: 'new' } }); // C27
  await prisma.user.createMany({ data: [{ ...base, displayName: 'a' }, { ...base, displayName: 'b' }] }); // C26
  await prisma.user.createManyAndReturn({ data: { ...base, displayName: 'a' }, select: { userName: true } }); // C27
  await prisma.user.upsert({
    where: { id: 1 },
    create: { ...base, displayName: 'a' }, // C25
    update: { displayName: 'b' }, // C25
  });
}

export async function nested() {
  await prisma.post.create({
    data: {
      title: 't',
      userName: 'post',
      author: { create: { email: '', displayName: 'u', tenant: { connect: { id: 1 } } } }, // C28
    },
  });
  await prisma.tenant.update({
    where: { id: 1 },
    data: {
      users: {
        connectOrCreate: { where: { email: '' }, create: { email: '', displayName: 'a' } }, // C29
        upsert: { where: { id: 1 }, create: { email: '', displayName: 'a' }, update: { displayName: 'b' } }, // C29
        updateMany: { where: { userName: 'a' }, data: { displayName: 'b' } }, // C29
      },
    },
  });
}

export async function typed() {
  const data: Prisma.UserUncheckedUpdateInput = { displayName: 'a', tenantId: 1 }; // C53
  data.displayName = 'b';
  await prisma.user.update({ where: { id: 1 }, data });
}

function build(userName: string) {
  return { displayName: userName, tenantId: 1 }; // C54
}

export async function built(flag: boolean) {
  await prisma.user.update({ where: { id: 1 }, data: build('x') });
  await prisma.user.update({ where: { id: 1 }, data: flag ? { displayName: 'a' } : {} }); // branch
  await prisma.user.update({ where: { id: 1 }, data: { ...(flag && { displayName: 'a' }) } }); // branch
  await prisma.user.update({ where: { id: 1 }, data: { ...body } }); // unknown-keys
  await prisma.$transaction([
    prisma.user.update({ where: { id: 1 }, data: { displayName: 'a' } }), // transaction-array
    prisma.user.update({ where: { id: 2 }, data: { displayName: 'b' } }),
  ]);
}

export async function doubled(value: string) {
  await prisma.user.update({ where: { id: 1 }, data: { displayName: value } }); // doubled
  await prisma.user.update({ where: { id: 1 }, data: { userName: 'a', displayName: 'b' } }); // conflict
}

export async function nothing() {
  await prisma.user.update({ where: { id: 1 }, data: { userName: null } }); // write-null
}

export async function further(values: { userName: string }[], value: string) {
  await prisma.user.updateManyAndReturn({ where: { userName: 'a' }, data: { displayName: 'b' } }); // C27
  await prisma.user.createMany({ data: values.map(({ userName }) => ({ ...base, displayName: userName })) }); // C26
  await prisma.user.update({ where: { id: 1 }, data: { ...(value ? { displayName: value } : undefined) } }); // branch
  await prisma.user.update({ where: { id: 1 }, data: { displayName: value ? 'a' : undefined } }); // write-undefined
  await prisma.user.update({ where: { id: 1 }, data: { displayName: { set: await next() } } }); // evaluate-once
  const data: Prisma.UserUpdateInput = {};
  if (value) data.displayName = await next(); // evaluate-once
  data['displayName'] = value;
  await prisma.user.update({ where: { id: 1 }, data: Object.assign(data, { displayName: value }) });
  await prisma.user.update({ where: { id: 1 }, data: { [`displayName`]: value } }); // C23
}
