import type { User } from '@client';

/** A person of the calendar, not of the database. */
export interface Person {
  displayName: string;
}

export const toPerson = (user: User): Person => ({ displayName: user.userName });
