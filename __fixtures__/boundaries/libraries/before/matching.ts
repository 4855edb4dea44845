import type { Post, User } from '@client';
import * as toolkit from 'es-toolkit/compat';
import { merge as mergeDeep } from 'es-toolkit';
import _ from 'lodash';
import { filter, find, isMatch, matches, merge } from 'lodash';
import fp from 'lodash/fp';
import * as R from 'ramda';
import * as remeda from 'remeda';
import { prisma } from '../db';

declare const user: User;
declare const users: User[];
declare const byId: Record<string, User>;
declare const posts: (Post & { author: User })[];
declare const others: { userName: string; id: number }[];

export const some = [_.filter(users, { userName: 'Ada' }), filter(users, { userName: 'Ada', id: 1 })];
export const one = [_.find(users, { userName: 'Ada' }), find(byId, { userName: 'Ada' })];
export const at = [_.findIndex(users, { userName: 'Ada' }), _.findKey(byId, { userName: 'Ada' })];
export const deep = _.filter(posts, { author: { userName: 'Ada' } });
export const is = [_.isMatch(user, { userName: 'Ada' }), isMatch(user, { 'userName': 'Ada' })];
export const by = [users.filter(_.matches({ userName: 'Ada' })), _.filter(users, matches({ userName: 'Ada' }))];
export const pair = users.find(_.matchesProperty('userName', 'Ada'));
export const names = [_.mapValues(byId, 'userName'), _.map(byId, 'userName'), users.map(_.property('userName'))];
export const queried = async () => _.reject(await prisma.user.findMany(), { userName: 'Ada' });
export const chained = _(users).filter({ userName: 'Ada' }).value();

export const ofOthers = [_.filter(others, { userName: 'Ada' }), _.isMatch(others[0]!, { userName: 'Ada' })];
export const ofPosts = _.filter(posts, { userName: 'Ada' });
export const nowhere = _.matches({ userName: 'Ada' });
const isAda = _.matches({ userName: 'Ada' });
export const named = [users.filter(isAda), _.some(users, isAda)];

export const fpFound = [fp.filter({ userName: 'Ada' }, users), fp.filter({ userName: 'Ada' })(users)];
export const fpIs = [fp.isMatch({ userName: 'Ada' }, user), fp.isMatch({ userName: 'Ada' })(user)];

export const masked = [_.assign({}, user, { userName: '***' }), _.merge({}, user, { userName: '***' })];
export const filled = [_.defaults({}, user, { userName: '***' }), merge(_.clone(user), { userName: '***' })];
export const maskedDeep = _.merge({}, posts[0], { author: { userName: '***' } });

export const kit = [toolkit.filter(users, { userName: 'Ada' }), toolkit.isMatch(user, { userName: 'Ada' })];
export const kitMerged = mergeDeep({ ...user }, { userName: '***' });

export const where = [R.whereEq({ userName: 'Ada' }, user), users.filter(R.whereEq({ userName: 'Ada' }))];
export const evolved = [R.evolve({ userName: (name: string | null) => name }, user), R.mergeRight(user, { userName: '***' })];
export const whereOthers = others.filter(R.whereEq({ userName: 'Ada' }));
export const props = [R.prop('userName', user), R.pluck('userName', users), R.assoc('userName', '***', user)];

export const pickedFrom = remeda.pick(user, ['userName']);
export const evolvedFrom = remeda.evolve(user, { userName: (name) => name ?? '' });
export const mergedFrom = [remeda.merge(user, { userName: '***' }), remeda.hasSubObject(user, { userName: 'Ada' })];
export const setFrom = remeda.set(user, 'userName', '***');
