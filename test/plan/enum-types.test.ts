import { expect, test } from 'vitest';
import { typesAfter, unqualified } from '../../src/scenarios/parts/enum-types.js';

const after = (...texts: readonly string[]) =>
  Object.fromEntries(
    [...typesAfter(texts.map((sql, index) => ({ folder: `${index}`, sql })))].map(([name, values]) => [
      name,
      [...values],
    ]),
  );

test('reads what Prisma and our own migrations write', () => {
  expect(
    after(
      `-- CreateEnum\nCREATE TYPE "Status" AS ENUM ('A', 'it''s, (b)');\n\n-- CreateEnum\nCREATE TYPE "crm"."Kind" AS ENUM ('X');`,
      `DO $pec$\nBEGIN\n  CREATE TYPE "public"."Own" AS ENUM ('1', E'a\\\\b');\nEND\n$pec$;`,
      `ALTER TYPE "Status" ADD VALUE 'C';\nALTER TYPE "crm"."Kind" ADD VALUE IF NOT EXISTS 'Y';`,
    ),
  ).toEqual({ '"Status"': ['A', "it's, (b)", 'C'], '"crm"."Kind"': ['X', 'Y'], '"Own"': ['1', 'a\\b'] });
});

test('follows a type that Prisma makes anew to take values away, and one that is dropped', () => {
  expect(
    after(
      `CREATE TYPE "Status" AS ENUM ('A', 'B'); CREATE TYPE "Gone" AS ENUM ('A');`,
      `BEGIN;
CREATE TYPE "Status_new" AS ENUM ('A');
ALTER TABLE "U" ALTER COLUMN "s" TYPE "Status_new" USING ("s"::text::"Status_new");
ALTER TYPE "Status" RENAME TO "Status_old";
ALTER TYPE "Status_new" RENAME TO "Status";
DROP TYPE "Status_old";
COMMIT;
DROP TYPE "Gone";`,
    ),
  ).toEqual({ '"Status"': ['A'] });
});

test.each([
  ['"public"."A"', '"A"'],
  ['Status', '"status"'],
  ['crm."A b"', '"crm"."A b"'],
  ['"a"".b"', '"a"".b"'],
])('%s is %s', (name, wanted) => expect(unqualified(name)).toBe(wanted));
