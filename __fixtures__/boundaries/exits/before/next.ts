import { prisma } from '../db';

export async function getServerSideProps() {
  const users = await prisma.user.findMany({ include: { profile: true } });
  return { props: { users, title: 'Users' } };
}

export async function GET() {
  return Response.json(await prisma.user.findFirstOrThrow());
}

export async function update(id: number) {
  'use server';
  return prisma.user.update({ where: { id }, data: { visits: { increment: 1 } } });
}

/** Only called from here. */
export async function load() {
  return prisma.user.findMany();
}
