import { prisma } from '../db';

export async function countUsers({ where }: any) {
  return prisma.user.findUnique({ where });
}

export function archive(where: any) {
  return prisma.post.deleteMany({ where });
}

export function log(entry: any) {
  console.log(JSON.stringify(entry));
}
