import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runBackfill } from '../../src/backfill/backfill.js';
import type { Job } from '../../src/backfill/job.js';
import { readStatus } from '../../src/backfill/remote.js';
import { connect } from '../../src/database/connect.js';
import { dialectOf } from '../../src/database/dialects.js';
import { copied } from '../../src/model/conversion.js';
import { hasMariaDb } from '../support/mariadb.js';
import { type AnyServer, startServer } from './databases.js';

describe.each(['postgresql', 'mysql', 'sqlite'] as const)('rows that are left out, on %s', (provider) => {
  const dialect = dialectOf(provider);
  const { quote } = dialect;
  const isHere = provider !== 'mysql' || hasMariaDb;
  let server: AnyServer;
  let url: string;
  beforeAll(async () => {
    if (isHere) server = await startServer[provider]();
  });
  afterAll(() => server?.stop());

  const table = quote('User');
  const job: Job = {
    id: 'User.displayName',
    dialect,
    sync: {
      table: { name: 'User' },
      source: { column: 'userName', sqlType: 'VARCHAR(50)' },
      target: { column: 'displayName', sqlType: 'VARCHAR(50)' },
      ...copied,
    },
    key: [
      { column: 'tenant', sqlType: provider === 'sqlite' ? 'TEXT' : 'VARCHAR(10)' },
      { column: 'id', sqlType: 'INTEGER' },
    ],
    needsTrigger: false,
  };
  const open = () => connect(provider, url, '/');
  const sql = (text: string) => server.query(url, text);

  beforeEach(async () => {
    if (!isHere) return;
    url = await server.fresh();
    await sql(`CREATE TABLE ${table} (tenant varchar(10) NOT NULL, id integer NOT NULL, ${quote('userName')} varchar(50),
      ${quote('displayName')} varchar(50) CHECK (${quote('displayName')} <> 'bad'), PRIMARY KEY (tenant, id))`);
    const values = Array.from(
      { length: 200 },
      (_, n) => `('t${n % 2}', ${n}, ${n < 110 ? "'bad'" : `'name ${n}'`})`,
    );
    await sql(`INSERT INTO ${table} (tenant, id, ${quote('userName')}) VALUES ${values.join(', ')}`);
  });

  it.skipIf(!isHere)('are kept, told, and tried again first by the next run', async () => {
    const first = await runBackfill(open, job, { batchSize: 40, targetMs: 0 });
    // So many are no exceptions: it ends in the middle of its pass.
    expect(first).toMatchObject({ outcome: 'failed', rowsFailed: 100 });
    expect(first.rowsScanned).toBeLessThan(200);
    const { progress } = await readStatus(open, job, 'forward');
    expect(progress).toMatchObject({ state: 'failed', message: '100 rows could not be copied' });
    expect(progress?.failedRows[1]).toMatchObject({
      key: ['t0', '2'],
      message: expect.stringMatching(/constraint/i),
    });

    // A person sets all right but two.
    await sql(
      `UPDATE ${table} SET ${quote('userName')} = 'good' WHERE ${quote('userName')} = 'bad' AND id NOT IN (4, 9)`,
    );
    const second = await runBackfill(open, job, { batchSize: 40, targetMs: 0 });
    expect(second).toMatchObject({ outcome: 'failed', rowsScanned: 200, rowsCopied: 198, rowsFailed: 2 });
    expect(second.failedRows.map(({ key }) => key)).toEqual([
      ['t0', '4'],
      ['t1', '9'],
    ]);

    await sql(`UPDATE ${table} SET ${quote('userName')} = 'good' WHERE id IN (4, 9)`);
    expect(await runBackfill(open, job)).toMatchObject({ outcome: 'done', rowsCopied: 2, rowsFailed: 0 });
  });
});
