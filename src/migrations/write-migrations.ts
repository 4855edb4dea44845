import { lstat, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UserError } from '../errors.js';
import { type Journal, openJournal, type TreeChange } from '../files/journal.js';
import type { MigrationText } from '../plan/migration-name.js';
import { isStanding, standingMigrations } from '../plan/standing-migrations.js';
import type { Provider } from '../schema/transition.js';
import type { MigrationFile } from './render-migration.js';

/**
 * The names of the migration folders, sorted as Prisma Migrate applies them; [] without a `migrations` folder.
 *
 * @param directory the `migrations` folder
 * @throws UserError `migrations-unreadable` where a file, a dangling link or a closed folder is in its place
 */
export async function listMigrations(directory: string): Promise<readonly string[]> {
  const entries = await entriesOf(directory);
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

async function entriesOf(directory: string) {
  try {
    return await readdir(directory, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isNothing = code === 'ENOENT' && !(await lstat(directory).catch(() => undefined));
    if (isNothing) return [];
    const reasons: Record<string, string> = {
      ENOENT: 'is a link that leads nowhere',
      ENOTDIR: 'is no folder',
      EACCES: 'may not be read',
      ELOOP: 'is a link that leads to itself',
    };
    const reason = reasons[code ?? ''];
    if (reason === undefined) throw error;
    throw new UserError('migrations-unreadable', `${directory} ${reason}`, {
      hint: 'it has to be the folder in which Prisma keeps the migrations; where there is none yet, it is made',
    });
  }
}

/**
 * The texts of all migrations, sorted as Prisma Migrate applies them.
 *
 * @param directory the `migrations` folder
 */
export async function readMigrations(directory: string): Promise<readonly MigrationText[]> {
  const folders = await listMigrations(directory);
  const texts = folders.map(async (folder) => ({
    folder,
    // A folder without its file is Prisma's to complain of.
    sql: await readFile(path.join(directory, folder, 'migration.sql'), 'utf8').catch(() => ''),
  }));
  return await Promise.all(texts);
}

/**
 * Writes migration folders after the last existing one: all of them or none.
 *
 * @param directory the `migrations` folder; made if it is not there, as is its `migration_lock.toml`
 * @param now the time for the stamps of the folders, which must differ by a second each
 * @returns the paths of the new folders
 * @throws UserError `migration-exists` where one of them stands already, `wrong-provider` for another database's folder
 */
export async function writeMigrations(
  directory: string,
  provider: Provider,
  migrations: readonly MigrationFile[],
  now: Date = new Date(),
): Promise<readonly string[]> {
  const home = await mkdtemp(path.join(tmpdir(), 'pec-migrations-'));
  const journal = openJournal(home);
  try {
    return await addMigrations(journal, directory, provider, migrations, now);
  } catch (error) {
    await journal.takeBack(async () => {});
    throw error;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/**
 * The same as one step of a run. Each folder comes whole; whoever holds the journal takes them back where the run ends
 * before all of them are there.
 */
export async function addMigrations(
  journal: Journal,
  directory: string,
  provider: Provider,
  migrations: readonly MigrationFile[],
  now: Date = new Date(),
): Promise<readonly string[]> {
  const folders = await listMigrations(directory);
  const standing = standingMigrations(await readMigrations(directory));
  const existing = migrations.find(({ name }) => isStanding(standing, name));
  if (existing) {
    throw new UserError('migration-exists', `a migration …_${existing.name} stands in ${directory} already`, {
      hint: 'nothing was written; apply it, or take it out first',
    });
  }
  const first = Math.max(now.getTime(), ...folders.map((folder) => timeOf(folder) + 1000));
  const named = migrations.map(({ name, sql }, index) => ({
    folder: `${stamp(new Date(first + index * 1000))}_${name}`,
    sql,
  }));

  const lock = await lockFile(directory, provider);
  await journal.makeFolder(directory);
  if (lock) for (const write of await journal.stage([lock])) await write();
  await journal.addFolders(
    named.map(({ folder, sql }) => ({
      folder: path.join(directory, folder),
      files: { 'migration.sql': sql },
    })),
  );
  return named.map(({ folder }) => path.join(directory, folder));
}

/** Prisma's note of the kind of database; undefined where it is there. */
async function lockFile(directory: string, provider: Provider): Promise<TreeChange | undefined> {
  const file = path.join(directory, 'migration_lock.toml');
  const existing = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (existing === undefined) {
    const lines = [
      '# Please do not edit this file manually',
      '# It should be added in your version-control system (e.g., Git)',
      `provider = "${provider}"\n`,
    ];
    return { file, after: lines.join('\n') };
  }
  const locked = /^\s*provider\s*=\s*"([^"]*)"/m.exec(existing)?.[1];
  if (locked === undefined || locked === provider) return undefined;
  throw new UserError('wrong-provider', `${file} belongs to ${locked}, but the schema says ${provider}`);
}

/** `20260131235959`, in UTC, as Prisma writes it. */
function stamp(time: Date): string {
  return time.toISOString().replaceAll(/\D/g, '').slice(0, 14);
}

/** The time of a folder's stamp in milliseconds; -Infinity for a folder named otherwise. */
function timeOf(folder: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)_/.exec(folder);
  if (!match) return Number.NEGATIVE_INFINITY;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
