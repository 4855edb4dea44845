import { Hono } from 'hono';
import { type AppEnv, requireRole } from '../http/context.js';
import { parseBody, parseQuery } from '../http/parse.js';
import { createApiKey, listApiKeys } from '../services/api-keys.js';
import { auditActivity, listAuditEvents } from '../services/audit.js';
import { directory } from '../services/directory.js';
import { describeOrganization } from '../services/organizations.js';
import { createTeam, listTeams } from '../services/teams.js';
import { createApiKeyBody, createTeamBody, listAuditQuery } from '../validation/organizations.js';

/** The caller's own organization. */
export const organization = new Hono<AppEnv>();

organization.get('/', async (c) => c.json(await describeOrganization(c.get('actor'))));

organization.get('/directory', async (c) => c.json(await directory(c.get('actor'))));

organization.get('/teams', async (c) => c.json(await listTeams(c.get('actor'), c.req.query('member'))));

organization.post('/teams', async (c) => {
  const actor = requireRole(c, 'OWNER');
  return c.json(await createTeam(actor, await parseBody(c, createTeamBody)), 201);
});

organization.get('/api-keys', async (c) => c.json(await listApiKeys(requireRole(c, 'OWNER'))));

organization.post('/api-keys', async (c) => {
  const actor = requireRole(c, 'OWNER', 'AGENT');
  return c.json(await createApiKey(actor, await parseBody(c, createApiKeyBody)), 201);
});

organization.get('/audit', async (c) => {
  const events = await listAuditEvents(requireRole(c, 'OWNER'), parseQuery(c, listAuditQuery));
  return c.json(events.map(({ organizationId: _, ...event }) => event));
});

organization.get('/audit/activity', async (c) => c.json(await auditActivity(requireRole(c, 'OWNER'))));
