import type { Post, User } from '@client';

declare global {
  namespace JSX {
    interface IntrinsicElements {
      [name: string]: unknown;
    }
    type Element = unknown;
  }
}

function Card(props: { userName: string | null }) { // C75
  return <p title="userName">{props.userName}</p>;
}
function Row(props: Pick<User, 'userName'>) {
  return <td>userName: {props.userName}</td>;
}

export const page = (user: User, post: Post) => ( // C75
  <div title={user.userName ?? ''}>
    <Card userName={user.userName} />
    <Row userName={user.userName} />
    <Card {...user} />
    {post.userName}
  </div>
);
export const form = (user: User, users: User[]) => (
  <form>
    <input name="userName" value={user.userName ?? ''} />
    <input name={'userName'} {...user} />
    <data-table column="userName" rows={users} />
    <Labelled name="userName" />
  </form>
);
function Labelled({ name }: { name: string }) {
  return <input name={name} />;
}
