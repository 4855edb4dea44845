import type { User } from '@client';
import { prisma } from '../db';

interface UserDto {
  readonly id: number;
  readonly userName: string;
}

export const toDto = ({ id, userName }: User): UserDto => ({ id, userName });
export const same = (user: User): UserDto => ({ id: user.id, userName: user.userName });
export const whole = (user: User): UserDto => user;
export function set(user: User, displayName: string) {
  const { userName } = user;
  user.userName = displayName;
  return { ...user, userName };
}
export const list = async () => (await prisma.user.findMany({ select: { userName: true } })).map(({ userName }) => ({ userName }));
export const grouped = () => prisma.user.groupBy({ by: ['userName'], _count: { userName: true }, having: { userName: { not: '' } } });
export const hidden = (user: Omit<User, 'userName'>) => user;
// pec-ignore-next-line an import of 2019 writes this
export const legacy = { userName: 'old' };
