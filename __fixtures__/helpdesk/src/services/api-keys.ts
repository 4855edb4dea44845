import { createHash, randomBytes } from 'node:crypto';
import { prisma } from '../db.js';
import type { Prisma } from '../generated/prisma/client.js';
import type { CreateApiKeyInput } from '../validation/organizations.js';

const actorSelect = {
  id: true,
  organizationId: true,
  userName: true,
  role: true,
} satisfies Prisma.UserSelect;

/** The person on whose behalf a request runs. */
export type Actor = Prisma.UserGetPayload<{ select: typeof actorSelect }>;

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

export function newToken(): string {
  return randomBytes(24).toString('base64url');
}

export async function findActor(token: string): Promise<Actor | undefined> {
  const key = await prisma.apiKey.findUnique({
    where: { tokenHash: hashToken(token) },
    select: { user: { select: actorSelect } },
  });
  return key?.user;
}

/** The token is shown this once: only its hash is kept. */
export async function createApiKey(actor: Actor, { userName }: CreateApiKeyInput) {
  const token = newToken();
  const key = await prisma.apiKey.create({
    data: { userId: actor.id, userName, tokenHash: hashToken(token) },
  });
  return { id: key.id, userName: key.userName, token };
}

export async function listApiKeys(actor: Actor) {
  const keys = await prisma.apiKey.findMany({
    where: { user: { organizationId: actor.organizationId } },
    select: {
      id: true,
      userName: true,
      createdAt: true,
      user: { select: { userName: true } },
    },
    orderBy: [{ userName: 'asc' }, { id: 'asc' }],
  });
  return keys.map(({ user, ...key }) => ({ ...key, owner: user.userName }));
}
