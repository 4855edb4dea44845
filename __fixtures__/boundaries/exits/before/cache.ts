import type { User } from '@client';
import Keyv from 'keyv';
import { prisma } from '../db';
import { TTLCache } from './memory';

const cache = new Keyv<User>();
const own = new TTLCache<User>();

export async function remember(id: number): Promise<User> {
  const user = await prisma.user.findUniqueOrThrow({ where: { id } });
  await cache.set(`user:${id}`, user);
  own.set(`user:${id}`, user);
  return user;
}
