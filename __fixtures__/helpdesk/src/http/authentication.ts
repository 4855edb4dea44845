import { createMiddleware } from 'hono/factory';
import { HttpProblem } from '../errors.js';
import { findActor } from '../services/api-keys.js';
import type { AppEnv } from './context.js';

const bearer = /^Bearer (\S+)$/;

export const authenticate = createMiddleware<AppEnv>(async (c, next) => {
  const token = bearer.exec(c.req.header('authorization') ?? '')?.[1];
  const actor = token ? await findActor(token) : undefined;
  if (!actor) throw new HttpProblem(401, 'unauthorized', 'A valid token is needed');
  c.set('actor', actor);
  await next();
});
