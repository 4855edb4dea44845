import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import pg from 'pg';
import { UserError } from '../errors.js';
import { type Connection, connectionLost, type Failure } from './connection.js';
import { deadline, keepAliveMs } from './deadline.js';
import { isPooled } from './pooled.js';
import { isWithoutTls, prefersTls, type Tls, tlsError, tlsOf, withoutTls } from './tls.js';
import { requireVersion } from './version.js';

const connectTimeoutMs = 10_000;

/** How long a pooler may take to find a second session. */
const answerTimeoutMs = 3_000;

/** The oldest that the tests ran on. */
const leastVersion = '12';

/**
 * Opens one session with a PostgreSQL server. Honours `?schema=` as Prisma's connection strings use it.
 *
 * @throws UserError `database-url`, `database-unreachable`, `database-login`, `database-missing`,
 *   `database-refused`, `database-untrusted`, `database-encryption`, `database-too-old`, `database-pooled`; none of them
 *   repeats the connection string or its password
 */
export async function connectPostgres(connectionString: string): Promise<Connection> {
  const url = parseUrl(connectionString);
  const { client, address } = await openSession(postgresAddress(connectionString), url);
  let lost = false;
  client.on('error', () => {
    lost = true;
  });
  client.on('end', () => {
    lost = true;
  });
  const patience = deadline(() => {
    lost = true;
    destroy(client);
  });
  const ask = <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
    patience.bound(client.query<Row>(text, values));
  let sessionId: string;
  patience.set(connectTimeoutMs);
  try {
    if (await isPooled(client, () => open(address, answerTimeoutMs))) throw pooled();
    const schema = url.searchParams.get('schema');
    // A batch that waited for a row has to see what was written meanwhile, whatever the database's own default is.
    const { rows } = await ask<{ version: string; id: string }>(
      `SELECT set_config('default_transaction_isolation', 'read committed', false),
        current_setting('server_version') AS "version",
        (SELECT "pid" || ' ' || "backend_start" FROM "pg_stat_activity" WHERE "pid" = pg_backend_pid()) AS "id"`,
    );
    requireVersion('PostgreSQL', rows[0]!.version, leastVersion);
    sessionId = rows[0]!.id;
    if (schema) await ask("SELECT set_config('search_path', quote_ident($1), false)", [schema]);
  } catch (error) {
    const told = lost ? connectionLost() : connectError(error, url, client.user);
    await end(client);
    throw told;
  }
  patience.set(undefined);

  const within = async <T>(begin: string, work: () => Promise<T>): Promise<T> => {
    await ask(begin);
    try {
      const result = await work();
      await ask('COMMIT');
      return result;
    } catch (error) {
      // On a session that is gone the server rolls back by itself.
      await ask('ROLLBACK').catch(() => {});
      throw error;
    }
  };

  return {
    sessionId,
    async query<Row>({ text, values }: Parameters<Connection['query']>[0]) {
      const result = await ask(text, [...values]);
      return { rows: result.rows as Row[], rowCount: result.rowCount ?? 0 };
    },
    transaction: (work) => within('BEGIN', work),
    snapshot: (work) => within('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY', work),
    failure: (error) => (lost ? 'lost' : failureOf(error)),
    errorCode: (error) =>
      typeof error === 'object' && error !== null && 'severity' in error ? codeOf(error) : undefined,
    async tryLock(name) {
      const { rows } = await ask<{ locked: boolean }>(
        'SELECT pg_try_advisory_lock($1, $2) AS "locked"',
        lockNumbers(name),
      );
      return rows[0]?.locked === true;
    },
    async lockHolder(name) {
      const { rows } = await ask<{ pid: number }>(
        `SELECT "pid" FROM "pg_locks"
          WHERE "locktype" = 'advisory' AND "objsubid" = 2 AND "granted"
            AND "database" = (SELECT "oid" FROM "pg_database" WHERE "datname" = current_database())
            AND "classid" = $1::bigint::oid AND "objid" = $2::bigint::oid`,
        // The catalog shows the same 32 bits without a sign.
        lockNumbers(name).map((number) => number >>> 0),
      );
      return rows[0]?.pid;
    },
    async setTimeouts({ lockMs, statementMs }) {
      // In a deadlock the session that has waited for the longest ends its transaction: never one of the application's.
      await ask(
        `SELECT set_config('lock_timeout', coalesce($1, (SELECT greatest(1, least(250, "setting"::integer / 4))::text
            FROM "pg_settings" WHERE "name" = 'deadlock_timeout')), false),
          set_config('statement_timeout', $2, false)`,
        [lockMs === undefined ? null : String(lockMs), String(statementMs)],
      );
      patience.set(statementMs);
    },
    async endSession(other) {
      await ask(
        `SELECT pg_terminate_backend("pid") FROM "pg_stat_activity" WHERE "pid" || ' ' || "backend_start" = $1`,
        [other],
      );
    },
    // No SQL tells how full a disk is.
    freeBytes: async () => undefined,
    close: () => end(client),
  };
}

/** Says good-bye, and does not wait long for the answer: the other end may be gone. */
async function end(client: pg.Client): Promise<void> {
  const timer = setTimeout(() => destroy(client), answerTimeoutMs);
  await client.end().catch(() => {});
  clearTimeout(timer);
}

/** Fails whatever the session waits for. */
function destroy(client: pg.Client): void {
  (client as unknown as { readonly connection: { readonly stream: Socket } }).connection.stream.destroy();
}

function lockNumbers(name: string): [number, number] {
  const hash = (text: string) => createHash('sha256').update(text).digest().readInt32BE(0);
  return [hash('prisma-expand-contract backfill'), hash(name)];
}

/** What the driver is told of a connection string. */
export interface PostgresAddress {
  readonly connectionString: string;
  readonly ssl?: Tls | false;
}

/**
 * Encryption apart: in the string, the driver would not take Prisma's words for it.
 *
 * @throws UserError `database-url`
 */
export function postgresAddress(connectionString: string): PostgresAddress {
  const url = parseUrl(connectionString);
  const ssl = tlsOf(url);
  return ssl === undefined ? { connectionString } : { connectionString: withoutTls(url), ssl };
}

function parseUrl(connectionString: string): URL {
  if (/^prisma(\+postgres)?:/.test(connectionString)) {
    throw new UserError('database-url', 'The connection string points to a Prisma proxy', {
      hint: 'a backfill holds a session of its own: give the direct postgresql:// address with --database-url',
    });
  }
  if (!/^postgres(ql)?:\/\//.test(connectionString) || !URL.canParse(connectionString)) {
    throw new UserError('database-url', 'The connection string is not a postgresql:// address', {
      hint: 'expected postgresql://user:password@host:port/database, with special characters percent-encoded',
    });
  }
  return new URL(connectionString);
}

function pooled(): UserError {
  return new UserError(
    'database-pooled',
    'A pooler hands the sessions of this database on after each transaction',
    {
      hint: 'locks and timeouts need a session of their own: give the direct address with --database-url',
    },
  );
}

/** @param answerMs how long a query may wait for its answer; undefined: as long as it takes */
function open(address: PostgresAddress, answerMs?: number): pg.Client {
  try {
    return new pg.Client({
      ...address,
      connectionTimeoutMillis: connectTimeoutMs,
      ...(answerMs !== undefined && { query_timeout: answerMs }),
      keepAlive: true,
      keepAliveInitialDelayMillis: keepAliveMs,
      application_name: 'prisma-expand-contract',
    });
  } catch {
    // The driver's own error would carry the connection string.
    throw new UserError('database-url', 'The connection string cannot be read', {
      hint: 'percent-encode special characters of the user name and the password',
    });
  }
}

/** Connects, and where an encrypted session is no more than preferred and not to be had, connects without. */
async function openSession(
  address: PostgresAddress,
  url: URL,
): Promise<{ readonly client: pg.Client; readonly address: PostgresAddress }> {
  const client = open(address);
  // Without a listener a connection that breaks while idle would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
    return { client, address };
  } catch (error) {
    await client.end().catch(() => {});
    if (address.ssl && prefersTls(url) && isWithoutTls(error)) {
      return openSession({ ...address, ssl: false }, url);
    }
    throw connectError(error, url, client.user);
  }
}

/** SQLSTATE, or the code of a system error; see https://www.postgresql.org/docs/current/errcodes-appendix.html */
function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}

function failureOf(error: unknown): Failure {
  const code = codeOf(error);
  if (code === undefined) {
    return error instanceof Error && /^(Connection terminated|Client (has|was))/.test(error.message)
      ? 'lost'
      : 'other';
  }
  if (code === '55P03' || code === '40001' || code === '40P01') return 'busy';
  if (code === '57014') return 'timeout';
  if (code === '53100') return 'full';
  if (/^(08|57P0)/.test(code) || /^E[A-Z]+$/.test(code)) return 'lost';
  if (/^(22|23|44|P0)/.test(code)) return 'row';
  return 'other';
}

function connectError(error: unknown, url: URL, user: string | undefined): unknown {
  if (error instanceof UserError) return error;
  const server = `${url.hostname || 'localhost'}:${url.port || '5432'}`;
  const unencrypted = tlsError(error, server);
  if (unencrypted) return unencrypted;
  const code = codeOf(error);
  // A server that wants a password of a connection string without one fails in the driver, without a code.
  if (code === '28P01' || code === '28000' || /client password must be/.test(String(error))) {
    return new UserError('database-login', `The database at ${server} refuses the login of "${user}"`, {
      hint: 'check user and password of the connection string',
    });
  }
  if (code === '3D000') {
    return new UserError('database-missing', `There is no database "${url.pathname.slice(1)}" at ${server}`, {
      hint: 'check the name at the end of the connection string, or create it with `prisma migrate deploy`',
    });
  }
  // Not a refusal: an administrator, or a server that goes down, has ended the session just begun.
  if (code === '57P01') return connectionLost();
  if (code?.length === 5 && !code.startsWith('E')) {
    return new UserError(
      'database-refused',
      `The database at ${server} refuses: ${(error as Error).message}`,
    );
  }
  return new UserError(
    'database-unreachable',
    `No database answers at ${server}${code ? ` (${code})` : ''}`,
    {
      hint: 'is it running, and reachable from here? check host and port of the connection string',
    },
  );
}
