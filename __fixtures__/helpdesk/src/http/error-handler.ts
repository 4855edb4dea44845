import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { ZodError } from 'zod';
import { HttpProblem } from '../errors.js';
import { Prisma } from '../generated/prisma/client.js';
import { logError } from '../log.js';

export function handleError(error: Error, c: Context): Response {
  if (error instanceof HttpProblem) {
    return c.json({ error: { code: error.code, message: error.message } }, error.status);
  }
  if (error instanceof ZodError) {
    const issues = error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
    return c.json({ error: { code: 'invalid', message: 'The request is not valid', issues } }, 422);
  }
  if (error instanceof HTTPException) return error.getResponse();

  const code = errorCode(error);
  if (code === 'P2002') {
    return c.json({ error: { code: 'conflict', message: 'This exists already' } }, 409);
  }
  if (code === 'P2025') {
    return c.json({ error: { code: 'not_found', message: 'This was not found' } }, 404);
  }
  logError(error.message, { method: c.req.method, path: c.req.path, status: 500, code });
  return c.json({ error: { code, message: 'Something went wrong on our side' } }, 500);
}

function errorCode(error: Error): string {
  if (error instanceof Prisma.PrismaClientKnownRequestError) return error.code;
  if (error instanceof Prisma.PrismaClientInitializationError) return error.errorCode ?? error.name;
  return error.name;
}
