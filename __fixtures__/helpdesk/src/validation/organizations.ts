import { z } from 'zod';
import { page, person, userName } from './common.js';

export const signUpBody = z.object({
  slug: z.string().regex(/^[a-z0-9-]{3,40}$/),
  name: z.string().trim().min(1).max(120),
  owner: person,
});
export type SignUpInput = z.output<typeof signUpBody>;

export const createTeamBody = z.object({
  name: z.string().trim().min(1).max(80),
  memberIds: z.array(z.int().positive()).max(200).default([]),
});
export type CreateTeamInput = z.output<typeof createTeamBody>;

export const createApiKeyBody = z.object({ userName });
export type CreateApiKeyInput = z.output<typeof createApiKeyBody>;

export const listAuditQuery = z.object({
  userName: z.string().trim().min(1).optional(),
  action: z.string().trim().min(1).optional(),
  ...page,
});
export type ListAuditQuery = z.output<typeof listAuditQuery>;
