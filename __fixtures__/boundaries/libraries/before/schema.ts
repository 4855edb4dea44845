import type { User } from '@client';
import SchemaBuilder from '@pothos/core';
import { z } from 'zod';

const builder = new SchemaBuilder<{ Objects: { User: User } }>({});
builder.objectType('User', {
  fields: (t) => ({
    userName: t.exposeString('userName', { nullable: true }),
    label: t.string({ nullable: true, resolve: (user) => user.userName }),
  }),
});

export const resolvers = {
  User: { userName: (user: User) => user.userName },
};

export const body = z.object({ userName: z.string() });
export const known = z.object({ userName: z.string().nullable() }) satisfies z.ZodType<Pick<User, 'userName'>>;
export type Body = z.infer<typeof body>;
export const nameOf = (value: Body) => value.userName;

export const either = z.discriminatedUnion('userName', [
  z.object({ userName: z.literal('a') }),
  z.object({ userName: z.literal('b'), size: z.number() }),
]);
