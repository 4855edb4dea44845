import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type CheckerName, type CodemodRun, runCodemod } from '../../codemods/run.js';
import type { Rename } from '../../src/schema/rename.js';
import type { Workspace } from '../support/workspace.js';
import { type ClientProvider, cases, createApplications, renameFixtures } from './applications.js';
import { byCase, comparable, readExpected, tree, update, writeExpected } from './fixtures.js';

const providers = ['prisma-client', 'prisma-client-js'] as const;
const checkers = ['native', 'ts-morph'] as const;

/** Each with its way back, and with the words that it has to account for: by hand, apart from the engine. */
const renames: Readonly<Record<string, { there: Rename; back: Rename; words: RegExp }>> = {
  'rename-field': {
    there: { kind: 'field', model: 'User', from: 'userName', to: 'displayName' },
    back: { kind: 'field', model: 'User', from: 'displayName', to: 'userName' },
    words: /\b(?:userName|userName_tenantId)\b|\buser\\u004eame\b/g,
  },
  'rename-relation': {
    there: { kind: 'field', model: 'Post', from: 'author', to: 'writer' },
    back: { kind: 'field', model: 'Post', from: 'writer', to: 'author' },
    words: /\b(?:author|PostCreateWithoutAuthorInput)\b/g,
  },
  'rename-model': {
    there: { kind: 'model', from: 'User', to: 'Person' },
    back: { kind: 'model', from: 'Person', to: 'User' },
    words:
      /\b(?:[Uu]ser|User(?:WhereInput|UpdateInput|GetPayload|ScalarFieldEnum|OrderByWithRelationInput|Select|CreateNestedOneWithoutPostsInput|FindManyArgs|Delegate))\b/g,
  },
};

let workspace: Workspace;
let folders: Readonly<Record<ClientProvider, string>>;

beforeAll(async () => {
  vi.stubEnv('CHECKPOINT_DISABLE', '1');
  ({ workspace, folders } = await createApplications(providers, undefined, renameFixtures));
});
afterAll(() => workspace?.remove());

const run = (rename: Rename, checker: CheckerName, cwd: string) =>
  runCodemod({ codemod: rename.kind === 'field' ? 'rename-field' : 'rename-model', rename, checker, cwd });

/** What the run would have written, and a client for it. */
async function written(from: string, { files }: CodemodRun, name: string): Promise<string> {
  const folder = path.join(workspace.directory, name);
  await cp(from, folder, { recursive: true });
  for (const { file, after } of files) await writeFile(path.join(folder, file), after);
  const generated = await workspace.run(folder, 'prisma', ['generate']);
  expect(generated.code, generated.stderr).toBe(0);
  return folder;
}

async function typeErrors(folder: string): Promise<string[]> {
  const { stdout } = await workspace.run(folder, 'tsc', ['--noEmit', '--pretty', 'false']);
  return [...stdout.matchAll(/^(\S+)\((\d+),\d+\): error (TS\d+)/gm)].map(
    ([, file, line, code]) => `${file}:${line} ${code}`,
  );
}

describe.each(Object.entries(renames))('%s', (name, { there, back, words }) => {
  describe.each(providers)('%s', (provider) => {
    const runs = new Map<CheckerName, CodemodRun>();

    test('does as the fixtures say', async () => {
      const result = await run(there, 'native', folders[provider]);
      runs.set('native', result);
      if (update && provider === 'prisma-client') await writeExpected(renameFixtures, name, result);
      expect(await byCase(renameFixtures, result)).toEqual(await readExpected(renameFixtures, name));
    });

    // The clients differ in how they are laid out, which shows most in a model.
    const thorough = provider === 'prisma-client' || name === 'rename-model';
    test.runIf(thorough)('both checkers agree', async () => {
      runs.set('ts-morph', await run(there, 'ts-morph', folders[provider]));
      const [native, tsMorph] = checkers.map((checker) => comparable(runs.get(checker)!));
      expect(native).toEqual(tsMorph);
    });

    test('every occurrence is accounted for', async () => {
      const [subject] = runs.get('native')!.report.transitions;
      const expected: string[] = [];
      for (const fixture of await cases(renameFixtures)) {
        for (const file of await tree(path.join(folders[provider], 'src', fixture))) {
          const text = await readFile(path.join(folders[provider], 'src', fixture, file), 'utf8');
          for (const { index } of text.matchAll(words)) expected.push(`src/${fixture}/${file}:${index}`);
        }
      }
      const places = subject!.occurrences.map(({ file, offset }) => `${file}:${offset}`);
      expect(places.toSorted()).toEqual(expected.toSorted());
      expect(Object.values(subject!.counts).reduce((sum, count) => sum + count)).toBe(expected.length);
    });

    test.runIf(thorough)(
      'the application has the type errors that are listed, and the way back gives every byte again',
      async () => {
        const result = runs.get('native')!;
        const folder = await written(folders[provider], result, `there-${name}-${provider}`);
        const [subject] = result.report.transitions;
        const listed = subject!.diagnostics.map(({ file, line, code }) => `${file}:${line} TS${code}`);
        const open = subject!.occurrences.filter((each) => each.class === 'needs-you');
        const errors = await typeErrors(folder);
        expect(listed.filter((error) => !errors.includes(error))).toEqual([]);
        const unlisted = errors.filter((error) => !listed.includes(error));
        expect(
          unlisted.filter((error) => !open.some(({ file, line }) => error.startsWith(`${file}:${line} `))),
        ).toEqual([]);

        await expect(run(there, 'native', folder)).rejects.toMatchObject({ code: 'already-renamed' });
        const returned = await run(back, 'native', folder);
        for (const { file, after } of returned.files) await writeFile(path.join(folder, file), after);
        for (const file of [
          'prisma/schema.prisma',
          ...(await tree(path.join(folder, 'src'))).map((each) => `src/${each}`),
        ]) {
          expect(await readFile(path.join(folder, file), 'utf8'), file).toBe(
            await readFile(path.join(folders[provider], file), 'utf8'),
          );
        }
        await rm(folder, { recursive: true });
      },
    );
  });
});

test('a list of records is renamed where it is selected, counted and sent', async () => {
  const cwd = folders['prisma-client'];
  const { report, files } = await run(
    { kind: 'field', model: 'User', from: 'posts', to: 'articles' },
    'native',
    cwd,
  );
  const relations = files.find(({ file }) => file === 'src/relations/relations.ts')!;
  // No type of Prisma finds a fault with a count of what is not there: the query would fail.
  expect(relations.after).toContain('_count: { select: { articles: true, comments: true } }');
  expect(relations.after).toContain('_count.articles');
  expect(relations.after).toContain('user?.articles.map(({ author: { userName, articles: posts } })');
  expect(report.transitions[0]!.shapeChanges).toMatchObject([
    { file: 'src/relations/leaving.ts', line: 10, paths: ['[].posts'] },
  ]);
});
