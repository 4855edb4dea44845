import type { Post, User } from '@client';

declare global {
  namespace JSX {
    interface IntrinsicElements {
      [name: string]: unknown;
    }
    type Element = unknown;
  }
}

function Card(props: { userName: string | null }) {
  return <p title="userName">{props.userName}</p>;
}
function Row(props: Pick<User, 'displayName'>) {
  return <td>userName: {props.displayName}</td>;
}

export const page = (user: User, post: Post) => (
  <div title={user.displayName ?? ''}>
    <Card userName={user.displayName} />
    <Row displayName={user.displayName} />
    <Card {...user} />
    {post.userName}
  </div>
);
