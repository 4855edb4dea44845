import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import Database from 'better-sqlite3';
import { connect } from '../../src/database/connect.js';
import type { Connection } from '../../src/database/connection.js';
import type { Provider } from '../../src/schema/transition.js';
import { startMariaDb } from './mariadb.js';
import { memory } from './memory.js';
import { startPostgres } from './postgres.js';

/** One real database with a session that stays open. */
export interface TestDatabase {
  readonly connection: Connection;
  readonly url: string;
  /** Runs a migration. */
  exec(script: string): Promise<void>;
  stop(): Promise<void>;
}

export async function openDatabase(provider: Provider): Promise<TestDatabase> {
  switch (provider) {
    case 'postgresql': {
      const server = await startPostgres();
      const url = server.url(await server.createDatabase());
      const connection = await connect('postgresql', url, '/');
      return {
        connection,
        url,
        async exec(text) {
          await connection.query({ text, values: [] });
        },
        stop: () => closing(connection, server.stop),
      };
    }
    case 'mysql': {
      const server = await startMariaDb();
      const url = server.url(await server.createDatabase());
      const connection = await connect('mysql', url, '/');
      return {
        connection,
        url,
        async exec(script) {
          for (const text of script.split(/;$/m)) {
            if (text.trim()) await connection.query({ text, values: [] });
          }
        },
        stop: () => closing(connection, server.stop),
      };
    }
    case 'sqlite': {
      const folder = await mkdtemp(path.join(memory, 'pec-sqlite-'));
      const file = path.join(folder, 'test.db');
      const migrated = new Database(file);
      const url = `file:${file}`;
      const connection = await connect('sqlite', url, '/');
      return {
        connection,
        url,
        async exec(script) {
          try {
            migrated.exec(script);
          } catch (error) {
            // What fails ends the process that migrates, and its transaction with it.
            if (migrated.inTransaction) migrated.exec('ROLLBACK');
            migrated.pragma('foreign_keys = ON');
            throw error;
          }
        },
        stop: () =>
          closing(connection, async () => {
            migrated.close();
            await rm(folder, { recursive: true });
          }),
      };
    }
  }
}

async function closing(connection: Connection, stop: () => Promise<void>): Promise<void> {
  await connection.close();
  await stop();
}
