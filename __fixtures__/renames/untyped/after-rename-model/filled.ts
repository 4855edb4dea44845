import type { Prisma } from '@client';
import { prisma } from '../db';

declare function send(value: unknown): void;

// An object without a type is what is expected of it where it goes.
export function find(name?: string) {
  const where: any = {};
  if (name) where.userName = name;
  return prisma.person.findMany({ where });
}
export async function change(id: number, userName: string) {
  const data: any = {};
  data.userName = userName;
  if (data.userName !== '') await save(id, data);
}
const save = (id: number, data: Prisma.PersonUpdateInput) => prisma.person.update({ where: { id }, data });
export function posts(name: string) {
  const where: any = {};
  where.userName = name;
  return prisma.post.findMany({ where });
}
export function extended(given: any) {
  const data: any = { ...given };
  data.userName = 'x';
  return data.userName ? prisma.person.create({ data }) : undefined;
}
export function both(name: string) {
  const data: any = {};
  data.userName = name;
  send(data);
  return prisma.person.create({ data });
}
export function body(name: string) {
  const data: any = {};
  data.userName = name;
  send(data);
  return data.userName;
}
