import { prisma } from '../db';

export async function update(id: number, data: any) {
  return prisma.user.update({ where: { id }, data });
}

export function search(query: string, filters: Record<string, any>[]): any {
  return { OR: filters.map((filter) => ({ [Object.keys(filter)[0]!]: { contains: query } })) };
}

export function echo<T>(value: T): T {
  return value;
}

export const change = (userName: string) => update(1, { userName, displayName: userName });
export const find = (query: string) => prisma.user.findMany({ where: search(query, [{ userName: 'contains' }]) });
export const outward = (userName: string) => JSON.stringify({ userName });
export const echoed = (userName: string) => echo({ userName });

export async function create(userName: string) {
  const data: any = { userName, displayName: userName, tenantId: 1 };
  return prisma.user.create({ data });
}
