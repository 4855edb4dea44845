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

/**
 * The words that each case has to account for, by hand and apart from the engine: `$userName` is another name. The last
 * line has them in disguise.
 */
const NAMES = new RegExp(
  [
    /(?<![\w$])(?:userName(?:_tenantId|_managerId)?|login)(?![\w$])/,
    /\buser\\u004eame\b|\buser\\x4eame\b|\\u\{75\}serName\b|'user' \+ 'Name'/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);

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
      if (update) await writeExpected(fixtures, codemod, result, provider);
      const actual = await byCase(fixtures, result, provider);
      expect(actual).toEqual(await readExpected(fixtures, codemod, provider));
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
      const [transition] = runs.get('native')!.report.transitions;
      for (const name of await cases(fixtures, provider)) {
        const prefix = `src/${name}/`;
        let expected = 0;
        for (const file of await tree(path.join(folders[provider], prefix))) {
          const text = await readFile(path.join(folders[provider], prefix, file), 'utf8');
          expected += text.match(NAMES)?.length ?? 0;
        }
        const places = transition!.occurrences.filter(({ file }) => file.startsWith(prefix));
        expect(places, name).toHaveLength(expected);
        expect(new Set(places.map(({ file, offset }) => `${file}:${offset}`)).size, name).toBe(expected);
      }
      const sum = Object.values(transition!.counts).reduce((total, count) => total + count);
      expect(sum).toBe(transition!.occurrences.length);
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
