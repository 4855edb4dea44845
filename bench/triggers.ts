/**
 * `npm run bench:triggers -- [rounds] [provider…]`: writes of an application with and without the triggers of
 * `sync = "trigger"`, in turns within one session, and what becomes of concurrent upserts while both sides are unique.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { connect } from '../src/database/connect.js';
import type { Connection } from '../src/database/connection.js';
import type { Dialect } from '../src/database/dialect.js';
import { dialectOf } from '../src/database/dialects.js';
import type { SyncedColumns } from '../src/database/operation.js';
import { copied } from '../src/model/conversion.js';
import { startServer } from '../test/backfill/databases.js';

type Provider = Dialect['provider'];

const rounds = Number(process.argv[2] ?? 60);
const named = process.argv.slice(3) as Provider[];
const providers: readonly Provider[] = named.length > 0 ? named : ['postgresql', 'mysql', 'sqlite'];
/** Statements of one turn. */
const turn = 100;
const rows = 20_000;

/** The columns as they were before stage expand, and with the trigger, with and without a unique index on both sides. */
const variants = ['bare', 'again', 'synced', 'unique', 'bareUnique'] as const;
type Variant = (typeof variants)[number];

const isSynced = (variant: Variant) => variant === 'synced' || variant === 'unique';
const isUnique = (variant: Variant) => variant === 'unique' || variant === 'bareUnique';

for (const provider of providers) {
  const server = await startServer[provider]();
  try {
    const connection = await connect(provider, await server.fresh(), '/');
    console.log(`${provider}, load average before: ${loadavg()[0]?.toFixed(2)}`);
    await measure(provider, connection);
    await connection.close();
  } finally {
    await server.stop();
  }
}

async function measure(provider: Provider, connection: Connection): Promise<void> {
  const dialect = dialectOf(provider);
  const run = (text: string, values: readonly unknown[] = []) => connection.query({ text, values });
  for (const variant of variants) await create(provider, dialect, run, variant);
  const cpu = await processorOf(provider, connection);
  let inserted = rows;
  let written = 0;
  const at = dialect.placeholder;
  const statements = {
    'UPDATE of the column': (table: string) =>
      run(`UPDATE ${table} SET a = ${at(1)} WHERE id = ${at(2)}`, [`new ${++written}`, pick()]),
    'UPDATE of another': (table: string) =>
      run(`UPDATE ${table} SET other = ${at(1)} WHERE id = ${at(2)}`, [`new ${++written}`, pick()]),
    INSERT: (table: string) =>
      run(`INSERT INTO ${table} (id, a, other) VALUES (${at(1)}, ${at(2)}, 'x')`, [
        ++inserted,
        `inserted ${inserted}`,
      ]),
  };
  for (const [name, write] of Object.entries(statements)) {
    const turns = new Map<Variant, number[]>(variants.map((variant) => [variant, []]));
    const spent = new Map<Variant, number>(variants.map((variant) => [variant, 0]));
    for (let round = 0; round < rounds; round += 1) {
      // Each begins as often as the others do.
      const order = variants.map((_, index) => variants[(index + round) % variants.length]!);
      for (const variant of order) {
        const before = cpu();
        const started = performance.now();
        for (let n = 0; n < turn; n += 1) await write(dialect.quote(variant));
        spent.set(variant, spent.get(variant)! + cpu() - before);
        turns.get(variant)!.push((performance.now() - started) / turn);
      }
    }
    const each = (variant: Variant) => median(turns.get(variant)!);
    const ratio = (variant: Variant, base: Variant) => (each(variant) / each(base)).toFixed(3);
    const work = (variant: Variant, base: Variant) => (spent.get(variant)! / spent.get(base)!).toFixed(3);
    console.log(
      `${name.padEnd(22)} bare ${Math.round(1000 / each('bare'))}/s, with triggers ${Math.round(1000 / each('synced'))}/s: ` +
        `${ratio('synced', 'bare')}, both sides unique ${ratio('unique', 'bareUnique')}, bare / bare ${ratio('again', 'bare')}\n` +
        `${''.padEnd(22)} in processor time of the server: ${work('synced', 'bare')}, both sides unique ${work('unique', 'bareUnique')}, bare / bare ${work('again', 'bare')}`,
    );
  }
}

async function create(
  provider: Provider,
  dialect: Dialect,
  run: (text: string) => Promise<unknown>,
  variant: Variant,
): Promise<void> {
  const table = dialect.quote(variant);
  const text = provider === 'mysql' ? 'VARCHAR(191)' : 'TEXT';
  await run(
    `CREATE TABLE ${table} (id INTEGER PRIMARY KEY, a ${text}, other ${text}${isSynced(variant) ? `, b ${text}` : ''})`,
  );
  for (let from = 1; from <= rows; from += 5_000) {
    const values = Array.from({ length: 5_000 }, (_, n) => `(${from + n}, 'first ${from + n}', 'other')`);
    await run(`INSERT INTO ${table} (id, a, other) VALUES ${values.join(', ')}`);
  }
  if (isUnique(variant)) await run(`CREATE UNIQUE INDEX ${variant}_a ON ${table} (a)`);
  if (!isSynced(variant)) return;
  const sync: SyncedColumns = {
    table: { name: variant },
    source: { column: 'a', sqlType: text },
    target: { column: 'b', sqlType: text },
    ...copied,
    key: ['id'],
    ...(isUnique(variant) && { uniques: [['a']] }),
  };
  await run(`UPDATE ${table} SET b = a`);
  if (isUnique(variant)) await run(`CREATE UNIQUE INDEX ${variant}_b ON ${table} (b)`);
  for (const statement of dialect.createSync(sync)) await run(statement);
}

/**
 * The processor time, in milliseconds, that the process behind the session has taken so far: on a busy machine it says
 * more than the clock. From `/proc`, so on Linux alone; NaN elsewhere.
 */
async function processorOf(provider: Provider, connection: Connection): Promise<() => number> {
  if (provider === 'sqlite') {
    return () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    };
  }
  const text =
    provider === 'postgresql'
      ? 'SELECT pg_backend_pid() AS pid'
      : 'SELECT @@GLOBAL.pid_file AS pid, @@datadir AS dir';
  const { rows: found } = await connection.query<{ pid: string; dir?: string }>({ text, values: [] });
  try {
    const { pid, dir } = found[0]!;
    const number =
      dir === undefined ? pid : readFileSync(pid.startsWith('/') ? pid : `${dir}/${pid}`, 'utf8').trim();
    const files =
      provider === 'postgresql'
        ? () => [`/proc/${number}/schedstat`]
        : () => readdirSync(`/proc/${number}/task`).map((task) => `/proc/${number}/task/${task}/schedstat`);
    const read = () =>
      files().reduce((sum, file) => sum + Number(readFileSync(file, 'utf8').split(' ')[0]) / 1e6, 0);
    read();
    return read;
  } catch {
    return () => Number.NaN;
  }
}

function pick(): number {
  return 1 + Math.floor(Math.random() * rows);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
