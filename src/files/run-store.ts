import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const name = 'prisma-expand-contract';

/**
 * The folders in which runs on a tree may keep what they need until they end, best first: in the git directory, in
 * the cache of `node_modules`, or in the folder itself where there is neither. `git add --all` takes none of them.
 *
 * @param directory absolute
 */
export function storesOf(directory: string): readonly string[] {
  const git = gitDirectoryOf(directory);
  const modules = upwards(directory, 'node_modules');
  return [
    ...(git === undefined ? [] : [path.join(git, name)]),
    ...(modules === undefined ? [] : [path.join(modules, '.cache', name)]),
    path.join(directory, `.${name}`),
  ];
}

/** The first store that can be written. */
export function writableStore(directory: string): string {
  const stores = storesOf(directory);
  return stores.find((store) => isWritable(nearestFolder(store))) ?? stores.at(-1)!;
}

/** In a linked work tree, `.git` is a file that names the directory. */
function gitDirectoryOf(directory: string): string | undefined {
  const found = upwards(directory, '.git');
  if (found === undefined || statSync(found).isDirectory()) return found;
  const target = /^gitdir:\s*(.*?)\s*$/m.exec(readFileSync(found, 'utf8'))?.[1];
  const resolved = target === undefined ? undefined : path.resolve(path.dirname(found), target);
  return resolved !== undefined && existsSync(resolved) ? resolved : undefined;
}

function upwards(directory: string, entry: string): string | undefined {
  for (let folder = directory; ; folder = path.dirname(folder)) {
    const found = path.join(folder, entry);
    if (existsSync(found)) return found;
    if (folder === path.dirname(folder)) return undefined;
  }
}

function nearestFolder(folder: string): string {
  return existsSync(folder) ? folder : nearestFolder(path.dirname(folder));
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
