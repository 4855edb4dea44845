import type { Prisma } from '@client';
import { prisma } from '../db';

declare function next(): Promise<string>;
declare const body: { userName: string; email: string; tenantId: number };

const base = { email: '', tenantId: 1 };

export async function roots(userName: string, tenantId: number) {
  await prisma.user.update({ where: { id: 1 }, data: { userName, displayName: userName, tenantId } }); // C20
  await prisma.user.update({ where: { id: 1 }, data: { userName: 'x', displayName: 'x' } }); // C21
  await prisma.user.update({ where: { id: 1 }, data: { 'userName': 'x', displayName: 'x' } }); // C22
  await prisma.user.update({ where: { id: 1 }, data: { ['userName']: 'x', displayName: 'x' } }); // C23
  await prisma.user.update({ where: { id: 1 }, data: { userName: { set: 'x' }, displayName: { set: 'x' } } }); // C24
  await prisma.user.update({ where: { id: 1 }, data: { ...((userName) => ({ userName, displayName: userName }))(await next()) } }); // evaluate-once
  await prisma.user.update({ where: { id: 1 }, data: { userName: undefined, displayName: undefined } }); // write-undefined
  await prisma.user.updateMany({ where: { userName: 'old' }, data: { userName: 'new', displayName: 'new' } }); // C27
  await prisma.user.createMany({ data: [{ ...base, userName: 'a', displayName: 'a' }, { ...base, userName: 'b', displayName: 'b' }] }); // C26
  await prisma.user.createManyAndReturn({ data: { ...base, userName: 'a', displayName: 'a' }, select: { userName: true } }); // C27
  await prisma.user.upsert({
    where: { id: 1 },
    create: { ...base, userName: 'a', displayName: 'a' }, // C25
    update: { userName: 'b', displayName: 'b' }, // C25
  });
}

export async function nested() {
  await prisma.post.create({
    data: {
      title: 't',
      userName: 'post',
      author: { create: { email: '', userName: 'u', displayName: 'u', tenant: { connect: { id: 1 } } } }, // C28
    },
  });
  await prisma.tenant.update({
    where: { id: 1 },
    data: {
      users: {
        connectOrCreate: { where: { email: '' }, create: { email: '', userName: 'a', displayName: 'a' } }, // C29
        upsert: { where: { id: 1 }, create: { email: '', userName: 'a', displayName: 'a' }, update: { userName: 'b', displayName: 'b' } }, // C29
        updateMany: { where: { userName: 'a' }, data: { userName: 'b', displayName: 'b' } }, // C29
      },
    },
  });
}

export async function typed() {
  const data: Prisma.UserUncheckedUpdateInput = { userName: 'a', displayName: 'a', tenantId: 1 }; // C53
  data.displayName = data.userName = 'b';
  await prisma.user.update({ where: { id: 1 }, data });
}

function build(userName: string) {
  return { userName, displayName: userName, tenantId: 1 }; // C54
}

export async function built(flag: boolean) {
  await prisma.user.update({ where: { id: 1 }, data: build('x') });
  await prisma.user.update({ where: { id: 1 }, data: flag ? { userName: 'a', displayName: 'a' } : {} }); // branch
  await prisma.user.update({ where: { id: 1 }, data: { ...(flag && { userName: 'a', displayName: 'a' }) } }); // branch
  await prisma.user.update({ where: { id: 1 }, data: { ...body } }); // unknown-keys
  await prisma.$transaction([
    prisma.user.update({ where: { id: 1 }, data: { userName: 'a', displayName: 'a' } }), // transaction-array
    prisma.user.update({ where: { id: 2 }, data: { userName: 'b', displayName: 'b' } }),
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
  await prisma.user.updateManyAndReturn({ where: { userName: 'a' }, data: { userName: 'b', displayName: 'b' } }); // C27
  await prisma.user.createMany({ data: values.map(({ userName }) => ({ ...base, userName, displayName: userName })) }); // C26
  await prisma.user.update({ where: { id: 1 }, data: { ...(value ? { userName: value, displayName: value } : undefined) } }); // branch
  await prisma.user.update({ where: { id: 1 }, data: { userName: value ? 'a' : undefined, displayName: value ? 'a' : undefined } }); // write-undefined
  await prisma.user.update({ where: { id: 1 }, data: { ...((userName) => ({ userName, displayName: userName }))({ set: await next() }) } }); // evaluate-once
  const data: Prisma.UserUpdateInput = {};
  if (value) data.displayName = data.userName = await next(); // evaluate-once
  data['displayName'] = data['userName'] = value;
  await prisma.user.update({ where: { id: 1 }, data: Object.assign(data, { userName: value, displayName: value }) });
  await prisma.user.update({ where: { id: 1 }, data: { [`userName`]: value, displayName: value } }); // C23
}
