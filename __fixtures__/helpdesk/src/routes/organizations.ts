import { Hono } from 'hono';
import { parseBody } from '../http/parse.js';
import { signUp } from '../services/organizations.js';
import { signUpBody } from '../validation/organizations.js';

export const organizations = new Hono();

organizations.post('/', async (c) => {
  const input = await parseBody(c, signUpBody);
  return c.json(await signUp(input), 201);
});
