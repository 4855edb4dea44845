import { Prisma } from '@client';
import { prisma } from '../db';

export const list = prisma.$queryRaw<{ userName: string }[]>`
  SELECT id, user_name AS "userName" FROM "User" ORDER BY "userName"
`;
export const update = (name: string, id: number) =>
  prisma.$executeRaw`UPDATE "User" SET user_name = ${name} WHERE id = ${id} AND user_name IS NULL`;
export const insert = (name: string) =>
  prisma.$executeRaw`INSERT INTO "User" (email, "user_name") VALUES (${name}, ${name})`;
export const joined = prisma.$queryRaw`
  SELECT u.user_name, p.title FROM "Post" p JOIN "User" u ON u.id = p."authorId" WHERE p.user_name = u.email
`;
export const ofPosts = prisma.$queryRaw`SELECT user_name FROM "Post"`;
export const derived = prisma.$queryRaw`WITH a AS (SELECT user_name FROM "User") SELECT a.user_name FROM a`;
export const fragment = Prisma.sql`user_name = 'user_name' -- user_name`;
export const nested = prisma.$queryRaw`SELECT * FROM "User" WHERE ${Prisma.sql`user_name IS NOT NULL`}`;
export const unsafe = prisma.$queryRawUnsafe('SELECT "user_name" FROM "User" WHERE id = $1 ' + 'AND user_name > $2', 1, 'a');
export const raw = Prisma.raw('user_name');
export const unparsed = prisma.$queryRaw`SELECT user_name FROM "User" u QUALIFY row_number() OVER (w) = 1`;
export const byField = prisma.$queryRaw`SELECT "userName" FROM "User"`;
// pec-ignore-next-line kept for the export
export const kept = prisma.$queryRaw`SELECT user_name FROM "User"`;
declare function run(sql: string): unknown;
export const wrapped = run(`
  select user_name as "userName", count(*) from "User" group by user_name
`);
export const ofAlias = run('select "userName" from (select title as "userName" from "Post") as t');
export const sentence = 'Select the userName from the list';
