export type { Post, Person as User } from '@client';
export type { Person as Member } from '@client';
