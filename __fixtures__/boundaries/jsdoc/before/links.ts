import type { Post, User } from '@client';

/**
 * Made of {@link User.userName}, never of {@linkcode Post.userName} or {@link Unknown.userName}.
 * The userName of {@link userName}; {@linkplain User.tenant.userName} is nothing.
 *
 * @param {User['userName']} user in TypeScript a type for people only
 * @see User.userName
 */
export const made = (user: User, post: Post): string => user.userName ?? post.userName;
