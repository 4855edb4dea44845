import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import writeFileAtomic from 'write-file-atomic';
import { assertWritable, type FileChange, writeChanges } from '../../codemods/write.js';
import { isUserError, UserError } from '../errors.js';
import { onInterrupt } from './interrupt.js';

/** Work on the tree that is taken back as a whole where one step of it fails. */
export interface Undertaking {
  /** Aborted by Ctrl-C; a long step looks at it, a short one need not. */
  readonly signal: AbortSignal;
  /** Notes how to take back what is done now. The last one noted is the first one undone. */
  onUndo(undo: () => Promise<unknown>): void;
}

/**
 * Runs work that changes the tree. Where it throws or Ctrl-C comes, all that it did is taken back.
 *
 * @returns undefined after Ctrl-C, which was said and has set the exit code
 * @throws what the work throws
 */
export async function allOrNothing<T>(
  work: (undertaking: Undertaking) => Promise<T>,
): Promise<T | undefined> {
  const undos: (() => Promise<unknown>)[] = [];
  const interrupt = onInterrupt(() => process.stderr.write('Interrupted: taking everything back …\n'));
  const { signal } = interrupt;
  try {
    const result = await work({ signal, onUndo: (undo) => undos.push(undo) });
    signal.throwIfAborted();
    return result;
  } catch (error) {
    // Ctrl-C ends child processes too, and their end may be noticed before the signal is.
    if (!isUserError(error)) await sleep(50);
    for (const undo of undos.toReversed()) await undo();
    if (!signal.aborted) throw error;
    process.stderr.write('Nothing was changed.\n');
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
 * @throws UserError `read-only` and the like before anything is written; `write-failed`
 */
export async function writeFiles(
  undertaking: Undertaking,
  changes: readonly FileChange[],
  directory: string,
): Promise<void> {
  undertaking.signal.throwIfAborted();
  await assertWritable(changes, directory);
  const { written, stoppedBy } = await writeChanges(changes);
  const done = changes.filter(({ file }) => written.includes(file));
  undertaking.onUndo(() => Promise.all(done.map(takeBack)));
  if (stoppedBy instanceof Error) {
    throw new UserError('write-failed', `Writing stopped: ${stoppedBy.message}`, {
      hint: 'nothing was changed; run it again',
    });
  }
  if (stoppedBy !== undefined) throw new Error(stoppedBy);
}

/** What somebody else wrote meanwhile is theirs. */
async function takeBack({ file, before, after }: FileChange): Promise<void> {
  if ((await readFile(file, 'utf8')) === after) await writeFileAtomic(file, before);
}
