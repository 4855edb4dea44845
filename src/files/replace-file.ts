import { constants } from 'node:fs';
import {
  chmod,
  chown,
  copyFile,
  mkdir,
  mkdtemp,
  open,
  readdir,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { isUserError, UserError } from '../errors.js';

/**
 * Gives a file a new text: whoever reads the file sees the old text whole or the new one whole, and a full disk or a
 * kill leaves the old one. Permissions and owner stay.
 *
 * @param file absolute; its folder is there
 * @throws UserError `disk-full`, `read-only`, `write-failed`
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  await replaceFiles(path.dirname(file), [{ file, text }]);
}

/**
 * The same for several files: no file is replaced before the new texts of all are on the disk.
 *
 * @param folder where the new texts are kept until then, in a folder that git ignores
 */
export async function replaceFiles(
  folder: string,
  replacements: readonly { readonly file: string; readonly text: string }[],
): Promise<void> {
  const staging = await openStaging(folder);
  try {
    const staged: string[] = [];
    for (const [index, { file, text }] of replacements.entries()) {
      const name = path.join(staging, `${index}.after`);
      await stageText(name, text, file);
      staged.push(name);
    }
    // A link stays a link: what is replaced is the file behind it.
    for (const [index, { file }] of replacements.entries())
      await moveInto(staged[index]!, await realpath(file).catch(() => file));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Begins the names of folders that hold new texts for a moment; the number of the process follows. */
export const stagingPrefix = '.pec-staging-';

/** A folder of its own that `git add --all` does not take, whenever the process ends. */
async function openStaging(folder: string): Promise<string> {
  return await writing(folder, async () => {
    const staging = await mkdtemp(path.join(folder, `${stagingPrefix}${process.pid}-`));
    try {
      await writeFile(path.join(staging, '.gitignore'), '*\n');
      return staging;
    } catch (error) {
      await rm(staging, { recursive: true, force: true });
      throw error;
    }
  });
}

/**
 * Writes a new text whole, to the disk, and looks whether all of it is there.
 *
 * @param name the file to write; must not be there
 * @param file the file that the text is meant for: its permissions and its owner are taken over, where it is there
 * @throws UserError as `replaceFile` does; nothing is left of the new file then
 */
export async function stageText(name: string, text: string, file: string): Promise<void> {
  const bytes = Buffer.from(text);
  await writing(file, async () => {
    const handle = await open(name, 'wx');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
      const { size } = await handle.stat();
      if (size !== bytes.length) {
        throw Object.assign(new Error(`${size} of ${bytes.length} bytes were written`), { code: 'ENOSPC' });
      }
    } catch (error) {
      await rm(name, { force: true }).catch(() => {});
      throw error;
    } finally {
      await handle.close();
    }
    await takeOver(name, file);
  });
}

/** Moves a file or folder that is whole to its place. */
export async function moveInto(staged: string, target: string): Promise<void> {
  await writing(target, async () => {
    try {
      await rename(staged, target);
    } catch (error) {
      // The place is on another disk than the staging folder is.
      if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
      await moveAcross(staged, target);
    }
  });
}

async function moveAcross(staged: string, target: string): Promise<void> {
  const staging = await openStaging(path.dirname(target));
  try {
    const beside = path.join(staging, '0.after');
    await copyWhole(staged, beside);
    await rename(beside, target);
    await rm(staged, { recursive: true, force: true });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function copyWhole(from: string, to: string): Promise<void> {
  if ((await stat(from)).isDirectory()) {
    await mkdir(to);
    for (const name of await readdir(from)) await copyWhole(path.join(from, name), path.join(to, name));
    return;
  }
  await copyFile(from, to, constants.COPYFILE_EXCL);
  const [{ size }, { size: copied }] = await Promise.all([stat(from), stat(to)]);
  if (size !== copied) throw Object.assign(new Error(`${copied} of ${size} bytes`), { code: 'ENOSPC' });
  await takeOver(to, from);
}

/** Permissions and owner; the owner only where this user may give it. */
async function takeOver(name: string, file: string): Promise<void> {
  const like = await stat(file).catch(() => undefined);
  if (!like) return;
  const { uid, gid } = await stat(name);
  if (uid !== like.uid || gid !== like.gid) await chown(name, like.uid, like.gid).catch(() => {});
  await chmod(name, like.mode & 0o7777);
}

/**
 * What the system says of a disk or of permissions is no bug of this package.
 *
 * @param file what was to be written
 */
export async function writing<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isUserError(error)) throw error;
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
      throw new UserError(
        'disk-full',
        `${file} could not be written: no room is left on its disk (${code})`,
        {
          hint: 'make room, and run it again',
        },
      );
    }
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
      throw new UserError('read-only', `${file} is read-only, or its folder is (${code})`, {
        hint: 'make it writable, and run it again',
      });
    }
    if (!/^(?:EIO|EMFILE|ENFILE|EBUSY|ETXTBSY|ESTALE|ENODEV|ENXIO|ETIMEDOUT)$/.test(code)) throw error;
    throw new UserError('write-failed', `${file} could not be written: ${message}`);
  }
}
