import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { dialectOf } from '../../src/database/dialects.js';
import type { Correspondence } from '../../src/database/operation.js';
import { renderStage } from '../../src/migrations/render-migration.js';
import { planTransition } from '../../src/plan/plan.js';
import { redefinition } from '../../src/rehearsal/redefinition.js';
import { scenarioOf } from '../../src/scenarios/registry.js';
import { parseSchema } from '../../src/schema/document.js';
import { applySchemaEdits } from '../../src/schema/edit.js';
import type { Provider, SyncMode } from '../../src/schema/transition.js';
import { readTransitions } from '../../src/schema/transitions.js';
import { adapterOf } from '../support/adapters.js';
import { recordBackfill } from '../support/copied.js';
import { openDatabase } from '../support/databases.js';
import { createWorkspace } from '../support/workspace.js';

/** A delegate of a generated client, whose types are not known here. */
export type Delegate<Row> = Readonly<
  Record<
    | 'create'
    | 'createMany'
    | 'update'
    | 'updateMany'
    | 'upsert'
    | 'findMany'
    | 'findUniqueOrThrow'
    | 'count'
    | 'groupBy',
    (args: object) => Promise<Row>
  >
>;

/** One database on which generations of an application take turns, from release to release. */
export interface Turns<Row> {
  query(sql: string): Promise<Record<string, unknown>[]>;
  execute(sql: string): Promise<unknown>;
  /** What a release would run: the generated client with its extension. */
  generation(name: string, schema: string): Promise<Delegate<Row>>;
  /** Moves schema and database on to the next release, and answers with its schema. */
  release(number: 1 | 2 | 3 | 4): Promise<string>;
  /** How many rows have sides that differ. */
  drift(): Promise<number>;
  backfill(): Promise<unknown>;
  stop(): Promise<void>;
}

/** The head of a schema, to be followed by its models. */
export function schemaHead(provider: Provider, sync: SyncMode): string {
  return `generator client {
  provider = "prisma-client"
  output   = "./client"
}
generator transitions {
  provider = "prisma-expand-contract"
  output   = "./transitions"
  sync     = "${sync}"
}
datasource db {
  provider = "${provider}"
}
`;
}

/**
 * @param annotated the schema before stage expand, with the one transition of the model `User`
 * @param table the SQL that makes the table of the model as it is before
 */
export async function openTurns<Row>(
  provider: Provider,
  sync: SyncMode,
  annotated: string,
  table: string,
): Promise<Turns<Row>> {
  const dialect = dialectOf(provider);
  const workspace = await createWorkspace();
  const database = await openDatabase(provider);
  const query = async (text: string) => [
    ...(await database.connection.query<Record<string, unknown>>({ text, values: [] })).rows,
  ];
  const clients: { $disconnect(): Promise<void> }[] = [];
  let schema = annotated;
  let pair: Correspondence | undefined;
  await database.exec(table);
  return {
    query,
    execute: database.exec,

    async generation(name, text) {
      const folder = path.join(workspace.directory, name);
      await mkdir(folder);
      await writeFile(path.join(folder, 'schema.prisma'), text);
      const done = await workspace.run(folder, 'prisma', ['generate', '--schema', 'schema.prisma']);
      if (done.code !== 0) throw new Error(done.stdout + done.stderr);
      const { PrismaClient } = await import(path.join(folder, 'client/client.ts'));
      const { withTransitions } = await import(path.join(folder, 'transitions/index.ts'));
      const client = withTransitions(new PrismaClient({ adapter: adapterOf(provider, database.url) }));
      clients.push(client);
      return client.user;
    },

    async release(number) {
      const transitions = readTransitions(parseSchema([{ path: 'schema.prisma', text: schema }]), provider);
      const transition = transitions[0]!;
      pair = scenarioOf(transition).correspondence(transition);
      const next = planTransition(transition, { provider, sync, keepSource: true }).stages[number - 1]!;
      const [edited] = await applySchemaEdits(
        [{ path: 'schema.prisma', text: schema }],
        [...next.schema, ...next.withoutSource],
      );
      const anew =
        provider === 'sqlite'
          ? await redefinition([['schema.prisma', schema]], [['schema.prisma', edited!.text]])
          : undefined;
      for (const { sql } of renderStage(transition.id, next, dialect, anew)) await database.exec(sql);
      schema = edited!.text;
      return schema;
    },

    async drift() {
      return Number((await query(dialect.countDrift(pair!).text))[0]!.drift);
    },
    async backfill() {
      await database.exec(dialect.backfillBatch(pair!, [], {}).text);
      await recordBackfill(database.connection, dialect, pair!);
    },
    async stop() {
      await Promise.all(clients.map((client) => client.$disconnect()));
      await database.stop();
      await workspace.remove();
    },
  };
}
