import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../src/errors.js';
import { isAlive } from '../src/files/process-identity.js';
import { replaceFiles, stagingPrefix, writing } from '../src/files/replace-file.js';

/** Lists the files of the last run, so that the next one touches no other file of the folder. */
const manifestName = '.pec-manifest.json';

/**
 * Writes files into a folder that the user may share. A file whose text is the same is not written, so that
 * `prisma generate --watch` comes to rest; a file of the last run that is no longer generated is removed.
 *
 * @param folder absolute path, made if it is not there
 * @param files text by file name, without folders
 * @throws UserError `foreign-file` if a file is in the way that we did not write; `disk-full` and the like
 */
export async function writeOwnedFiles(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const owned = await readManifest(folder);
  const current = new Map<string, string | undefined>();
  for (const [name, text] of files) {
    const existing = await readIfThere(path.join(folder, name));
    if (existing !== undefined && existing !== text && !owned.includes(name)) {
      throw new UserError('foreign-file', `${path.join(folder, name)} was not written by this generator`, {
        hint: 'set `output` of the generator to a folder of its own, or move the file away',
      });
    }
    current.set(name, existing);
  }

  const manifest = `${JSON.stringify({ files: [...files.keys()].sort() }, null, 2)}\n`;
  await writing(folder, () => mkdir(folder, { recursive: true }));
  await removeStagingOfTheDead(folder);
  // First what we own, so that an interrupted run leaves no file that the next one takes for the user's.
  current.set(manifestName, await readIfThere(path.join(folder, manifestName)));
  const changed = [[manifestName, manifest] as const, ...files].filter(
    ([name, text]) => current.get(name) !== text,
  );
  const replacements = changed.map(([name, text]) => ({ file: path.join(folder, name), text }));
  if (replacements.length > 0) await replaceFiles(folder, replacements);
  for (const name of owned) {
    if (!files.has(name)) await rm(path.join(folder, name), { force: true });
  }
}

/** What a killed run left behind. */
async function removeStagingOfTheDead(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(stagingPrefix)) continue;
    const pid = Number.parseInt(name.slice(stagingPrefix.length), 10);
    if (!isAlive(pid)) await rm(path.join(folder, name), { recursive: true, force: true });
  }
}

async function readManifest(folder: string): Promise<readonly string[]> {
  const text = await readIfThere(path.join(folder, manifestName));
  if (text === undefined) return [];
  let files: unknown;
  try {
    files = (JSON.parse(text) as { files?: unknown } | null)?.files;
  } catch {
    files = undefined;
  }
  // A name with a folder in it is not ours: it could lead anywhere.
  const isList =
    Array.isArray(files) && files.every((name) => typeof name === 'string' && path.basename(name) === name);
  if (isList) return files as string[];
  throw new UserError(
    'broken-manifest',
    `${path.join(folder, manifestName)} is not as this generator wrote it`,
    {
      hint: 'delete the folder and run `prisma generate` again',
    },
  );
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
