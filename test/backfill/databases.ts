import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import type { Dialect } from '../../src/database/dialect.js';
import { startMariaDb, withMariaDb } from '../support/mariadb.js';
import { startPostgres, withClient } from '../support/postgres.js';

/** One server of any kind, for tests that say the same on each. */
export interface AnyServer {
  /** The connection string of an empty database. */
  fresh(): Promise<string>;
  query(url: string, sql: string): Promise<readonly object[]>;
  stop(): Promise<void>;
}

export const startServer: Readonly<Record<Dialect['provider'], () => Promise<AnyServer>>> = {
  async postgresql() {
    const server = await startPostgres();
    return {
      fresh: async () => server.url(await server.createDatabase()),
      query: (url, sql) => withClient(url, async (client) => (await client.query(sql)).rows),
      stop: () => server.stop(),
    };
  },
  async mysql() {
    const server = await startMariaDb();
    return {
      fresh: async () => server.url(await server.createDatabase()),
      query: (url, sql) => withMariaDb(url, (client) => client.query(sql)),
      stop: () => server.stop(),
    };
  },
  async sqlite() {
    const directory = await mkdtemp(path.join(tmpdir(), 'pec-sqlite-'));
    let files = 0;
    const open = <T>(url: string, work: (database: SqliteDatabase.Database) => T): T => {
      const database = new SqliteDatabase(url.slice('file:'.length));
      try {
        return work(database);
      } finally {
        database.close();
      }
    };
    return {
      async fresh() {
        files += 1;
        const url = `file:${path.join(directory, `${files}.db`)}`;
        open(url, (database) => database.exec('VACUUM'));
        return url;
      },
      query: async (url, sql) =>
        open(url, (database) => {
          if (/^SELECT/.test(sql)) return database.prepare(sql).all() as object[];
          database.exec(sql);
          return [];
        }),
      stop: () => rm(directory, { recursive: true }),
    };
  },
};
