import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { assertWritable, type FileChange, writeChanges } from '../../codemods/write.js';
import { isUserError, UserError } from '../errors.js';
import type { Journal, Left, TakenBack } from '../files/journal.js';
import { beginRun, type Recovered, takenBackText } from '../files/tree-run.js';
import { prismaGenerate } from '../schema/prisma-generate.js';
import { onInterrupt } from './interrupt.js';
import type { Output } from './print.js';

/** Work on the tree that is taken back as a whole where one step of it fails. */
export interface Undertaking {
  /** Aborted by Ctrl-C; a long step looks at it, a short one need not. */
  readonly signal: AbortSignal;
  /** Notes each change before it is made, so that it can be taken back, by the next run if need be. */
  readonly journal: Journal;
}

/**
 * Runs a command that reads the tree and changes it, while no other one does. What an earlier run left half-done is
 * taken back before.
 *
 * @param command such as `pec next`
 * @throws UserError `locked`, `unfinished-run`; what the work throws
 */
export async function alone<T>(
  command: string,
  output: Output,
  work: (journal: Journal) => Promise<T>,
): Promise<T> {
  const run = await beginRun(process.cwd(), command, prismaGenerate, (earlier) => tell(earlier, output));
  try {
    const result = await work(run.journal);
    run.endWithProcess();
    return result;
  } catch (error) {
    await run.end();
    throw error;
  }
}

/**
 * Runs work that changes the tree. Where it throws or Ctrl-C comes, all that it did is taken back.
 *
 * @returns undefined after Ctrl-C, which was said and has set the exit code
 * @throws what the work throws
 */
export async function allOrNothing<T>(
  journal: Journal,
  work: (undertaking: Undertaking) => Promise<T>,
): Promise<T | undefined> {
  const interrupt = onInterrupt(() => process.stderr.write('Interrupted: taking everything back …\n'));
  const { signal } = interrupt;
  try {
    const result = await work({ signal, journal });
    signal.throwIfAborted();
    return result;
  } catch (error) {
    // Ctrl-C ends child processes too, and their end may be noticed before the signal is.
    if (!isUserError(error)) await sleep(50);
    const { left, clientFailed } = await journal.takeBack(prismaGenerate);
    for (const line of linesOf(left)) process.stderr.write(`${line}\n`);
    // Where it was Prisma that failed, its error says so.
    if (clientFailed && !(isUserError(error) && error.code === 'generate-failed'))
      process.stderr.write(
        'The client could not be generated from the schema as it was: run `npx prisma generate`.\n',
      );
    if (!signal.aborted) throw error;
    if (left.length === 0) process.stderr.write('Nothing was changed.\n');
    process.exitCode = interrupt.exitCode();
    return undefined;
  } finally {
    interrupt.dispose();
  }
}

/**
 * Writes files as one step of an undertaking.
 *
 * @param directory the folder that messages name files from
 * @throws UserError `read-only` and the like before anything is written; `disk-full`, `write-failed`
 */
export async function writeFiles(
  { signal, journal }: Undertaking,
  changes: readonly FileChange[],
  directory: string,
): Promise<void> {
  signal.throwIfAborted();
  await assertWritable(changes, directory);
  const { stoppedBy } = await writeChanges(journal, changes);
  if (isUserError(stoppedBy)) throw stoppedBy;
  if (stoppedBy instanceof Error) {
    throw new UserError('write-failed', `Writing stopped: ${stoppedBy.message}`, {
      hint: 'run it again once nobody else writes these files',
    });
  }
  if (stoppedBy !== undefined) throw new Error(stoppedBy);
}

function tell(earlier: Recovered, output: Output): void {
  output.emit({ event: 'taken-back', ...earlier });
  process.stderr.write(`${takenBackText(earlier, process.cwd())}\n`);
}

function linesOf(left: TakenBack['left']): readonly string[] {
  if (left.length === 0) return [];
  return [
    `Not all could be taken back; everything else is as it was. Left (${left.length}):`,
    ...left.map(({ file, why }: Left) => `  ${relative(file)}: ${why}`),
  ];
}

function relative(file: string): string {
  return path.relative(process.cwd(), file);
}
