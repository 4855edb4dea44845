import type { Post, User } from '@client';
import { NAMES } from './barrel';
import { FIELDS } from './collections';
import * as all from './collections';

export const field = (user: User) => user[FIELDS.name];
export const passed = (user: User) => NAMES.map((each) => user[each]);
export const shared = (user: User, post: Post) => [user[all.SHARED.name], post[all.SHARED.name]];
