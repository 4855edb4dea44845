import type { Person as User } from '@client';

export const first = <User>(list: User[]) => list[0];
export const id = (user: User) => user.id;
