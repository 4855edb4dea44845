import { createHash } from 'node:crypto';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import type { ConnectionConfig, Connection as Session } from 'mariadb';
import { UserError } from '../errors.js';
import { type Connection, connectionLost, type Failure } from './connection.js';
import { deadline, keepAliveMs } from './deadline.js';
import { loadDriver } from './driver.js';
import { tlsError, tlsOf } from './tls.js';
import { requireVersion } from './version.js';

const connectTimeoutMs = 10_000;

/** Sessions by number and client: a server that was started anew gives the same numbers to others. */
const sessions = "SELECT ID, CONCAT(ID, ' ', HOST) AS name FROM information_schema.PROCESSLIST";

/** How long a server may take to say good-bye. */
const answerTimeoutMs = 3_000;

/**
 * Opens one session with a MySQL or MariaDB server, over the driver `mariadb`, which speaks with both.
 *
 * @throws UserError `driver-missing`, `database-url`, `database-unreachable`, `database-login`, `database-missing`,
 *   `database-refused`, `database-untrusted`, `database-encryption`, `database-too-old`; none of them repeats the connection string or its password
 */
export async function connectMysql(connectionString: string): Promise<Connection> {
  const url = parseUrl(connectionString);
  const { createConnection } = await loadDriver('mariadb', () => import('mariadb'));
  const session = await createConnection(configOf(url)).catch((error: unknown) => {
    throw connectError(error, url);
  });
  let lost = false;
  // Without a listener a connection that breaks while idle would end the process.
  session.on('error', () => {
    lost = true;
  });
  session.on('end', () => {
    lost = true;
  });
  const patience = deadline(() => {
    lost = true;
    session.destroy();
  });
  patience.set(connectTimeoutMs);
  let sessionId: string;
  try {
    // Window functions, columns that are added in an instant, and rows that are passed over while they are locked.
    if (isMariaDb(session)) requireVersion('MariaDB', session.serverVersion(), '10.6');
    else requireVersion('MySQL', session.serverVersion(), '8.0.12');
    // A batch must not lock the gaps between its rows: the application inserts there.
    await patience.bound(session.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED'));
    // In UTC a time is the same text all year round.
    await patience.bound(session.query("SET SESSION time_zone = '+00:00'"));
    const [own] = await patience.bound(session.query(`${sessions} WHERE ID = CONNECTION_ID()`));
    sessionId = own.name;
  } catch (error) {
    const told = lost ? connectionLost() : connectError(error, url);
    session.destroy();
    throw told;
  }
  patience.set(undefined);
  const lockName = (name: string) => `pec:${createHash('sha256').update(name).digest('hex').slice(0, 40)}`;

  const within = async <T>(begin: () => Promise<unknown>, work: () => Promise<T>): Promise<T> => {
    await patience.bound(begin());
    try {
      const result = await work();
      await patience.bound(session.commit());
      return result;
    } catch (error) {
      // On a session that is gone the server rolls back by itself.
      await patience.bound(session.rollback()).catch(() => {});
      throw error;
    }
  };

  return {
    sessionId,
    async query<Row>({ text, values }: Parameters<Connection['query']>[0]) {
      const result: unknown = await patience.bound(
        values.length > 0 ? session.execute(text, [...values]) : session.query(text),
      );
      if (Array.isArray(result)) return { rows: result as Row[], rowCount: result.length };
      return { rows: [], rowCount: Number((result as { affectedRows?: number }).affectedRows ?? 0) };
    },
    transaction: (work) => within(() => session.beginTransaction(), work),
    snapshot: (work) =>
      within(async () => {
        await session.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
        await session.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
      }, work),
    failure: (error) => (lost ? 'lost' : failureOf(error)),
    errorCode: (error) => (isServerError(error) ? (error.code ?? String(error.errno)) : undefined),
    async tryLock(name) {
      const [row] = await patience.bound(
        session.execute('SELECT GET_LOCK(?, 0) AS locked', [lockName(name)]),
      );
      return Number(row.locked) === 1;
    },
    async lockHolder(name) {
      const [row] = await patience.bound(
        session.execute('SELECT IS_USED_LOCK(?) AS holder', [lockName(name)]),
      );
      return row.holder === null ? undefined : Number(row.holder);
    },
    async setTimeouts({ lockMs = 1_000, statementMs }) {
      const seconds = Math.max(1, Math.ceil(lockMs / 1000));
      await session.query(
        `SET SESSION innodb_lock_wait_timeout = ${seconds}, SESSION lock_wait_timeout = ${seconds}`,
      );
      // MySQL bounds only what reads; there a batch is bounded by its size alone.
      await session.query(
        isMariaDb(session)
          ? `SET SESSION max_statement_time = ${statementMs / 1000}`
          : `SET SESSION max_execution_time = ${Math.trunc(statementMs)}`,
      );
      patience.set(statementMs);
    },
    async endSession(other) {
      const [there] = await patience.bound(session.execute(`${sessions} HAVING name = ?`, [other]));
      if (!there) return;
      // A session that has ended by itself meanwhile is what is wanted.
      await patience.bound(session.query(`KILL CONNECTION ${Number(there.ID)}`)).catch((error: unknown) => {
        if (!isServerError(error) || error.errno !== 1094) throw error;
      });
    },
    // No SQL tells how full a disk is.
    freeBytes: async () => undefined,
    close: () => end(session),
  };
}

/** Says good-bye, and does not wait long for the answer: the other end may be gone. */
async function end(session: Session): Promise<void> {
  const timer = setTimeout(() => session.destroy(), answerTimeoutMs);
  await session.end().catch(() => session.destroy());
  clearTimeout(timer);
}

function isMariaDb(session: Session): boolean {
  return session.info?.isMariaDB() ?? false;
}

function parseUrl(connectionString: string): URL {
  if (!/^(mysql|mariadb):\/\//.test(connectionString) || !URL.canParse(connectionString)) {
    throw new UserError('database-url', 'The connection string is not a mysql:// address', {
      hint: 'expected mysql://user:password@host:port/database, with special characters percent-encoded',
    });
  }
  return new URL(connectionString);
}

function configOf(url: URL): ConnectionConfig {
  const socketPath = url.searchParams.get('socket');
  const tls = tlsOf(url);
  const ssl = tls && {
    ...tls,
    // The driver takes `localhost` for the name of a server that is given by its number.
    checkServerIdentity: (_: string, certificate: PeerCertificate) =>
      checkServerIdentity(url.hostname, certificate),
  };
  return {
    ...(socketPath ? { socketPath } : { host: url.hostname, port: Number(url.port || 3306) }),
    user: decoded(url.username),
    password: decoded(url.password),
    database: databaseOf(url),
    connectTimeout: connectTimeoutMs,
    keepAliveDelay: keepAliveMs,
    bigIntAsNumber: true,
    decimalAsNumber: true,
    // MySQL 8 hands its public key out to log in without TLS.
    allowPublicKeyRetrieval: true,
    ...(ssl !== undefined && { ssl }),
  };
}

const databaseOf = (url: URL) => decoded(url.pathname.slice(1));

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new UserError('database-url', 'The connection string cannot be read', {
      hint: 'percent-encode special characters of the user name and the password',
    });
  }
}

interface ServerError extends Error {
  readonly errno: number;
  readonly sqlState: string | null;
  readonly code: string | null;
  readonly fatal: boolean;
}

function isServerError(error: unknown): error is ServerError {
  return error instanceof Error && typeof (error as { errno?: unknown }).errno === 'number';
}

/** https://mariadb.com/kb/en/mariadb-error-codes/ */
function failureOf(error: unknown): Failure {
  if (!isServerError(error)) return 'other';
  const { errno, sqlState, code } = error;
  // A lock waited for too long, and a deadlock.
  if (errno === 1205 || errno === 1213) return 'busy';
  // Interrupted, and too long for MySQL and for MariaDB.
  if (errno === 1317 || errno === 3024 || errno === 1969) return 'timeout';
  // The disk is full, the table is full.
  if (errno === 1021 || errno === 1114) return 'full';
  if (error.fatal || /^08/.test(sqlState ?? '') || /^(ECONN|EPIPE|ETIMEDOUT)/.test(code ?? '')) return 'lost';
  if (/^(22|23|44|45)/.test(sqlState ?? '') || errno === 3819 || errno === 1366) return 'row';
  return 'other';
}

function connectError(error: unknown, url: URL): unknown {
  const server = `${url.hostname || 'localhost'}:${url.port || '3306'}`;
  const unencrypted = tlsError(error, server);
  if (unencrypted) return unencrypted;
  if (error instanceof UserError || !isServerError(error)) return error;
  const { errno, code, sqlState } = error;
  if (errno === 1045 || errno === 1698) {
    return new UserError(
      'database-login',
      `The database at ${server} refuses the login of "${decoded(url.username)}"`,
      {
        hint: `check user and password of the connection string${
          // MariaDB refuses in the same words.
          tlsOf(url) ? '' : '; if the server takes encrypted sessions only, add sslaccept=strict to it'
        }`,
      },
    );
  }
  if (errno === 1049) {
    return new UserError('database-missing', `There is no database "${databaseOf(url)}" at ${server}`, {
      hint: 'check the name at the end of the connection string, or create it with `prisma migrate deploy`',
    });
  }
  if (errno > 0 && errno < 45_000 && sqlState && !/^08/.test(sqlState)) {
    return new UserError('database-refused', `The database at ${server} refuses (${code ?? errno})`);
  }
  return new UserError(
    'database-unreachable',
    `No database answers at ${server}${code ? ` (${code})` : ''}`,
    {
      hint: 'is it running, and reachable from here? check host and port of the connection string',
    },
  );
}
