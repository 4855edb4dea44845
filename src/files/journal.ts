import { createHash } from 'node:crypto';
import { appendFileSync, rmSync } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, readFile, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { endProcess, identityOf, type ProcessIdentity } from './process-identity.js';
import { moveInto, stageText, writing } from './replace-file.js';

/** What a run is about to change, and how to take the change back; written to the disk before the change is made. */
export type Entry =
  | {
      readonly kind: 'file';
      readonly file: string;
      /** The file with the old text, in the folder of the run; undefined where the file is new. */
      readonly saved?: string;
      /** Hashes of the texts. */
      readonly before?: string;
      readonly after: string;
    }
  /** A new folder with files, which come together with the folder; hashes by the names of the files. */
  | {
      readonly kind: 'whole-folder';
      readonly folder: string;
      readonly files: Readonly<Record<string, string>>;
    }
  /** A new folder for others. */
  | { readonly kind: 'folder'; readonly folder: string }
  | ({ readonly kind: 'generate' } & RegeneratedClient)
  /** A process that writes files on behalf of the run. */
  | { readonly kind: 'process'; readonly process: ProcessIdentity };

/** What `prisma generate` has to be run for again once the schema is as it was. */
export interface RegeneratedClient {
  readonly directory: string;
  readonly schemaPath: string;
  readonly configFile?: string | undefined;
}

/** The new text of one file. */
export interface TreeChange {
  /** Absolute and without symbolic links: what is written is the file itself, never a link to it. */
  readonly file: string;
  /** The text that has to be there; undefined for a new file. */
  readonly before?: string;
  readonly after: string;
}

/** What could not be taken back, and why. */
export interface Left {
  readonly file: string;
  readonly why: string;
}

export interface TakenBack {
  /** Files and folders that are again as they were. */
  readonly restored: readonly string[];
  readonly left: readonly Left[];
  /** The client of the restored schema could not be generated. */
  readonly clientFailed: boolean;
}

/** The changes of one run, while it goes on. */
export interface Journal {
  /**
   * Puts the new texts on the disk and notes them, but replaces no file yet.
   *
   * @returns for each change, the function that makes it
   * @throws UserError `disk-full` and the like; nothing is changed then
   */
  stage(changes: readonly TreeChange[]): Promise<readonly (() => Promise<void>)[]>;
  /** Makes a folder, and those above it. */
  makeFolder(folder: string): Promise<void>;
  /** Makes folders with files: each is there with all of its files, or not at all. */
  addFolders(
    folders: readonly { readonly folder: string; readonly files: Readonly<Record<string, string>> }[],
  ): Promise<void>;
  /** Notes that the client is generated from a schema that changes. */
  willGenerate(client: RegeneratedClient): Promise<void>;
  /** Notes a process that writes files for this run: it may outlive the run, and has to be ended before a take-back. */
  noteProcess(pid: number): void;
  /** Takes everything back, the last change first. */
  takeBack(generate: (client: RegeneratedClient) => Promise<void>): Promise<TakenBack>;
}

const journalName = 'journal.jsonl';

/** @param home the folder of the run, which is there and holds nothing else of these names */
export function openJournal(home: string): Journal {
  const entries: Entry[] = [];
  let count = 0;
  const note = async (added: readonly Entry[]) => {
    await writing(home, () => append(path.join(home, journalName), added));
    entries.push(...added);
  };
  const nextName = (ending: string) => `${count++}.${ending}`;
  return {
    async stage(changes) {
      const staged: { change: TreeChange; name: string; entry: Entry }[] = [];
      for (const change of changes) {
        const name = path.join(home, nextName('after'));
        await stageText(name, change.after, change.file);
        staged.push({ change, name, entry: await saveOld(home, nextName('before'), change) });
      }
      await note(staged.map(({ entry }) => entry));
      return staged.map(
        ({ change, name }) =>
          () =>
            put(change, name),
      );
    },
    async makeFolder(folder) {
      const missing = await missingFolders(folder);
      await note(missing.map((each) => ({ kind: 'folder', folder: each })));
      for (const each of missing) await writing(each, () => mkdir(each));
    },
    async addFolders(folders) {
      const staged: string[] = [];
      for (const { folder, files } of folders) {
        const whole = path.join(home, nextName('folder'));
        await writing(folder, () => mkdir(whole));
        for (const [name, text] of Object.entries(files))
          await stageText(path.join(whole, name), text, path.join(folder, name));
        staged.push(whole);
      }
      await note(
        folders.map(({ folder, files }) => ({
          kind: 'whole-folder',
          folder,
          files: Object.fromEntries(Object.entries(files).map(([name, text]) => [name, hash(text)])),
        })),
      );
      for (const [index, { folder }] of folders.entries()) await moveInto(staged[index]!, folder);
    },
    willGenerate: (client) => note([{ kind: 'generate', ...client }]),
    noteProcess(pid) {
      const entry: Entry = { kind: 'process', process: identityOf(pid) };
      appendFileSync(path.join(home, journalName), `${JSON.stringify(entry)}\n`);
      entries.push(entry);
    },
    takeBack: (generate) => takeBack(home, entries, generate),
  };
}

/** What an earlier run has noted. A line that was cut off was not acted upon. */
export async function readJournal(home: string): Promise<readonly Entry[]> {
  const text = await readFile(path.join(home, journalName), 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as Entry];
    } catch {
      return [];
    }
  });
}

/** From then on the changes stand. */
export async function closeJournal(home: string): Promise<void> {
  await rm(path.join(home, journalName), { force: true });
}

/** The same for a process that ends. */
export function closeJournalSync(home: string): void {
  rmSync(path.join(home, journalName), { force: true });
}

/**
 * Takes back what a run has noted, the last change first, and goes on over what it cannot take back.
 *
 * @param generate makes the client of the restored schema
 */
export async function takeBack(
  home: string,
  entries: readonly Entry[],
  generate: (client: RegeneratedClient) => Promise<void>,
): Promise<TakenBack> {
  const restored: string[] = [];
  const left: Left[] = [];
  let clientFailed = false;
  for (const entry of entries) if (entry.kind === 'process') await endProcess(entry.process);
  const isGenerate = (entry: Entry) => entry.kind === 'generate';
  const order = [
    ...entries.filter((entry) => !isGenerate(entry)).toReversed(),
    ...entries.filter(isGenerate),
  ];
  for (const entry of order) {
    if (entry.kind === 'process') continue;
    const place = placeOf(entry);
    try {
      if (entry.kind === 'generate') {
        clientFailed = await generate(entry).then(
          () => false,
          () => true,
        );
        continue;
      }
      const outcome = await takeBackOne(home, entry);
      if (outcome === 'restored' && entry.kind !== 'folder') restored.push(place);
      else if (typeof outcome === 'object') left.push({ file: place, why: outcome.why });
    } catch (error) {
      left.push({ file: place, why: (error as Error).message });
    }
  }
  return { restored, left, clientFailed };
}

type Change = Exclude<Entry, { readonly kind: 'process' }>;
type Outcome = 'restored' | 'nothing-to-do' | { readonly why: string };

async function takeBackOne(
  home: string,
  entry: Exclude<Change, { readonly kind: 'generate' }>,
): Promise<Outcome> {
  if (entry.kind === 'file') return await takeBackFile(home, entry);
  if (entry.kind === 'whole-folder') return await takeBackFolder(entry.folder, entry.files);
  // What others have put in stays, and so does the folder.
  await rmdir(entry.folder).catch(() => {});
  return 'restored';
}

async function takeBackFile(
  home: string,
  { file, saved, before, after }: Entry & { kind: 'file' },
): Promise<Outcome> {
  const current = await readIfThere(file);
  if (current === undefined)
    return saved === undefined ? 'nothing-to-do' : { why: 'it was deleted meanwhile' };
  if (hash(current) === before) return 'nothing-to-do';
  if (hash(current) !== after) return { why: 'it was edited meanwhile' };
  if (saved === undefined) {
    await rm(file);
    return 'restored';
  }
  await moveInto(path.join(home, saved), file);
  return 'restored';
}

async function takeBackFolder(folder: string, files: Readonly<Record<string, string>>): Promise<Outcome> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (names === undefined) return 'nothing-to-do';
  for (const name of names) {
    const text = await readIfThere(path.join(folder, name));
    if (text === undefined || hash(text) !== files[name])
      return { why: `${name} in it was edited meanwhile` };
  }
  await rm(folder, { recursive: true });
  return 'restored';
}

function placeOf(entry: Change): string {
  if (entry.kind === 'file') return entry.file;
  return entry.kind === 'generate' ? entry.schemaPath : entry.folder;
}

/** Replaces one file, if it still is what the change was made for. */
async function put({ file, before }: TreeChange, staged: string): Promise<void> {
  const current = await readIfThere(file);
  if (current?.toString() !== before) throw new Error(`${file} changed while files were written`);
  await moveInto(staged, file);
}

/** By a second name for the same file, which takes no room; a copy where the disk has no such names. */
async function saveOld(home: string, saved: string, { file, before, after }: TreeChange): Promise<Entry> {
  if (before === undefined) return { kind: 'file', file, after: hash(after) };
  const name = path.join(home, saved);
  await writing(file, () => link(file, name).catch(() => copyFile(file, name)));
  return { kind: 'file', file, saved, before: hash(before), after: hash(after) };
}

async function append(file: string, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return;
  const handle = await open(file, 'a');
  try {
    await handle.appendFile(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The folder itself and those above it that are not there, the outermost first. */
async function missingFolders(folder: string): Promise<readonly string[]> {
  const missing: string[] = [];
  for (let each = folder; ; each = path.dirname(each)) {
    const isThere = await readdir(each).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
    );
    if (isThere) return missing.toReversed();
    missing.push(each);
  }
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function hash(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}
