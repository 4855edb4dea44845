import { AnyRepository, type Finder, PrismaFinder, UserRepository, Users } from './repositories';
import { prisma } from '../db';
import { list, generic, by } from './functions';

const repository = new UserRepository({ userName: 'y' });
const finder: Finder = new PrismaFinder();

export const calls = () => [
  repository.findOne({ userName: 'a' }),
  repository.list({ filter: { userName: { contains: 'a' } }, order: { userName: 'asc' } }),
  list({ userName: 'a' }),
  generic({ userName: 'a' }),
  by({ userName: 'asc' })({ userName: 'a' }),
  finder.find({ userName: 'a' }),
  new Users().by({ userName: 'a' }),
  new AnyRepository(prisma.user).find({ userName: 'a' }),
];
