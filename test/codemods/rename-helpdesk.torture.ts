import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPostgres, type TestPostgres, withClient } from '../support/postgres.js';
import { type CommandResult, createWorkspace, type Workspace } from '../support/workspace.js';

const fixture = fileURLToPath(new URL('../../__fixtures__/helpdesk', import.meta.url));

let postgres: TestPostgres;
let workspace: Workspace;
let folder: string;
let databaseUrl: string;

const run = (program: string, ...args: string[]) =>
  workspace.run(folder, program, args, { DATABASE_URL: databaseUrl });

async function must(program: string, ...args: string[]): Promise<CommandResult> {
  const result = await run(program, ...args);
  expect(result.code, result.stdout + result.stderr).toBe(0);
  return result;
}

async function commit(): Promise<void> {
  await must('git', 'add', '--all');
  await must('git', '-c', 'user.name=Test', '-c', 'user.email=test@example.invalid', 'commit', '-qm', 'Next');
}

beforeAll(async () => {
  [postgres, workspace] = await Promise.all([startPostgres(), createWorkspace()]);
  folder = await workspace.copy(fixture, 'helpdesk');
  databaseUrl = postgres.url(await postgres.createDatabase());
  const init = await readFile(
    path.join(folder, 'prisma/migrations/20260105093000_init/migration.sql'),
    'utf8',
  );
  await withClient(databaseUrl, (client) => client.query(init));
  await must('git', 'init', '-q');
  await commit();
  await must('prisma', 'generate');
});
afterAll(async () => {
  await postgres?.stop();
  await workspace?.remove();
});

// One after the other: each leaves the folder as it was.
describe.each([
  ['rename-field', ['User.userName', 'displayName'], ['User.displayName', 'userName']],
  ['rename-model', ['User', 'Person'], ['Person', 'User']],
])('%s %j on a real application', (codemod, there, back) => {
  test('it type-checks, and does the same on the same database', async () => {
    await must('pec-codemod', codemod, ...there, '--write');
    expect((await must('git', 'status', '--short')).stdout).toContain(' M prisma/schema.prisma');
    await must('prisma', 'generate');
    await must('tsc', '--noEmit');
    await must('vitest', 'run');
    await commit();
  });

  test('a second run has nothing to do', async () => {
    const { stderr } = await must('pec-codemod', codemod, ...there, '--check');
    expect(stderr).toContain('already');
  });

  test('the way back gives every byte again', async () => {
    await must('pec-codemod', codemod, ...back, '--write');
    expect((await must('git', 'diff', 'HEAD~1')).stdout).toBe('');
    await must('prisma', 'generate');
    await commit();
  });
});
