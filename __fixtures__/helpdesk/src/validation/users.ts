import { z } from 'zod';
import { Role } from '../generated/prisma/client.js';
import { email, page, sortOrder, userName } from './common.js';

const role = z.enum(Role);
const phone = z.string().trim().min(3).max(40).nullable();

export const createUserBody = z.object({
  email,
  userName,
  role: role.optional(),
  phone: phone.optional(),
});
export type CreateUserInput = z.output<typeof createUserBody>;

export const updateUserBody = z
  .object({ userName, role, phone })
  .partial()
  .refine((body) => Object.keys(body).length > 0, 'Nothing to change');
export type UpdateUserInput = z.output<typeof updateUserBody>;

export const upsertUserBody = z.object({ userName, role: role.optional() });
export type UpsertUserInput = z.output<typeof upsertUserBody>;

export const importUsersBody = z.object({
  users: z
    .array(z.object({ email, userName, role: role.optional() }))
    .min(1)
    .max(1000),
});
export type ImportUsersInput = z.output<typeof importUsersBody>;

export const renameUsersBody = z.object({
  users: z
    .array(z.object({ id: z.int().positive(), userName }))
    .min(1)
    .max(100),
});
export type RenameUsersInput = z.output<typeof renameUsersBody>;

export const renameByNameBody = z.object({ userName });

export const mergeUserBody = z.object({
  into: z.int().positive(),
  // Which of the two names the person keeps.
  keep: z.enum(['theirs', 'ours']).default('ours'),
});
export type MergeUserInput = z.output<typeof mergeUserBody>;

export const listUsersQuery = z.object({
  q: z.string().trim().min(1).optional(),
  role: role.optional(),
  sort: z.enum(['userName', 'email', 'role', 'createdAt']).default('userName'),
  order: sortOrder,
  ...page,
});
export type ListUsersQuery = z.output<typeof listUsersQuery>;
