import { prisma } from '../db';

export async function keys(userName: string, tenantId: number, email: string) {
  await prisma.person.findUnique({ where: { userName_tenantId: { userName, tenantId } } });
  await prisma.person.upsert({
    where: { login: { userName, email } },
    create: { userName, tenantId, email },
    update: { userName: { set: userName } },
  });
  const login = { userName, email };
  return prisma.person.findUniqueOrThrow({ where: { login } });
}
