import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectPostgres } from '../../src/database/postgresql-connection.js';
import { freePort, startPostgres, type TestPostgres, withClient } from '../support/postgres.js';

const hasPgBouncer = spawnSync('pgbouncer', ['--version']).status === 0;
if (!hasPgBouncer) console.warn('pgbouncer is not in PATH: its tests are skipped');

describe.skipIf(!hasPgBouncer)('behind PgBouncer', () => {
  let server: TestPostgres;
  let database: string;
  beforeAll(async () => {
    server = await startPostgres();
    database = await server.createDatabase();
  });
  afterAll(() => server?.stop());

  it.each(['session', 'transaction', 'statement'] as const)('pool_mode = %s', async (mode) => {
    const pooler = await startPgBouncer(new URL(server.url(database)), mode, 3);
    try {
      if (mode === 'session') {
        const connection = await connectPostgres(pooler.url);
        expect(await connection.tryLock('a')).toBe(true);
        await connection.close();
      } else {
        await expect(connectPostgres(pooler.url)).rejects.toMatchObject({ code: 'database-pooled' });
      }
      // Nobody finds settings of ours in a session that is handed on.
      const found = await withClient(pooler.url, async (client) => {
        const { rows } = await client.query('SHOW default_transaction_isolation');
        return rows[0];
      });
      if (mode !== 'session') expect(found).toEqual({ default_transaction_isolation: 'read committed' });
    } finally {
      await pooler.stop();
    }
  });

  it('room for one client: a second one that is kept out proves nothing', async () => {
    const pooler = await startPgBouncer(new URL(server.url(database)), 'session', 1, 1);
    try {
      await (await connectPostgres(pooler.url)).close();
    } finally {
      await pooler.stop();
    }
  });

  it.each(['session', 'transaction'] as const)('pool_mode = %s, one session for all', async (mode) => {
    const pooler = await startPgBouncer(new URL(server.url(database)), mode, 1);
    try {
      const connecting = connectPostgres(pooler.url);
      if (mode === 'session') await (await connecting).close();
      else await expect(connecting).rejects.toMatchObject({ code: 'database-pooled' });
    } finally {
      await pooler.stop();
    }
  });
});

async function startPgBouncer(to: URL, mode: string, sessions: number, clients = 100) {
  const directory = await mkdtemp(path.join(tmpdir(), 'pec-pgbouncer-'));
  await chmod(directory, 0o755);
  const port = await freePort();
  const file = path.join(directory, 'pgbouncer.ini');
  await writeFile(
    file,
    `[databases]
* = host=127.0.0.1 port=${to.port} user=${to.username} password=${to.password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = ${mode}
default_pool_size = ${sessions}
max_client_conn = ${clients}
`,
  );
  // It refuses to run as root.
  const asOther = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const pooler: ChildProcess = spawn('pgbouncer', [...asOther, file], { stdio: 'ignore' });
  const url = `postgresql://${to.username}:${to.password}@127.0.0.1:${port}${to.pathname}`;
  for (let attempt = 0; ; attempt += 1) {
    try {
      await withClient(url, (client) => client.query('SELECT 1'));
      break;
    } catch (error) {
      if (attempt === 100) throw error;
      await sleep(100);
    }
  }
  return {
    url,
    async stop() {
      pooler.kill('SIGTERM');
      await once(pooler, 'exit');
      await rm(directory, { recursive: true, force: true });
    },
  };
}
