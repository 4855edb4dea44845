import { Hono } from 'hono';
import { prisma } from './db.js';
import { authenticate } from './http/authentication.js';
import type { AppEnv } from './http/context.js';
import { handleError } from './http/error-handler.js';
import { organization } from './routes/organization.js';
import { organizations } from './routes/organizations.js';
import { tickets } from './routes/tickets.js';
import { users } from './routes/users.js';
import { commonNames } from './services/directory.js';

export function createApp() {
  const app = new Hono();
  app.onError(handleError);
  app.notFound((c) => c.json({ error: { code: 'not_found', message: `No ${c.req.path} here` } }, 404));

  app.get('/health', async (c) => {
    await prisma.organization.findFirst({ select: { id: true } });
    return c.json({ ok: true });
  });
  app.get('/status/common-names', async (c) => c.json(await commonNames(2)));
  app.route('/organizations', organizations);

  const api = new Hono<AppEnv>();
  api.use(authenticate);
  api.route('/organization', organization);
  api.route('/tickets', tickets);
  api.route('/users', users);
  app.route('/api', api);
  return app;
}
