import { Prisma } from '@client';
import { prisma } from '../db';

export const rows = () => prisma.$queryRaw<{ userName: string }[]>`SELECT "userName" FROM "User" WHERE "User"."id" = 1`;
export const fragment = Prisma.sql`JOIN "User" ON "User"."id" = "Post"."authorId"`;
export const names = async () => (await rows()).map((row) => row.userName);
declare function run(sql: string): unknown;
export const wrapped = run('select "userName" from "User"');
export const begun = (id: number, cte: string) => [
  `${cte} SELECT "userName" FROM people WHERE id = ${id}`,
  `${cte}, ${id} "userName"`,
  `${cte} Select the userName from the list`,
];
