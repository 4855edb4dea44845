import type { PrismaClient } from '@client';
import { expect, test, vi } from 'vitest';
import { prisma } from '../db';
import { buildUser as build, faked, lists, passed, postRecord, sent, userRecord } from './records';
import * as records from './records';

const mock = { user: { findFirst: vi.fn(), findMany: vi.fn(), create: vi.fn(), update: vi.fn() }, mail: { send: vi.fn() } };
const client = { user: { findFirst: async () => faked } } as unknown as PrismaClient;

test('records of another file', () => {
  vi.spyOn(prisma.user, 'findFirst').mockResolvedValue(userRecord as never);
  vi.spyOn(prisma.post, 'findMany').mockResolvedValue([{ ...postRecord, id: 2 }] as never);
  mock.user.findMany.mockResolvedValue(lists.users);
  mock.user.create.mockImplementation(async () => build());
  mock.user.findFirst.mockResolvedValue(records.shared);
  mock.user.update.mockResolvedValue(passed);
  mock.mail.send.mockResolvedValue([sent, ...lists.mails]);
  expect(client).toBeDefined();
});
