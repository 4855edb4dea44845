import { prisma } from '../db.js';
import { toUserDto, userSummary } from '../dto/user.js';
import type { SignUpInput } from '../validation/organizations.js';
import { type Actor, hashToken, newToken } from './api-keys.js';

/** A new tenant with its owner, and the owner's first token. */
export async function signUp({ slug, name, owner }: SignUpInput) {
  const token = newToken();
  const organization = await prisma.organization.create({
    data: {
      slug,
      name,
      users: {
        create: {
          email: owner.email,
          userName: owner.userName,
          role: 'OWNER',
          apiKeys: { create: { userName: 'sign-up', tokenHash: hashToken(token) } },
        },
      },
    },
    include: { users: { select: userSummary } },
  });
  return {
    id: organization.id,
    slug: organization.slug,
    name: organization.name,
    users: organization.users.map(toUserDto),
    token,
  };
}

export async function describeOrganization(actor: Actor) {
  const organization = await prisma.organization.findUniqueOrThrow({
    where: { id: actor.organizationId },
    include: {
      _count: { select: { users: true, tickets: true, teams: true } },
      users: {
        where: { role: { in: ['OWNER', 'AGENT'] } },
        select: { userName: true, role: true },
        orderBy: { userName: 'asc' },
      },
    },
  });
  const owners = organization.users.filter(({ role }) => role === 'OWNER');
  return {
    slug: organization.slug,
    name: organization.name,
    counts: organization._count,
    owners: owners.map(({ userName }) => userName),
    staff: organization.users.map((user) => user.userName),
  };
}
