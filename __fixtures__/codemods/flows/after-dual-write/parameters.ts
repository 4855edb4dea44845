import { prisma } from '../db';
import { archive, countUsers, log } from './wrappers';

// Their parameters say nothing; where these go does.
const rename = async ({ where, data }: any) => prisma.user.updateMany({ where, data: { ...data, visits: 0 } });

export async function calls(userName: string) {
  await rename({ where: { userName }, data: { userName: 'b', displayName: 'b' } });
  await countUsers({ where: { userName_tenantId: { userName, tenantId: 1 } } });
  await archive({ userName });
  log({ userName });
}
