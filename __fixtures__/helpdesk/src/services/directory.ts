import { prisma } from '../db.js';
import type { Prisma } from '../generated/prisma/client.js';
import type { Actor } from './api-keys.js';

// Enough for the index at the side of the page.
const entrySelect: Prisma.UserSelect = { id: true, userName: true, role: true };

/** Who there is: counts and ends of the alphabet, for each role and in all, and an index by first letter. */
export async function directory(actor: Actor) {
  const where = { organizationId: actor.organizationId };
  const [all, roles, people] = await Promise.all([
    prisma.user.aggregate({
      where,
      _count: { userName: true },
      _min: { userName: true },
      _max: { userName: true },
    }),
    prisma.user.groupBy({
      by: ['role'],
      where,
      _count: { _all: true },
      _min: { userName: true },
      orderBy: { role: 'asc' },
    }),
    prisma.user.findMany({ where, select: entrySelect }),
  ]);

  const byLetter = new Map<string, string[]>();
  people.sort((a, b) => a.userName.localeCompare(b.userName));
  for (const { userName } of people) {
    const letter = userName.charAt(0).toUpperCase();
    byLetter.set(letter, [...(byLetter.get(letter) ?? []), userName]);
  }
  return {
    people: all._count.userName,
    first: all._min.userName,
    last: all._max.userName,
    roles: roles.map((group) => ({
      role: group.role,
      people: group._count._all,
      first: group._min.userName,
    })),
    letters: Object.fromEntries(byLetter),
  };
}

/** Names that people of several organizations bear: a figure for the status page. */
export async function commonNames(atLeast: number) {
  const groups = await prisma.user.groupBy({
    by: ['userName'],
    _count: { userName: true },
    having: { userName: { _count: { gte: atLeast } } },
    orderBy: [{ _count: { userName: 'desc' } }, { userName: 'asc' }],
    take: 10,
  });
  return groups.map((group) => ({ userName: group.userName, people: group._count.userName }));
}
