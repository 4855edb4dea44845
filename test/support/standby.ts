import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort, withClient } from './postgres.js';

export interface Standby {
  /** The connection string of the same database, to read only. */
  readonly url: string;
  stop(): Promise<void>;
}

/** False where the running server's program cannot be found. */
export const canReplicate = process.platform === 'linux';

/**
 * Starts a streaming standby of a running PostgreSQL, from a copy of its files.
 *
 * @param primaryUrl of a database that the standby is then asked for
 */
export async function startStandby(primaryUrl: string): Promise<Standby> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pec-standby-'));
  const data = path.join(folder, 'data');
  const port = await freePort();
  const primary = new URL(primaryUrl);
  // https://www.postgresql.org/docs/current/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP
  const { original, label } = await withClient(primaryUrl, async (client) => {
    const { rows } = await client.query('SHOW data_directory');
    await client.query("SELECT pg_backup_start('standby', true)");
    await promisify(execFile)('cp', ['-a', rows[0].data_directory, data]);
    const stopped = await client.query('SELECT labelfile FROM pg_backup_stop(false)');
    return { original: String(rows[0].data_directory), label: String(stopped.rows[0].labelfile) };
  });
  const { uid, gid } = await stat(data);
  const [pid] = (await readFile(path.join(original, 'postmaster.pid'), 'utf8')).split('\n');
  const program = await readlink(`/proc/${pid}/exe`);
  await rm(path.join(data, 'postmaster.pid'), { force: true });
  await writeFile(path.join(data, 'backup_label'), label);
  await writeFile(path.join(data, 'standby.signal'), '');
  const login = `host=127.0.0.1 port=${primary.port} user=${primary.username} password=${primary.password}`;
  await appendFile(path.join(data, 'postgresql.auto.conf'), `primary_conninfo = '${login}'\n`);
  await promisify(execFile)('chown', ['-R', `${uid}:${gid}`, folder]);

  const log: string[] = [];
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'fsync=off',
    'wal_receiver_status_interval=100ms',
  ];
  const server = spawn(
    program,
    ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    { stdio: ['ignore', 'ignore', 'pipe'], ...(process.getuid?.() === 0 && { uid, gid }) },
  );
  server.stderr.on('data', (chunk) => log.push(String(chunk)));
  const stop = async () => {
    if (server.exitCode === null) {
      server.kill('SIGINT');
      await once(server, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  };
  primary.port = String(port);
  for (let attempt = 0; ; attempt += 1) {
    try {
      await withClient(primary.href, (client) => client.query('SELECT 1'));
      return { url: primary.href, stop };
    } catch (cause) {
      if (attempt < 300 && server.exitCode === null) await sleep(50);
      else {
        await stop();
        throw new Error(`The standby did not start:\n${log.join('')}`, { cause });
      }
    }
  }
}
