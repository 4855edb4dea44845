import type { Post, User } from '@client';
import type { User as DbUser } from '@client';
import type * as client from '@client';

export type Author = Pick<User, 'id' | 'userName'>;
export const names = (users: readonly User[]): string[] => users.map(({ userName }) => userName);
export const alias = (user: DbUser) => user.email;
export const spaced = (user: client.User, post: Post) => [user.id, post.id];
export const inline = (user: import('@client').User): import('@client').Prisma.UserWhereInput => ({ id: user.id });
export class Box<T extends User = User> {
  constructor(readonly value: T) {}
}
/** A {@link User}, in a box. */
export const box = (user: User) => new Box<User>(user);
