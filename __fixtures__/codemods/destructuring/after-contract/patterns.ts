import type { Post, User } from '@client';
import { prisma } from '../db';

declare const user: User;
declare const users: User[];
declare const post: Post & { author: User };

const { userName } = user; // C10
const { userName: alias } = user; // C11
const { userName: withDefault = 'x' } = user; // C12
const { ['userName']: computed, 'email': mail } = user; // C09
const { author: { userName: deep } } = post; // C14
const { userName: ofPost } = post;
const { userName: dropped, ...rest } = user; // C13
export { alias, computed, deep, dropped, mail, ofPost, rest, userName, withDefault };

export const parameter = ({ userName }: User) => userName; // C15
export const mapped = users.map(({ userName, email }) => `${userName} ${email}`); // C56
export function withFallback({ userName = String(Math.random()) }: User) { // default-side-effect
  return userName;
}

for (const { userName: each } of users) console.log(each); // C16

let left: string | null = null;
({ userName: left } = user); // C17
const shape: { userName: string | null } = { userName: null }; // C18
({ userName: shape.userName } = user); // C18
for ({ userName: left } of users) console.log(left, shape);

export async function first() {
  const [{ userName: one }] = (await prisma.user.findMany()) as [User]; // C19
  return one;
}

export function taken(displayName: string, value: User) {
  const { userName } = value; // target-taken
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
