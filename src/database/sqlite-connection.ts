import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import type SqliteDatabase from 'better-sqlite3';
import { UserError } from '../errors.js';
import type { Connection, Failure } from './connection.js';
import { loadDriver } from './driver.js';

/**
 * Opens a SQLite file, and beside it `<file>-pec`, which holds the progress of backfills, and `<file>-pec-lock`.
 *
 * @param connectionString `file:./dev.db`, as Prisma writes it; a relative path starts at `directory`
 * @throws UserError `driver-missing`, `database-url`, `database-missing`, `database-refused`
 */
export async function connectSqlite(
  connectionString: string,
  directory: string = process.cwd(),
): Promise<Connection> {
  const file = fileOf(connectionString, directory);
  if (!existsSync(file)) {
    throw new UserError('database-missing', `There is no SQLite file ${file}`, {
      hint: 'check the path of the connection string, or create it with `prisma migrate deploy`',
    });
  }
  const { default: Database } = await loadDriver('better-sqlite3', () => import('better-sqlite3'));
  const session = openSession(() => {
    const opened = new Database(file);
    opened.prepare('ATTACH DATABASE ? AS "pec"').run(`${file}-pec`);
    return opened;
  });
  const lockFile = `${file}-pec-lock`;
  let lock: SqliteDatabase.Database | undefined;
  // Held as an open transaction: the operating system frees it with the process, whatever ends that.
  const openLock = () => {
    const opened = new Database(lockFile, { timeout: 0 });
    opened.exec('CREATE TABLE IF NOT EXISTS "holder" ("name" TEXT, "process" INTEGER)');
    return opened;
  };
  const isBusy = (error: unknown) => failureOf(error) === 'busy';

  const within = async <T>(begin: string, work: () => Promise<T>): Promise<T> => {
    session.exec(begin);
    try {
      const result = await work();
      session.exec('COMMIT');
      return result;
    } catch (error) {
      if (session.inTransaction) session.exec('ROLLBACK');
      throw error;
    }
  };

  return {
    sessionId: undefined,
    endSession: async () => {},
    async query<Row>({ text, values }: Parameters<Connection['query']>[0]) {
      const statement = session.prepare(text);
      if (statement.reader) {
        const rows = statement.all(...values) as Row[];
        return { rows, rowCount: rows.length };
      }
      return { rows: [], rowCount: statement.run(...values).changes };
    },
    transaction: (work) => within('BEGIN IMMEDIATE', work),
    snapshot: (work) => within('BEGIN', work),
    failure: failureOf,
    errorCode: codeOf,
    async tryLock(name) {
      if (lock) return true;
      let opened: SqliteDatabase.Database | undefined;
      try {
        opened = openLock();
        opened.exec('BEGIN IMMEDIATE; DELETE FROM "holder"');
        opened.prepare('INSERT INTO "holder" VALUES (?, ?)').run(name, process.pid);
        opened.exec('COMMIT; BEGIN IMMEDIATE');
      } catch (error) {
        opened?.close();
        if (!isBusy(error)) throw error;
        return false;
      }
      lock = opened;
      return true;
    },
    async lockHolder(name) {
      if (!existsSync(lockFile)) return undefined;
      const opened = new Database(lockFile, { timeout: 0 });
      try {
        opened.exec('BEGIN IMMEDIATE; ROLLBACK');
        return undefined;
      } catch (error) {
        if (!isBusy(error)) throw error;
        const holder = opened.prepare('SELECT "process" FROM "holder" WHERE "name" = ?').get(name);
        return (holder as { process: number } | undefined)?.process;
      } finally {
        opened.close();
      }
    },
    async setTimeouts({ lockMs = 1_000 }) {
      // SQLite has no bound for how long a statement may take.
      session.pragma(`busy_timeout = ${Math.trunc(lockMs)}`);
    },
    async freeBytes() {
      const { bavail, bsize } = await statfs(path.dirname(file));
      const pragma = (name: string) => Number(session.pragma(`main.${name}`, { simple: true }));
      const unused = pragma('freelist_count');
      const pages = pragma('max_page_count') - pragma('page_count') + unused;
      return Math.min(bavail * bsize + unused * pragma('page_size'), pages * pragma('page_size'));
    },
    async close() {
      lock?.close();
      session.close();
    },
  };
}

function fileOf(connectionString: string, directory: string): string {
  const file = /^(?:file|sqlite):(?:\/\/(?=\/))?([^?]+)/.exec(connectionString)?.[1];
  if (file === undefined || file === ':memory:') {
    throw new UserError('database-url', 'The connection string is not the address of a SQLite file', {
      hint: 'expected file:./dev.db',
    });
  }
  return path.resolve(directory, decodeURIComponent(file));
}

function openSession(open: () => SqliteDatabase.Database): SqliteDatabase.Database {
  try {
    return open();
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    throw new UserError(
      'database-refused',
      `The SQLite file cannot be opened: ${(error as Error).message} (${code})`,
    );
  }
}

/** https://www.sqlite.org/rescode.html */
function codeOf(error: unknown): string | undefined {
  const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown };
  return name === 'SqliteError' && typeof code === 'string' ? code : undefined;
}

function failureOf(error: unknown): Failure {
  const code = codeOf(error) ?? '';
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return 'busy';
  if (code === 'SQLITE_FULL') return 'full';
  if (/^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG)/.test(code)) return 'row';
  return 'other';
}
