import { prisma } from '../db.js';
import {
  type AttachmentDto,
  type TicketDetailsDto,
  type TicketDto,
  ticketDetails,
  ticketSummary,
  toTicketDetailsDto,
  toTicketDto,
} from '../dto/ticket.js';
import { notFound } from '../errors.js';
import type { Prisma } from '../generated/prisma/client.js';
import { mentioned, ticketAnswered, ticketAssigned } from '../mail/templates.js';
import type { PersonInput } from '../validation/common.js';
import type {
  AddAttachmentInput,
  AddCommentsInput,
  CreateTicketInput,
  ListTicketsQuery,
  UpdateTicketInput,
} from '../validation/tickets.js';
import type { Actor } from './api-keys.js';
import { auditEvent } from './audit.js';
import { notify } from './notifications.js';

/** Whoever writes to us for the first time becomes a customer. */
function authorOf(organizationId: number, person: PersonInput) {
  return {
    connectOrCreate: {
      where: { email: person.email, organizationId },
      create: { organizationId, email: person.email, userName: person.userName },
    },
  } satisfies Prisma.UserCreateNestedOneWithoutCommentsInput;
}

function tagsOf(organizationId: number, names: string[]) {
  return names.map((name) => ({
    where: { organizationId_name: { organizationId, name } },
    create: { organizationId, name },
  }));
}

export async function createTicket(actor: Actor, input: CreateTicketInput): Promise<TicketDetailsDto> {
  const { organizationId } = actor;
  const { subject, body, priority, author } = input;
  const ticket = await prisma.ticket.create({
    data: {
      subject,
      body,
      priority,
      organization: { connect: { id: organizationId } },
      author: {
        connectOrCreate: {
          where: { email: author.email, organizationId },
          create: {
            email: author.email,
            userName: author.userName,
            organization: { connect: { id: organizationId } },
          },
        },
      },
      tags: { connectOrCreate: tagsOf(organizationId, input.tags) },
    },
    include: ticketDetails,
  });
  return toTicketDetailsDto(ticket);
}

const orders = {
  author: (direction) => [{ author: { userName: direction } }, { id: 'asc' }],
  subject: (direction) => [{ subject: direction }, { id: 'asc' }],
  createdAt: (direction) => [{ id: direction }],
} satisfies Record<
  ListTicketsQuery['sort'],
  (direction: Prisma.SortOrder) => Prisma.TicketOrderByWithRelationInput[]
>;

export async function listTickets(actor: Actor, query: ListTicketsQuery): Promise<TicketDto[]> {
  const { author, tag } = query;
  const tickets = await prisma.ticket.findMany({
    where: {
      organizationId: actor.organizationId,
      status: query.status,
      assigneeId: query.assigneeId,
      tags: tag ? { some: { name: tag } } : undefined,
      author: author ? { is: { userName: { contains: author, mode: 'insensitive' } } } : undefined,
    },
    include: ticketSummary,
    orderBy: orders[query.sort](query.order),
    skip: (query.page - 1) * query.limit,
    take: query.limit,
  });
  return tickets.map(toTicketDto);
}

async function requireTicket(actor: Actor, id: number) {
  const ticket = await prisma.ticket.findFirst({
    where: { id, organizationId: actor.organizationId },
    select: { id: true, subject: true, author: { select: { id: true, userName: true } } },
  });
  if (!ticket) throw notFound(`Ticket ${id}`);
  return ticket;
}

export async function getTicket(actor: Actor, id: number): Promise<TicketDetailsDto> {
  const ticket = await prisma.ticket.findFirst({
    where: { id, organizationId: actor.organizationId },
    include: ticketDetails,
  });
  if (!ticket) throw notFound(`Ticket ${id}`);
  return toTicketDetailsDto(ticket);
}

export async function updateTicket(
  actor: Actor,
  id: number,
  input: UpdateTicketInput,
): Promise<TicketDetailsDto> {
  const { organizationId } = actor;
  const { subject, status, priority, tags, authorName } = input;
  const ticket = await prisma.ticket.update({
    where: { id, organizationId },
    data: {
      subject,
      status,
      priority,
      tags: tags && { set: [], connectOrCreate: tagsOf(organizationId, tags) },
      author: authorName ? { update: { userName: authorName } } : undefined,
    },
    include: ticketDetails,
  });
  return toTicketDetailsDto(ticket);
}

export async function assignTicket(actor: Actor, id: number, assigneeId: number): Promise<TicketDto> {
  const ticket = await prisma.$transaction(async (tx) => {
    const assignee = await tx.user.findFirst({
      where: { id: assigneeId, organizationId: actor.organizationId, role: { not: 'CUSTOMER' } },
    });
    if (!assignee) throw notFound(`Agent ${assigneeId}`);
    const assigned = await tx.ticket.update({
      where: { id, organizationId: actor.organizationId },
      data: { assignee: { connect: { id: assignee.id } } },
      include: ticketSummary,
    });
    await auditEvent(actor, 'ticket.assigned', `#${id} -> ${assignee.userName}`, tx);
    await notify(assignee, ticketAssigned(assignee, assigned, actor.userName), tx);
    return assigned;
  });
  return toTicketDto(ticket);
}

const mention = /@([\p{L}\p{N}_.-]+)/gu;

export async function addComments(
  actor: Actor,
  id: number,
  input: AddCommentsInput,
): Promise<TicketDetailsDto> {
  const { organizationId } = actor;
  const ticket = await requireTicket(actor, id);
  const answered = await prisma.ticket.update({
    where: { id: ticket.id },
    data: {
      comments: {
        create: input.comments.map(({ body, internal, author }) => ({
          body,
          internal,
          author: authorOf(organizationId, author),
        })),
      },
    },
    include: ticketDetails,
  });

  const authors = answered.comments.slice(-input.comments.length).map(({ author }) => author.userName);
  const others = authors.filter((userName) => userName !== ticket.author.userName);
  if (others.length > 0) await notify(ticket.author, ticketAnswered(ticket.author, ticket, others));

  const names = input.comments.flatMap(({ body }) =>
    Array.from(body.matchAll(mention), (match) => match[1] ?? ''),
  );
  if (names.length > 0) {
    const people = await prisma.user.findMany({
      where: { organizationId, AND: [{ userName: { in: names } }, { NOT: { userName: actor.userName } }] },
      select: { id: true, userName: true },
    });
    for (const user of people) await notify(user, mentioned(user, ticket));
  }
  return toTicketDetailsDto(answered);
}

export async function addAttachment(
  actor: Actor,
  id: number,
  input: AddAttachmentInput,
): Promise<AttachmentDto> {
  const ticket = await requireTicket(actor, id);
  const { fileName, contentType, size } = input;
  const attachment = await prisma.attachment.create({
    data: { ticketId: ticket.id, uploadedById: actor.id, fileName, contentType, size },
    include: { uploadedBy: { select: { userName: true } } },
  });
  return { id: attachment.id, fileName, contentType, size, uploadedBy: attachment.uploadedBy.userName };
}
