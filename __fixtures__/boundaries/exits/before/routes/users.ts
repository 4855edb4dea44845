import { prisma } from '../../db';

export const loader = async () => {
  const user = await prisma.user.findFirstOrThrow({ include: { posts: true } });
  return { user, pages: [user.userName] };
};

export async function action() {
  return { ok: true };
}
