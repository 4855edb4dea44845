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

export const some = [_.filter(users, { displayName: 'Ada' }), filter(users, { displayName: 'Ada', id: 1 })];
export const one = [_.find(users, { displayName: 'Ada' }), find(byId, { displayName: 'Ada' })];
export const at = [_.findIndex(users, { displayName: 'Ada' }), _.findKey(byId, { displayName: 'Ada' })];
export const deep = _.filter(posts, { author: { displayName: 'Ada' } });
export const is = [_.isMatch(user, { displayName: 'Ada' }), isMatch(user, { 'displayName': 'Ada' })];
export const by = [users.filter(_.matches({ displayName: 'Ada' })), _.filter(users, matches({ displayName: 'Ada' }))];
export const pair = users.find(_.matchesProperty('displayName', 'Ada'));
export const names = [_.mapValues(byId, 'displayName'), _.map(byId, 'displayName'), users.map(_.property('displayName'))];
export const queried = async () => _.reject(await prisma.user.findMany(), { displayName: 'Ada' });
export const chained = _(users).filter({ displayName: 'Ada' }).value();

export const ofOthers = [_.filter(others, { userName: 'Ada' }), _.isMatch(others[0]!, { userName: 'Ada' })];
export const ofPosts = _.filter(posts, { userName: 'Ada' });
export const nowhere = _.matches({ userName: 'Ada' });
const isAda = _.matches({ displayName: 'Ada' });
export const named = [users.filter(isAda), _.some(users, isAda)];

export const fpFound = [fp.filter({ displayName: 'Ada' }, users), fp.filter({ displayName: 'Ada' })(users)];
export const fpIs = [fp.isMatch({ displayName: 'Ada' }, user), fp.isMatch({ displayName: 'Ada' })(user)];

export const masked = [_.assign({}, user, { userName: '***' }), _.merge({}, user, { userName: '***' })];
export const filled = [_.defaults({}, user, { userName: '***' }), merge(_.clone(user), { userName: '***' })];
export const maskedDeep = _.merge({}, posts[0], { author: { userName: '***' } });

export const kit = [toolkit.filter(users, { displayName: 'Ada' }), toolkit.isMatch(user, { displayName: 'Ada' })];
export const kitMerged = mergeDeep({ ...user }, { userName: '***' });

export const where = [R.whereEq({ userName: 'Ada' }, user), users.filter(R.whereEq({ userName: 'Ada' }))];
export const evolved = [R.evolve({ userName: (name: string | null) => name }, user), R.mergeRight(user, { userName: '***' })];
export const whereOthers = others.filter(R.whereEq({ userName: 'Ada' }));
export const props = [R.prop('displayName', user), R.pluck('displayName', users), R.assoc('userName', '***', user)];

export const pickedFrom = remeda.pick(user, ['displayName']);
export const evolvedFrom = remeda.evolve(user, { displayName: (name) => name ?? '' });
export const mergedFrom = [remeda.merge(user, { userName: '***' }), remeda.hasSubObject(user, { displayName: 'Ada' })];
export const setFrom = remeda.set(user, 'displayName', '***');
