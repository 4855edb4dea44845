import type { Post, Person } from '@client';

/** Of a {@link Person} the {@link Person.userName}, of its posts the {@link Post.author}. */
export const nameOf = (user: Person, posts: Post[]): string => `${user.userName} ${posts.length}`;
