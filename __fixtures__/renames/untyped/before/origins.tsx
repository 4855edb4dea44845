import type { Post, User } from '@client';
import { prisma } from '../db';

declare global {
  namespace JSX {
    type Element = object;
    interface IntrinsicElements {
      b: object;
    }
  }
}

// Every call hands over a record of the model.
const nameOf = (user: any) => user.userName;
function shorten(user: any) {
  const { userName } = user;
  return userName.slice(0, 3);
}
const nested = ({ author }: any) => author.userName;
export async function all(user: User, posts: (Post & { author: User })[]) {
  const found = await prisma.user.findFirstOrThrow();
  return [nameOf(user), nameOf(found), shorten(found), nested(posts[0]), nested({ author: user })];
}
// Through two functions.
const outer = (value: any) => inner(value);
const inner = (value: any) => value.userName;
export const through = (user: User) => outer(user);
// What is handed over is something else.
const ofPost = (post: any) => post.userName;
export const otherName = (post: Post) => ofPost(post);
// Both: nobody can tell.
const either = (value: any) => value.userName;
export const ofBoth = (user: User, post: Post) => [either(user), either(post)];
// Handed on as a value: not all calls are known.
const anywhere = (value: any) => value.userName;
export const mapped = (users: any[], user: User) => [...users.map(anywhere), anywhere(user)];
// Assigned on the way.
function replaced(value: any, other: any) {
  value = other;
  return value.userName;
}
export const changed = (user: User) => replaced(user, {});
// Exported, and called from another file.
export const exported = (value: any) => value.userName;
export default function byDefault(value: any) {
  return value.userName;
}
export const own = (user: User) => byDefault(user);
// Below an assertion.
export const asserted = (user: User, post: Post) => [(user as any).userName, (post as any).userName];
// An element's attributes.
const Row = ({ user, label }: any) => (
  <b title={label}>
    {user.userName} {label.userName}
  </b>
);
export const rows = (user: User, post: Post) => [<Row user={user} label={post} />];
const Spread = ({ user }: any) => <b>{user.userName}</b>;
export const spread = (props: { user: User }) => <Spread {...props} />;
