import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runBackfill } from '../../src/backfill/backfill.js';
import { verify } from '../../src/backfill/verify.js';
import { connect } from '../../src/database/connect.js';
import { hasMariaDb } from '../support/mariadb.js';
import { createUsers, lockForSeconds, renameOn } from './contention.js';
import { type AnyServer, startServer } from './databases.js';

describe.each(['postgresql', 'mysql'] as const)(
  'among transactions of the application, on %s',
  (provider) => {
    const isHere = provider === 'postgresql' || hasMariaDb;
    const job = renameOn(provider);
    const [table, id, source, target] = ['User', 'id', 'userName', 'displayName'].map(job.dialect.quote);
    let server: AnyServer;
    beforeAll(async () => {
      if (isHere) server = await startServer[provider]();
    });
    afterAll(() => server?.stop());

    it.skipIf(!isHere)('rows that others have locked are passed over, and copied later', async () => {
      const url = await server.fresh();
      await createUsers(provider, url, 1000);
      const open = () => connect(provider, url, '/');
      const application = await open();
      const run = (text: string) => application.query({ text, values: [] });
      const left = async () => {
        const text = `SELECT count(*) AS n FROM ${table} WHERE ${target} IS NULL`;
        return Number(((await server.query(url, text)) as { n: number }[])[0]!.n);
      };
      const { running } = await application.transaction(async () => {
        await run(`SELECT * FROM ${table} WHERE ${id} IN (400, 500) FOR UPDATE`);
        const started = runBackfill(open, job, { batchSize: 1000, targetMs: 0, attempts: 50 });
        // A batch that waits for a row would hold the others meanwhile, and the application would wait for it in turn.
        while ((await left()) > 2) await sleep(10);
        await run(`UPDATE ${table} SET ${source} = 'changed' WHERE ${id} IN (1, 400)`);
        return { running: started };
      });
      await application.close();
      expect(await running).toMatchObject({ outcome: 'done', rowsScanned: 1000, rowsCopied: 999 });
      expect(await verify(open, job)).toMatchObject({ rows: 1000, drift: 0 });
    });

    it.skipIf(!isHere)('a row that stays locked is named, and copied by the next run', async () => {
      const url = await server.fresh();
      await createUsers(provider, url, 1000);
      const open = () => connect(provider, url, '/');
      const application = await open();
      await application.transaction(async () => {
        await application.query({ text: `SELECT * FROM ${table} WHERE ${id} = 500 FOR UPDATE`, values: [] });
        const result = await runBackfill(open, job, { attempts: 1 });
        expect(result).toMatchObject({ outcome: 'failed', rowsScanned: 1000, rowsCopied: 999 });
        expect(result.failedRows).toEqual([{ key: ['500'], message: expect.stringMatching(/lock/i) }]);
      });
      await application.close();
      expect(await runBackfill(open, job)).toMatchObject({ outcome: 'done', rowsCopied: 1 });
    });

    it.skipIf(!isHere)('8 writers that lock several rows each get no error', async () => {
      for (const workers of [1, 2]) {
        const { errors, results, latencies } = await lockForSeconds(provider, server.fresh, {
          seconds: 2,
          rows: 12_000,
          seed: workers,
          workers,
          batchSize: 500,
          rangeSize: 4000,
        });
        expect(errors).toEqual([]);
        expect(latencies.length).toBeGreaterThan(20);
        for (const result of results) expect(result).toMatchObject({ outcome: 'done', rowsFailed: 0 });
      }
    });
  },
);
