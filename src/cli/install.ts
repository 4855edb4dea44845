import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import fastGlob from 'fast-glob';
import { applyEdits } from '../../codemods/edit/edit.js';
import { installExtension } from '../../codemods/install-extension.js';
import { importEnding } from '../../codemods/project.js';
import { parseSource } from '../../codemods/source.js';
import type { FileChange } from '../../codemods/write.js';

/** Where the application makes a client, and what becomes of it. */
export interface Installation {
  readonly changes: readonly FileChange[];
  /** Files that make a client in a way that is not known, relative to the working directory. */
  readonly byHand: readonly string[];
}

/**
 * Finds every `new PrismaClient(…)` below a folder, and wraps it in the generated extension.
 *
 * @param generated absolute path of the generated `index.ts` or `index.js`
 */
export async function installEverywhere(directory: string, generated: string): Promise<Installation> {
  const files = await fastGlob('**/*.{ts,mts,cts,tsx,js,mjs,cjs,jsx}', {
    cwd: directory,
    absolute: true,
    ignore: ['**/node_modules/**', '**/dist/**', '**/.*/**', `${path.dirname(generated)}/**`],
  });
  const extension = importEnding(directory);
  const changes = new Map<string, FileChange>();
  const byHand: string[] = [];
  for (const name of files.sort()) {
    const before = await readFile(name, 'utf8');
    if (!/\b(?:new|extends)\s[^;{]*PrismaClient\b/.test(before)) continue;
    const source = parseSource(name, path.relative(directory, name), before);
    const edits = installExtension(source, generated, extension);
    if (edits === 'by-hand') byHand.push(source.file);
    else if (edits.length > 0) {
      const mark = source.hasByteOrderMark ? '\uFEFF' : '';
      const file = await realpath(name);
      changes.set(file, { file, before, after: mark + applyEdits(source.text, edits) });
    }
  }
  return { changes: [...changes.values()], byHand };
}
