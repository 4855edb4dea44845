import type { User } from '@client';

declare global {
  namespace PrismaJson {
    type Settings = { userName: string }; // prisma-json
  }
}
export declare function show(user: Pick<User, 'displayName'>): string; // hand-written-declaration
