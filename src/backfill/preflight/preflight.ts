import type { Connection } from '../../database/connection.js';
import type { CopyDirection } from '../../database/dialect.js';
import { UserError } from '../../errors.js';
import { databaseError } from '../database-error.js';
import { findTable } from '../deployed.js';
import type { Connect, Job } from '../job.js';
import type { Check, Finding, Look } from './check.js';
import { duplicates } from './duplicates.js';
import { missingValues } from './missing-values.js';
import { obstacles } from './obstacles.js';
import { room } from './room.js';
import { unmappedValues } from './unmapped-values.js';

export type { Finding, Weight } from './check.js';

/** In the order in which they are told. */
const checks: readonly Check[] = [unmappedValues, duplicates, missingValues, obstacles, room];

/** One check, and what came of it. */
export interface Checked extends Look {
  readonly check: Check['name'];
  readonly title: string;
}

export interface PreflightOptions {
  readonly direction?: CopyDirection | undefined;
  /** How long one look at the whole table may take. */
  readonly statementMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Everything that can be known before the first write, in a session of its own. The target column need not be there
 * yet.
 *
 * @throws UserError `not-migrated` where there is no such table, `database-…`
 */
export async function preflight(
  connect: Connect,
  given: Job,
  { direction = 'forward', statementMs = 30_000, signal }: PreflightOptions = {},
): Promise<readonly Checked[]> {
  const connection = await connect();
  try {
    await connection.setTimeouts({ lockMs: 1_000, statementMs });
    const { job } = await findTable(connection, given);
    return await lookAll(connection, job, direction, checks, signal);
  } catch (error) {
    throw databaseError(error, connection);
  } finally {
    await connection.close();
  }
}

/**
 * The same within a run.
 *
 * @param resumed leaves out what would scan the table once more
 * @returns what is worth telling
 * @throws UserError called as the check, where nothing may be written
 */
export async function requirePreflight(
  connection: Connection,
  job: Job,
  direction: CopyDirection,
  resumed: boolean,
  signal: AbortSignal | undefined,
): Promise<readonly (Finding & { readonly check: Check['name'] })[]> {
  const due = checks.filter(({ scans }) => !(scans && resumed));
  const findings = (await lookAll(connection, job, direction, due, signal)).flatMap(
    ({ check, findings: found }) => found.map((finding) => ({ check, ...finding })),
  );
  const stopping = findings.find(({ weight }) => weight === 'stops');
  if (stopping) {
    throw new UserError(stopping.check, stopping.message, stopping.hint ? { hint: stopping.hint } : {});
  }
  return findings;
}

async function lookAll(
  connection: Connection,
  job: Job,
  direction: CopyDirection,
  due: readonly Check[],
  signal: AbortSignal | undefined,
): Promise<readonly Checked[]> {
  const done: Checked[] = [];
  for (const check of due) {
    if (signal?.aborted) break;
    const look = await check.look({ connection, job, direction, signal });
    done.push({ check: check.name, title: check.title, ...look });
  }
  return done;
}
