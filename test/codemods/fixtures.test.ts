import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CodemodName } from '../../codemods/codemod-report.js';
import { type CheckerName, type CodemodRun, runCodemod } from '../../codemods/run.js';
import type { Workspace } from '../support/workspace.js';
import { type ClientProvider, cases, createApplications, fixtures } from './applications.js';
import { byCase, comparable, readExpected, tree, update, writeExpected } from './fixtures.js';

const codemods = ['switch-reads', 'switch-writes', 'dual-write', 'contract'] as const;
const providers = ['prisma-client', 'prisma-client-js'] as const;
const checkers = ['native', 'ts-morph'] as const;

let workspace: Workspace;
let folders: Readonly<Record<ClientProvider, string>>;

beforeAll(async () => {
  ({ workspace, folders } = await createApplications(providers, await cases()));
});
afterAll(() => workspace?.remove());

const run = (codemod: CodemodName, checker: CheckerName, cwd: string) =>
  runCodemod({ codemod, checker, cwd, transitions: ['User.displayName'] });

describe.each(codemods)('%s', (codemod) => {
  describe.each(providers)('%s', (provider) => {
    const runs = new Map<CheckerName, CodemodRun>();

    test('does as the fixtures say', async () => {
      const result = await run(codemod, 'native', folders[provider]);
      runs.set('native', result);
      if (update && provider === 'prisma-client') await writeExpected(fixtures, codemod, result);
      const actual = await byCase(fixtures, result);
      expect(actual).toEqual(await readExpected(fixtures, codemod));
      expect(result.report.verified).toBe(true);
    });

    // The checkers differ in what they see, which no codemod changes: on the other client, reads and writes suffice.
    const agreement = provider === 'prisma-client' || codemod.startsWith('switch');
    test.runIf(agreement)('both checkers agree', async () => {
      runs.set('ts-morph', await run(codemod, 'ts-morph', folders[provider]));
      const [native, tsMorph] = checkers.map((checker) => comparable(runs.get(checker)!));
      expect(native).toEqual(tsMorph);
    });

    test('every occurrence is accounted for', async () => {
      const { report } = runs.get('native')!;
      const [transition] = report.transitions;
      let expected = 0;
      for (const name of await cases()) {
        for (const file of await tree(path.join(folders[provider], 'src', name))) {
          const text = await readFile(path.join(folders[provider], 'src', name, file), 'utf8');
          expected += text.match(/\buserName(_tenantId)?\b/g)?.length ?? 0;
        }
      }
      expect(transition!.occurrences).toHaveLength(expected);
      expect(Object.values(transition!.counts).reduce((sum, count) => sum + count)).toBe(expected);
      const places = transition!.occurrences.map(({ file, offset }) => `${file}:${offset}`);
      expect(new Set(places).size).toBe(expected);
    });

    test.runIf(provider === 'prisma-client')('a second run has nothing to do', async () => {
      const again = path.join(workspace.directory, `again-${codemod}-${provider}`);
      await cp(folders[provider], again, { recursive: true });
      for (const { file, after } of runs.get('native')!.files) await writeFile(path.join(again, file), after);
      const second = await run(codemod, 'native', again);
      expect(second.files.map(({ file }) => file)).toEqual([]);
      await rm(again, { recursive: true });
    });
  });
});
