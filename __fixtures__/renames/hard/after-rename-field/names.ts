import { Prisma, type Post, type User } from '@client';
import { prisma } from '../db';

const key = 'displayName';
export const byKey = (user: User) => [user[key], { ...user }[key]];
export const selected = prisma.user.findMany({ select: { [key]: true }, orderBy: { [key]: 'asc' } });
const shared = 'userName';
export const byShared = (user: User, post: Post) => [user[shared], post[shared]];
export const columns: (keyof User)[] = ['id', 'displayName'];
export const labels: Record<keyof Pick<User, 'id' | 'displayName'>, string> = { id: 'Id', displayName: 'Name' };
export const scalar = [Prisma.UserScalarFieldEnum.displayName, Prisma.PostScalarFieldEnum.userName];
export const asked = (user: User) => 'displayName' in user && Object.hasOwn(user, 'displayName') && Reflect.get(user, 'displayName');
export const computed = { ['userName']: 1 };
export const parsed = (text: string) => (JSON.parse(text) as User).displayName;
export const either = (value: User | Post) => value.userName;
export const narrowed = (value: User | Post) => ('email' in value ? value.displayName : value.userName);
export const both = ({ displayName: userName, email }: User, { userName: other }: Post) => `${userName} ${email} ${other}`;
export const escaped = (user: User) => user.user\u004eame;
export const group = (models: Prisma.ModelName[]) => models.filter((model) => model === 'User');
