import { createHash } from 'node:crypto';
import type { Connection } from '../database/connection.js';
import { type Job, jobName } from './job.js';

/** Takes the job for this session, until the session ends. False: another session has it. */
export async function tryLock(connection: Connection, job: Job): Promise<boolean> {
  const { rows } = await connection.query<{ locked: boolean }>({
    text: 'SELECT pg_try_advisory_lock($1, $2) AS "locked"',
    values: lockNumbers(job),
  });
  return rows[0]?.locked === true;
}

/** The server process whose session works on the job now; undefined if none does. */
export async function lockHolder(connection: Connection, job: Job): Promise<number | undefined> {
  const { rows } = await connection.query<{ pid: number }>({
    text: `SELECT "pid" FROM "pg_locks"
      WHERE "locktype" = 'advisory' AND "objsubid" = 2 AND "granted"
        AND "database" = (SELECT "oid" FROM "pg_database" WHERE "datname" = current_database())
        AND "classid" = $1::bigint::oid AND "objid" = $2::bigint::oid`,
    // The catalog shows the same 32 bits without a sign.
    values: lockNumbers(job).map((number) => number >>> 0),
  });
  return rows[0]?.pid;
}

/** Both directions share one lock: they would work against each other. */
function lockNumbers(job: Job): readonly [number, number] {
  return [hash('prisma-expand-contract backfill'), hash(jobName(job))];
}

function hash(text: string): number {
  return createHash('sha256').update(text).digest().readInt32BE(0);
}
