import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';

/** Folders and files that a glob passes over, and that compilers read all the same. */
export interface HiddenFolders {
  /** Each is to be searched on its own. */
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

/** Never sources, as for the globs. */
const NEVER = new Set(['node_modules', '.git', 'dist']);

/**
 * Finds what lies behind symbolic links, and what has a line break in its name (`**` matches none), below a folder. A
 * link to something that is found without the link is left out, and so is a link to a folder around this one.
 */
export async function hiddenFolders(root: string): Promise<HiddenFolders> {
  const folders: string[] = [];
  const files: string[] = [];
  const links: string[] = [];
  const seen = new Set<string>();
  const walk = async (folder: string): Promise<void> => {
    const real = await realpath(folder).catch(() => undefined);
    if (real === undefined || seen.has(real)) return;
    seen.add(real);
    for (const entry of await entriesOf(folder)) {
      const name = path.join(folder, entry.name);
      if (NEVER.has(entry.name)) continue;
      if (entry.isSymbolicLink()) links.push(name);
      else if (entry.isDirectory()) {
        if (entry.name.includes('\n')) folders.push(name);
        await walk(name);
      } else if (entry.name.includes('\n')) files.push(name);
    }
  };
  await walk(root);
  const own = await realpath(root);
  // Links behind links are found on the way.
  for (let link = links.shift(); link !== undefined; link = links.shift()) {
    const real = await realpath(link).catch(() => undefined);
    if (real === undefined) continue;
    const isFolder = (await stat(real)).isDirectory();
    if (!isFolder) {
      const isFound = seen.has(path.dirname(real)) && !path.basename(real).includes('\n');
      if (!isFound) files.push(link);
    } else if (!seen.has(real) && !`${own}${path.sep}`.startsWith(real.replace(/\/?$/, path.sep))) {
      folders.push(link);
      await walk(link);
    }
  }
  return { folders, files };
}

/** A folder that may not be read holds nothing that a compiler could read. */
async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  return await readdir(folder, { withFileTypes: true }).catch(() => []);
}
