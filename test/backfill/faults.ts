import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { type TestPostgres, withClient } from '../support/postgres.js';
import { createPeople, drift } from './people.js';

const tsx = createRequire(import.meta.url).resolve('tsx/esm');

export const sql = (url: string, text: string) =>
  withClient(url, async (client) => (await client.query(text)).rows);

/** People after the expand migration, and a trigger that writes down each row that is written, in its transaction. */
export async function countedPeople(server: TestPostgres, rows: number): Promise<string> {
  const url = server.url(await server.createDatabase());
  await createPeople(url, rows);
  await sql(
    url,
    `CREATE TABLE written (id int);
     CREATE FUNCTION written() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN INSERT INTO written VALUES (NEW.id); RETURN NEW; END $$;
     CREATE TRIGGER written AFTER UPDATE ON "User" FOR EACH ROW EXECUTE FUNCTION written()`,
  );
  return url;
}

/** Every row is right, and none was written twice or counted twice. */
export async function expectEachOnce(url: string, rows: number): Promise<void> {
  expect(await drift(url)).toBe(0);
  expect(await sql(url, 'SELECT count(*)::int AS n, count(DISTINCT id)::int AS ids FROM written')).toEqual([
    { n: rows, ids: rows },
  ]);
  expect(
    await sql(
      url,
      'SELECT state, rows_scanned::int AS scanned, rows_copied::int AS copied FROM pec.backfill',
    ),
  ).toEqual([{ state: 'done', scanned: rows, copied: rows }]);
}

/** One backfill as a process. */
export function startRunner(url: string, workers: number, shared?: 'pg-boss') {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--import', tsx, path.join(import.meta.dirname, 'runner.ts'), url, String(workers), shared ?? ''],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const lines: string[] = [];
  const out = createInterface({ input: child.stdout! }).on('line', (line) => lines.push(line));
  const ended = once(child, 'close');
  return {
    child,
    lines,
    ended,
    /** Resolves once the pass has begun, which findings may come before, or with the end. */
    begun: () =>
      Promise.race([
        new Promise((resolve) => out.on('line', (line) => line.includes('"event":"start"') && resolve(line))),
        ended,
      ]),
  };
}

/** The same sequence for the same seed: https://en.wikipedia.org/wiki/Linear_congruential_generator */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * Kills a backfill with SIGKILL again and again, each time after a random while, and lets the last one finish.
 *
 * @returns how many were killed at work
 */
export async function killAtRandomMoments(
  server: TestPostgres,
  { kills, rows, seed }: { readonly kills: number; readonly rows: number; readonly seed: number },
): Promise<number> {
  const random = seeded(seed);
  const url = await countedPeople(server, rows);
  let killed = 0;
  while (killed < kills) {
    const runner = startRunner(url, random() < 0.5 ? 1 : 3);
    // From before its first connection up to some batches.
    if (random() < 0.8) await runner.begun();
    await sleep(random() * 60);
    runner.child.kill('SIGKILL');
    await runner.ended;
    if (runner.lines.some((line) => line.includes('"event":"result"'))) break;
    killed += 1;
    await freed(url);
  }
  const last = startRunner(url, 1);
  await last.ended;
  expect(last.child.exitCode).toBe(0);
  await expectEachOnce(url, rows);
  return killed;
}

/** Resolves once the server has noticed that the killed process is gone. */
async function freed(url: string): Promise<void> {
  for (;;) {
    const [row] = await sql(
      url,
      `SELECT count(*)::int AS n FROM pg_stat_activity
        WHERE application_name = 'prisma-expand-contract' AND datname = current_database()`,
    );
    if (row.n === 0) return;
    await sleep(5);
  }
}
