import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import Database from 'better-sqlite3';
import { diffSchemas } from '../../src/rehearsal/schema-engine.js';
import type { TransitionsOptions } from '../../src/runtime/index.js';
import type { Workspace } from '../support/workspace.js';

const fixture = fileURLToPath(new URL('../../__fixtures__/generated/workplace', import.meta.url));

export type Args = Readonly<Record<string, unknown>>;

/** A model's operations, untyped: these tests give it what the types of a client would not all allow. */
export type Delegate = Readonly<Record<string, (args?: Args) => PromiseLike<unknown>>>;

export interface Client {
  readonly user: Delegate;
  readonly profile: Delegate;
  readonly tag: Delegate;
  readonly membership: Delegate;
  readonly group: Delegate;
  readonly thing: Delegate;
  $transaction(work: readonly PromiseLike<unknown>[] | ((tx: Client) => Promise<unknown>)): Promise<unknown>;
  $executeRawUnsafe(sql: string): Promise<number>;
  $extends(extension: unknown): Client;
  $disconnect(): Promise<void>;
}

export interface Workplace {
  readonly folder: string;
  /** A client of the generated code, without the extension. */
  connect(adapter: unknown, options?: object): Client;
  readonly transitions: {
    transitions(options?: TransitionsOptions): unknown;
    withTransitions<Any>(client: Any, options?: TransitionsOptions): Any;
  };
  readonly Prisma: Readonly<Record<'DbNull' | 'JsonNull' | 'skip', unknown>> & {
    readonly Decimal: new (value: string) => unknown;
  };
}

/** Runs the real `prisma generate` over the workplace fixture, in phase expand, and loads what came out. */
export async function generateWorkplace(
  workspace: Workspace,
  name: string,
  change: (schema: string) => string = (schema) => schema,
): Promise<Workplace> {
  const folder = await workspace.copy(fixture, name);
  const file = path.join(folder, 'schema.prisma');
  const schema = change(await readFile(file, 'utf8'));
  await writeFile(file, schema);
  const done = await workspace.run(folder, 'prisma', ['generate', '--schema', 'schema.prisma']);
  if (done.code !== 0) throw new Error(done.stdout + done.stderr);
  const entry = schema.includes('"prisma-client-js"') ? 'client/index.js' : 'client/client.ts';
  const { PrismaClient, Prisma } = await import(path.join(folder, entry));
  return {
    folder,
    connect: (adapter, options = {}) => new PrismaClient({ adapter, ...options }) as Client,
    transitions: await import(path.join(folder, 'transitions/index.ts')),
    Prisma,
  };
}

/** A new SQLite file with the tables of the fixture. */
export async function createSqlite({ folder }: Workplace, name: string): Promise<PrismaBetterSqlite3> {
  const file = path.join(folder, `${name}.db`);
  const adapter = new PrismaBetterSqlite3({ url: `file:${file}` });
  const schema = await readFile(path.join(folder, 'schema.prisma'), 'utf8');
  const sql = await diffSchemas([], [['schema.prisma', schema]], adapter);
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = OFF');
  database.exec(sql);
  database.close();
  return adapter;
}

const states = new Map([
  ['active', 'ACTIVE'],
  ['on', 'ACTIVE'],
  ['banned', 'SUSPENDED'],
]);
const urgencies = new Map([
  ['new', 'NORMAL'],
  ['fresh', 'NORMAL'],
  ['rush', 'HIGH'],
]);

/** Each transition of the fixture as a person reads its annotation: the target of each source value. */
export const targets: Readonly<
  Record<string, Readonly<Record<string, { readonly target: string; of(source: never): unknown }>>>
> = {
  user: {
    userName: { target: 'displayName', of: same },
    nick: { target: 'alias', of: same },
    score: { target: 'points', of: same },
    status: { target: 'state', of: (value: string) => states.get(value) ?? 'UNKNOWN' },
    stage: { target: 'urgency', of: (value: string | null) => urgencies.get(value ?? '') ?? null },
    level: {
      target: 'priority',
      of: (value: string | null) => (value === null ? null : value === 'low' ? 'NORMAL' : 'HIGH'),
    },
  },
  profile: { bio: { target: 'about', of: same } },
  tag: { label: { target: 'title', of: same } },
  membership: { role: { target: 'duty', of: same } },
};

function same(value: unknown): unknown {
  return value;
}

/** A record as it has to be: each target what its source says. */
export function inStep(model: string, record: Args): Args {
  const copied = Object.entries(targets[model] ?? {}).map(([source, { target, of }]) => [
    target,
    of(record[source] as never),
  ]);
  return { ...record, ...Object.fromEntries(copied) };
}
