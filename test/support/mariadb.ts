import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Connection, createConnection } from 'mariadb';
import { freePort } from './postgres.js';

export interface TestMariaDb {
  /** The connection string of a database of this server. */
  url(database: string): string;
  /** Makes an empty database and returns its name. */
  createDatabase(): Promise<string>;
  /** Ends the server and removes its files. */
  stop(): Promise<void>;
}

/** PEC_MYSQLD names a `mysqld` of MySQL that takes the place of MariaDB. */
const mysqld = process.env.PEC_MYSQLD;

export const isMySql = mysqld !== undefined;

/** False where no `mariadbd` is in PATH; then its tests are skipped, and this has said so. */
export const hasMariaDb = spawnSync(mysqld ?? 'mariadbd', ['--no-defaults', '--version']).status === 0;
if (!hasMariaDb) console.warn(`${mysqld ?? 'mariadbd'} does not start: the tests on MariaDB are skipped`);

/**
 * Starts a real server on a free port, with files of its own.
 *
 * @param options more of the server's own, such as `--log-bin`
 */
export async function startMariaDb(options: readonly string[] = []): Promise<TestMariaDb> {
  const directory = await mkdtemp(path.join(tmpdir(), 'pec-mariadb-'));
  const data = path.join(directory, 'data');
  // A server that starts deletes what temporary tables it finds, those of its neighbours too.
  const temporary = path.join(directory, 'tmp');
  await mkdir(temporary);
  const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];
  const [install, ...how] = mysqld
    ? [mysqld, '--no-defaults', '--initialize-insecure']
    : ['mariadb-install-db', '--no-defaults', '--auth-root-authentication-method=normal', '--skip-test-db'];
  await promisify(execFile)(install, [...how, `--datadir=${data}`, `--tmpdir=${temporary}`, ...asRoot]);
  const port = await freePort();
  const log: string[] = [];
  const server: ChildProcess = spawn(
    mysqld ?? 'mariadbd',
    [
      '--no-defaults',
      `--datadir=${data}`,
      `--tmpdir=${temporary}`,
      `--socket=${path.join(directory, 'socket')}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      '--innodb-flush-log-at-trx-commit=0',
      '--character-set-server=utf8mb4',
      ...options,
      ...asRoot,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  server.stderr?.on('data', (chunk) => log.push(String(chunk)));
  const url = (database: string) => `mysql://root@127.0.0.1:${port}/${database}`;
  const isRunning = () => server.exitCode === null && server.signalCode === null;
  const stop = async () => {
    const died = isRunning() ? undefined : (server.signalCode ?? server.exitCode);
    if (isRunning()) {
      server.kill('SIGTERM');
      await once(server, 'exit');
    }
    await rm(directory, { recursive: true, force: true });
    if (died !== undefined) throw new Error(`The server ended by itself (${died}):\n${log.join('')}`);
  };
  for (let attempt = 0; ; attempt += 1) {
    try {
      await withMariaDb(url('mysql'), (client) => client.query('SELECT 1'));
      break;
    } catch (cause) {
      if (attempt < 300 && isRunning()) await sleep(100);
      else {
        await stop().catch(() => {});
        throw new Error(`${mysqld ?? 'mariadbd'} did not start:\n${log.join('')}`, { cause });
      }
    }
  }
  let databases = 0;
  return {
    url,
    async createDatabase() {
      databases += 1;
      const name = `test_${databases}`;
      await withMariaDb(url('mysql'), (client) => client.query(`CREATE DATABASE ${name}`));
      return name;
    },
    stop,
  };
}

/** Connects, runs `work`, and disconnects whatever happens. Scripts of several statements are allowed. */
export async function withMariaDb<T>(url: string, work: (client: Connection) => Promise<T>): Promise<T> {
  const { hostname, port, username, pathname } = new URL(url);
  const client = await createConnection({
    host: hostname,
    port: Number(port),
    user: username,
    database: pathname.slice(1),
    multipleStatements: true,
    bigIntAsNumber: true,
    allowPublicKeyRetrieval: true,
  });
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
