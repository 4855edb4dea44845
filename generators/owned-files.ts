import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { UserError } from '../src/errors.js';

/** Lists the files of the last run, so that the next one touches no other file of the folder. */
const manifestName = '.pec-manifest.json';

/**
 * Writes files into a folder that the user may share. A file whose text is the same is not written, so that
 * `prisma generate --watch` comes to rest; a file of the last run that is no longer generated is removed.
 *
 * @param folder absolute path, made if it is not there
 * @param files text by file name, without folders
 * @throws UserError `foreign-file` if a file is in the way that we did not write
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
  await mkdir(folder, { recursive: true });
  // First what we own, so that an interrupted run leaves no file that the next one takes for the user's.
  await writeIfChanged(folder, manifestName, await readIfThere(path.join(folder, manifestName)), manifest);
  for (const [name, text] of files) await writeIfChanged(folder, name, current.get(name), text);
  for (const name of owned) {
    if (!files.has(name)) await rm(path.join(folder, name), { force: true });
  }
}

async function writeIfChanged(folder: string, name: string, existing: string | undefined, text: string) {
  if (existing !== text) await writeFileAtomic(path.join(folder, name), text);
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
