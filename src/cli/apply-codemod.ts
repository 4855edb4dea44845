import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { CodemodName } from '../../codemods/codemod-report.js';
import { assertCommitted } from '../../codemods/git.js';
import type { CodemodRun } from '../../codemods/run.js';
import type { FileChange } from '../../codemods/write.js';
import { UserError } from '../errors.js';
import { type Undertaking, writeFiles } from './all-or-nothing.js';
import { runCodemodInThread } from './codemod-thread.js';

export interface CodemodTask {
  readonly codemod: CodemodName;
  readonly transition: string;
  readonly directory: string;
  /** The schema file or folder, absolute. */
  readonly schemaPath: string;
  /** Absolute path of `transitions.json`. */
  readonly transitionsFile: string;
  /** Do not ask git whether the files could be brought back. */
  readonly allowDirty: boolean;
  /** Files that this very command wrote before: not committed, and no reason to refuse. */
  readonly ownWork: Set<string>;
}

/**
 * Runs one codemod, and writes nothing.
 *
 * @throws UserError of the codemod, `codemod-refused`
 */
export async function findRewrites(task: CodemodTask, signal: AbortSignal): Promise<CodemodRun> {
  const { codemod, directory } = task;
  const request = {
    codemod,
    cwd: directory,
    transitionsFile: task.transitionsFile,
    schemaPath: task.schemaPath,
    transitions: [task.transition],
    afterDrop: true,
  };
  const run = await runCodemodInThread(request, signal);
  if (!run.report.verified) {
    throw new UserError('codemod-refused', `${codemod} would break the types of the application`, {
      hint: `run \`npx pec-codemod ${codemod}\` to see where`,
    });
  }
  return run;
}

/**
 * Writes what a codemod found.
 *
 * @throws UserError `dirty-tree`, `read-only`
 */
export async function writeRewrites(
  undertaking: Undertaking,
  task: Pick<CodemodTask, 'directory' | 'allowDirty' | 'ownWork'>,
  files: CodemodRun['files'],
): Promise<void> {
  // By the file behind a link: two names of one file are one change.
  const changes = new Map<string, FileChange>();
  for (const { path: name, before, after } of files) {
    const file = await realpath(name);
    changes.set(file, { file, before, after });
  }
  await applyChanges(undertaking, task, [...changes.values()]);
}

/**
 * Writes changes of the application, where git could bring back what was there.
 *
 * @returns the files, relative to the folder of the application
 * @throws UserError `dirty-tree`, `read-only`
 */
export async function applyChanges(
  undertaking: Undertaking,
  { directory, allowDirty, ownWork }: Pick<CodemodTask, 'directory' | 'allowDirty' | 'ownWork'>,
  changes: readonly FileChange[],
): Promise<readonly string[]> {
  const foreign = changes.map(({ file }) => file).filter((file) => !ownWork.has(file));
  if (!allowDirty) await assertCommitted(foreign, directory);
  await writeFiles(undertaking, changes, directory);
  for (const { file } of changes) ownWork.add(file);
  return changes.map(({ file }) => path.relative(directory, file));
}
