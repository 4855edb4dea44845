import type { Post, User } from '@client';

/** Of a {@link User} the {@link User.userName}, of its posts the {@link Post.author}. */
export const nameOf = (user: User, posts: Post[]): string => `${user.userName} ${posts.length}`;
