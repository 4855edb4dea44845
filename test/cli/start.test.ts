import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const bin = path.resolve(import.meta.dirname, '../../dist/src/cli/bin.js');
let folder: string;
let preload: string;

/** Writes down every module that is asked for, from before the program begins. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pec-start-'));
  preload = path.join(folder, 'preload.mjs');
  const hooks = `import { appendFileSync } from 'node:fs';
    export async function resolve(specifier, context, next) {
      const found = await next(specifier, context);
      appendFileSync(process.env.LOADED, found.url + '\\n');
      return found;
    }`;
  await writeFile(
    preload,
    `import { register } from 'node:module';
     register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hooks)}));`,
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The packages that a command line loads. */
async function loadedBy(args: readonly string[]): Promise<readonly string[]> {
  const list = path.join(folder, `${args.join('-')}.txt`);
  await promisify(execFile)(process.execPath, ['--import', pathToFileURL(preload).href, bin, ...args], {
    env: { ...process.env, LOADED: list },
  });
  const urls = (await readFile(list, 'utf8')).trim().split('\n');
  expect(urls.length).toBeGreaterThan(3);
  const names = urls.map((url) => url.split('/node_modules/').at(-1)!).filter((name) => !/^\w+:/.test(name));
  return [...new Set(names.map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)![0]))];
}

test.each([['--help'], ['--version'], ['help']])(
  'pec %s loads the parser of arguments alone',
  async (flag) => {
    expect((await loadedBy([flag])).filter((name) => !name.startsWith('commander'))).toEqual([]);
  },
);

test.each(['init', 'plan', 'status', 'next', 'revert', 'backfill', 'verify'])(
  'pec %s --help loads nothing of Prisma',
  async (command) => {
    expect((await loadedBy([command, '--help'])).filter((name) => /prisma/.test(name))).toEqual([]);
  },
);
