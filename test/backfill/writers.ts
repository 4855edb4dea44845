import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { runBackfill } from '../../src/backfill/backfill.js';
import type { Job } from '../../src/backfill/job.js';
import { verify } from '../../src/backfill/verify.js';
import { connect } from '../../src/database/connect.js';
import type { Connection } from '../../src/database/connection.js';
import { dialectOf } from '../../src/database/dialects.js';
import { parameters } from '../../src/database/statement.js';
import { copied as asItIs } from '../../src/model/conversion.js';
import { seeded } from './faults.js';

const writers = 8;
const rows = 16_000;

/**
 * Round after round: a table right after the expand migration, a backfill, and eight writers at the rows that it is
 * about to copy, which change either side, insert and delete. Each writer owns its rows, so it knows what they have
 * to hold in the end.
 *
 * @param freshUrl gives an empty database
 * @returns how much was written meanwhile
 */
export async function writeBesideBackfill(
  provider: 'postgresql' | 'mysql',
  freshUrl: () => Promise<string>,
  { seconds, workers, seed }: { readonly seconds: number; readonly workers: number; readonly seed: number },
): Promise<number> {
  const random = seeded(seed);
  const until = Date.now() + seconds * 1000;
  let written = 0;
  do {
    written += await round(provider, await freshUrl(), workers, random);
  } while (Date.now() < until);
  return written;
}

async function round(
  provider: 'postgresql' | 'mysql',
  url: string,
  workers: number,
  random: () => number,
): Promise<number> {
  const dialect = dialectOf(provider);
  const { quote } = dialect;
  const open = () => connect(provider, url, '/');
  const [table, id, source, target] = ['User', 'id', 'userName', 'displayName'].map(quote);
  const job: Job = {
    id: 'User.displayName',
    dialect,
    sync: {
      table: { name: 'User' },
      source: { column: 'userName', sqlType: 'VARCHAR(60)' },
      target: { column: 'displayName', sqlType: 'VARCHAR(60)' },
      ...asItIs,
    },
    key: [{ column: 'id', sqlType: 'INTEGER' }],
    needsTrigger: true,
  };
  const setup = await open();
  const run = (text: string) => setup.query({ text, values: [] });
  await run(
    `CREATE TABLE ${table} (${id} integer PRIMARY KEY, ${source} varchar(60), ${target} varchar(60))`,
  );
  for (let from = 1; from <= rows; from += 4000) {
    const values = Array.from({ length: 4000 }, (_, n) => `(${from + n}, 'first ${from + n}')`);
    await run(`INSERT INTO ${table} (${id}, ${source}) VALUES ${values.join(', ')}`);
  }
  for (const text of dialect
    .script([{ kind: 'create-sync', sync: job.sync }], true)
    .split(/;\n(?=SET|DROP|CREATE)|;$/))
    if (text.trim() !== '') await run(text);

  let copied = 0;
  let done = false;
  let written = 0;
  /** What each row that was written has to hold; undefined: it is deleted. */
  const last = new Map<number, string | undefined>();

  const write = async (session: Connection, number: number) => {
    const bind = parameters(dialect.placeholder);
    const near = copied + Math.floor(random() * 400);
    const row = Math.max(writers, near - (near % writers)) + number;
    const value = `${number} wrote ${written}`;
    const kind = random();
    const exists = last.has(row) ? last.get(row) !== undefined : row <= rows;
    const one = random() < 0.5 ? source : target;
    const text = !exists
      ? `INSERT INTO ${table} (${id}, ${one}) VALUES (${row}, ${bind.add(value)})`
      : kind < 0.1
        ? `DELETE FROM ${table} WHERE ${id} = ${row}`
        : kind < 0.3
          ? `UPDATE ${table} SET ${source} = ${bind.add(value)}, ${target} = ${bind.add(value)} WHERE ${id} = ${row}`
          : `UPDATE ${table} SET ${one} = ${bind.add(value)} WHERE ${id} = ${row}`;
    try {
      // Held for a while, so that a batch meets it, waits, and must then see what was written.
      await session.transaction(async () => {
        await session.query(bind.statement(text));
        await sleep(random() * 10);
      });
    } catch (error) {
      if (session.failure(error) !== 'busy') throw error;
      return;
    }
    written += 1;
    last.set(row, text.startsWith('DELETE') ? undefined : value);
  };
  const writing = Array.from({ length: writers }, async (_, number) => {
    const session = await open();
    try {
      // The application's isolation, not ours.
      if (provider === 'mysql') {
        await session.query({ text: 'SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ', values: [] });
      }
      while (!done) await write(session, number);
    } finally {
      await session.close();
    }
  });
  try {
    const result = await runBackfill(open, job, {
      batchSize: 200,
      targetMs: 0,
      pauseMs: 5,
      workers,
      rangeSize: 2000,
      attempts: 50,
      onEvent: (event) => {
        if (event.event === 'batch') copied = event.rowsScanned;
      },
    });
    expect(result).toMatchObject({ outcome: 'done', rowsFailed: 0 });
  } finally {
    done = true;
    await Promise.all(writing);
  }
  expect(await verify(open, job)).toMatchObject({ drift: 0 });
  const { rows: found } = await setup.query<{ id: number; source: string; target: string }>({
    text: `SELECT ${id} AS id, ${source} AS source, ${target} AS target FROM ${table}`,
    values: [],
  });
  await setup.close();
  const held = new Map(found.map((row) => [row.id, row]));
  for (const [row, value] of last) {
    expect([row, held.get(row)?.source, held.get(row)?.target]).toEqual([row, value, value]);
  }
  return written;
}
