import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fastGlob from 'fast-glob';
import { isUserError, UserError } from '../src/errors.js';
import type { TransitionsFile } from '../src/schema/transitions-file.js';
import { parseTransitions } from '../src/schema/transitions-text.js';
import { workspaceRoot } from './project/workspace.js';

/**
 * The `transitions.json` of a project: the only one below a folder, or else the one that the schema's generator block
 * speaks of, or the only one of the workspace around the folder.
 *
 * @throws UserError `no-transitions`, or `several-transitions` naming them
 */
export async function findTransitionsFile(cwd: string): Promise<string> {
  const below = await transitionsFilesIn(cwd);
  if (below.length === 1) return below[0]!;
  const generated = await fromSchema(cwd);
  if (generated !== undefined && existsSync(generated)) return generated;
  const found = below.length > 0 ? below : await transitionsFilesIn(workspaceRoot(cwd));
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0) return first;
  if (first === undefined) {
    const where = generated === undefined ? `below ${cwd}` : `in ${path.dirname(generated)}`;
    throw new UserError('no-transitions', `There is no transitions.json ${where}`, {
      hint: 'Run npx prisma generate, or name the file with --transitions',
    });
  }
  const names = found.map((file) => path.relative(cwd, file)).join(', ');
  throw new UserError('several-transitions', `There are several transitions.json: ${names}`, {
    hint: 'Name one with --transitions',
  });
}

async function transitionsFilesIn(folder: string): Promise<readonly string[]> {
  const found = await fastGlob('**/transitions.json', {
    cwd: folder,
    absolute: true,
    ignore: ['**/node_modules/**', '**/dist/**'],
  });
  return found.sort();
}

/** Reading a schema takes Prisma's parsers, which take a second to load: only where a search is not enough. */
async function fromSchema(cwd: string): Promise<string | undefined> {
  const { loadSchema } = await import('../src/schema/load.js');
  const { generatorBlocks, ownGenerator } = await import('../src/schema/generator-config.js');
  const { parseSchema } = await import('../src/schema/document.js');
  try {
    const { files } = await loadSchema(cwd);
    const output = ownGenerator(generatorBlocks(parseSchema(files)))?.output;
    return output && path.join(output, 'transitions.json');
  } catch (error) {
    // A schema that cannot be read is no reason to name that, where a file would have been enough.
    if (isUserError(error)) return undefined;
    throw error;
  }
}

/** @throws UserError `no-transitions` if the file cannot be read or is none of ours */
export async function readTransitionsFile(file: string): Promise<TransitionsFile> {
  const hint = 'Run npx prisma generate to write it anew';
  try {
    const content = parseTransitions(await readFile(file, 'utf8'));
    if (content) return content;
  } catch (error) {
    throw new UserError('no-transitions', `${file} cannot be read: ${(error as Error).message}`, { hint });
  }
  throw new UserError('no-transitions', `${file} is not a transitions.json of version 1 or 2`, { hint });
}

/** The generated module beside a `transitions.json`, which exports the helpers. */
export function generatedModule(transitionsFile: string): string {
  const folder = path.dirname(transitionsFile);
  return path.join(folder, existsSync(path.join(folder, 'index.js')) ? 'index.js' : 'index.ts');
}
