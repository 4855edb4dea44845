import type { Post, User } from '@client';
import { prisma } from '../db';

declare function t(key: string, values?: object): string;
declare function test(title: string, body: () => void): void;
declare const form: {
  get(name: string): string | null;
  getAll(name: string): string[];
  append(name: string, value: string): void;
};
declare const store: { get(name: string): string | null };

export const filled = (user: User) => t('invited', { defaultValue: 'Dear {userName}!', userName: user.displayName });
export const given = (user: User) => t('Dear {{ userName }}!', user);
export const spread = (user: User) => t('Dear {userName}!', { ...user });
export const above = (user: User) => t('Dear {userName}!', { ...user, userName: 'x' });
export const alone = 'Dear {userName}!';
export const hint = 'Search people by userName...';
export const advice = 'Write it where userName is asked for.';
export const sql = 'SELECT * FROM people WHERE userName IS NULL.';
test('sorts by userName in "both" <orders>', () => {});
export const command = 'people create --userName';
export const fields = [form.get('userName'), store.get('userName')];
export type Rest = Omit<{ id: number }, 'userName'>;
export type RestOfPost = Omit<Post, 'userName'>;
export const grouped = () => prisma.user.groupBy({ by: ['displayName'], _count: true });
export const described = { description: 'updated userName here', columns: 'id userName email' };
