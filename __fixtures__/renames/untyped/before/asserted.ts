import type { User } from '@client';

interface Dto {
  id: number;
  userName: User['userName'];
}
declare function show(user: User): void;
const record = { id: 1, email: 'e', userName: 'a' };
const userName = 'a';

export const whole = { id: 1, userName: 'b' } as unknown as User;
export const some = { id: 1, userName: 'b' } as Partial<User>;
export const list = [{ id: 1, userName: 'b' }] as unknown as User[];
export const spread = { ...record, userName: 'b' } as unknown as User;
export const brackets = <Pick<User, 'id' | 'userName'>>{ id: 1, userName: 'b', extra: 1 };
export const short = { userName } as unknown as User | null;
export const dto = { id: 1, userName: 'b' } as Dto;
export const dtos = [{ id: 1, userName: 'b' }] as unknown as readonly (Dto | null)[];
export const constant = { userName } as const;
export const untyped = { userName } as any;
show({ id: 1, userName: 'b' } as unknown as User);
