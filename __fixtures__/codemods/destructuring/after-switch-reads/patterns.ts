import type { Post, User } from '@client';
import { prisma } from '../db';

declare const user: User;
declare const users: User[];
declare const post: Post & { author: User };

const { displayName: userName } = user;
const { displayName: alias } = user;
const { displayName: withDefault = 'x' } = user;
const { ['displayName']: computed, 'email': mail } = user;
const { author: { displayName: deep } } = post;
const { userName: ofPost } = post;
const { displayName: dropped, ...rest } = user;
export { alias, computed, deep, dropped, mail, ofPost, rest, userName, withDefault };

export const parameter = ({ displayName: userName }: User) => userName;
export const mapped = users.map(({ displayName: userName, email }) => `${userName} ${email}`);
export function withFallback({ displayName: userName = String(Math.random()) }: User) {
  return userName;
}

for (const { displayName: each } of users) console.log(each);

let left: string | null = null;
({ displayName: left } = user);
const shape: { userName: string | null } = { userName: null };
({ displayName: shape.userName } = user);
for ({ displayName: left } of users) console.log(left, shape);

export async function first() {
  const [{ displayName: one }] = (await prisma.user.findMany()) as [User];
  return one;
}

export function taken(displayName: string, value: User) {
  const { displayName: userName } = value;
  return displayName + userName;
}

export function both(value: User) {
  const { displayName, displayName: userName } = value;
  return displayName ?? userName;
}

try {
  console.log(user);
} catch ({ userName: unknownName }: any) {
  console.log(unknownName);
}
