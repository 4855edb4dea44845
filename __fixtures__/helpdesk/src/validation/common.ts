import { z } from 'zod';

export const sortOrder = z.enum(['asc', 'desc']).default('asc');

export const page = {
  page: z.coerce.number().int().min(1).default(1),
  limit: z.coerce.number().int().min(1).max(500).default(50),
};

export const userName = z.string().trim().min(1).max(80);

export const email = z.email().transform((value) => value.toLowerCase());

/** Somebody named in a request, who may be known already. */
export const person = z.object({ email, userName });

export type PersonInput = z.output<typeof person>;
