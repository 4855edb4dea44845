import type { Post, User } from '@client';
import { prisma } from '../db';

declare const user: User;
declare const users: User[];
declare const post: Post & { author: User };

const { userName } = user;
const { userName: alias } = user;
const { userName: withDefault = 'x' } = user;
const { ['userName']: computed, 'email': mail } = user;
const { author: { userName: deep } } = post;
const { userName: ofPost } = post;
const { userName: dropped, ...rest } = user;
export { alias, computed, deep, dropped, mail, ofPost, rest, userName, withDefault };

export const parameter = ({ userName }: User) => userName;
export const mapped = users.map(({ userName, email }) => `${userName} ${email}`);
export function withFallback({ userName = String(Math.random()) }: User) {
  return userName;
}

for (const { userName: each } of users) console.log(each);

let left: string | null = null;
({ userName: left } = user);
const shape: { userName: string | null } = { userName: null };
({ userName: shape.userName } = user);
for ({ userName: left } of users) console.log(left, shape);

export async function first() {
  const [{ userName: one }] = (await prisma.user.findMany()) as [User];
  return one;
}

export function taken(displayName: string, value: User) {
  const { userName } = value;
  return displayName + userName;
}

export function both(value: User) {
  const { displayName, userName } = value;
  return displayName ?? userName;
}

try {
  console.log(user);
} catch ({ userName: unknownName }: any) {
  console.log(unknownName);
}
