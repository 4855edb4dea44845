import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CodemodName, CodemodReport, Occurrence } from '../../codemods/codemod-report.js';
import { type CheckerName, type CodemodRun, runCodemod } from '../../codemods/run.js';
import type { Workspace } from '../support/workspace.js';
import { type ClientProvider, cases, createApplications, fixtures } from './applications.js';

const codemods = ['switch-reads', 'switch-writes', 'dual-write', 'contract'] as const;
const providers = ['prisma-client', 'prisma-client-js'] as const;
const checkers = ['native', 'ts-morph'] as const;
const update = process.env.UPDATE_FIXTURES === '1';

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
      if (update && provider === 'prisma-client') await writeExpected(codemod, result);
      const actual = await byCase(result);
      expect(actual).toEqual(await readExpected(codemod));
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

function comparable({ report, files }: CodemodRun) {
  const { milliseconds: _, transitions, ...rest } = report;
  return {
    ...rest,
    files,
    // The compilers word some messages differently.
    transitions: transitions.map((transition) => ({
      ...transition,
      diagnostics: transition.diagnostics.map(({ message: _message, ...diagnostic }) => diagnostic),
    })),
  };
}

/** One entry for each file of a case that changed, and one for its report: what the fixture folder holds. */
async function byCase({ report, files }: CodemodRun): Promise<Record<string, string>> {
  const result: Record<string, string> = {};
  for (const name of await cases()) {
    const prefix = `src/${name}/`;
    result[`${name}/report`] = reportText(report, prefix);
    for (const { file, after } of files) {
      if (file.startsWith(prefix)) result[`${name}/${file.slice(prefix.length)}`] = after;
    }
  }
  return result;
}

function reportText({ transitions }: CodemodReport, prefix: string): string {
  const line = ({ file, line, column, class: cls, reason, note }: Occurrence) =>
    [`${file.slice(prefix.length)}:${line}:${column}`, cls, reason, ...(note ? [note] : [])].join(' ');
  return transitions
    .flatMap(({ occurrences, diagnostics }) => [
      ...occurrences.filter(({ file }) => file.startsWith(prefix)).map(line),
      ...diagnostics
        .filter(({ file }) => file.startsWith(prefix))
        .map(({ file, line, column, code }) => `${file.slice(prefix.length)}:${line}:${column} TS${code}`),
    ])
    .map((text) => `${text}\n`)
    .join('');
}

async function writeExpected(codemod: CodemodName, result: CodemodRun): Promise<void> {
  for (const name of await cases())
    await rm(path.join(fixtures, name, `after-${codemod}`), { recursive: true, force: true });
  for (const [key, text] of Object.entries(await byCase(result))) {
    const [name, ...rest] = key.split('/') as [string, ...string[]];
    const file = rest.join('/');
    const target =
      file === 'report'
        ? path.join(fixtures, name, `report-${codemod}.txt`)
        : path.join(fixtures, name, `after-${codemod}`, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
  }
}

async function readExpected(codemod: CodemodName): Promise<Record<string, string>> {
  const result: Record<string, string> = {};
  for (const name of await cases()) {
    result[`${name}/report`] = await readFile(path.join(fixtures, name, `report-${codemod}.txt`), 'utf8');
    const after = path.join(fixtures, name, `after-${codemod}`);
    for (const file of await tree(after))
      result[`${name}/${file}`] = await readFile(path.join(after, file), 'utf8');
  }
  return result;
}

async function tree(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  } catch {
    return [];
  }
}
