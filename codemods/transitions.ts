import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fastGlob from 'fast-glob';
import { UserError } from '../src/errors.js';
import type { TransitionsFile } from '../src/schema/transitions-file.js';

/**
 * The one `transitions.json` of the generator below a folder.
 *
 * @throws UserError `no-transitions`, or `several-transitions` naming them
 */
export async function findTransitionsFile(cwd: string): Promise<string> {
  const found = await fastGlob('**/transitions.json', {
    cwd,
    absolute: true,
    ignore: ['**/node_modules/**', '**/dist/**'],
  });
  const [first, ...others] = found.sort();
  if (first === undefined) {
    throw new UserError('no-transitions', `There is no transitions.json below ${cwd}`, {
      hint: 'Run npx prisma generate, or name the file with --transitions',
    });
  }
  if (others.length > 0) {
    const names = found.map((file) => path.relative(cwd, file)).join(', ');
    throw new UserError('several-transitions', `There are several transitions.json: ${names}`, {
      hint: 'Name one with --transitions',
    });
  }
  return first;
}

/** @throws UserError `no-transitions` if the file cannot be read or is none of ours */
export async function readTransitionsFile(file: string): Promise<TransitionsFile> {
  const hint = 'Run npx prisma generate to write it anew';
  try {
    const content = JSON.parse(await readFile(file, 'utf8')) as TransitionsFile;
    if (content?.version === 1 && Array.isArray(content.transitions)) return content;
  } catch (error) {
    throw new UserError('no-transitions', `${file} cannot be read: ${(error as Error).message}`, { hint });
  }
  throw new UserError('no-transitions', `${file} is not of a version that this pec-codemod knows`, { hint });
}
