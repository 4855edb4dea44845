import { Hono } from 'hono';
import { type AppEnv, requireRole } from '../http/context.js';
import { parseBody, parseId, parseQuery } from '../http/parse.js';
import {
  addAttachment,
  addComments,
  assignTicket,
  createTicket,
  getTicket,
  listTickets,
  updateTicket,
} from '../services/tickets.js';
import {
  addAttachmentBody,
  addCommentsBody,
  assignTicketBody,
  createTicketBody,
  listTicketsQuery,
  updateTicketBody,
} from '../validation/tickets.js';

export const tickets = new Hono<AppEnv>();

tickets.get('/', async (c) => c.json(await listTickets(c.get('actor'), parseQuery(c, listTicketsQuery))));

tickets.post('/', async (c) => {
  return c.json(await createTicket(c.get('actor'), await parseBody(c, createTicketBody)), 201);
});

tickets.get('/:id', async (c) => c.json(await getTicket(c.get('actor'), parseId(c))));

tickets.patch('/:id', async (c) => {
  const actor = requireRole(c, 'OWNER', 'AGENT');
  return c.json(await updateTicket(actor, parseId(c), await parseBody(c, updateTicketBody)));
});

tickets.post('/:id/assign', async (c) => {
  const actor = requireRole(c, 'OWNER', 'AGENT');
  const { assigneeId } = await parseBody(c, assignTicketBody);
  return c.json(await assignTicket(actor, parseId(c), assigneeId));
});

tickets.post('/:id/comments', async (c) => {
  return c.json(await addComments(c.get('actor'), parseId(c), await parseBody(c, addCommentsBody)), 201);
});

tickets.post('/:id/attachments', async (c) => {
  return c.json(await addAttachment(c.get('actor'), parseId(c), await parseBody(c, addAttachmentBody)), 201);
});
