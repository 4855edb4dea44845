import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import fastGlob from 'fast-glob';
import type { Edit } from '../../codemods/codemod-report.js';
import { applyEdits } from '../../codemods/edit/text-edit.js';
import { installExtension } from '../../codemods/extension/install-extension.js';
import { removeExtension } from '../../codemods/extension/remove-extension.js';
import { importEnding } from '../../codemods/project/project.js';
import { parseSource, type Source } from '../../codemods/source.js';
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
  const extension = importEnding(directory);
  const byHand: string[] = [];
  const changes = await changeEach(directory, generated, makesClient, (source) => {
    const edits = installExtension(source, generated, extension);
    if (edits !== 'by-hand') return edits;
    byHand.push(source.file);
    return [];
  });
  return { changes, byHand };
}

/** The way back of `installEverywhere`, for when the last transition is over. */
export async function removeEverywhere(directory: string, generated: string): Promise<readonly FileChange[]> {
  return changeEach(directory, generated, usesExtension, (source) => removeExtension(source, generated));
}

const makesClient = /\bPrismaClient\b/;
const usesExtension = /\b(?:withTransitions|transitionOmit)\b/;

/** Parsing takes time, so a file has to match a pattern first. */
async function changeEach(
  directory: string,
  generated: string,
  pattern: RegExp,
  editsOf: (source: Source) => readonly Edit[],
): Promise<readonly FileChange[]> {
  const files = await fastGlob('**/*.{ts,mts,cts,tsx,js,mjs,cjs,jsx}', {
    cwd: directory,
    absolute: true,
    ignore: ['**/node_modules/**', '**/dist/**', '**/.*/**', `${path.dirname(generated)}/**`],
  });
  const changes = new Map<string, FileChange>();
  for (const name of files.sort()) {
    const before = await readFile(name, 'utf8');
    if (!pattern.test(before)) continue;
    const source = parseSource(name, path.relative(directory, name), before);
    const edits = editsOf(source);
    if (edits.length === 0) continue;
    const mark = source.hasByteOrderMark ? '\uFEFF' : '';
    const file = await realpath(name);
    changes.set(file, { file, before, after: mark + applyEdits(source.text, edits) });
  }
  return [...changes.values()];
}
