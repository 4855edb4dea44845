import type { Person } from '@client';
import { prisma } from '../db';

interface UserDto {
  readonly id: number;
  readonly userName: string;
}

export const toDto = ({ id, userName }: Person): UserDto => ({ id, userName });
export const same = (user: Person): UserDto => ({ id: user.id, userName: user.userName });
export const whole = (user: Person): UserDto => user;
export function set(user: Person, displayName: string) {
  const { userName } = user;
  user.userName = displayName;
  return { ...user, userName };
}
export const list = async () => (await prisma.person.findMany({ select: { userName: true } })).map(({ userName }) => ({ userName }));
export const grouped = () => prisma.person.groupBy({ by: ['userName'], _count: { userName: true }, having: { userName: { not: '' } } });
export const hidden = (user: Omit<Person, 'userName'>) => user;
// pec-ignore-next-line an import of 2019 writes this
export const legacy = { userName: 'old' };
