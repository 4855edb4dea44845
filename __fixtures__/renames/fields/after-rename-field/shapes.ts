import type { User } from '@client';
import { prisma } from '../db';

interface UserDto {
  readonly id: number;
  readonly userName: string;
}

export const toDto = ({ id, displayName: userName }: User): UserDto => ({ id, userName });
export const same = (user: User): UserDto => ({ id: user.id, userName: user.displayName });
export const whole = (user: User): UserDto => user;
export function set(user: User, displayName: string) {
  const { displayName: userName } = user;
  user.displayName = displayName;
  return { ...user, displayName: userName };
}
export const list = async () => (await prisma.user.findMany({ select: { displayName: true } })).map(({ displayName: userName }) => ({ userName }));
export const grouped = () => prisma.user.groupBy({ by: ['displayName'], _count: { displayName: true }, having: { displayName: { not: '' } } });
export const hidden = (user: Omit<User, 'displayName'>) => user;
// pec-ignore-next-line an import of 2019 writes this
export const legacy = { userName: 'old' };
