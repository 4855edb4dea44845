import type { Context } from 'hono';
import { z } from 'zod';
import { HttpProblem } from '../errors.js';

/** The JSON body, checked. */
export async function parseBody<T extends z.ZodType>(c: Context, schema: T): Promise<z.output<T>> {
  let body: unknown;
  try {
    body = await c.req.json();
  } catch {
    throw new HttpProblem(400, 'malformed', 'The body is not JSON');
  }
  return schema.parse(body);
}

/** The query string, checked; of a repeated parameter the first counts. */
export function parseQuery<T extends z.ZodType>(c: Context, schema: T): z.output<T> {
  return schema.parse(c.req.query());
}

const identifier = z.coerce.number().int().positive();

/** A numeric part of the path. */
export function parseId(c: Context, name = 'id'): number {
  return identifier.parse(c.req.param(name));
}
