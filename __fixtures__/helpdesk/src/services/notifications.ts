import { prisma, type Transaction } from '../db.js';
import type { Notification, User } from '../generated/prisma/client.js';
import type { Mail } from '../mail/templates.js';
import type { Actor } from './api-keys.js';

export async function notify(
  user: Pick<User, 'id'>,
  mail: Mail,
  client: Pick<Transaction, 'notification'> = prisma,
): Promise<void> {
  const { subject, body } = mail;
  await client.notification.create({ data: { userId: user.id, subject, body } });
}

export function listNotifications(actor: Actor, userId: number): Promise<Notification[]> {
  return prisma.notification.findMany({
    where: { userId, user: { organizationId: actor.organizationId } },
    orderBy: { id: 'desc' },
    take: 50,
  });
}

export async function markRead(actor: Actor, userId: number): Promise<number> {
  const { count } = await prisma.notification.updateMany({
    where: { userId, readAt: null, user: { organizationId: actor.organizationId } },
    data: { readAt: new Date() },
  });
  return count;
}
