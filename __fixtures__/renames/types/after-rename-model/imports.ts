import type { Post, Person } from '@client';
import type { Person as DbUser } from '@client';
import type * as client from '@client';

export type Author = Pick<Person, 'id' | 'userName'>;
export const names = (users: readonly Person[]): string[] => users.map(({ userName }) => userName);
export const alias = (user: DbUser) => user.email;
export const spaced = (user: client.Person, post: Post) => [user.id, post.id];
export const inline = (user: import('@client').Person): import('@client').Prisma.PersonWhereInput => ({ id: user.id });
export class Box<T extends Person = Person> {
  constructor(readonly value: T) {}
}
/** A {@link Person}, in a box. */
export const box = (user: Person) => new Box<Person>(user);
