import type { Post, User } from '@client';
import fp, { groupBy, omit } from 'lodash/fp';

declare const user: User;
declare const users: User[];
declare const post: Post;

export const read = [fp.get('userName', user), fp.get('userName')(user), fp.get('userName', post)];
export const mapped = [fp.map('userName', users), fp.map('userName')(users), groupBy('userName', users)];
export const hidden = omit(['userName'], user);
export const composed = fp.flow(fp.map('userName'), fp.compact)(users);
