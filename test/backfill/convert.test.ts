import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runBackfill } from '../../src/backfill/backfill.js';
import type { Convert, Job } from '../../src/backfill/job.js';
import { verify } from '../../src/backfill/verify.js';
import { connect } from '../../src/database/connect.js';
import { dialectOf } from '../../src/database/dialects.js';
import { copied } from '../../src/model/conversion.js';
import { hasMariaDb } from '../support/mariadb.js';
import { type AnyServer, startServer } from './databases.js';

/** What no SQL of ours could say. */
const initials: Convert = (name) =>
  name
    .split(/\s+/)
    .map(([first = '']) => first.toUpperCase())
    .join('');

describe.each(['postgresql', 'mysql', 'sqlite'] as const)('code that converts, on %s', (provider) => {
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
  const job = (convert: Convert, targetType = 'VARCHAR(50)', target = 'short'): Job => ({
    id: 'User.short',
    dialect,
    sync: {
      table: { name: 'User' },
      source: { column: 'full', sqlType: 'VARCHAR(50)' },
      target: { column: target, sqlType: targetType },
      ...copied,
    },
    key: [{ column: 'id', sqlType: 'INTEGER' }],
    convert,
    needsTrigger: false,
  });
  const open = () => connect(provider, url, '/');
  const sql = (text: string) => server.query(url, text);
  const all = async (column = 'short') =>
    (await sql(`SELECT id, ${quote(column)} AS v FROM ${table} ORDER BY id`)).map(
      (row) => Object.values(row)[1],
    );

  beforeEach(async () => {
    if (!isHere) return;
    url = await server.fresh();
    if (provider === 'postgresql') {
      await sql(
        "CREATE COLLATION IF NOT EXISTS ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
      );
    }
    // Under each collation, upper and lower case are the same.
    const collation = { postgresql: 'COLLATE ci', mysql: '', sqlite: 'COLLATE NOCASE' }[provider];
    await sql(`CREATE TABLE ${table} (id integer PRIMARY KEY, ${quote('full')} varchar(50) ${collation},
      ${quote('short')} varchar(50), ${quote('length')} integer, ${quote('isLong')} boolean)`);
  });
  const fill = (...names: readonly (string | null)[]) =>
    sql(
      `INSERT INTO ${table} (id, ${quote('full')}) VALUES ${names
        .map((name, index) => `(${index + 1}, ${name === null ? 'NULL' : `'${name.replaceAll("'", "''")}'`})`)
        .join(', ')}`,
    );

  it.skipIf(!isHere)('copies, compares, and touches only what differs', async () => {
    await fill('ada lovelace', null, "miles o'brien", 'Ada Lovelace', 'ada  lovelace', 'ä ö');
    const first = await runBackfill(open, job(initials), { batchSize: 2, targetMs: 0 });
    expect(first).toMatchObject({ outcome: 'done', rowsScanned: 6, rowsCopied: 5 });
    expect(await all()).toEqual(['AL', null, 'MO', 'AL', 'AL', 'ÄÖ']);
    await sql(`UPDATE ${table} SET ${quote('short')} = 'al' WHERE id = 1`);
    await sql(`UPDATE ${table} SET ${quote('short')} = 'X' WHERE id = 2`);
    expect(await verify(open, job(initials))).toMatchObject({
      rows: 6,
      drift: 2,
      samples: ['id = 1', 'id = 2'],
    });
    expect(await runBackfill(open, job(initials))).toMatchObject({ rowsCopied: 2 });
    expect(await verify(open, job(initials))).toMatchObject({ drift: 0 });
  });

  it.skipIf(!isHere)('values that the collation holds for the same', async () => {
    await fill('ada', 'Ada', 'ADA');
    const kept = job((name) => `${name}!`);
    await runBackfill(open, kept);
    expect(await all()).toEqual(['ada!', 'Ada!', 'ADA!']);
    expect(await verify(open, kept)).toMatchObject({ drift: 0 });
    await sql(`UPDATE ${table} SET ${quote('short')} = 'ada!'`);
    expect(await verify(open, kept)).toMatchObject({ drift: 2, samples: ['id = 2', 'id = 3'] });
  });

  it.skipIf(!isHere)('numbers, booleans and null', async () => {
    await fill('ada', 'barbara');
    await runBackfill(
      open,
      job((name) => name.length, 'INTEGER', 'length'),
    );
    expect(await all('length')).toEqual([3, 7]);
    expect(
      await verify(
        open,
        job((name) => name.length, 'INTEGER', 'length'),
      ),
    ).toMatchObject({ drift: 0 });
    await runBackfill(
      open,
      job(async (name) => (name === 'ada' ? null : name.length > 5), 'BOOLEAN', 'isLong'),
    );
    expect((await all('isLong')).map((value) => value && Boolean(value))).toEqual([null, true]);
  });

  it.skipIf(!isHere)('a value at which it fails is named, and its rows are left as they are', async () => {
    await fill(...Array.from({ length: 40 }, (_, n) => (n === 16 ? 'nobody' : `name ${n}`)));
    const picky: Convert = (name) => {
      if (name === 'nobody') throw new Error('who?');
      return initials(name);
    };
    const result = await runBackfill(open, job(picky), { batchSize: 16, targetMs: 0 });
    expect(result).toMatchObject({
      outcome: 'failed',
      rowsScanned: 40,
      rowsCopied: 39,
      failedRows: [{ key: ['17'], message: 'the converter fails for "nobody": who?' }],
    });
    expect((await all()).filter((value) => value === null)).toHaveLength(1);
    const none = await runBackfill(open, job((() => undefined) as unknown as Convert), {
      batchSize: 40,
      restart: true,
    });
    expect(none.failedRows[0]?.message).toBe('the converter fails for "name 0": it gives nothing');
  });

  it.skipIf(!isHere)(
    'never overwrites what the application writes between the read and the write',
    async () => {
      await fill('ada lovelace', 'barbara liskov', 'grace hopper');
      let reads = 0;
      const slow: Convert = async (name) => {
        reads += 1;
        // Both sides, as an application under `client` sync does.
        if (name === 'barbara liskov') {
          await sql(
            `UPDATE ${table} SET ${quote('full')} = 'joan clarke', ${quote('short')} = 'JC' WHERE id = 2`,
          );
        }
        return initials(name);
      };
      const result = await runBackfill(open, job(slow));
      expect(result).toMatchObject({ outcome: 'done', rowsCopied: 2 });
      expect(reads).toBe(3);
      expect(await all()).toEqual(['AL', 'JC', 'GH']);
    },
  );

  if (provider !== 'sqlite') {
    it.skipIf(!isHere)(
      'eight writers at the rows that are being converted',
      { timeout: 120_000 },
      async () => {
        const rows = 300;
        await fill(...Array.from({ length: rows }, (_, n) => `first last ${n}`));
        const stop = new AbortController();
        let written = 0;
        const writers = Array.from({ length: 8 }, async (_, writer) => {
          const session = await open();
          for (let n = 0; !stop.signal.aborted; n += 1) {
            const full = `w${writer} n${n}`;
            const place = (at: number) => dialect.placeholder(at);
            await session.query({
              text: `UPDATE ${table} SET ${quote('full')} = ${place(1)}, ${quote('short')} = ${place(2)} WHERE id = ${place(3)}`,
              values: [full, initials(full) as string, 1 + ((n * 37 + writer * 53) % rows)],
            });
            written += 1;
          }
          await session.close();
        });
        const slow: Convert = async (name) => {
          await sleep(Math.random() < 0.02 ? 5 : 0);
          return initials(name);
        };
        try {
          for (let round = 0; round < 3; round += 1) {
            expect(
              await runBackfill(open, job(slow), { batchSize: 50, targetMs: 0, restart: true, attempts: 50 }),
            ).toMatchObject({ outcome: 'done' });
          }
        } finally {
          stop.abort();
          await Promise.all(writers);
        }
        expect(written).toBeGreaterThan(100);
        expect(await verify(open, job(initials))).toMatchObject({ rows, drift: 0 });
      },
    );
  }
});
