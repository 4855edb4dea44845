import type { Prisma } from '../generated/prisma/client.js';
import { type AuthorDto, authorSummary, toAuthorDto } from './user.js';

export const ticketSummary = {
  author: { select: authorSummary },
  assignee: { select: authorSummary },
  tags: { select: { name: true }, orderBy: { name: 'asc' } },
} satisfies Prisma.TicketInclude;

export const ticketDetails = {
  ...ticketSummary,
  comments: {
    include: { author: { select: { id: true, userName: true, role: true } } },
    orderBy: { id: 'asc' },
  },
  attachments: {
    include: { uploadedBy: { select: { userName: true } } },
    orderBy: { createdAt: 'asc' },
  },
} satisfies Prisma.TicketInclude;

export type TicketWithPeople = Prisma.TicketGetPayload<{ include: typeof ticketSummary }>;
export type TicketWithThread = Prisma.TicketGetPayload<{ include: typeof ticketDetails }>;
type CommentWithAuthor = TicketWithThread['comments'][number];

export interface TicketDto {
  id: number;
  subject: string;
  status: string;
  priority: string;
  author: AuthorDto;
  assignee: AuthorDto | null;
  tags: string[];
  createdAt: string;
}

export interface CommentDto {
  id: number;
  body: string;
  internal: boolean;
  author: AuthorDto & { isStaff: boolean };
  createdAt: string;
}

export interface AttachmentDto {
  id: string;
  fileName: string;
  contentType: string;
  size: number;
  uploadedBy: string;
}

export interface TicketDetailsDto extends TicketDto {
  body: string;
  participants: string[];
  comments: CommentDto[];
  attachments: AttachmentDto[];
}

export function toTicketDto(ticket: TicketWithPeople): TicketDto {
  return {
    id: ticket.id,
    subject: ticket.subject,
    status: ticket.status,
    priority: ticket.priority,
    author: toAuthorDto(ticket.author),
    assignee: ticket.assignee && toAuthorDto(ticket.assignee),
    tags: ticket.tags.map(({ name }) => name),
    createdAt: ticket.createdAt.toISOString(),
  };
}

export function toCommentDto(comment: CommentWithAuthor): CommentDto {
  const {
    author: { id, userName, role },
  } = comment;
  return {
    id: comment.id,
    body: comment.body,
    internal: comment.internal,
    author: { id, userName, isStaff: role !== 'CUSTOMER' },
    createdAt: comment.createdAt.toISOString(),
  };
}

export function toTicketDetailsDto(ticket: TicketWithThread): TicketDetailsDto {
  const commenters = ticket.comments.map((comment) => comment.author.userName);
  return {
    ...toTicketDto(ticket),
    body: ticket.body,
    participants: [...new Set([ticket.author.userName, ...commenters])],
    comments: ticket.comments.map(toCommentDto),
    attachments: ticket.attachments.map(({ id, fileName, contentType, size, uploadedBy }) => ({
      id,
      fileName,
      contentType,
      size,
      uploadedBy: uploadedBy.userName,
    })),
  };
}
