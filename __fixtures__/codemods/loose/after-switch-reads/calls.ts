import { AnyRepository, type Finder, PrismaFinder, UserRepository, Users } from './repositories';
import { prisma } from '../db';
import { list, generic, by } from './functions';

const repository = new UserRepository({ displayName: 'y' });
const finder: Finder = new PrismaFinder();

export const calls = () => [
  repository.findOne({ displayName: 'a' }),
  repository.list({ filter: { displayName: { contains: 'a' } }, order: { displayName: 'asc' } }),
  list({ displayName: 'a' }),
  generic({ displayName: 'a' }),
  by({ displayName: 'asc' })({ displayName: 'a' }),
  finder.find({ displayName: 'a' }),
  new Users().by({ displayName: 'a' }),
  new AnyRepository(prisma.user).find({ userName: 'a' }),
];
