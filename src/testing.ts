/** For the tests of an application with a transition under way: `prisma-expand-contract/testing`. */
import { AssertionError } from 'node:assert';
import { requireDeployed } from './backfill/deployed.js';
import type { Job } from './backfill/job.js';
import { verify } from './backfill/verify.js';
import { connect } from './database/connect.js';
import { dialectOf } from './database/dialects.js';
import { isUserError } from './errors.js';
import { scenarioOf } from './scenarios/registry.js';
import { parseSchema } from './schema/document.js';
import {
  generatorBlocks,
  ownGenerator,
  readGeneratorSettings,
  readProvider,
} from './schema/generator-config.js';
import { loadSchema } from './schema/load.js';
import { readTransitions } from './schema/transitions.js';

export interface TestDatabase {
  readonly databaseUrl: string;
  /** The folder of the project. Default: the working directory. */
  readonly cwd?: string;
  /** Schema file or folder. Default: as Prisma finds it. */
  readonly schema?: string;
}

/**
 * Makes a test database as it is in production during a transition. `prisma db push` makes tables from the schema
 * alone and so leaves the sync triggers out, which live in migrations; this adds those that are missing.
 *
 * @returns the ids of the transitions whose trigger was added; none under `sync = "client"`
 * @throws UserError `not-migrated` if the database has not the columns of the schema, `database-…`
 */
export async function installSync(database: TestDatabase): Promise<readonly string[]> {
  const { sync, jobs } = await readJobs(database);
  const [first] = jobs;
  if (sync !== 'trigger' || first === undefined) return [];
  const connection = await open(database, first);
  const added: string[] = [];
  try {
    for (const job of jobs) {
      await requireDeployed(connection, { ...job, needsTrigger: false });
      if (await hasTrigger(() => requireDeployed(connection, { ...job, needsTrigger: true }))) continue;
      await connection.transaction(async () => {
        for (const text of job.dialect.createSync(job.sync)) await connection.query({ text, values: [] });
      });
      added.push(job.id);
    }
    return added;
  } finally {
    await connection.close();
  }
}

/**
 * Asserts that source and target agree in every row, as the production database must before the next stage.
 *
 * @throws AssertionError with the number of differing rows and the keys of the first of them
 */
export async function assertNoDrift(database: TestDatabase): Promise<void> {
  const { jobs } = await readJobs(database);
  for (const job of jobs) {
    const { drift, rows, samples } = await verify(() => open(database, job), {
      ...job,
      needsTrigger: false,
    });
    if (drift === 0) continue;
    throw new AssertionError({
      message: `${job.id}: ${drift} of ${rows} rows drift\n${samples.map((key) => `  ${key}`).join('\n')}`,
      actual: drift,
      expected: 0,
      operator: 'assertNoDrift',
    });
  }
}

function open({ databaseUrl, cwd = process.cwd() }: TestDatabase, { dialect }: Job) {
  return connect(dialect.provider, databaseUrl, cwd);
}

async function readJobs({ cwd = process.cwd(), schema }: TestDatabase) {
  const document = parseSchema((await loadSchema(cwd, schema)).files);
  const provider = readProvider(document);
  const block = ownGenerator(generatorBlocks(document));
  const sync = block ? readGeneratorSettings(block).sync : 'trigger';
  const transitions = readTransitions(document, provider);
  const jobs = transitions.flatMap((transition): Job[] => {
    const correspondence = scenarioOf(transition).correspondence(transition);
    if (!correspondence) return [];
    return [
      {
        id: transition.id,
        dialect: dialectOf(provider),
        sync: correspondence,
        key: transition.table.key,
        needsTrigger: sync === 'trigger',
      },
    ];
  });
  return { sync, jobs };
}

async function hasTrigger(look: () => Promise<unknown>): Promise<boolean> {
  try {
    await look();
    return true;
  } catch (error) {
    if (isUserError(error) && error.code === 'not-migrated') return false;
    throw error;
  }
}
