import { once } from 'node:events';
import { type AddressInfo, connect as connectTcp, createServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BackfillEvent, runBackfill } from '../../src/backfill/backfill.js';
import type { Job } from '../../src/backfill/job.js';
import { connect } from '../../src/database/connect.js';
import { dialectOf } from '../../src/database/dialects.js';
import { copied } from '../../src/model/conversion.js';
import { hasMariaDb } from '../support/mariadb.js';
import { type AnyServer, startServer } from './databases.js';

/** A way to a server on which packets can be lost: no end is told. */
async function openWay(to: URL) {
  const pairs = new Set<readonly [Socket, Socket]>();
  const way = createServer((client) => {
    const server = connectTcp(Number(to.port), to.hostname);
    const pair = [client, server] as const;
    pairs.add(pair);
    client.pipe(server);
    server.pipe(client);
    for (const socket of pair) socket.on('error', () => {});
  });
  way.listen(0, '127.0.0.1');
  await once(way, 'listening');
  const url = new URL(to);
  url.hostname = '127.0.0.1';
  url.port = String((way.address() as AddressInfo).port);
  return {
    url: url.href,
    /** Nothing comes through any more on what is open now. Whoever connects later is served. */
    lose() {
      for (const [client, server] of pairs) {
        client.unpipe(server).pause();
        server.unpipe(client).pause();
      }
    },
    async close() {
      for (const socket of [...pairs].flat()) socket.destroy();
      way.close();
      await once(way, 'close');
    },
  };
}

describe.each(['postgresql', 'mysql'] as const)(
  'a connection that is cut without a word, on %s',
  (provider) => {
    const dialect = dialectOf(provider);
    const { quote } = dialect;
    const isHere = provider !== 'mysql' || hasMariaDb;
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
      key: [{ column: 'id', sqlType: 'INTEGER' }],
      needsTrigger: false,
    };
    let server: AnyServer;
    let url: string;
    let way: Awaited<ReturnType<typeof openWay>>;
    beforeAll(async () => {
      if (isHere) server = await startServer[provider]();
    });
    afterAll(() => server?.stop());
    beforeEach(async () => {
      if (!isHere) return;
      url = await server.fresh();
      way = await openWay(new URL(url));
      await server.query(
        url,
        `CREATE TABLE ${table} (id integer PRIMARY KEY, ${quote('userName')} varchar(50), ${quote('displayName')} varchar(50))`,
      );
      const values = Array.from({ length: 400 }, (_, n) => `(${n}, 'name ${n}')`);
      await server.query(url, `INSERT INTO ${table} (id, ${quote('userName')}) VALUES ${values.join(', ')}`);
    });
    afterEach(() => way?.close());

    it.skipIf(!isHere)('is given up, and the backfill goes on over another one', async () => {
      const events: BackfillEvent[] = [];
      const result = await runBackfill(() => connect(provider, way.url, '/'), job, {
        batchSize: 50,
        targetMs: 0,
        statementMs: 500,
        onEvent: (event) => {
          events.push(event);
          const batches = events.filter((each) => each.event === 'batch');
          if (event.event === 'batch' && batches.length === 2) way.lose();
        },
      });
      expect(result).toMatchObject({ outcome: 'done', rowsScanned: 400 });
      expect(events.filter(({ event }) => event === 'retry').length).toBeGreaterThan(0);
      const differing = `SELECT count(*) AS n FROM ${table} WHERE ${quote('displayName')} IS NULL OR ${quote('displayName')} <> ${quote('userName')}`;
      expect(await server.query(url, differing)).toMatchObject([
        { n: expect.toSatisfy((n) => Number(n) === 0) },
      ]);
    });
  },
);
