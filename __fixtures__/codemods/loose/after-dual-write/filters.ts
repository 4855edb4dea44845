// Filters, orders and data whose types take any key: only where they go says whose keys they are.
import type { Prisma } from '@client';
import { prisma } from '../db';

export function byName(name: string) {
  const where: Record<string, any> = { userName: name };
  return prisma.user.findMany({ where });
}

export function search(term: string) {
  let where = {};
  if (term) where = { ...where, userName: term };
  return prisma.user.findMany({ where });
}

export const sorted = () => {
  const orderBy: Record<string, 'asc' | 'desc'> = { userName: 'asc' };
  return prisma.user.findMany({ orderBy });
};

export function ordered(descending: boolean) {
  const orderBy: Record<string, 'asc' | 'desc'> = {};
  orderBy.userName = descending ? 'desc' : 'asc';
  return prisma.user.findMany({ orderBy });
}

export const patch = (name: string) => {
  const data: { [key: string]: unknown } = { userName: name, displayName: name };
  return prisma.user.update({ where: { id: 1 }, data });
};

export const many = (name: string) => {
  const rows: Record<string, any>[] = [{ userName: name, displayName: name }];
  return prisma.user.createMany({ data: rows as Prisma.UserCreateManyInput[] });
};

export function conditions(term?: string) {
  const or: object[] = [];
  if (term) or.push({ userName: { contains: term } });
  const all = [term ? { userName: term } : undefined].filter(Boolean) as Prisma.UserWhereInput[];
  const more = ([] as object[]).concat({ userName: 'c' });
  const flat = [[{ userName: 'd' }]].flatMap((each) => each) as object[];
  return prisma.user.findMany({ where: { OR: or, AND: [...all, ...more, ...flat] } });
}

export const reduced = (terms: string[]) =>
  prisma.user.findMany({ where: terms.reduce((all, term) => ({ ...all, userName: term }), {}) });

export function joined(term?: string) {
  const where = {};
  Object.assign(where, { userName: term });
  return prisma.user.findMany({ where: Object.assign({}, where, { id: 1 }) });
}

function build(name?: string): object {
  return name ? { userName: name } : {};
}
export const built = (name: string) => prisma.user.findMany({ where: { ...build(name), id: 1 } });

const options = { where: { userName: 'z' } as Record<string, unknown>, take: 3 };
export const continued = () => prisma.user.findMany({ ...options, skip: 1 });

// Others: another model's, a log, an answer.
export const ofPosts = () => {
  const where: Record<string, unknown> = { userName: 'a' };
  return prisma.post.findMany({ where });
};
const log = (meta: Record<string, unknown>) => console.log(JSON.stringify(meta));
export const logged = (name: string) => log({ userName: name });
export const answer = (name: string) => ({ status: 200, body: { userName: name } });
export const labels: Record<string, string> = {};
labels.userName = 'Name';

// Both.
export function traced(name: string) {
  const where: Record<string, unknown> = { userName: name };
  log(where);
  return prisma.user.findMany({ where });
}
// Cleaned of what is undefined: the keys are listed on the way.
const clean = (value: object) => Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined));
export const cleaned = (name?: string) => prisma.user.findMany({ where: clean({ userName: name }) });
