import type { Post, User } from '@client';
import fp, { groupBy, omit } from 'lodash/fp';

declare const user: User;
declare const users: User[];
declare const post: Post;

export const read = [fp.get('displayName', user), fp.get('displayName')(user), fp.get('userName', post)];
export const mapped = [fp.map('displayName', users), fp.map('displayName')(users), groupBy('displayName', users)];
export const hidden = omit(['userName', 'displayName'], user);
export const composed = fp.flow(fp.map('userName'), fp.compact)(users);
