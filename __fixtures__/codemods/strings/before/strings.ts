import { Prisma, type User } from '@client';
import { prisma } from '../db';

declare const user: User;
declare function get(value: unknown, path: string): unknown;
declare function label(key: 'userName' | 'title'): string;
declare function t(key: string): string;

export const inUser = 'userName' in user; // C64
export const viaPath = get(user, 'userName'); // C62
export const deepPath = get(user, 'author.userName');
export const typedElsewhere = label('userName');
export const translated = t('user.userName'); // i18n
export const rows = prisma.$queryRaw<{ userName: string }[]>`SELECT "userName" FROM "User"`; // C70 C71
export const sql = Prisma.sql`"userName" = 1`; // sql-fragments
export const unsafe = prisma.$queryRawUnsafe('SELECT userName FROM users'); // sql-fragments
export const keys = Object.keys(user).includes('userName'); // C65
declare const labels: Record<string, string>;
export const indexed = labels.userName;
export const hyphens = ['input-userName', 'userName-input', '-userName'];
export const sentence = 'Please enter a userName.';
export const counted = `Every userName of ${keys} is taken`;
export const sentenceOfSql = 'Select userName from "User"';
export const names = 'id userName';
export const routes = ['/users/:userName', '/users/$userName/posts', '/users/[userName]', '/me/userName'];
export const query = `/users?userName=${keys}&by=userName`;
export const patterns = [/^userName/i, /^userName/];
export const encoded = [encodeURIComponent('userName'), label2('userName'), Number('userName'), String(user)];
function label2(key: string) {
  return `${key}: ${(user as Record<string, unknown>)[key]}`;
}
export const selectors = ['input[name="userName"]', '[userName="1"]', 'has-[[userName=x]]:p-1', 'list["userName"]'];
export const links = ['https://userName.example/', 'https://a.example/?q=userName'];
export const lower = 'when the userName of a user is taken';
export const topics = (id: number) => [`userName/${id}/changed`, 'userName/not_found', 'ratio userName/total'];
export const forms = ['{count, plural, one {# userName} other {# of userName}}', '{userName, select, a {A} other {B}}'];
