import { PrismaAdapter } from '@auth/prisma-adapter';
import { readReplicas } from '@prisma/extension-read-replicas';
import { prisma } from '../db';

declare function ownAdapter(client: typeof prisma): unknown;
declare const other: { user: { findFirst(): Promise<unknown> } };

// The file speaks of the field, as a profile would that the adapter writes: userName.
export const adapter = PrismaAdapter(prisma);
export const extended = prisma.$extends(readReplicas({ replicas: [prisma] }));
export const own = [ownAdapter(prisma), PrismaAdapter(other as never)];
