import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { chmod, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runBackfill } from '../../src/backfill/backfill.js';
import type { Connect, Job } from '../../src/backfill/job.js';
import { readStatus } from '../../src/backfill/remote.js';
import { verify } from '../../src/backfill/verify.js';
import { connect } from '../../src/database/connect.js';
import type { Dialect } from '../../src/database/dialect.js';
import { dialectOf } from '../../src/database/dialects.js';
import { copied } from '../../src/model/conversion.js';
import { hasMariaDb, isMySql } from '../support/mariadb.js';
import { startServer } from './databases.js';

/** A disk of its own in memory, which is soon full. */
let disk: string;
const mount = (options: string) =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk]).status === 0;
/** Shrinks the disk to what is used and so many bytes. */
const leaveRoom = async (bytes: number) => {
  const { blocks, bfree, bsize } = await statfs(disk);
  execFileSync('mount', ['-o', `remount,size=${(blocks - bfree) * bsize + bytes}`, disk]);
};
const unmount = () => spawnSync('umount', [disk]);

const canMount = (() => {
  disk = mkdtempSync(path.join(tmpdir(), 'pec-disk-'));
  const can = mount('size=1m');
  if (can) unmount();
  rmSync(disk, { recursive: true });
  if (!can) console.warn('this user may not mount: the tests of a full disk of a server are skipped');
  return can;
})();

beforeEach(() => {
  disk = mkdtempSync(path.join(tmpdir(), 'pec-disk-'));
});
afterEach(() => {
  unmount();
  rmSync(disk, { recursive: true });
});

const jobOn = (provider: Dialect['provider']): Job => ({
  id: 'User.displayName',
  dialect: dialectOf(provider),
  sync: {
    table: { name: 'User' },
    source: { column: 'userName', sqlType: 'VARCHAR(200)' },
    target: { column: 'displayName', sqlType: 'VARCHAR(200)' },
    ...copied,
  },
  key: [{ column: 'id', sqlType: 'INTEGER' }],
  needsTrigger: false,
});

/** Ends half way without losing or half-writing anything, says why, and goes on once there is room. */
async function endsAndGoesOn(open: Connect, job: Job, rows: number, makeRoom: () => unknown): Promise<void> {
  const options = { batchSize: 200, targetMs: 0 };
  await expect(runBackfill(open, job, options)).rejects.toMatchObject({
    code: 'disk-full',
    message: expect.stringMatching(/^The database has no room left: .*(space|full)/i),
  });
  const { progress } = await readStatus(open, job, 'forward');
  expect(progress).toMatchObject({ state: 'failed', failedRows: [] });
  const copied = progress!.rowsCopied;
  expect(copied).toBeGreaterThan(0);
  expect(copied).toBeLessThan(rows);
  expect(await verify(open, job)).toMatchObject({ drift: rows - copied });
  await makeRoom();
  expect(await runBackfill(open, job, options)).toMatchObject({
    outcome: 'done',
    rowsScanned: rows,
    rowsCopied: rows,
  });
  expect(await verify(open, job)).toMatchObject({ drift: 0 });
}

it.skipIf(!canMount)('PostgreSQL: a small tablespace', async () => {
  const server = await startServer.postgresql();
  try {
    expect(mount('size=64m')).toBe(true);
    const space = path.join(disk, 'space');
    mkdirSync(space);
    await chmod(disk, 0o755);
    if (process.getuid?.() === 0) execFileSync('chown', ['postgres', space]);
    const url = await server.fresh();
    const rows = 30_000;
    await server.query(url, `CREATE TABLESPACE small LOCATION '${space}'`);
    await server.query(
      url,
      `CREATE TABLE "User" (id integer PRIMARY KEY, "userName" varchar(200), "displayName" varchar(200))
        WITH (autovacuum_enabled = false) TABLESPACE small;
       INSERT INTO "User" SELECT n, repeat('name ', 40) FROM generate_series(1, ${rows}) n`,
    );
    await leaveRoom(2 ** 21);
    await endsAndGoesOn(
      () => connect('postgresql', url, '/'),
      jobOn('postgresql'),
      rows,
      () => execFileSync('mount', ['-o', 'remount,size=64m', disk]),
    );
    await server.query(url, 'DROP TABLE "User"');
    await server.query(url, 'DROP TABLESPACE small');
  } finally {
    await server.stop();
  }
});

// MySQL takes a directory only that it is started with.
it.skipIf(!canMount || !hasMariaDb || isMySql)('MariaDB: a small data directory', async () => {
  const server = await startServer.mysql();
  try {
    expect(mount('size=64m')).toBe(true);
    const url = await server.fresh();
    const rows = 30_000;
    await server.query(
      url,
      `CREATE TABLE \`User\` (id integer PRIMARY KEY, \`userName\` varchar(200), \`displayName\` varchar(200))
        DATA DIRECTORY = '${disk}';
       INSERT INTO \`User\` SELECT seq, repeat('name ', 40), NULL FROM seq_1_to_${rows}`,
    );
    await leaveRoom(2 ** 21);
    await endsAndGoesOn(
      () => connect('mysql', url, '/'),
      jobOn('mysql'),
      rows,
      () => execFileSync('mount', ['-o', 'remount,size=64m', disk]),
    );
  } finally {
    await server.stop();
  }
});

it('SQLite: a file that may not grow further', async () => {
  const server = await startServer.sqlite();
  try {
    const url = await server.fresh();
    const rows = 5_000;
    await server.query(
      url,
      `CREATE TABLE "User" (id integer PRIMARY KEY, "userName" varchar(200), "displayName" varchar(200));
       WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})
         INSERT INTO "User" SELECT i, printf('%0200d', i), NULL FROM n`,
    );
    let pages = 400;
    const open = async () => {
      const connection = await connect('sqlite', url, '/');
      await connection.query({ text: `PRAGMA main.max_page_count = ${pages}`, values: [] });
      return connection;
    };
    await endsAndGoesOn(open, jobOn('sqlite'), rows, () => {
      pages = 10_000;
    });
  } finally {
    await server.stop();
  }
});
