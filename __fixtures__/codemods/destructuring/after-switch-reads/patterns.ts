import type { Post, User } from '@client';
import { prisma } from '../db';

declare const user: User;
declare const users: User[];
declare const post: Post & { author: User };

const { displayName: userName } = user; // C10
const { displayName: alias } = user; // C11
const { displayName: withDefault = 'x' } = user; // C12
const { ['displayName']: computed, 'email': mail } = user; // C09
const { author: { displayName: deep } } = post; // C14
const { userName: ofPost } = post;
const { displayName: dropped, ...rest } = user; // C13
export { alias, computed, deep, dropped, mail, ofPost, rest, userName, withDefault };

export const parameter = ({ displayName: userName }: User) => userName; // C15
export const mapped = users.map(({ displayName: userName, email }) => `${userName} ${email}`); // C56
export function withFallback({ displayName: userName = String(Math.random()) }: User) { // default-side-effect
  return userName;
}

for (const { displayName: each } of users) console.log(each); // C16

let left: string | null = null;
({ displayName: left } = user); // C17
const shape: { userName: string | null } = { userName: null }; // C18
({ displayName: shape.userName } = user); // C18
for ({ displayName: left } of users) console.log(left, shape);

export async function first() {
  const [{ displayName: one }] = (await prisma.user.findMany()) as [User]; // C19
  return one;
}

export function taken(displayName: string, value: User) {
  const { displayName: userName } = value; // target-taken
  return displayName + userName;
}

export function both(value: User) {
  const { displayName } = value; // both-read
  return displayName;
}

try {
  console.log(user);
} catch ({ userName: unknownName }: any) { // catch-any
  console.log(unknownName);
}
