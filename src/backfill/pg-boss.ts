import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '../database/connection.js';
import type { CopyDirection } from '../database/dialect.js';
import { loadDriver } from '../database/driver.js';
import { postgresAddress } from '../database/postgresql-connection.js';
import { isWithoutTls, prefersTls, withoutTls } from '../database/tls.js';
import { UserError } from '../errors.js';
import { type Job, jobName } from './job.js';

/** Hands the ranges of one backfill to workers on any machine. A range whose worker dies is handed out again. */
export interface RangeQueue {
  /** In the transaction in which the ranges are written down. Those that are known already stay as they are. */
  send(connection: Connection, ranges: readonly string[]): Promise<void>;
  /** The id of a range that nobody works on; undefined if there is none now. */
  fetch(): Promise<string | undefined>;
  complete(range: string): Promise<void>;
  close(): Promise<void>;
}

export interface RangeQueueOptions {
  /** After this time without an end, a range is taken for one whose machine died, and handed out again. */
  readonly expireSeconds?: number | undefined;
}

/**
 * The queue in pg-boss, in the schema `pgboss` of the same database. A job of it has the id of its range.
 *
 * @throws UserError `driver-missing`, `no-permission`, `only-postgresql`
 */
export async function openRangeQueue(
  connectionString: string,
  job: Job,
  direction: CopyDirection,
  { expireSeconds = 60 }: RangeQueueOptions = {},
): Promise<RangeQueue> {
  if (job.dialect.provider !== 'postgresql') {
    throw new UserError('only-postgresql', 'pg-boss works on PostgreSQL alone', {
      hint: 'use --workers without --pg-boss',
    });
  }
  const { default: PgBoss } = await loadDriver('pg-boss', () => import('pg-boss'));
  const boss = new PgBoss({
    ...postgresAddress(connectionString),
    application_name: 'prisma-expand-contract pg-boss',
    max: 3,
    schedule: false,
    maintenanceIntervalSeconds: Math.max(1, Math.floor(expireSeconds / 4)),
  });
  // A connection that breaks heals by itself; what matters fails where it is called.
  boss.on('error', () => {});
  try {
    await boss.start();
  } catch (error) {
    const url = new URL(connectionString);
    if (prefersTls(url) && isWithoutTls(error)) {
      return openRangeQueue(withoutTls(url), job, direction, { expireSeconds });
    }
    if ((error as { code?: unknown }).code !== '42501') throw error;
    throw new UserError('no-permission', 'This database user may not make the schema of pg-boss', {
      hint: 'run `CREATE SCHEMA "pgboss" AUTHORIZATION <this user>` once',
    });
  }
  const hash = createHash('sha256')
    .update(`${jobName(job)} ${direction}`)
    .digest('hex');
  const name = `pec-${hash.slice(0, 32)}`;
  // Several machines may make it at once.
  for (let attempt = 1; (await boss.getQueue(name)) === null; attempt += 1) {
    await boss.createQueue(name).catch(async (error: unknown) => {
      if (attempt >= 5) throw error;
      await sleep(100);
    });
  }
  return {
    async send(connection, ranges) {
      if (ranges.length === 0) return;
      const jobs = ranges.map((id) => ({
        id,
        name,
        expireInSeconds: expireSeconds,
        // Only the database says when a range is worked off.
        retryLimit: 1_000_000,
      }));
      const executeSql = async (text: string, values: unknown[]) => ({
        rows: [...(await connection.query<object>({ text, values })).rows],
      });
      await boss.insert(jobs, { db: { executeSql } });
    },
    fetch: async () => (await boss.fetch(name))[0]?.id,
    complete: (range) => boss.complete(name, range),
    close: () => boss.stop({ graceful: false, wait: true }),
  };
}
