// Names that a function or an assertion makes a type of: they become keys of queries and of records.
import { z } from 'zod';
import * as v from 'valibot';
import type { User } from '@client';
import { prisma } from '../db';

const Sort = z.enum(['userName', 'email']).default('userName');
export const page = (input: unknown) => prisma.user.findMany({ orderBy: { [Sort.parse(input)]: 'asc' } });

const Picked = v.picklist(['userName', 'email']);
export const picked = (input: unknown) => prisma.user.findMany({ orderBy: { [v.parse(Picked, input)]: 'asc' } });

const oneOf =
  <const T extends readonly string[]>(values: T) =>
  (input: unknown): T[number] =>
    values.find((each) => each === input) ?? values[0]!;
const parseSort = oneOf(['userName', 'email']);
export const own = (input: unknown) => prisma.user.findMany({ orderBy: { [parseSort(input)]: 'asc' } });

export const Query = z.object({ sort: z.enum(['userName', 'email']), dir: z.enum(['asc', 'desc']) });
export type Query = z.infer<typeof Query>;
export interface Context {
  query: Query;
}
export const ofQuery = ({ query: { sort, dir } }: Context) => prisma.user.findMany({ orderBy: { [sort]: dir } });

const by = (sort: string | undefined) => (sort ?? 'userName') as keyof User;
export const asserted = (sort?: string) => prisma.user.findMany({ orderBy: { [by(sort)]: 'asc' } });
export const value = (user: User) => user['userName' as keyof User];
export const values = (user: User) => (['id', 'userName'] as (keyof User)[]).map((key) => user[key]);

export const listed = (sort: 'userName' | (string & {}) = 'userName') =>
  prisma.user.findMany({ orderBy: { [sort]: 'asc' } });
export const first = () => listed('userName');

const LABELS: Record<string, string> = { userName: 'Name', email: 'Mail' };
export const labels = (user: User) =>
  Object.entries(LABELS).map(([key, label]) => `${label}: ${user[key as keyof User]}`);

// Not the model's.
const Theme = z.enum(['userName', 'dark']);
export const theme = (input: unknown) => ({ theme: Theme.parse(input) });
export const ofPosts = (sort: 'userName' | 'id' = 'userName') => prisma.post.findMany({ orderBy: { [sort]: 'asc' } });
