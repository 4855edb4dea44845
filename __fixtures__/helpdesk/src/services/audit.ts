import { prisma, type Transaction } from '../db.js';
import type { AuditEvent, Prisma } from '../generated/prisma/client.js';
import type { ListAuditQuery } from '../validation/organizations.js';
import type { Actor } from './api-keys.js';

export type AuditAction =
  | 'user.created'
  | 'user.deleted'
  | 'user.imported'
  | 'user.merged'
  | 'user.renamed'
  | 'ticket.assigned';

/** An event is written where the change is: in its transaction, or beside it in a batch. */
export function auditEvent(
  actor: Pick<Actor, 'organizationId' | 'userName'>,
  action: AuditAction,
  subject: string,
  client: Pick<Transaction, 'auditEvent'> = prisma,
) {
  return client.auditEvent.create({
    data: { organizationId: actor.organizationId, userName: actor.userName, action, subject },
  });
}

export function listAuditEvents(actor: Actor, query: ListAuditQuery): Promise<AuditEvent[]> {
  const where: Prisma.AuditEventWhereInput = { organizationId: actor.organizationId };
  if (query.userName) where.userName = query.userName;
  if (query.action) where.action = query.action;
  return prisma.auditEvent.findMany({
    where,
    orderBy: { id: 'desc' },
    skip: (query.page - 1) * query.limit,
    take: query.limit,
  });
}

/** How much each person did, the busiest first. */
export async function auditActivity(actor: Actor) {
  const groups = await prisma.auditEvent.groupBy({
    by: ['userName'],
    where: { organizationId: actor.organizationId },
    _count: { userName: true },
    orderBy: [{ _count: { userName: 'desc' } }, { userName: 'asc' }],
  });
  return groups.map((group) => ({ userName: group.userName, events: group._count.userName }));
}
