import { realpath } from 'node:fs/promises';
import type { CodemodName, CodemodReport } from '../../codemods/codemod-report.js';
import { assertCommitted } from '../../codemods/git.js';
import { runCodemod } from '../../codemods/run.js';
import type { FileChange } from '../../codemods/write.js';
import { UserError } from '../errors.js';
import { type Undertaking, writeFiles } from './all-or-nothing.js';

export interface CodemodTask {
  readonly codemod: CodemodName;
  readonly transition: string;
  readonly directory: string;
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
  const { codemod, directory, ownWork } = task;
  const { report, files } = await runCodemod({
    codemod,
    cwd: directory,
    transitionsFile: task.transitionsFile,
    transitions: [task.transition],
    signal: undertaking.signal,
  });
  if (!report.verified) {
    throw new UserError('codemod-refused', `${codemod} would break the types of the application`, {
      hint: `run \`npx pec-codemod ${codemod}\` to see where`,
    });
  }
  // By the file behind a link: two names of one file are one change.
  const changes = new Map<string, FileChange>();
  for (const { path, before, after } of files) {
    const file = await realpath(path);
    changes.set(file, { file, before, after });
  }
  const foreign = [...changes.keys()].filter((file) => !ownWork.has(file));
  if (!task.allowDirty) await assertCommitted(foreign, directory);
  await writeFiles(undertaking, [...changes.values()], directory);
  for (const file of changes.keys()) ownWork.add(file);
  return report;
}
