import { prisma } from '../db';
import { changed, created, filter, entrance, type Row, type Shown, type UpdateUserDto } from './schemas';

declare const body: unknown;

export const create = () => prisma.user.create({ data: created.parse(body) });
export const find = () => prisma.user.findMany({ where: { ...filter.parse(body), id: { gt: 1 } } });
export const update = (id: number, data: UpdateUserDto) => prisma.user.update({ where: { id }, data });
export const many = (rows: Row[]) => prisma.user.createMany({ data: rows });
export const nested = (id: number) =>
  prisma.post.update({ where: { id }, data: { author: { update: { ...changed.parse(body), visits: 1 } } } });
export const enter = () => entrance.parse(body);
export const show = (shown: Shown) => shown;
export const ofPost = (input: Shown) => prisma.post.updateMany({ data: { ...input, title: 'x' } });
