import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { cases, fixtures } from './applications.js';
import { tree } from './fixtures.js';

/**
 * The hard cases of a type-aware rename. Each has lines in the fixtures that end with its name in a comment, and the
 * reports of these lines say what becomes of it.
 */
const ROWS = `
C01 C02 C03 C04 C05 C06 C07 C08 C82 C69 C57 C55 C49 C81 C58 C74 C68 C78 C13 both-read hand-fallback C83
C10 C11 C12 C09 C14 C15 C16 C17 C18 C19 C56 target-taken default-side-effect catch-any
C32 C33 both-selected C34 C80 C30 C31 C51 C52 C35 C36 C37 C38 C39 C40 C41 C42 C43 C44 C45 C46 C47 C48 C50 C79 C77
extends-query T17 T19 C70 C71 sql-fragments typed-sql dynamic-delegate fluent relation-load relevance
C20 C21 C22 C23 evaluate-once C24 C25 C26 C27 C28 C29 C53 C54 unknown-keys branch write-undefined write-null doubled
conflict transaction-array contract-doubled contract-or contract-unused contract-side-effect
T01 T02 T03 T04 T05 T06 T07 T08 T09 T10 T11 T12 T13 T14 C60 C61 T16 C84 C85 C86 T18 detached-union template-literal
return-type typeof-value guards T20 declaration-merging prisma-json enum-value hand-written-declaration other-extensions
C62 C64 C65 C66 asks-member C67 C59 C75 dto-class i18n re-exports escaped syntax-error bytes ignore-directive C72 C73
`
  .trim()
  .split(/\s+/);

test('each case has lines in the fixtures, and no line has a case that there is not', async () => {
  const found = new Set<string>();
  for (const name of await cases()) {
    const folder = path.join(fixtures, name, 'before');
    for (const file of await tree(folder)) {
      const text = await readFile(path.join(folder, file), 'utf8');
      for (const [, tags] of text.matchAll(/(?:\S \/\/|^--) ([\w-]+(?: [\w-]+)*)\r?$/gm)) {
        for (const tag of tags!.split(' ')) found.add(tag);
      }
    }
  }
  expect([...found].sort()).toEqual([...ROWS].sort());
});
