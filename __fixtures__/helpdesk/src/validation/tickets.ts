import { z } from 'zod';
import { TicketPriority, TicketStatus } from '../generated/prisma/client.js';
import { page, person, sortOrder, userName } from './common.js';

const status = z.enum(TicketStatus);
const priority = z.enum(TicketPriority);
const tagName = z.string().trim().toLowerCase().min(1).max(40);
const text = z.string().trim().min(1).max(20_000);

export const createTicketBody = z.object({
  subject: z.string().trim().min(1).max(200),
  body: text,
  priority: priority.optional(),
  tags: z.array(tagName).max(20).default([]),
  author: person,
});
export type CreateTicketInput = z.output<typeof createTicketBody>;

export const updateTicketBody = z.object({
  subject: z.string().trim().min(1).max(200).optional(),
  status: status.optional(),
  priority: priority.optional(),
  tags: z.array(tagName).max(20).optional(),
  // Whoever reads the ticket often knows better how its author is called.
  authorName: userName.optional(),
});
export type UpdateTicketInput = z.output<typeof updateTicketBody>;

export const assignTicketBody = z.object({ assigneeId: z.int().positive() });

export const addCommentsBody = z.object({
  comments: z
    .array(z.object({ body: text, internal: z.boolean().default(false), author: person }))
    .min(1)
    .max(50),
});
export type AddCommentsInput = z.output<typeof addCommentsBody>;

export const addAttachmentBody = z.object({
  fileName: z.string().min(1).max(255),
  contentType: z.string().min(1).max(120),
  size: z.int().min(0).max(25_000_000),
});
export type AddAttachmentInput = z.output<typeof addAttachmentBody>;

export const listTicketsQuery = z.object({
  status: status.optional(),
  tag: tagName.optional(),
  author: z.string().trim().min(1).optional(),
  assigneeId: z.coerce.number().int().positive().optional(),
  sort: z.enum(['author', 'subject', 'createdAt']).default('createdAt'),
  order: sortOrder,
  ...page,
});
export type ListTicketsQuery = z.output<typeof listTicketsQuery>;
