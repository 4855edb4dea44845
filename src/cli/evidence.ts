import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { appliedMigrations } from '../backfill/applied-migrations.js';
import { databaseError } from '../backfill/database-error.js';
import type { Job } from '../backfill/job.js';
import type { BackfillState } from '../backfill/progress.js';
import { readStatus } from '../backfill/remote.js';
import { type Verification, verify } from '../backfill/verify.js';
import { type DatabaseName, databaseName, describeDatabase } from '../database/database-name.js';
import { dialectOf } from '../database/dialects.js';
import { UserError } from '../errors.js';
import type { PlannedTransition } from '../schema/transition.js';
import { connectTo, requireJob } from './chosen-transitions.js';
import type { Project } from './project.js';

/** Which database was looked at, when, and how far it is. */
export interface Circumstances {
  readonly database: DatabaseName;
  /** ISO 8601. */
  readonly time: string;
  readonly columns: ComparedColumns;
  readonly backfill: BackfillState | 'never begun';
  /** The migrations that Prisma Migrate has finished there; null where it keeps no account. */
  readonly migrations: readonly string[] | null;
  readonly lastMigration: string | null;
}

interface ComparedColumns {
  readonly table: string;
  /** null where one column is filled. */
  readonly source: string | null;
  readonly target: string;
}

/** What a database says of a transition, or said to `pec verify --json` of another environment. */
export interface Evidence extends Omit<Circumstances, 'backfill' | 'columns'> {
  readonly backfill: Circumstances['backfill'];
  /** Absent where nobody has compared the rows. */
  readonly verification?: Pick<Verification, 'rows' | 'drift' | 'unmapped'>;
}

/** Evidence of another environment is taken for so long: the application goes on writing. */
export const freshForHours = 24;

/**
 * What the project's database says of itself.
 *
 * @throws UserError `database-…`, `no-database-url`
 */
export async function lookAround(project: Project, job: Job): Promise<Circumstances> {
  const url = await project.databaseUrl();
  const database = databaseName(project.provider, url, project.directory);
  const connect = await connectTo(project);
  const time = new Date().toISOString();
  const connection = await connect();
  let migrations: readonly string[] | undefined;
  try {
    migrations = await appliedMigrations(connection, job.dialect);
  } catch (error) {
    throw databaseError(error, connection);
  } finally {
    await connection.close();
  }
  const { progress } = await readStatus(connect, job, 'forward');
  return {
    database,
    time,
    columns: columnsOf(job),
    backfill: progress?.state ?? 'never begun',
    migrations: migrations ?? null,
    lastMigration: migrations?.at(-1) ?? null,
  };
}

/** The migrations that the project's database has finished, whatever else it holds. */
export async function lookAtMigrations(project: Project): Promise<Pick<Evidence, 'database' | 'migrations'>> {
  const database = databaseName(project.provider, await project.databaseUrl(), project.directory);
  const connection = await (await connectTo(project))();
  try {
    return {
      database,
      migrations: (await appliedMigrations(connection, dialectOf(project.provider))) ?? null,
    };
  } catch (error) {
    throw databaseError(error, connection);
  } finally {
    await connection.close();
  }
}

/**
 * Asks the project's database.
 *
 * @throws UserError `not-migrated`, `database-…`, `no-database-url`
 */
export async function gatherEvidence(
  project: Project,
  transition: PlannedTransition,
  compareRows: boolean,
): Promise<Evidence> {
  const job = requireJob(project, transition);
  const found = await lookAround(project, job);
  if (!compareRows) return found;
  return { ...found, verification: await verify(await connectTo(project), job) };
}

/**
 * Reads what `pec verify --json` has printed in another environment.
 *
 * @param file from the working directory
 * @throws UserError `bad-evidence`, `stale-evidence`, `other-evidence`
 */
export async function readEvidence(
  project: Project,
  transition: PlannedTransition,
  file: string,
  now: Date = new Date(),
): Promise<Evidence> {
  const text = await readFile(path.resolve(project.directory, file), 'utf8').catch((error: Error) => {
    throw new UserError('bad-evidence', `${file} cannot be read: ${error.message}`, { hint: howTo });
  });
  const events = text
    .split('\n')
    .flatMap((line, index) => (line.trim() ? [parse(line, file, index + 1)] : []));
  const looks = events.filter(({ event }) => event === 'verification');
  const own = looks.filter((each) => each.transition === transition.id).at(-1);
  if (!own) {
    const others = [...new Set(looks.map((each) => String(each.transition)))];
    throw new UserError('other-evidence', `${file} says nothing of ${transition.id}`, {
      hint: others.length > 0 ? `it is of ${others.join(', ')}; ${howTo}` : howTo,
    });
  }
  if (!isEvidence(own)) {
    throw new UserError('bad-evidence', `${file} lacks what a gate needs to know`, {
      hint: `it was written by another version; ${howTo}`,
    });
  }
  requireSameColumns(own, requireJob(project, transition), file);
  requireFresh(own, file, now);
  if (own.complete !== true || own.sampled !== undefined) {
    throw new UserError('bad-evidence', `${file} did not compare every row`, { hint: howTo });
  }
  const { database, time, backfill, migrations, lastMigration, rows, drift, unmapped } = own;
  return {
    database,
    time,
    backfill,
    migrations,
    lastMigration,
    verification: { rows, drift, ...(unmapped && { unmapped }) },
  };
}

const howTo = 'make it with `npx pec verify --json > evidence.json`, where that database can be reached';

type Look = Circumstances & Verification & { readonly transition: string };

function parse(line: string, file: string, number: number): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw new UserError('bad-evidence', `${file} is not what \`pec verify --json\` prints`, {
    place: { file, line: number, column: 1, text: line.slice(0, 80) },
    hint: howTo,
  });
}

function isEvidence(event: Record<string, unknown>): event is Record<string, unknown> & Look {
  const { database, time, columns, backfill, migrations, rows, drift } = event;
  const isObject = (value: unknown) => typeof value === 'object' && value !== null;
  return (
    isObject(database) &&
    typeof (database as { database?: unknown }).database === 'string' &&
    isObject(columns) &&
    typeof time === 'string' &&
    !Number.isNaN(Date.parse(time)) &&
    typeof backfill === 'string' &&
    (migrations === null ||
      (Array.isArray(migrations) && migrations.every((name) => typeof name === 'string'))) &&
    Number.isInteger(rows) &&
    Number.isInteger(drift)
  );
}

function requireSameColumns({ columns }: Look, job: Job, file: string): void {
  const wanted = columnsOf(job);
  const differing = (Object.keys(wanted) as (keyof ComparedColumns)[]).filter(
    (name) => columns[name] !== wanted[name],
  );
  if (differing.length === 0) return;
  const shown = ({ table, source, target }: ComparedColumns) =>
    `"${table}": ${source === null ? '' : `"${source}" to `}"${target}"`;
  throw new UserError(
    'other-evidence',
    `${file} compared ${shown(columns)}, and ${job.id} is ${shown(wanted)}`,
    {
      hint: howTo,
    },
  );
}

function requireFresh({ time, database }: Look, file: string, now: Date): void {
  const hours = (now.getTime() - Date.parse(time)) / 3_600_000;
  // Clocks of two machines differ by a little.
  if (hours <= freshForHours && hours > -0.25) return;
  throw new UserError(
    'stale-evidence',
    `${file} looked at ${describeDatabase(database)} at ${time}, ${hours < 0 ? 'which is yet to come' : `more than ${freshForHours} hours ago`}`,
    { hint: howTo },
  );
}

function columnsOf({ sync }: Job): ComparedColumns {
  return { table: sync.table.name, source: sync.source?.column ?? null, target: sync.target.column };
}
