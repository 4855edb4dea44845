import { prisma } from '../db.js';
import type { Prisma, User } from '../generated/prisma/client.js';
import type { ImportUsersInput } from '../validation/users.js';
import type { Actor } from './api-keys.js';
import { auditEvent } from './audit.js';

export interface ImportResult {
  created: number;
  /** Names that somebody bears already, here or twice in the list itself. */
  taken: string[];
}

/** Takes over people from another system; whoever is known already stays as they are. */
export async function importUsers(actor: Actor, { users }: ImportUsersInput): Promise<ImportResult> {
  const { organizationId } = actor;
  const names = users.map((user) => user.userName);
  const known = await prisma.user.findMany({
    where: { organizationId, userName: { in: names } },
    distinct: ['userName'],
    select: { userName: true },
    orderBy: { userName: 'asc' },
  });
  const taken = new Set<User['userName']>(known.map((user) => user.userName));

  const rows: Prisma.UserCreateManyInput[] = [];
  for (const { email, userName, role } of users) {
    if (taken.has(userName)) continue;
    rows.push({ organizationId, email, userName, role });
  }
  const { count } = await prisma.user.createMany({ data: rows, skipDuplicates: true });
  await auditEvent(actor, 'user.imported', `${count} of ${users.length}`);
  return { created: count, taken: [...taken] };
}
