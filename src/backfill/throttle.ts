import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Connection } from '../database/connection.js';
import type { Dialect } from '../database/dialect.js';
import { UserError } from '../errors.js';
import { databaseError } from './database-error.js';
import type { Connect } from './job.js';
import { wait } from './wait.js';

export interface ThrottleOptions {
  /** How far a replica may be behind; undefined: nobody looks. */
  readonly maxLagMs?: number | undefined;
  /** Sessions with replicas, where the primary does not know how far they are (MySQL). */
  readonly replicas?: readonly Connect[] | undefined;
  /** Rest while sessions of the application wait for rows that a batch has locked. */
  readonly lockWaits?: boolean | undefined;
  /** An SQL query: rest while its first value is true. */
  readonly query?: string | undefined;
  /** A shell command: rest while it succeeds. */
  readonly command?: string | undefined;
}

/** Looks now and then whether the database should be spared. */
export interface Watch {
  /** Why to rest now, as a sentence without a full stop; undefined: go on. */
  reason(): string | undefined;
  /** How often others were seen waiting for our locks. */
  crowds(): number;
  stop(): Promise<void>;
}

const everyMs = 500;

/**
 * Watches in sessions of its own, so that it also sees what a running batch does to others. The first look is over
 * when it returns: a query or a command that cannot run is refused before anything is written.
 *
 * @returns undefined where there is nothing to look at
 * @throws UserError `throttle-query`, `throttle-command`, `replication-lag`, `database-…`
 */
export async function startWatch(
  connect: Connect,
  dialect: Dialect,
  options: ThrottleOptions,
): Promise<Watch | undefined> {
  const { maxLagMs, replicas = [], lockWaits, query, command } = options;
  const { replicas: replicaPositions, replicaLag, waiting } = dialect.bookkeeping;
  if (maxLagMs !== undefined && replicaPositions === undefined && replicas.length === 0) {
    throw new UserError('replication-lag', 'This database does not know how far its replicas are behind', {
      hint: replicaLag ? 'name each with --replica-url' : 'leave --max-lag-ms out',
    });
  }
  let crowds = 0;
  const measureLag = lagMeter();
  const session = lazily(connect);
  const replicaSessions = maxLagMs === undefined ? [] : replicas.map(lazily);
  const isLate = (ms: unknown) => maxLagMs !== undefined && Number(ms ?? 0) > maxLagMs;

  const look = async (): Promise<string | undefined> => {
    if (command !== undefined && (await succeeds(command))) return `the command "${command}" says so`;
    if (query !== undefined) {
      const rows = await session.run(async (connection) =>
        connection.snapshot(async () => (await connection.query<object>({ text: query, values: [] })).rows),
      );
      if (isTrue(Object.values(rows[0] ?? {})[0])) return 'the throttle query says so';
    }
    if (maxLagMs !== undefined && replicaPositions !== undefined) {
      const { rows } = await session.run((connection) => connection.query<Positions>(replicaPositions));
      const lagMs = rows[0] === undefined ? 0 : measureLag(rows[0]);
      if (isLate(lagMs)) return `a replica is ${Math.round(lagMs / 100) / 10} s behind`;
    }
    if (replicaLag !== undefined) {
      for (const replica of replicaSessions) {
        const { rows } = await replica.run((connection) =>
          connection.query<Record<string, unknown>>(replicaLag),
        );
        const seconds = rows[0]?.Seconds_Behind_Source ?? rows[0]?.Seconds_Behind_Master;
        if (rows.length > 0 && seconds === null) return 'a replica has stopped';
        if (isLate(Number(seconds ?? 0) * 1000)) return `a replica is ${seconds} s behind`;
      }
    }
    if (lockWaits && waiting !== undefined) {
      const { rows } = await session.run((connection) => connection.query<{ waiting: unknown }>(waiting));
      const count = Number(rows[0]?.waiting ?? 0);
      if (count > 0) {
        crowds += 1;
        return `${count} ${count === 1 ? 'session waits' : 'sessions wait'} for rows of a batch`;
      }
    }
    return undefined;
  };

  const watches =
    command !== undefined ||
    query !== undefined ||
    maxLagMs !== undefined ||
    (lockWaits && waiting !== undefined);
  if (!watches) return undefined;
  const stopping = new AbortController();
  const closeAll = async () => {
    for (const each of [session, ...replicaSessions]) await each.close();
  };
  let reason: string | undefined;
  try {
    reason = await look();
  } catch (error) {
    await closeAll();
    throw query !== undefined && !(error instanceof UserError && error.code !== 'database-error')
      ? new UserError('throttle-query', `The throttle query cannot run: ${(error as Error).message}`)
      : error;
  }
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      await wait(everyMs, stopping.signal);
      if (stopping.signal.aborted) return;
      // Whoever cannot look does not know that all is well.
      reason = await look().catch((error: Error) => `the look at the load failed: ${error.message}`);
    }
  })();
  return {
    reason: () => reason,
    crowds: () => crowds,
    async stop() {
      stopping.abort();
      await watching;
      await closeAll();
    },
  };
}

interface Positions {
  readonly written: number;
  readonly replayed: number | null;
  readonly replicas: number;
}

/**
 * How old the oldest write is that a replica has not replayed yet. The server's own figure stands still when the
 * replica does.
 */
function lagMeter(): (positions: Positions) => number {
  let seen: readonly { readonly at: number; readonly written: number }[] = [];
  return ({ written, replayed, replicas }) => {
    if (replicas === 0) return 0;
    if (replayed === null) {
      throw new UserError('replication-lag', 'This database user may not see how far the replicas are', {
        hint: 'run `GRANT pg_monitor TO <this user>`, or leave --max-lag-ms out',
      });
    }
    const now = performance.now();
    seen = [...seen.filter((each) => each.written > replayed), { at: now, written }];
    const [oldest] = seen;
    return oldest !== undefined && oldest.written > replayed ? now - oldest.at : 0;
  };
}

/** A session that is opened when it is needed, and anew after an error. */
function lazily(connect: Connect) {
  let opened: Connection | undefined;
  const close = async () => {
    await opened?.close();
    opened = undefined;
  };
  return {
    close,
    async run<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
      opened ??= await connect();
      try {
        return await work(opened);
      } catch (error) {
        const told = databaseError(error, opened);
        await close();
        throw told;
      }
    },
  };
}

/** As the databases write it: `t`, `1`, true. */
function isTrue(value: unknown): boolean {
  if (typeof value === 'string') return !['', '0', 'f', 'false'].includes(value.toLowerCase());
  return Boolean(value);
}

/** @throws UserError `throttle-command` where the shell does not find it */
async function succeeds(command: string): Promise<boolean> {
  const child = spawn(command, { shell: true, stdio: 'ignore' });
  const [code] = await once(child, 'close');
  if (code === 126 || code === 127) {
    throw new UserError('throttle-command', `The shell cannot run the throttle command "${command}"`);
  }
  return code === 0;
}
