import { realpath } from 'node:fs/promises';
import type { CodemodName, CodemodReport } from '../../codemods/codemod-report.js';
import { assertCommitted } from '../../codemods/git.js';
import { runCodemod } from '../../codemods/run.js';
import { assertWritable, writeChanges } from '../../codemods/write.js';
import { UserError } from '../errors.js';

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
 * Runs one codemod and writes what it found, all files or none.
 *
 * @throws UserError of the codemod, `dirty-tree`, `read-only`, `codemod-refused`
 */
export async function applyCodemod(task: CodemodTask): Promise<CodemodReport> {
  const { report, files } = await runCodemod({
    codemod: task.codemod,
    cwd: task.directory,
    transitionsFile: task.transitionsFile,
    transitions: [task.transition],
  });
  if (!report.verified) {
    throw new UserError('codemod-refused', `${task.codemod} would break the types of the application`, {
      hint: `run \`npx pec-codemod ${task.codemod}\` to see where`,
    });
  }
  const changes = await Promise.all(
    files.map(async ({ path, before, after }) => ({ file: await realpath(path), before, after })),
  );
  const foreign = changes.map(({ file }) => file).filter((file) => !task.ownWork.has(file));
  if (!task.allowDirty) await assertCommitted(foreign, task.directory);
  await assertWritable(changes, task.directory);
  const { written, left, stoppedBy } = await writeChanges(changes);
  for (const file of written) task.ownWork.add(file);
  if (stoppedBy !== undefined) {
    throw new UserError('interrupted', `${task.codemod} was stopped with ${left.length} files to go`, {
      hint: `run \`npx pec-codemod ${task.codemod} --write\` for the rest`,
    });
  }
  return report;
}
