import { beforeEach, expect, it } from 'vitest';
import { prisma } from '../src/db.js';
import { newTenant, type Tenant } from './support/tenant.js';

let tenant: Tenant;

beforeEach(async () => {
  tenant = await newTenant();
});

function newTicket(userName: string, more: Record<string, unknown> = {}) {
  return tenant.send('POST', '/tickets', {
    subject: 'It does not start',
    body: 'Nothing happens',
    author: { email: tenant.address(userName), userName },
    ...more,
  });
}

it('an unknown author becomes a customer, a known one keeps the name', async () => {
  const first = await newTicket('Ada', { tags: ['Login', 'urgent'] });
  expect(first.status).toBe(201);
  expect(first.body).toMatchObject({
    author: { userName: 'Ada' },
    tags: ['login', 'urgent'],
    participants: ['Ada'],
    comments: [],
  });
  const again = await newTicket('Ada', { author: { email: tenant.address('Ada'), userName: 'Somebody' } });
  expect(again.body.author).toEqual(first.body.author);

  const author = await prisma.user.findUnique({
    where: { email: tenant.address('Ada') },
    include: { authoredTickets: { select: { id: true } } },
  });
  expect(author?.userName).toBe('Ada');
  expect(author?.authoredTickets).toHaveLength(2);
});

it('a thread shows who said what', async () => {
  const { body: ticket } = await newTicket('Ada');
  const answered = await tenant.send('POST', `/tickets/${ticket.id}/comments`, {
    comments: [
      { body: 'Is it plugged in?', author: { email: tenant.owner.email, userName: 'ignored' } },
      { body: 'It was @Olivia', author: { email: tenant.address('Bob'), userName: 'Bob' } },
    ],
  });
  expect(answered.status).toBe(201);
  expect(answered.body.participants).toEqual(['Ada', 'Olivia', 'Bob']);
  expect(answered.body.comments).toMatchObject([
    { author: { userName: 'Olivia', isStaff: true } },
    { author: { userName: 'Bob', isStaff: false } },
  ]);
  expect((await tenant.get(`/tickets/${ticket.id}`)).body).toEqual(answered.body);

  const [mail] = (await tenant.get(`/users/${ticket.author.id}/notifications`)).body;
  expect(mail.body).toContain('Hi Ada,');
  expect(mail.body).toContain('Olivia, Bob answered');
});

it('whoever is mentioned is told', async () => {
  const { body: ticket } = await newTicket('Ada');
  const grace = await tenant.addUser('Grace', 'AGENT');
  await tenant.send('POST', `/tickets/${ticket.id}/comments`, {
    comments: [
      { body: '@Grace and @nobody, look', author: { email: tenant.owner.email, userName: 'Olivia' } },
    ],
  });
  const { body: mails } = await tenant.get(`/users/${grace.id}/notifications`);
  expect(mails).toMatchObject([{ subject: `You were mentioned in #${ticket.id}` }]);
  expect((await tenant.send('POST', `/users/${grace.id}/notifications/read`)).body).toEqual({ read: 1 });
});

it('a ticket is given to an agent, never to a customer', async () => {
  const { body: ticket } = await newTicket('Ada');
  const grace = await tenant.addUser('Grace', 'AGENT');
  const given = await tenant.send('POST', `/tickets/${ticket.id}/assign`, { assigneeId: grace.id });
  expect(given.body.assignee).toEqual({ id: grace.id, userName: 'Grace' });
  const { body: mails } = await tenant.get(`/users/${grace.id}/notifications`);
  expect(mails[0].body).toBe('Hi Grace,\n\nOlivia gave you the ticket "It does not start".\n');

  const refused = await tenant.send('POST', `/tickets/${ticket.id}/assign`, { assigneeId: ticket.author.id });
  expect(refused.status).toBe(404);
  const { body: events } = await tenant.get('/organization/audit');
  expect(events).toMatchObject([
    { action: 'ticket.assigned', userName: 'Olivia', subject: `#${ticket.id} -> Grace` },
  ]);
});

it('tickets are found and sorted by the name of the author', async () => {
  for (const userName of ['Grace', 'Ada', 'Barbara']) await newTicket(userName);
  const authors = async (query: string) =>
    (await tenant.get(`/tickets?${query}`)).body.map(
      (t: { author: { userName: string } }) => t.author.userName,
    );
  expect(await authors('sort=author')).toEqual(['Ada', 'Barbara', 'Grace']);
  expect(await authors('sort=author&order=desc')).toEqual(['Grace', 'Barbara', 'Ada']);
  expect(await authors('author=RA&sort=author')).toEqual(['Barbara', 'Grace']);
});

it('a ticket changes its state and its tags', async () => {
  const { body: ticket } = await newTicket('Ada', { tags: ['login'] });
  const changed = await tenant.send('PATCH', `/tickets/${ticket.id}`, { status: 'SOLVED', tags: ['done'] });
  expect(changed.body).toMatchObject({ status: 'SOLVED', tags: ['done'], subject: ticket.subject });
  expect((await tenant.get('/tickets?tag=login')).body).toEqual([]);
});

it('the name of the author is corrected on the ticket', async () => {
  const { body: ticket } = await newTicket('Ada');
  const changed = await tenant.send('PATCH', `/tickets/${ticket.id}`, { authorName: 'Ada Lovelace' });
  expect(changed.body.author).toEqual({ id: ticket.author.id, userName: 'Ada Lovelace' });
  const author = await prisma.user.findUniqueOrThrow({ where: { id: ticket.author.id } });
  expect(author.userName).toBe('Ada Lovelace');
});

it('a file is attached under the name of its uploader', async () => {
  const { body: ticket } = await newTicket('Ada');
  const file = { fileName: 'log.txt', contentType: 'text/plain', size: 12 };
  const attached = await tenant.send('POST', `/tickets/${ticket.id}/attachments`, file);
  expect(attached).toMatchObject({ status: 201, body: { ...file, uploadedBy: 'Olivia' } });
  expect((await tenant.get(`/tickets/${ticket.id}`)).body.attachments).toEqual([attached.body]);
});
