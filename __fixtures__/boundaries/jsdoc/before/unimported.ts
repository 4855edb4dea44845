/** Counts every {@link User.userName} and {@link Post.userName}. */
export const counted = 1;
