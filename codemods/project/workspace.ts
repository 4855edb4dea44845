import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** What marks the top of a workspace, besides `workspaces` in a package.json. */
const MARKS = [
  'pnpm-workspace.yaml',
  'pnpm-workspace.yml',
  'lerna.json',
  'nx.json',
  'turbo.json',
  'rush.json',
];

/**
 * The top of the workspace that a folder belongs to: the outermost folder that a package manager or a task runner takes for
 * one, within the git repository, or else the top of that. A folder in neither is its own.
 *
 * @param folder absolute
 */
export function workspaceRoot(folder: string): string {
  let marked: string | undefined;
  for (let here = folder; here !== homedir(); here = path.dirname(here)) {
    if (MARKS.some((mark) => existsSync(path.join(here, mark))) || hasWorkspaces(here)) marked = here;
    if (existsSync(path.join(here, '.git'))) return marked ?? here;
    if (here === path.dirname(here)) break;
  }
  return marked ?? folder;
}

function hasWorkspaces(folder: string): boolean {
  const manifest = path.join(folder, 'package.json');
  if (!existsSync(manifest)) return false;
  try {
    return Boolean((JSON.parse(readFileSync(manifest, 'utf8')) as { workspaces?: unknown }).workspaces);
  } catch {
    // A manifest that is none says nothing.
    return false;
  }
}

/**
 * The packages that files belong to: the folders of the nearest package.json, within a workspace.
 *
 * @param root of the workspace, absolute
 * @param files absolute
 * @returns relative to the root, sorted; `.` is the root itself
 */
export function packagesOf(root: string, files: readonly string[]): readonly string[] {
  const known = new Map<string, string>();
  const packageOf = (folder: string): string => {
    const found =
      known.get(folder) ??
      (folder === root || folder === path.dirname(folder) || existsSync(path.join(folder, 'package.json'))
        ? folder
        : packageOf(path.dirname(folder)));
    known.set(folder, found);
    return found;
  };
  const names = files.map((file) => path.relative(root, packageOf(path.dirname(file))) || '.');
  return [...new Set(names.map((name) => name.split(path.sep).join('/')))].sort();
}
