import { Prisma, type Post, type Person } from '@client';
import { prisma } from '../db';

const key = 'userName';
export const byKey = (user: Person) => [user[key], { ...user }[key]];
export const selected = prisma.person.findMany({ select: { [key]: true }, orderBy: { [key]: 'asc' } });
const shared = 'userName';
export const byShared = (user: Person, post: Post) => [user[shared], post[shared]];
export const columns: (keyof Person)[] = ['id', 'userName'];
export const labels: Record<keyof Pick<Person, 'id' | 'userName'>, string> = { id: 'Id', userName: 'Name' };
export const scalar = [Prisma.PersonScalarFieldEnum.userName, Prisma.PostScalarFieldEnum.userName];
export const asked = (user: Person) => 'userName' in user && Object.hasOwn(user, 'userName') && Reflect.get(user, 'userName');
export const computed = { ['userName']: 1 };
export const parsed = (text: string) => (JSON.parse(text) as Person).userName;
export const either = (value: Person | Post) => value.userName;
export const narrowed = (value: Person | Post) => ('email' in value ? value.userName : value.userName);
export const both = ({ userName, email }: Person, { userName: other }: Post) => `${userName} ${email} ${other}`;
export const escaped = (user: Person) => user.user\u004eame;
export const group = (models: Prisma.ModelName[]) => models.filter((model) => model === 'Person');
