import { Hono } from 'hono';
import { type AppEnv, requireRole } from '../http/context.js';
import { parseBody, parseId, parseQuery } from '../http/parse.js';
import { listNotifications, markRead } from '../services/notifications.js';
import { exportUsers } from '../services/user-export.js';
import { importUsers } from '../services/user-import.js';
import { mergeUser } from '../services/user-merge.js';
import {
  createUser,
  deleteUser,
  getUser,
  getUserByName,
  listUsers,
  renameByName,
  renameUsers,
  updateUser,
  upsertUser,
} from '../services/users.js';
import { email } from '../validation/common.js';
import {
  createUserBody,
  importUsersBody,
  listUsersQuery,
  mergeUserBody,
  renameByNameBody,
  renameUsersBody,
  updateUserBody,
  upsertUserBody,
} from '../validation/users.js';

export const users = new Hono<AppEnv>();

users.get('/', async (c) => c.json(await listUsers(c.get('actor'), parseQuery(c, listUsersQuery))));

users.post('/', async (c) => {
  const actor = requireRole(c, 'OWNER', 'AGENT');
  return c.json(await createUser(actor, await parseBody(c, createUserBody)), 201);
});

users.get('/export.csv', async (c) => {
  const csv = await exportUsers(requireRole(c, 'OWNER'));
  return c.body(csv, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="users.csv"',
  });
});

users.post('/import', async (c) => {
  const actor = requireRole(c, 'OWNER');
  return c.json(await importUsers(actor, await parseBody(c, importUsersBody)));
});

users.post('/rename', async (c) => {
  const actor = requireRole(c, 'OWNER');
  return c.json(await renameUsers(actor, await parseBody(c, renameUsersBody)));
});

users.put('/by-email/:email', async (c) => {
  const actor = requireRole(c, 'OWNER', 'AGENT');
  const address = email.parse(c.req.param('email'));
  return c.json(await upsertUser(actor, address, await parseBody(c, upsertUserBody)));
});

users.get('/by-name/:userName', async (c) => {
  return c.json(await getUserByName(c.get('actor'), c.req.param('userName')));
});

users.post('/by-name/:userName/rename', async (c) => {
  const actor = requireRole(c, 'OWNER');
  const { userName } = await parseBody(c, renameByNameBody);
  await renameByName(actor, c.req.param('userName'), userName);
  return c.body(null, 204);
});

users.get('/:id', async (c) => c.json(await getUser(c.get('actor'), parseId(c))));

users.patch('/:id', async (c) => {
  const actor = requireRole(c, 'OWNER', 'AGENT');
  return c.json(await updateUser(actor, parseId(c), await parseBody(c, updateUserBody)));
});

users.delete('/:id', async (c) => {
  await deleteUser(requireRole(c, 'OWNER'), parseId(c));
  return c.body(null, 204);
});

users.post('/:id/merge', async (c) => {
  const actor = requireRole(c, 'OWNER');
  return c.json(await mergeUser(actor, parseId(c), await parseBody(c, mergeUserBody)));
});

users.get('/:id/notifications', async (c) => {
  return c.json(await listNotifications(c.get('actor'), parseId(c)));
});

users.post('/:id/notifications/read', async (c) => {
  return c.json({ read: await markRead(c.get('actor'), parseId(c)) });
});
