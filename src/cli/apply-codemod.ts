import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { CodemodName, CodemodReport } from '../../codemods/codemod-report.js';
import { assertCommitted } from '../../codemods/git.js';
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
 * Runs one codemod and writes what it found.
 *
 * @throws UserError of the codemod, `dirty-tree`, `read-only`, `codemod-refused`
 */
export async function applyCodemod(undertaking: Undertaking, task: CodemodTask): Promise<CodemodReport> {
  const { codemod, directory } = task;
  const request = {
    codemod,
    cwd: directory,
    transitionsFile: task.transitionsFile,
    schemaPath: task.schemaPath,
    transitions: [task.transition],
    afterDrop: true,
  };
  const { report, files } = await runCodemodInThread(request, undertaking.signal);
  if (!report.verified) {
    throw new UserError('codemod-refused', `${codemod} would break the types of the application`, {
      hint: `run \`npx pec-codemod ${codemod}\` to see where`,
    });
  }
  // By the file behind a link: two names of one file are one change.
  const changes = new Map<string, FileChange>();
  for (const { path: name, before, after } of files) {
    const file = await realpath(name);
    changes.set(file, { file, before, after });
  }
  await applyChanges(undertaking, task, [...changes.values()]);
  return report;
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
