import { Prisma, type Post, type User } from '@client';
import { prisma } from '../db';

const key = 'userName';
export const byKey = (user: User) => [user[key], { ...user }[key]];
export const selected = prisma.user.findMany({ select: { [key]: true }, orderBy: { [key]: 'asc' } });
const shared = 'userName';
export const byShared = (user: User, post: Post) => [user[shared], post[shared]];
export const columns: (keyof User)[] = ['id', 'userName'];
export const labels: Record<keyof Pick<User, 'id' | 'userName'>, string> = { id: 'Id', userName: 'Name' };
export const scalar = [Prisma.UserScalarFieldEnum.userName, Prisma.PostScalarFieldEnum.userName];
export const asked = (user: User) => 'userName' in user && Object.hasOwn(user, 'userName') && Reflect.get(user, 'userName');
export const computed = { ['userName']: 1 };
export const parsed = (text: string) => (JSON.parse(text) as User).userName;
export const either = (value: User | Post) => value.userName;
export const narrowed = (value: User | Post) => ('email' in value ? value.userName : value.userName);
export const both = ({ userName, email }: User, { userName: other }: Post) => `${userName} ${email} ${other}`;
export const escaped = (user: User) => user.user\u004eame;
export const group = (models: Prisma.ModelName[]) => models.filter((model) => model === 'User');
