import { constants } from 'node:fs';
import { access, lstat, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { joinUserErrors, UserError } from '../src/errors.js';
import type { Journal } from '../src/files/journal.js';
import { stopSignals } from '../src/files/stop-signals.js';

/** The new text of one file. */
export interface FileChange {
  /** Absolute and without symbolic links: what is written is the file itself, never a link to it. */
  readonly file: string;
  /** The text that was analysed, byte order mark and line ends included. */
  readonly before: string;
  readonly after: string;
}

export interface WriteOutcome {
  readonly written: readonly string[];
  /** Files that are as they were. */
  readonly left: readonly string[];
  /** Why the rest was left. */
  readonly stoppedBy?: NodeJS.Signals | Error;
}

/**
 * Checks everything that would fail half-way through the writing: a file that is read-only, gone, not a regular file, not
 * UTF-8, or no longer the text that was analysed.
 *
 * @throws UserError for all such files at once; nothing was written
 */
export async function assertWritable(changes: readonly FileChange[], cwd: string): Promise<void> {
  const errors: UserError[] = [];
  for (const change of changes) {
    const problem = await problemWith(change);
    if (problem) {
      const { code, text, hint } = problem;
      errors.push(new UserError(code, `${path.relative(cwd, change.file)} ${text}`, { hint }));
    }
  }
  const [first, ...rest] = errors;
  if (first) throw joinUserErrors([first, ...rest]);
}

/**
 * Puts all new texts on the disk, notes them in the journal, and then replaces the files one after the other: whenever
 * the process ends, each file is wholly old or wholly new, and the next run knows which. Ctrl-C, SIGTERM and SIGHUP let
 * the current file finish and leave the rest. Permissions and owner stay.
 *
 * @throws UserError `disk-full` and the like, before any file is replaced
 */
export async function writeChanges(journal: Journal, changes: readonly FileChange[]): Promise<WriteOutcome> {
  let stoppedBy: NodeJS.Signals | Error | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    stoppedBy = signal;
  };
  for (const signal of stopSignals) process.on(signal, onSignal);
  const written: string[] = [];
  try {
    const replace = await journal.stage(changes);
    try {
      for (const [index, { file }] of changes.entries()) {
        if (stoppedBy) break;
        await replace[index]!();
        written.push(file);
      }
    } catch (error) {
      stoppedBy = error as Error;
    }
  } finally {
    for (const signal of stopSignals) process.off(signal, onSignal);
  }
  const left = changes.slice(written.length).map(({ file }) => file);
  return { written, left, ...(stoppedBy && { stoppedBy }) };
}

async function problemWith({ file, before }: FileChange) {
  try {
    if (!(await lstat(file)).isFile()) {
      return { code: 'not-a-file', text: 'is not a regular file', hint: 'Leave it out with --ignore' };
    }
    // By its mode too: root may write everything, and a file that someone made read-only is meant to stay.
    const { mode } = await stat(file);
    await access(file, constants.W_OK);
    if ((mode & 0o222) === 0) throw Object.assign(new Error(), { code: 'EACCES' });
    await access(path.dirname(file), constants.W_OK);
    const bytes = await readFile(file);
    if (bytes.equals(Buffer.from(before))) return undefined;
    if (bytes.toString() === before) {
      return {
        code: 'not-utf-8',
        text: 'is not UTF-8, so bytes outside of the edits would change',
        hint: 'Convert it to UTF-8, or leave it out with --ignore',
      };
    }
    return {
      code: 'changed-since-analysis',
      text: 'changed since it was analysed',
      hint: 'Run the codemod again',
    };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') {
      return {
        code: 'changed-since-analysis',
        text: 'is gone since it was analysed',
        hint: 'Run the codemod again',
      };
    }
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
      return {
        code: 'read-only',
        text: 'is read-only, or its folder is',
        hint: 'Nothing was written: make it writable, or leave it out with --ignore',
      };
    }
    throw error;
  }
}
