import type { Post, User } from '@client';

declare const user: User;
declare const post: Post;

export const has = Object.hasOwn(user, 'displayName');
export const called = Object.prototype.hasOwnProperty.call(user, 'displayName');
export const method = user.hasOwnProperty('displayName');
export const reflected = [Reflect.get(user, 'displayName'), Reflect.has(user, 'displayName')];
export const listed = Object.keys(user).includes('userName');

export const ofPost = [Object.hasOwn(post, 'userName'), Object.keys(post).includes('userName')];

const userName = 'x';
export const renamed = Object.assign(user, { displayName: userName }).displayName;
export const ofPostToo = Object.assign(post, { userName: 'x' });
export const own = Object.assign({ id: 1 }, { userName });
