import { prisma } from '../db';

// Functions without types that hand on what they get: to code of others, to a query, or nobody knows where.
const json = (data: Record<string, any> = {}) => JSON.stringify(data);
const find = (where: any) => prisma.person.findFirst({ where });
const kept: Record<string, any> = {};
const keep = (entry: any) => {
  kept.last = entry;
};
export const answers = () => [json({ userName: 'x' }), find({ userName: 'x' }), keep({ userName: 'x' })];

// A list without a type is what is expected of it where it goes.
export function createMany(names: readonly string[]) {
  const rows: any[] = [];
  for (const name of names) rows.push({ userName: name, email: name });
  return rows.length > 0 ? prisma.person.createMany({ data: rows }) : undefined;
}
export function textOf(names: readonly string[]) {
  const rows: any[] = [];
  for (const name of names) rows.push({ userName: name });
  return JSON.stringify(rows);
}
