import { cp, mkdtemp, readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MigrationFile } from '../../src/migrations/render-migration.js';
import { writeMigrations } from '../../src/migrations/write-migrations.js';
import { type Instance, startInstance } from '../../src/rehearsal/instance.js';
import { postgresAdapter } from '../../src/rehearsal/postgres-adapter.js';
import { applyMigrations } from '../../src/rehearsal/schema-engine.js';
import { withClient } from '../support/postgres.js';
import type { RollingApplication } from './application.js';
import { type Load, type LoadCounts, startLoad } from './load.js';
import type { Tenant } from './operation.js';
import type { Release, ReleaseNumber, Releases } from './releases.js';

export interface Outcome {
  readonly operations: number;
  readonly errors: number;
  readonly driftedRows: number;
  /** The first failures in words: which generation, what it answered. */
  readonly failures: readonly string[];
}

/**
 * One database, the generations that are alive, and the load on them. Every method is one thing that an
 * operator does on a day of deploying; a test is a sequence of them.
 */
export interface Train {
  /** The stages in order: stage expand is the first of them. */
  readonly stages: Releases['stages'];
  readonly databaseUrl: string;
  /** Applies what the tree of this release adds to the migrations, as `prisma migrate deploy` does. */
  migrate(release: ReleaseNumber): Promise<void>;
  /** Takes the migrations of a release back, with what `pec revert` writes for it. */
  revert(release: ReleaseNumber): Promise<void>;
  /** Starts the generation of this release and sends load to it too. */
  start(release: ReleaseNumber): Promise<void>;
  /** Takes the load away from the generation, lets it finish its requests, and ends it. */
  drain(release: ReleaseNumber): Promise<void>;
  /** Load on whatever is alive, for a while, and for a good number of operations. */
  mixedLoad(): Promise<void>;
  /** Runs a command in the tree of a release; throws where it does not end with code 0. */
  command(release: ReleaseNumber, program: string, ...args: readonly string[]): Promise<string>;
  /** Raw SQL: what the mutations need. */
  sql(text: string): Promise<readonly Record<string, unknown>[]>;
  /** Rows whose two columns differ, counted with SQL that shares nothing with the product. */
  drift(): Promise<number>;
  /** So far. */
  counts(): { readonly operations: number; readonly errors: number };
  /** Ends the load and every generation. */
  finish(): Promise<Outcome>;
}

export interface TrainOptions<T extends Tenant> {
  readonly application: RollingApplication<T>;
  readonly releases: Releases;
  readonly databaseUrl: string;
  readonly seed: number;
  /** How long two generations share the load at each rollout. */
  readonly mixedMs: number;
}

const leastOperations = 60;

export async function openTrain<T extends Tenant>(options: TrainOptions<T>): Promise<Train> {
  const { application, releases, databaseUrl } = options;
  const { workload } = application;
  const { table, target, converted } = application.columns;
  const alive = new Map<ReleaseNumber, Instance>();
  let load: Load | undefined;

  const targets = () => [...alive.values()].map(({ generation, url }) => ({ generation, url }));
  const retarget = () => load?.setTargets(targets());

  /** Developers do not prepare a release on the machine that serves: the load waits meanwhile. */
  async function release(number: ReleaseNumber): Promise<Release> {
    await load?.setTargets([]);
    try {
      return await releases.prepare(number, databaseUrl);
    } finally {
      await retarget();
    }
  }

  const run = async (directory: string, program: string, args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await releases.workspace.run(directory, program, args, {
      DATABASE_URL: databaseUrl,
    });
    if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
    return stdout;
  };

  // The migrations of this database in the order of its own history, in which a release may come twice.
  const migrations = await mkdtemp(join(releases.workspace.directory, 'migrations-'));
  const adapter = postgresAdapter(databaseUrl);
  const deploy = (files: readonly MigrationFile[]) => writeMigrations(migrations, 'postgresql', files);

  return {
    stages: releases.stages,
    databaseUrl,
    async migrate(number) {
      const { directory } = await release(number);
      if (number === 0) await cp(join(directory, 'prisma/migrations'), migrations, { recursive: true });
      else await deploy(await addedMigrations((await release(previous(number))).directory, directory));
      await applyMigrations(migrations, adapter);
    },
    async revert(number) {
      const { directory } = await release(number);
      const reverted = await releases.workspace.copy(directory, `${basename(migrations)}-reverted-${number}`);
      await run(reverted, 'pec', ['revert', '--drained']);
      await deploy(await addedMigrations(directory, reverted));
      await applyMigrations(migrations, adapter);
    },
    async start(number) {
      const { directory } = await release(number);
      const generation = `G${number}`;
      const nodeArguments = ['--import', 'tsx', 'src/server.ts'];
      alive.set(number, await startInstance({ generation, directory, nodeArguments, databaseUrl }));
      if (load) await retarget();
      else load = startLoad({ workload, targets: targets(), seed: options.seed, concurrency: 8 });
    },
    async drain(number) {
      const instance = alive.get(number);
      if (!instance) throw new Error(`G${number} is not alive`);
      alive.delete(number);
      await retarget();
      await instance.stop();
    },
    async mixedLoad() {
      const done = () => tally(load?.counts()).operations;
      const before = done();
      await sleep(options.mixedMs);
      // A busy machine gets little done in that time, and what goes wrong has to be met.
      while (done() - before < leastOperations) await sleep(50);
    },
    command: async (number, program, ...args) => run((await release(number)).directory, program, args),
    async sql(text) {
      return withClient(databaseUrl, async (client) => (await client.query(text)).rows);
    },
    async drift() {
      const { rows } = await withClient(databaseUrl, (client) =>
        client.query<{ count: number }>(
          `SELECT count(*)::int AS count FROM ${table} WHERE ${target} IS DISTINCT FROM ${converted}`,
        ),
      );
      return rows[0]!.count;
    },
    counts: () => tally(load?.counts()),
    async finish() {
      const counts = await load?.stop();
      await Promise.allSettled([...alive.values()].map((instance) => instance.stop()));
      alive.clear();
      return {
        ...tally(counts),
        driftedRows: 0,
        failures: (counts?.failures ?? [])
          .slice(0, 10)
          .map(({ generation, operation, detail }) => `${generation}: ${operation}: ${detail}`),
      };
    },
  };
}

const tally = (counts: LoadCounts | undefined) => ({
  operations: counts?.operations ?? 0,
  errors: counts ? counts.errors + counts.wrongAnswers : 0,
});

const previous = (number: ReleaseNumber) => (number - 1) as ReleaseNumber;

/** The migrations of a tree that another does not have, without their time stamps. */
async function addedMigrations(before: string, after: string): Promise<readonly MigrationFile[]> {
  const known = new Set(await readdir(join(before, 'prisma/migrations')));
  const folders = (await readdir(join(after, 'prisma/migrations'))).filter((name) => !known.has(name)).sort();
  return Promise.all(
    folders.map(async (folder) => ({
      name: folder.replace(/^\d+_/, ''),
      sql: await readFile(join(after, 'prisma/migrations', folder, 'migration.sql'), 'utf8'),
    })),
  );
}
