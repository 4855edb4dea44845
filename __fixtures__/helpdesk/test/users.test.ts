import { beforeEach, describe, expect, it } from 'vitest';
import { prisma } from '../src/db.js';
import { call, newTenant, type Tenant } from './support/tenant.js';

let tenant: Tenant;

beforeEach(async () => {
  tenant = await newTenant();
});

describe('a person', () => {
  it('is created, and found by number and by name', async () => {
    const created = await tenant.send('POST', '/users', { email: tenant.address('ada'), userName: 'Ada' });
    expect(created).toMatchObject({ status: 201, body: { userName: 'Ada', role: 'CUSTOMER', phone: null } });
    expect(await tenant.get(`/users/${created.body.id}`)).toEqual({ status: 200, body: created.body });
    expect(await tenant.get('/users/by-name/Ada')).toEqual({ status: 200, body: created.body });

    const row = await prisma.user.findUniqueOrThrow({ where: { id: created.body.id } });
    expect(row.userName).toBe('Ada');
  });

  it('cannot take the name of another one, except in another organization', async () => {
    await tenant.addUser('Ada');
    const twice = await tenant.send('POST', '/users', { email: tenant.address('x'), userName: 'Ada' });
    expect(twice).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });

    const other = await newTenant();
    const elsewhere = await other.send('POST', '/users', { email: other.address('ada'), userName: 'Ada' });
    expect(elsewhere.status).toBe(201);
  });

  it('is renamed, and the old name is free again', async () => {
    const ada = await tenant.addUser('Ada');
    const renamed = await tenant.send('PATCH', `/users/${ada.id}`, { userName: 'Ada L.' });
    expect(renamed).toMatchObject({ status: 200, body: { userName: 'Ada L.' } });
    expect((await tenant.get('/users/by-name/Ada')).status).toBe(404);
    const audit = await tenant.get('/organization/audit?action=user.renamed');
    expect(audit.body).toMatchObject([{ userName: 'Olivia', subject: 'Ada -> Ada L.' }]);
  });

  it('is renamed by name, once', async () => {
    const ada = await tenant.addUser('Ada');
    const rename = () => tenant.send('POST', '/users/by-name/Ada/rename', { userName: 'Ada 2' });
    expect((await rename()).status).toBe(204);
    expect((await rename()).status).toBe(404);
    expect(await tenant.get(`/users/${ada.id}`)).toMatchObject({ body: { userName: 'Ada 2' } });
  });

  it('keeps the name when something else changes', async () => {
    const ada = await tenant.addUser('Ada');
    const changed = await tenant.send('PATCH', `/users/${ada.id}`, { phone: '555-0100' });
    expect(changed.body).toMatchObject({ userName: 'Ada', phone: '555-0100' });
    expect((await tenant.get('/organization/audit')).body).toEqual([]);
  });

  it('is made or renamed by address', async () => {
    const path = `/users/by-email/${tenant.address('Ada')}`;
    const first = await tenant.send('PUT', path, { userName: 'Ada' });
    const second = await tenant.send('PUT', path, { userName: 'Countess' });
    expect(second.body).toEqual({ ...first.body, userName: 'Countess' });
    expect(await prisma.user.count({ where: { organizationId: tenant.id, userName: 'Countess' } })).toBe(1);
  });

  it('is deleted with what they wrote', async () => {
    const ada = await tenant.addUser('Ada');
    const ticket = await tenant.send('POST', '/tickets', {
      subject: 'Help',
      body: 'Please',
      author: { email: ada.email, userName: ada.userName },
    });
    expect((await tenant.send('DELETE', `/users/${ada.id}`)).status).toBe(204);
    expect((await tenant.get(`/users/${ada.id}`)).status).toBe(404);
    expect((await tenant.get(`/tickets/${ticket.body.id}`)).status).toBe(404);
  });

  it('is hidden from other organizations', async () => {
    const ada = await tenant.addUser('Ada');
    const other = await newTenant();
    expect((await other.get(`/users/${ada.id}`)).status).toBe(404);
    expect((await other.send('DELETE', `/users/${ada.id}`)).status).toBe(404);
  });
});

describe('the list', () => {
  beforeEach(async () => {
    for (const userName of ['Grace', 'Ada', 'Barbara']) await tenant.addUser(userName);
  });

  const names = (answer: { body: { users: { userName: string }[] } }) =>
    answer.body.users.map(({ userName }) => userName);

  it('is sorted by name, either way', async () => {
    expect(names(await tenant.get('/users'))).toEqual(['Ada', 'Barbara', 'Grace', 'Olivia']);
    expect(names(await tenant.get('/users?sort=userName&order=desc'))).toEqual([
      'Olivia',
      'Grace',
      'Barbara',
      'Ada',
    ]);
    expect(names(await tenant.get('/users?sort=role'))).toEqual(['Olivia', 'Ada', 'Barbara', 'Grace']);
  });

  it('is searched by a part of the name, whatever its case', async () => {
    const found = await tenant.get('/users?q=AR');
    expect(names(found)).toEqual(['Barbara']);
    expect(found.body.total).toBe(1);
  });

  it('comes in pages', async () => {
    const page = await tenant.get('/users?limit=2&page=2');
    expect(names(page)).toEqual(['Grace', 'Olivia']);
    expect(page.body.total).toBe(4);
  });

  it('leaves as CSV', async () => {
    const rows = (await tenant.get('/users/export.csv')).body.trimEnd().split('\r\n');
    expect(rows[0]).toBe('id,userName,email,role');
    expect(rows.slice(1).map((row: string) => row.split(',')[1])).toEqual([
      'Ada',
      'Barbara',
      'Grace',
      'Olivia',
    ]);
  });

  it('refuses what it cannot sort by', async () => {
    const refused = await tenant.get('/users?sort=password');
    expect(refused).toMatchObject({ status: 422, body: { error: { issues: [{ path: 'sort' }] } } });
  });
});

describe('many people at once', () => {
  it('are imported; names that are taken are told', async () => {
    await tenant.addUser('Ada');
    const imported = await tenant.send('POST', '/users/import', {
      users: ['Ada', 'Ken', 'Radia'].map((userName) => ({ userName, email: tenant.address(`${userName}2`) })),
    });
    expect(imported.body).toEqual({ created: 2, taken: ['Ada'] });
    const rows = await prisma.user.findMany({
      where: { organizationId: tenant.id, role: 'CUSTOMER' },
      select: { userName: true },
      orderBy: { userName: 'asc' },
    });
    expect(rows.map(({ userName }) => userName)).toEqual(['Ada', 'Ken', 'Radia']);
  });

  it('are renamed all or not at all', async () => {
    const ada = await tenant.addUser('Ada');
    const ken = await tenant.addUser('Ken');
    const done = await tenant.send('POST', '/users/rename', {
      users: [
        { id: ada.id, userName: 'Ada 2' },
        { id: ken.id, userName: 'Ken 2' },
      ],
    });
    expect(done.body.map((user: { userName: string }) => user.userName)).toEqual(['Ada 2', 'Ken 2']);

    const failed = await tenant.send('POST', '/users/rename', {
      users: [
        { id: ada.id, userName: 'Ada 3' },
        { id: ken.id, userName: 'Olivia' },
      ],
    });
    expect(failed.status).toBe(409);
    expect(await tenant.get(`/users/${ada.id}`)).toMatchObject({ body: { userName: 'Ada 2' } });
  });

  it('are merged, and the name that is wanted stays', async () => {
    const [ada, countess] = [await tenant.addUser('Ada'), await tenant.addUser('Countess')];
    await tenant.send('POST', '/tickets', {
      subject: 'Help',
      body: 'Please',
      author: { email: ada.email, userName: 'Ada' },
    });
    const merged = await tenant.send('POST', `/users/${ada.id}/merge`, { into: countess.id, keep: 'theirs' });
    expect(merged.body).toMatchObject({ id: countess.id, userName: 'Ada', email: countess.email });
    const tickets = await tenant.get('/tickets?author=ada');
    expect(tickets.body).toMatchObject([{ author: { id: countess.id, userName: 'Ada' } }]);
  });
});

it('nobody gets in without a token', async () => {
  expect((await call('GET', '/api/users')).status).toBe(401);
  expect((await call('GET', '/api/users', undefined, 'wrong')).status).toBe(401);
});
