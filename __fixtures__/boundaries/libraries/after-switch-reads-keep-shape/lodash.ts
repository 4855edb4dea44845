import type { Post, User } from '@client';
import _, { groupBy } from 'lodash';
import { prisma } from '../db';

declare const user: User;
declare const users: User[];
declare const post: Post;
declare const unknown: any;
declare const own: { userName: string };

export const read = _.get(user, 'displayName');
export const deep = async () => {
  const first = await prisma.post.findFirstOrThrow({ include: { author: { include: { posts: true } } } });
  return [_.get(first, 'author.displayName'), _.get(first, ['author', 'displayName']), _.has(first, "author.posts[0].userName")];
};
export const written = _.set({ ...user }, 'displayName', 'a');
export const picked = _.pick(user, 'id', 'displayName');
export const pickedList = _.pick(user, ['id', 'displayName']);
export const hidden = _.omit(user, 'userName', 'displayName');
export const hiddenList = _.omit(user, ['id', 'userName', 'displayName']);
export const hiddenBoth = _.omit(user, 'userName', 'displayName');
export const ordered = _.orderBy(users, ['displayName', 'id'], ['asc', 'desc']);
export const keyed = [_.keyBy(users, 'displayName'), groupBy(users, 'displayName'), _.uniqBy(users, 'displayName')];
export const mapped = _.map(users, 'displayName');

export const ofPost = _.get(post, 'userName');
export const ofOwn = _.get(own, 'userName');
export const ofAny = _.get(unknown, 'userName');
export const property = _.property('userName');

function get(value: unknown, path: string): unknown {
  return [value, path];
}
export const ownGet = get(user, 'userName');

export const chained = _(users).filter('displayName').sortBy('id').map('displayName').value();
export const explicit = _.chain(users).uniqBy('displayName').groupBy('displayName').value();
export const lost = _(users).map((user) => ({ userName: user.email })).sortBy('userName').value();
