import { randomBytes } from 'node:crypto';
import { createApp } from '../../src/app.js';
import { prisma } from '../../src/db.js';
import type { UserDto } from '../../src/dto/user.js';
import type { Prisma, Role, User } from '../../src/generated/prisma/client.js';

const app = createApp();

export interface Answer {
  status: number;
  body: any;
}

/** An organization of its own for each test, so that tests may run in any order and beside each other. */
export interface Tenant {
  id: number;
  slug: string;
  owner: UserDto;
  get(path: string): Promise<Answer>;
  send(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<Answer>;
  address(name: string): string;
  /** Straight into the database, past the API. */
  addUser(userName: string, role?: Role): Promise<User>;
}

export async function call(method: string, path: string, body?: unknown, token?: string): Promise<Answer> {
  const response = await app.request(path, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return { status: response.status, body: isJson ? JSON.parse(text) : text };
}

export async function newTenant(ownerName = 'Olivia'): Promise<Tenant> {
  const slug = `t-${randomBytes(6).toString('hex')}`;
  const address = (name: string) => `${name.toLowerCase()}@${slug}.example.com`;
  const { body } = await call('POST', '/organizations', {
    slug,
    name: 'A tenant',
    owner: { email: address(ownerName), userName: ownerName },
  });
  return {
    id: body.id,
    slug,
    owner: body.users[0],
    address,
    get: (path) => call('GET', `/api${path}`, undefined, body.token),
    send: (method, path, json) => call(method, `/api${path}`, json, body.token),
    addUser(userName, role = 'CUSTOMER') {
      const data: Prisma.UserUncheckedCreateInput = {
        organizationId: body.id,
        email: address(userName),
        userName,
        role,
      };
      return prisma.user.create({ data });
    },
  };
}
