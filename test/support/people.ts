import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { diffSchemas } from '../../src/rehearsal/schema-engine.js';
import type { Provider } from '../../src/schema/transition.js';
import { adapterOf } from './adapters.js';
import { type TestPostgres, withClient } from './postgres.js';
import type { Workspace } from './workspace.js';

const fixture = fileURLToPath(new URL('../../__fixtures__/generated/people', import.meta.url));

type Operation =
  | 'create'
  | 'createMany'
  | 'createManyAndReturn'
  | 'update'
  | 'updateMany'
  | 'updateManyAndReturn'
  | 'upsert'
  | 'delete'
  | 'findUnique'
  | 'findUniqueOrThrow'
  | 'findFirst'
  | 'findMany'
  | 'count'
  | 'aggregate'
  | 'groupBy';

/** A model's operations, untyped: these tests look at what the database gets. */
export type Delegate = Readonly<Record<Operation, (args?: object) => PromiseLike<unknown>>>;

export interface People {
  readonly user: Delegate;
  readonly post: Delegate;
  readonly profile: Delegate;
  readonly tag: Delegate;
  readonly counter: Delegate;
  $transaction(work: readonly PromiseLike<unknown>[] | ((tx: People) => Promise<unknown>)): Promise<unknown>;
  $executeRawUnsafe(sql: string): PromiseLike<number>;
  $extends(extension: unknown): People;
  $disconnect(): Promise<void>;
}

export interface GeneratedPeople {
  readonly folder: string;
  /** A client of the generated code, without the extension. */
  connect(url: string, options?: object): People;
  /** The generated `transitions/index.ts`. */
  readonly transitions: {
    transitions(): unknown;
    withTransitions<Client>(client: Client): Client;
    readonly transitionOmit: object;
  };
}

/** Runs the real `prisma generate` over the people fixture and loads what came out. */
export async function generatePeople(
  workspace: Workspace,
  name: string,
  change: (schema: string) => string = (schema) => schema,
): Promise<GeneratedPeople> {
  const folder = await workspace.copy(fixture, name);
  const schema = path.join(folder, 'schema.prisma');
  await writeFile(schema, change(await readFile(schema, 'utf8')));
  const { code, stdout, stderr } = await workspace.run(folder, 'prisma', [
    'generate',
    '--schema',
    'schema.prisma',
  ]);
  if (code !== 0) throw new Error(stdout + stderr);
  const { PrismaClient } = await import(path.join(folder, 'client/client.ts'));
  return {
    folder,
    connect: (url, options = {}) =>
      new PrismaClient({
        adapter: adapterOf(providerOf(url), url),
        ...options,
      }) as People,
    transitions: await import(path.join(folder, 'transitions/index.ts')),
  };
}

function providerOf(url: string): Provider {
  if (url.startsWith('file:')) return 'sqlite';
  return url.startsWith('mysql:') ? 'mysql' : 'postgresql';
}

/** An empty database with the tables of a generated schema. */
export async function createTables(postgres: TestPostgres, folder: string): Promise<string> {
  const url = postgres.url(await postgres.createDatabase());
  const schema = await readFile(path.join(folder, 'schema.prisma'), 'utf8');
  const sql = await diffSchemas([], [['schema.prisma', schema]], new PrismaPg({ connectionString: url }));
  await withClient(url, (client) => client.query(sql));
  return url;
}
