import { setTimeout as sleep } from 'node:timers/promises';
import { dialectOf } from '../../../src/database/dialects.js';
import type { SyncMode } from '../../../src/schema/transition.js';
import { recordBackfill } from '../../support/copied.js';
import { isMySql } from '../../support/mariadb.js';
import { seeded } from '../load.js';
import type { Random } from '../operation.js';
import type { Instance } from './instance.js';
import { type Dice, type Operation, operationOf } from './operations.js';
import {
  copied,
  type Generation,
  ownSide,
  positions,
  type Row,
  type Rows,
  type Situation,
  seen,
} from './rows.js';
import { delegateOf, up, type Variant } from './variants.js';
import type { Way, World } from './world.js';

/** A transition under load: processes of two generations at once, each worker with rows of its own. */
export interface Rollout {
  readonly way: Way;
  /** Runs SQL of a migration, or of a mistake. */
  sql(text: string): Promise<void>;
  /** Sends the load to these generations from now on, once nothing is under way at any other. */
  alive(...generations: readonly Generation[]): Promise<void>;
  /** Applies the migrations of a release while the load goes on. */
  migrate(release: 1 | 2 | 3 | 4): Promise<void>;
  backfill(): Promise<void>;
  /** Lets it go on for a while. */
  load(): Promise<void>;
  /** Rows whose target is not what the source maps to, compared here and not by the SQL of the product. */
  drift(): Promise<number>;
  /** Ends the load; how many operations there were, and the first failures in words. */
  finish(): Promise<{ readonly operations: number; readonly failures: readonly string[] }>;
}

export interface RolloutOptions {
  readonly world: World;
  readonly sync: SyncMode;
  readonly variant: Variant;
  readonly instances: ReadonlyMap<Generation, Instance>;
  readonly seed: number;
  /** How many operations `load` waits for, well ended or not. */
  readonly operations: number;
  readonly workers?: number;
  /** What another plan would have made of it. */
  readonly way?: Way;
}

export async function openRollout(options: RolloutOptions): Promise<Rollout> {
  const { world, sync, variant, instances } = options;
  const { provider, database } = world;
  const way = options.way ?? (await world.way(sync, variant));
  const dialect = dialectOf(provider);
  const delegate = delegateOf(variant);
  const failures: string[] = [];
  let operations = 0;
  let running = true;
  let release: 0 | 1 | 2 | 3 | 4 = 0;
  let generations: readonly Generation[] = [];
  const busy = new Map<Generation, number>();
  const tenants: { rows: Rows }[] = [];
  await world.reset(variant);

  const situation = (): Situation => ({
    provider,
    sync,
    variant,
    // Which generations are alive is no matter of what a write does.
    position: { ...positions[0]!, database: release },
  });

  /** As the comment of the file says: MySQL may stumble over an INSERT that met a key that is taken. */
  async function deploy(sql: string, tries = 50): Promise<void> {
    try {
      await database.exec(sql);
    } catch (error) {
      if (!isMySql || (error as { errno?: number }).errno !== 1062 || tries === 1) throw error;
      await deploy(sql, tries - 1);
    }
  }

  async function work(worker: number): Promise<void> {
    const random = seeded(options.seed * 1009 + worker);
    const tenant = { rows: new Map() as Rows };
    tenants.push(tenant);
    for (let turn = worker; running; turn += 1) {
      const here = generations[turn % generations.length];
      const there = generations[(turn + 1) % generations.length];
      if (here === undefined || there === undefined) {
        await sleep(5);
        continue;
      }
      hold([here, there], 1);
      try {
        const made = operationOf(
          {
            situation: situation(),
            generation: here,
            rows: tenant.rows,
            delegate,
            dice: dice(random, worker),
          },
          'others',
        );
        if (made) await write(here, made, tenant);
        await compare(here, there, worker, tenant.rows);
      } catch (error) {
        const { code, message } = error as { code?: string; message: string };
        if (failures.length < 20) failures.push(`${code ?? ''} ${message}`);
        // Whatever came of it, these rows are not known any more.
        await database.connection
          .query({
            text: `DELETE FROM ${table} WHERE ${dialect.quote('key')} LIKE 'w${worker}-%'`,
            values: [],
          })
          .catch(() => {});
        tenant.rows = new Map();
      } finally {
        hold([here, there], -1);
        operations += 1;
      }
    }
  }

  const table = dialect.quoteTable({ name: variant.table });

  async function write(here: Generation, made: Operation, tenant: { rows: Rows }): Promise<void> {
    const expected = made.effect(tenant.rows);
    const client = instances.get(here)!.client;
    for (let attempt = 0; ; attempt += 1) {
      const failed = await made.run(client).then(
        () => undefined,
        (error: { code?: string; message: string }) => error,
      );
      // A deadlock that the database has broken: an application tries again.
      if (failed?.code === 'P2034' && attempt < 5) continue;
      if (typeof expected === 'string') {
        if (failed?.code === expected) return;
        throw Object.assign(new Error(`G${here}: ${failed?.message ?? 'no error'} instead of ${expected}`), {
          code: `G${here}: ${failed?.code ?? 'done'}`,
        });
      }
      if (failed) throw Object.assign(new Error(failed.message), { code: `G${here}: ${failed.code}` });
      // The rows may have been copied meanwhile.
      const reached = made.effect(tenant.rows);
      if (typeof reached !== 'string') tenant.rows = reached;
      return;
    }
  }

  /** What was written here is read there. */
  async function compare(here: Generation, there: Generation, worker: number, rows: Rows): Promise<void> {
    const records: Record<string, unknown>[] = await instances
      .get(there)!
      .client[delegate].findMany({ where: { key: { startsWith: `w${worker}-` } }, orderBy: { key: 'asc' } })
      .catch((error: { code?: string; message: string }) => {
        throw Object.assign(new Error(error.message), { code: `G${there}: ${error.code}` });
      });
    const field = ownSide(there) === 's' ? 'source' : 'target';
    const read = records.map((record) => `${record.key}=${record[field]}`).join();
    const sorted = [...rows.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
    const expected = sorted.map((row) => `${row.key}=${seen(there, row)}`).join();
    if (read !== expected)
      throw new Error(
        `wrong answer, written by G${here} and read by G${there}: expected ${expected}, got ${read}`,
      );
  }

  function hold(which: readonly Generation[], by: 1 | -1): void {
    for (const generation of which) busy.set(generation, (busy.get(generation) ?? 0) + by);
  }

  const pairs = async () =>
    (
      await database.connection.query<{ s: string | null; t: string | null }>({
        text: `SELECT s, t FROM ${table}`,
        values: [],
      })
    ).rows;
  const everyRow = (change: (row: Row) => Row) => {
    for (const tenant of tenants)
      tenant.rows = new Map([...tenant.rows.values()].map((row) => [row.key, change(row)]));
  };
  const workers = Array.from({ length: options.workers ?? 4 }, (_, worker) => work(worker));

  return {
    way,
    sql: (text) => deploy(text),
    async alive(...next) {
      const gone = generations.filter((generation) => !next.includes(generation));
      generations = next;
      while (gone.some((generation) => (busy.get(generation) ?? 0) > 0)) await sleep(5);
    },
    async migrate(number) {
      for (const sql of way.forward[number]!) await deploy(sql);
      release = number;
    },
    async backfill() {
      await database.connection.query(dialect.backfillBatch(way.pair, [], {}));
      await recordBackfill(database.connection, dialect, way.pair);
      everyRow((row) => copied(situation(), row, 'forward'));
    },
    async load() {
      for (const until = operations + options.operations; operations < until; ) await sleep(5);
    },
    drift: async () => (await pairs()).filter(({ s, t }) => up(variant, s) !== t).length,
    async finish() {
      running = false;
      await Promise.all(workers);
      return { operations, failures };
    },
  };
}

function dice({ below }: Random, worker: number): Dice {
  const key = () => `w${worker}-${below(8)}`;
  return {
    operation: below(10_000),
    key: key(),
    other: key(),
    value: below(100),
    second: below(100),
    flag: below(2) === 0,
  };
}
