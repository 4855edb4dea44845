import { prisma } from '../db';

export async function keys(userName: string, tenantId: number, email: string) {
  await prisma.user.findUnique({ where: { displayName_tenantId: { displayName: userName, tenantId } } });
  await prisma.user.upsert({
    where: { login: { displayName: userName, email } },
    create: { displayName: userName, tenantId, email },
    update: { displayName: { set: userName } },
  });
  const login = { displayName: userName, email };
  return prisma.user.findUniqueOrThrow({ where: { login } });
}
