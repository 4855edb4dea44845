import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { joinUserErrors, UserError } from '../src/errors.js';

/** Command lines have a limit: some 128 kB on the smallest system. */
const filesPerCall = 300;

/**
 * Refuses to go on unless git could bring every file back as it is now: tracked, and equal to what is committed.
 *
 * @param files absolute paths without symbolic links
 * @param cwd the folder that messages name files from
 * @throws UserError `dirty-tree` naming each such file, `not-a-repository` or `git-failed`
 */
export async function assertCommitted(files: readonly string[], cwd: string): Promise<void> {
  const open = new Map<string, string>();
  for (const [repository, members] of byRepository(files, cwd)) {
    for (let start = 0; start < members.length; start += filesPerCall) {
      const chunk = members.slice(start, start + filesPerCall);
      const tracked = await trackedFiles(repository, chunk);
      const changed = await changedFiles(repository, chunk);
      for (const file of chunk) {
        if (!tracked.has(file)) open.set(file, 'is not tracked by git');
        else if (changed.has(file)) open.set(file, 'has changes that are not committed');
      }
    }
  }
  if (open.size === 0) return;
  const errors = [...open].map(
    ([file, why], index) =>
      new UserError('dirty-tree', `${path.relative(cwd, file)} would be written and ${why}`, {
        ...(index === open.size - 1 && {
          hint: 'Commit or stash first, so that the rewrite can be taken back, or pass --allow-dirty',
        }),
      }),
  );
  throw joinUserErrors(errors as [UserError, ...UserError[]]);
}

/** The top folder of the work tree that holds a file or folder, or undefined: the nearest one with a `.git`. */
export function repositoryOf(location: string): string | undefined {
  for (let folder = location; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, '.git'))) return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}

/**
 * Those of the files that git is told to ignore; none where the folder itself is.
 *
 * @param files absolute paths without symbolic links, like the folder
 */
export async function ignoredFiles(files: readonly string[], folder: string): Promise<ReadonlySet<string>> {
  const repository = repositoryOf(folder);
  const inside = files.filter((file) => file.startsWith(`${repository}${path.sep}`));
  const ignored = new Set<string>();
  if (repository === undefined || inside.length === 0 || (await isIgnored(repository, folder)))
    return ignored;
  for (let start = 0; start < inside.length; start += filesPerCall) {
    const chunk = inside.slice(start, start + filesPerCall);
    const names = await git(repository, [
      'ls-files',
      '-z',
      '--others',
      '--ignored',
      '--exclude-standard',
      '--',
      ...chunk,
    ]).catch(() => []); // Where git cannot tell, every file counts.
    for (const file of absolute(repository, names)) ignored.add(file);
  }
  return ignored;
}

/** `git check-ignore` fails where it ignores nothing. It has no pathspecs, so it knows no option for them. */
function isIgnored(repository: string, folder: string): Promise<boolean> {
  return promisify(execFile)('git', ['check-ignore', '--quiet', folder], { cwd: repository }).then(
    () => true,
    () => false,
  );
}

function byRepository(files: readonly string[], cwd: string): Map<string, string[]> {
  const repositories = new Map<string, string[]>();
  const known = new Map<string, string | undefined>();
  for (const file of files) {
    const folder = path.dirname(file);
    if (!known.has(folder)) known.set(folder, repositoryOf(folder));
    const repository = known.get(folder);
    if (repository === undefined) {
      throw new UserError(
        'not-a-repository',
        `${path.relative(cwd, file)} would be written and is in no git repository`,
        { hint: 'Without git the rewrite cannot be taken back: pass --allow-dirty if you have a copy' },
      );
    }
    repositories.set(repository, [...(repositories.get(repository) ?? []), file]);
  }
  return repositories;
}

async function trackedFiles(repository: string, files: readonly string[]): Promise<Set<string>> {
  return absolute(repository, await git(repository, ['ls-files', '-z', '--', ...files]));
}

/** Everything but the first three characters of an entry (`XY `) is the path; no renames, so one path each. */
async function changedFiles(repository: string, files: readonly string[]): Promise<Set<string>> {
  const entries = await git(repository, [
    'status',
    '--porcelain=v1',
    '-z',
    '--no-renames',
    '--untracked-files=no',
    '--',
    ...files,
  ]);
  return absolute(
    repository,
    entries.map((entry) => entry.slice(3)),
  );
}

function absolute(repository: string, files: readonly string[]): Set<string> {
  return new Set(files.map((file) => path.resolve(repository, file)));
}

/** The NUL-separated answer of a git command that changes nothing, not even the index. */
async function git(repository: string, args: readonly string[]): Promise<string[]> {
  try {
    const { stdout } = await promisify(execFile)('git', ['--literal-pathspecs', ...args], {
      cwd: repository,
      env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
      maxBuffer: 64 << 20,
    });
    return stdout.split('\0').filter(Boolean);
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    const said = code === 'ENOENT' ? 'git is not installed' : (stderr ?? '').trim().split('\n')[0];
    throw new UserError('git-failed', `git could not tell whether the files are committed: ${said}`, {
      hint: 'Pass --allow-dirty to write without that check',
    });
  }
}

/** Where to look for changes that are in no commit; paths are absolute and without symbolic links. */
export interface ChangesOf {
  /** Files and folders in which nothing may differ from the last commit. */
  readonly whole: readonly string[];
  /** Files that must be known to git. */
  readonly tracked: readonly string[];
  /** In these files and folders, no line that was added or removed may have one of these words. */
  readonly places: readonly string[];
  readonly words: readonly string[];
}

/**
 * The files that are not as the last commit has them. What git ignores is not looked at.
 *
 * @returns absolute paths, each once
 * @throws UserError `git-failed`
 */
export async function changesSinceCommit(
  repository: string,
  { whole, tracked, places, words }: ChangesOf,
): Promise<readonly string[]> {
  const mine = [...whole, ...tracked].filter((file) => file.startsWith(`${repository}${path.sep}`));
  const inside = whole.filter((file) => mine.includes(file));
  const untracked =
    mine.length > 0
      ? await git(repository, ['ls-files', '-z', '--others', '--exclude-standard', '--', ...mine])
      : [];
  const hasCommit = await git(repository, ['rev-parse', '--verify', '--quiet', 'HEAD']).then(
    () => true,
    () => false,
  );
  if (!hasCommit) return [...absolute(repository, await git(repository, ['ls-files', '-z', '--', ...mine]))];
  const diff = ['diff', '--name-only', '-z', '--no-ext-diff', '--no-renames', 'HEAD'];
  const changed = inside.length > 0 ? await git(repository, [...diff, '--', ...inside]) : [];
  const pattern = `(^|[^A-Za-z0-9_])(${words.join('|')})([^A-Za-z0-9_]|$)`;
  const touching = await git(repository, [...diff, `-G${pattern}`, '--', ...places]);
  return [...absolute(repository, [...untracked, ...changed, ...touching])];
}
