import { beforeEach, expect, it } from 'vitest';
import { call, newTenant, type Tenant } from './support/tenant.js';

let tenant: Tenant;

beforeEach(async () => {
  tenant = await newTenant();
});

it('the organization names its owners and its staff', async () => {
  await tenant.addUser('Grace', 'AGENT');
  await tenant.addUser('Ada');
  expect((await tenant.get('/organization')).body).toMatchObject({
    slug: tenant.slug,
    counts: { users: 3, tickets: 0, teams: 0 },
    owners: ['Olivia'],
    staff: ['Grace', 'Olivia'],
  });
});

it('the directory runs from the first name to the last', async () => {
  for (const userName of ['Grace', 'Ada', 'Alan']) await tenant.addUser(userName);
  expect((await tenant.get('/organization/directory')).body).toEqual({
    people: 4,
    first: 'Ada',
    last: 'Olivia',
    roles: [
      { role: 'OWNER', people: 1, first: 'Olivia' },
      { role: 'CUSTOMER', people: 3, first: 'Ada' },
    ],
    letters: { A: ['Ada', 'Alan'], G: ['Grace'], O: ['Olivia'] },
  });
});

it('a team has a lead, and is found by a member', async () => {
  const [grace, ada] = [await tenant.addUser('Grace', 'AGENT'), await tenant.addUser('Ada', 'AGENT')];
  const team = await tenant.send('POST', '/organization/teams', {
    name: 'First line',
    memberIds: [grace.id, ada.id],
  });
  expect(team.body).toMatchObject({ lead: 'Grace', members: [{ userName: 'Ada' }, { userName: 'Grace' }] });
  expect((await tenant.get('/organization/teams?member=Ada')).body).toEqual([team.body]);
  expect((await tenant.get('/organization/teams?member=Olivia')).body).toEqual([]);
});

it('an integration acts under a name of its own', async () => {
  const created = await tenant.send('POST', '/organization/api-keys', { userName: 'crm-sync' });
  expect(created).toMatchObject({ status: 201, body: { userName: 'crm-sync' } });
  expect((await call('GET', '/api/users', undefined, created.body.token)).status).toBe(200);
  expect((await tenant.get('/organization/api-keys')).body).toMatchObject([
    { userName: 'crm-sync', owner: 'Olivia' },
    { userName: 'sign-up', owner: 'Olivia' },
  ]);
});

it('the audit log keeps the name as it was', async () => {
  const ada = await tenant.addUser('Ada');
  await tenant.send('PATCH', `/users/${ada.id}`, { userName: 'Ada 2' });
  await tenant.send('PATCH', `/users/${tenant.owner.id}`, { userName: 'Olivia 2' });
  await tenant.send('PATCH', `/users/${ada.id}`, { userName: 'Ada 3' });
  expect((await tenant.get('/organization/audit/activity')).body).toEqual([
    { userName: 'Olivia', events: 2 },
    { userName: 'Olivia 2', events: 1 },
  ]);
  expect((await tenant.get('/organization/audit?userName=Olivia')).body).toHaveLength(2);
});

it('the status page shows names of which there are several', async () => {
  const name = `Common ${tenant.slug}`;
  await tenant.addUser(name);
  await (await newTenant()).addUser(name);
  const { body } = await call('GET', '/status/common-names');
  expect(body.every((entry: { people: number }) => entry.people >= 2)).toBe(true);
});

it('says what is wrong with a request', async () => {
  const bad = await tenant.send('POST', '/users', { email: 'not an address', userName: '' });
  expect(bad.status).toBe(422);
  expect(bad.body.error.issues.map((issue: { path: string }) => issue.path)).toEqual(['email', 'userName']);
  expect((await tenant.get('/nowhere')).status).toBe(404);
});
