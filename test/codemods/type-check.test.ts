import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newErrors, type TypeCheckError, typeCheck } from '../../codemods/type-check.js';
import type { Workspace } from '../support/workspace.js';
import { createApplications } from './applications.js';

let workspace: Workspace;
let folder: string;
beforeAll(async () => {
  const created = await createApplications(['prisma-client'], []);
  workspace = created.workspace;
  folder = path.join(workspace.directory, 'checked');
  await cp(created.folders['prisma-client'], folder, { recursive: true });
});
afterAll(() => workspace?.remove());

const check = () =>
  typeCheck({ cwd: folder, transitionsFile: path.join(folder, 'generated/pec/transitions.json') });

// What `pec next` lists with the reason `stage-error`.
test('errors that a changed client brings are told at their places, and older ones are not', async () => {
  await writeFile(
    path.join(folder, 'src/made.ts'),
    "import type { Prisma } from '@client';\n\nconst wrong: number = 'text';\nexport const made: Prisma.UserCreateInput = { email: 'a', userName: 'b', displayName: 'c', missing: wrong };\n",
  );
  const before = await check();
  expect(before.map(({ file, line, code }) => [file, line, code])).toEqual([
    ['src/made.ts', 3, 2322],
    ['src/made.ts', 4, 2353],
  ]);
  // Lines move, and the new errors are those that were not there.
  const file = path.join(folder, 'src/made.ts');
  await writeFile(file, `\n\n${await readFile(file, 'utf8')}export const other: string = 1;\n`);
  expect(newErrors(before, await check()).map(({ file: at, line, message }) => [at, line, message])).toEqual([
    ['src/made.ts', 7, "Type 'number' is not assignable to type 'string'."],
  ]);
});

test('of errors that are the same, only those that have become more are new', () => {
  const error: TypeCheckError = { file: 'a.ts', line: 1, column: 1, code: 1, message: 'wrong' };
  const again = { ...error, line: 9 };
  expect(newErrors([error], [error, again])).toEqual([again]);
  expect(newErrors([error, again], [again])).toEqual([]);
});
