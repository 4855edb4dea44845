import { setTimeout as sleep } from 'node:timers/promises';
import { type BackfillOptions, type BackfillResult, runBackfill } from '../../src/backfill/backfill.js';
import type { Job } from '../../src/backfill/job.js';
import { connect } from '../../src/database/connect.js';
import { dialectOf } from '../../src/database/dialects.js';
import { parameters } from '../../src/database/statement.js';
import { copied } from '../../src/model/conversion.js';
import { seeded } from './faults.js';

export type Server = 'postgresql' | 'mysql';

/** The application's side of a backfill among transactions that lock several rows each. */
export interface Contention {
  /** undefined where no backfill ran. */
  readonly result: BackfillResult | undefined;
  /** Errors of the application's transactions: none is the goal. */
  readonly errors: readonly string[];
  /** Milliseconds that each transaction of the application took, without its own pauses. */
  readonly latencies: readonly number[];
}

export interface Round
  extends Pick<BackfillOptions, 'batchSize' | 'targetMs' | 'pauseMs' | 'workers' | 'rangeSize'> {
  readonly rows: number;
  readonly seed: number;
  /** The writers alone for this long, in place of a backfill. */
  readonly idleMs?: number;
}

const writers = 8;
const rowsOfTransaction = 5;

export function renameOn(provider: Server): Job {
  return {
    id: 'User.displayName',
    dialect: dialectOf(provider),
    sync: {
      table: { name: 'User' },
      source: { column: 'userName', sqlType: 'VARCHAR(60)' },
      target: { column: 'displayName', sqlType: 'VARCHAR(60)' },
      ...copied,
    },
    key: [{ column: 'id', sqlType: 'INTEGER' }],
    needsTrigger: true,
  };
}

/** The table of {@link renameOn} right after stage expand, with a trigger and no row copied. */
export async function createUsers(provider: Server, url: string, rows: number): Promise<void> {
  const { dialect, sync } = renameOn(provider);
  const [table, id, source, target] = ['User', 'id', 'userName', 'displayName'].map(dialect.quote);
  const connection = await connect(provider, url, '/');
  const run = (text: string) => connection.query({ text, values: [] });
  try {
    await run(
      `CREATE TABLE ${table} (${id} integer PRIMARY KEY, ${source} varchar(60), ${target} varchar(60), visits integer NOT NULL DEFAULT 0)`,
    );
    for (let from = 1; from <= rows; from += 5000) {
      const length = Math.min(5000, rows - from + 1);
      const values = Array.from({ length }, (_, n) => `(${from + n}, 'first ${from + n}')`);
      await run(`INSERT INTO ${table} (${id}, ${source}) VALUES ${values.join(', ')}`);
    }
    for (const text of dialect.createSync(sync)) await run(text);
  } finally {
    await connection.close();
  }
}

/**
 * Eight writers whose transactions lock several rows each, from the last to the first, in front of a backfill that
 * goes from the first to the last. No row belongs to two writers, so they cannot stand in each other's way.
 */
export async function lockBesideBackfill(
  provider: Server,
  url: string,
  { rows, seed, idleMs, ...options }: Round,
): Promise<Contention> {
  const job = renameOn(provider);
  const { dialect } = job;
  const random = seeded(seed);
  const open = () => connect(provider, url, '/');
  const [table, id, source] = ['User', 'id', 'userName'].map(dialect.quote);
  const errors: string[] = [];
  const latencies: number[] = [];
  let copied = 0;
  let done = false;

  const transaction = (number: number) => {
    const near = Math.min(copied + Math.floor(random() * 1000), rows - 1);
    const chosen = new Set(
      Array.from({ length: rowsOfTransaction }, () => near + Math.floor(random() * 1000)),
    );
    const own = [...chosen].map((row) => (row - (row % writers) + number) % rows).toSorted((a, b) => b - a);
    return own.map((row) => {
      const bind = parameters(dialect.placeholder);
      const assignment =
        random() < 0.5 ? 'visits = visits + 1' : `${source} = ${bind.add(`${number} wrote ${row}`)}`;
      return bind.statement(`UPDATE ${table} SET ${assignment} WHERE ${id} = ${bind.add(row + 1)}`);
    });
  };
  const writing = Array.from({ length: writers }, async (_, number) => {
    const session = await open();
    try {
      await session.setTimeouts({ lockMs: 30_000, statementMs: 30_000 });
      // The application's isolation, not ours.
      if (provider === 'mysql') {
        await session.query({ text: 'SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ', values: [] });
      }
      while (!done) {
        const statements = transaction(number);
        const started = performance.now();
        let slept = 0;
        try {
          await session.transaction(async () => {
            for (const statement of statements) {
              await session.query(statement);
              const before = performance.now();
              await sleep(random() * 4);
              slept += performance.now() - before;
            }
          });
          latencies.push(performance.now() - started - slept);
        } catch (error) {
          errors.push(`${session.errorCode(error)}: ${(error as Error).message}`);
        }
      }
    } finally {
      await session.close();
    }
  });

  let result: BackfillResult | undefined;
  try {
    if (idleMs !== undefined) await sleep(idleMs);
    else {
      result = await runBackfill(open, job, {
        ...options,
        onEvent: (event) => {
          if (event.event === 'batch') copied = event.rowsScanned;
        },
      });
    }
  } finally {
    done = true;
    await Promise.all(writing);
  }
  return { result, errors, latencies };
}

/** Round after round of {@link lockBesideBackfill}, each with a fresh table, until the time is over. */
export async function lockForSeconds(
  provider: Server,
  freshUrl: () => Promise<string>,
  { seconds, rows, seed, ...round }: Round & { readonly seconds: number },
): Promise<Omit<Contention, 'result'> & { readonly results: readonly BackfillResult[] }> {
  const errors: string[] = [];
  const latencies: number[] = [];
  const results: BackfillResult[] = [];
  let spent = 0;
  for (let number = 0; spent < seconds * 1000; number += 1) {
    const url = await freshUrl();
    await createUsers(provider, url, rows);
    const started = performance.now();
    const each = await lockBesideBackfill(provider, url, { rows, seed: seed + number, ...round });
    spent += performance.now() - started;
    errors.push(...each.errors);
    latencies.push(...each.latencies);
    if (each.result) results.push(each.result);
  }
  return { errors, results, latencies: latencies.toSorted((a, b) => a - b) };
}
