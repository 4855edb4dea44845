import type { Person } from '@client';

interface Dto {
  id: number;
  userName: Person['userName'];
}
declare function show(user: Person): void;
const record = { id: 1, email: 'e', userName: 'a' };
const userName = 'a';

export const whole = { id: 1, userName: 'b' } as unknown as Person;
export const some = { id: 1, userName: 'b' } as Partial<Person>;
export const list = [{ id: 1, userName: 'b' }] as unknown as Person[];
export const spread = { ...record, userName: 'b' } as unknown as Person;
export const brackets = <Pick<Person, 'id' | 'userName'>>{ id: 1, userName: 'b', extra: 1 };
export const short = { userName } as unknown as Person | null;
export const dto = { id: 1, userName: 'b' } as Dto;
export const dtos = [{ id: 1, userName: 'b' }] as unknown as readonly (Dto | null)[];
export const constant = { userName } as const;
export const untyped = { userName } as any;
show({ id: 1, userName: 'b' } as unknown as Person);
