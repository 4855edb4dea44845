import type { Post, User } from '@client';

/**
 * Made of {@link User.displayName}, never of {@linkcode Post.userName} or {@link Unknown.userName}.
 * The userName of {@link userName}; {@linkplain User.tenant.userName} is nothing.
 *
 * @param {User['displayName']} user in TypeScript a type for people only
 * @see User.displayName
 */
export const made = (user: User, post: Post): string => user.displayName ?? post.userName;
