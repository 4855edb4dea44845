import { prisma } from '../db';

export async function keys(userName: string, tenantId: number, email: string) {
  await prisma.user.findUnique({ where: { userName_tenantId: { userName, tenantId } } });
  await prisma.user.upsert({
    where: { login: { userName, email } },
    create: { userName, tenantId, email },
    update: { userName: { set: userName } },
  });
  const login = { userName, email };
  return prisma.user.findUniqueOrThrow({ where: { login } });
}
