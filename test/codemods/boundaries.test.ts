import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type CheckerName, type CodemodRequest, type CodemodRun, runCodemod } from '../../codemods/run.js';
import type { Workspace } from '../support/workspace.js';
import { boundaryFixtures, cases, createApplications } from './applications.js';
import { byCase, comparable, readExpected, tree, update, writeExpected } from './fixtures.js';

const checkers = ['native', 'ts-morph'] as const;

const variants: Readonly<Record<string, Partial<CodemodRequest>>> = {
  'switch-reads': { codemod: 'switch-reads' },
  'switch-reads-keep-shape': { codemod: 'switch-reads', keepShape: true },
  'switch-writes': { codemod: 'switch-writes' },
  contract: { codemod: 'contract' },
};

let workspace: Workspace;
let application: string;

beforeAll(async () => {
  vi.stubEnv('CHECKPOINT_DISABLE', '1');
  const created = await createApplications(['prisma-client'], undefined, boundaryFixtures);
  workspace = created.workspace;
  application = created.folders['prisma-client'];
});
afterAll(() => workspace?.remove());

const run = (variant: Partial<CodemodRequest>, checker: CheckerName, cwd = application) =>
  runCodemod({ codemod: 'switch-reads', checker, cwd, transitions: ['User.displayName'], ...variant });

describe.each(Object.entries(variants))('%s', (name, variant) => {
  const runs = new Map<CheckerName, CodemodRun>();

  test('does as the fixtures say', async () => {
    const result = await run(variant, 'native');
    runs.set('native', result);
    if (update) await writeExpected(boundaryFixtures, name, result);
    expect(await byCase(boundaryFixtures, result)).toEqual(await readExpected(boundaryFixtures, name));
    expect(result.report.verified).toBe(true);
    expect(result.report.unresolvedImports).toEqual([]);
  });

  // What is found does not depend on what is made of it.
  test.runIf(name === 'switch-reads-keep-shape')(
    'both checkers agree',
    async () => {
      runs.set('ts-morph', await run(variant, 'ts-morph'));
      const [native, tsMorph] = checkers.map((checker) => comparable(runs.get(checker)!));
      expect(native).toEqual(tsMorph);
    },
    300_000,
  );

  test('every occurrence is accounted for', async () => {
    const [transition] = runs.get('native')!.report.transitions;
    let expected = 0;
    for (const fixture of await cases(boundaryFixtures)) {
      for (const file of await tree(path.join(application, 'src', fixture))) {
        const text = await readFile(path.join(application, 'src', fixture, file), 'utf8');
        const words =
          fixture === 'sql' ? /\b(?:userName(?:_tenantId)?|user_name)\b/g : /\buserName(?:_tenantId)?\b/g;
        expected += text.match(words)?.length ?? 0;
      }
    }
    expect(transition!.occurrences).toHaveLength(expected);
  });

  test.runIf(name === 'switch-reads-keep-shape')('a second run has nothing to do', async () => {
    const again = path.join(workspace.directory, `again-${name}`);
    await cp(application, again, { recursive: true });
    for (const { file, after } of runs.get('native')!.files) await writeFile(path.join(again, file), after);
    const second = await run(variant, 'native', again);
    expect(second.files.map(({ file }) => file)).toEqual([]);
    await rm(again, { recursive: true });
  });
});

test('a rename in the code alone keeps the shape as well, with the new client', async () => {
  const folder = path.join(workspace.directory, 'code-only');
  await cp(application, folder, {
    recursive: true,
    filter: (file) => !/\/generated\/|\/src\/(?!exits|db\.ts)[^/]+$/.test(file.slice(application.length)),
  });
  const schema = path.join(folder, 'prisma/schema.prisma');
  const text = await readFile(schema, 'utf8');
  await writeFile(schema, text.replaceAll(/^.*(?:displayName|@transition).*\n/gm, ''));
  expect((await workspace.run(folder, 'prisma', ['generate'])).code).toBe(0);
  const rename = { kind: 'field', model: 'User', from: 'userName', to: 'displayName' } as const;
  const result = await runCodemod({ codemod: 'rename-field', rename, cwd: folder, keepShape: true });
  const [subject] = result.report.transitions;
  const [handed, ...kept] = subject!.shapeChanges;
  expect(handed).toMatchObject({ file: 'src/exits/adapters.ts', reason: 'client-handed-over' });
  expect(kept.map(({ reason }) => reason)).toEqual(Array(18).fill('shape-kept'));
  expect(subject!.diagnostics).toEqual([]);
  expect(result.files.find(({ file }) => file === 'src/exits/nest.ts')!.after).toContain(
    'records.map((record) => ({ ...record, userName: record.displayName }))',
  );
});
