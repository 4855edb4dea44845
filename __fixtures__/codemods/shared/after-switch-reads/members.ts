// Constants for `include` and `select`, whose members go to queries.
import type { Prisma } from '@client';
import { prisma } from '../db';

export const SHORT = { author: { select: { id: true, displayName: true } } };
export const CONST = { author: { select: { id: true, displayName: true } } } as const;
export const BY_KIND = { user: { id: true, displayName: true }, short: { displayName: true } };
export const ARGS = { include: { author: { select: { id: true, displayName: true } } } };
export const SELECT = { id: true, displayName: true } as const;
export const ONLY_TYPE = { id: true, displayName: true };
export const LOOSE = { displayName: 'asc' } satisfies Record<string, 'asc' | 'desc'>;

export type WithAuthor = Prisma.PostGetPayload<typeof ARGS>;
export type Shown = Prisma.UserGetPayload<{ select: typeof SELECT }>;
export type OnlyType = Prisma.UserGetPayload<{ select: typeof ONLY_TYPE }>;

export const queries = (kind: keyof typeof BY_KIND) => [
  prisma.post.findFirst({ include: { author: SHORT.author } }),
  prisma.post.findFirst({ include: { author: { ...SHORT.author } } }),
  prisma.post.findFirst({ include: { author: { select: SHORT.author.select } } }),
  prisma.post.findFirst({ include: { author: CONST.author } }),
  prisma.user.findFirst({ select: BY_KIND[kind] }),
  prisma.post.findFirst(ARGS),
  prisma.post.findFirst({ ...ARGS, where: { id: 1 } }),
  prisma.user.findFirst({ select: SELECT }),
  prisma.user.findFirst({ orderBy: LOOSE }),
];
