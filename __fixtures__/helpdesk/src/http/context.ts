import type { Context } from 'hono';
import { forbidden } from '../errors.js';
import type { Role } from '../generated/prisma/client.js';
import type { Actor } from '../services/api-keys.js';

export interface AppEnv {
  Variables: { actor: Actor };
}

/** Lets only these roles pass. */
export function requireRole(c: Context<AppEnv>, ...roles: Role[]): Actor {
  const actor = c.get('actor');
  if (!roles.includes(actor.role)) throw forbidden(`This needs one of the roles ${roles.join(', ')}`);
  return actor;
}
