import { randomBytes } from 'node:crypto';
import { existsSync, realpathSync, rmdirSync, rmSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../errors.js';
import {
  closeJournal,
  closeJournalSync,
  type Journal,
  openJournal,
  type RegeneratedClient,
  readJournal,
  type TakenBack,
  takeBack,
} from './journal.js';
import { isAlive, isRunning, type ProcessIdentity, thisProcess } from './process-identity.js';
import { writing } from './replace-file.js';
import { storesOf, writableStore } from './run-store.js';

/** A run that changes the tree. One at a time does so in a folder, and in those around it and below it. */
export interface TreeRun {
  readonly journal: Journal;
  /** Lets the changes stand, or what is left of them, and the next run begin. */
  end(): Promise<void>;
  /**
   * The same at the very end of the process: whoever sees it killed before gives the command again, and the command
   * must not find its own work done, or `pec revert` would take a second stage back.
   */
  endWithProcess(): void;
}

interface Claim {
  readonly process: ProcessIdentity;
  /** Such as `pec next`. */
  readonly command: string;
  /** Absolute, without links. */
  readonly directory: string;
  readonly began: string;
  readonly state: 'claiming' | 'held';
}

interface KnownRun extends Claim {
  /** The folder of the run. */
  readonly home: string;
}

/** An earlier run that was cut off, and what became of its changes. */
export interface Recovered extends TakenBack {
  readonly command: string;
  readonly began: string;
}

/** For how long a run on another machine counts as going on: nobody here can see its process. */
const foreignMs = 3_600_000;
const claimName = 'claim.json';

/**
 * Begins a run that changes the tree. What an earlier run left half-done, because it was killed or the machine went
 * down, is taken back first.
 *
 * @param command its name in messages, such as `pec next`
 * @param generate makes the client of a schema that was restored
 * @param tell is told of each earlier run whose changes were taken back
 * @throws UserError `locked` where another run goes on, `unfinished-run` where changes of an earlier one could not be
 *   taken back, `disk-full` and the like
 */
export async function beginRun(
  directory: string,
  command: string,
  generate: (client: RegeneratedClient) => Promise<void>,
  tell: (recovered: Recovered) => void,
): Promise<TreeRun> {
  const folder = realpathSync(directory);
  const home = await claim(folder, command);
  try {
    await recover(folder, home, generate, tell);
  } catch (error) {
    await remove(home);
    throw error;
  }
  return {
    journal: openJournal(home),
    end: () => remove(home),
    endWithProcess: () => process.once('exit', () => removeSync(home)),
  };
}

/**
 * For commands that only read the tree: what another run is in the middle of, or was, is no state to read.
 *
 * @throws UserError `locked`, `unfinished-run`
 */
export async function requireSettled(directory: string): Promise<void> {
  const folder = realpathSync(directory);
  for (const run of await runsAround(folder)) {
    const entries = await readJournal(run.home);
    if (entries.length === 0) continue;
    if (goesOn(run)) throw locked(run);
    throw new UserError(
      'unfinished-run',
      `${nameOf(run)} was cut off, and what it was about to change may be half-done`,
      { hint: `give \`${run.command}\` again: it takes back what is half-done, and begins anew` },
    );
  }
}

/** What the user has to know of an earlier run that was cut off. */
export function takenBackText({ command, began, restored }: Recovered, directory: string): string {
  const files = restored.map((file) => `  ${path.relative(directory, file)}`);
  const said = `\`${command}\`, begun ${began}, was cut off`;
  if (files.length === 0) return `${said} before it had changed anything.`;
  return [`${said}. What it had changed is taken back (${files.length}):`, ...files].join('\n');
}

/** Each run has a folder of its own, so none is ever taken over; of two that begin at once, the later one leaves. */
async function claim(directory: string, command: string): Promise<string> {
  const store = writableStore(directory);
  const home = path.join(store, `${process.pid}-${randomBytes(6).toString('hex')}`);
  const own = { process: thisProcess(), command, directory, began: new Date().toISOString() };
  await writing(store, async () => {
    // Another run that ends may remove the store in between.
    for (let tries = 3; ; tries -= 1) {
      const error = await mkdir(home, { recursive: true }).then(
        () => undefined,
        (reason: Error) => reason,
      );
      if (!error) break;
      if (tries === 0) throw error;
    }
    await writeClaim(home, { ...own, state: 'claiming' });
  });
  const rank = (began: string, folder: string) => `${began} ${path.basename(folder)}`;
  for (;;) {
    const others = (await runsAround(directory)).filter((run) => run.home !== home && goesOn(run));
    if (others.length === 0) break;
    const first = others.find(
      (run) => run.state === 'held' || rank(run.began, run.home) < rank(own.began, home),
    );
    if (first) {
      await remove(home);
      throw locked(first);
    }
    await sleep(20);
  }
  await writing(store, () => writeClaim(home, { ...own, state: 'held' }));
  return home;
}

async function writeClaim(home: string, claimed: Claim): Promise<void> {
  const name = path.join(home, `${claimName}.new`);
  await writeFile(name, JSON.stringify(claimed));
  await rename(name, path.join(home, claimName));
}

async function recover(
  directory: string,
  own: string,
  generate: (client: RegeneratedClient) => Promise<void>,
  tell: (recovered: Recovered) => void,
): Promise<void> {
  await removeUnclaimed(path.dirname(own));
  for (const run of await runsAround(directory)) {
    if (run.home === own || goesOn(run)) continue;
    const entries = await readJournal(run.home);
    if (entries.length > 0) {
      const outcome = await takeBack(run.home, entries, generate);
      const files = outcome.left.map(({ file, why }) => `  ${path.relative(directory, file)}: ${why}`);
      if (files.length > 0) {
        // Said once; from here on it is the user who knows what these files should hold.
        await remove(run.home);
        throw new UserError(
          'unfinished-run',
          [`${nameOf(run)} was cut off, and not all of it could be taken back:`, ...files].join('\n'),
          { hint: 'set these files right (git diff shows them), then run it again' },
        );
      }
      tell({ command: run.command, began: run.began, ...outcome });
    }
    await remove(run.home);
  }
}

/** A run that was killed before it had a claim has changed nothing. */
async function removeUnclaimed(store: string): Promise<void> {
  for (const name of await readdir(store).catch(() => [])) {
    const isClaimed = existsSync(path.join(store, name, claimName));
    if (isClaimed || isAlive(Number.parseInt(name, 10))) continue;
    await rm(path.join(store, name), { recursive: true, force: true });
  }
}

/** The runs whose folder is this one, or lies around it or below it. */
async function runsAround(directory: string): Promise<readonly KnownRun[]> {
  const runs: KnownRun[] = [];
  for (const store of storesOf(directory)) {
    for (const name of await readdir(store).catch(() => [])) {
      const home = path.join(store, name);
      const text = await readFile(path.join(home, claimName), 'utf8').catch(() => undefined);
      if (text === undefined) continue;
      const run = { ...(JSON.parse(text) as Claim), home };
      if (contains(run.directory, directory) || contains(directory, run.directory)) runs.push(run);
    }
  }
  return runs;
}

function contains(outer: string, inner: string): boolean {
  const relative = path.relative(outer, inner);
  return relative === '' || !(relative.startsWith('..') || path.isAbsolute(relative));
}

function goesOn({ process, began }: Claim): boolean {
  return isRunning(process) ?? Date.now() - Date.parse(began) < foreignMs;
}

function nameOf({ command, began, process: { pid } }: Claim): string {
  return `\`${command}\` (begun ${began}, process ${pid})`;
}

function locked(run: KnownRun): UserError {
  return new UserError('locked', `${nameOf(run)} is at work on ${run.directory}; nothing was changed`, {
    hint: `wait until it has ended${isRunning(run.process) === undefined ? `; it runs on ${run.process.host}: if it does not run any more, delete ${run.home}` : ''}`,
  });
}

/** The same for a process that ends. What cannot be removed is found by the next run. */
function removeSync(home: string): void {
  closeJournalSync(home);
  rmSync(home, { recursive: true, force: true });
  try {
    rmdirSync(path.dirname(home));
  } catch {}
}

/** The journal goes first: a run without one has nothing to take back. */
async function remove(home: string): Promise<void> {
  await closeJournal(home);
  await rm(home, { recursive: true, force: true });
  // Nothing stays behind, as long as no other run is at work.
  await rmdir(path.dirname(home)).catch(() => {});
}
