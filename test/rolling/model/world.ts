import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import internals from '@prisma/internals';
import { mirroring } from '../../../generators/index-file.js';
import { runtimeMetadata } from '../../../generators/runtime-metadata.js';
import { dialectOf } from '../../../src/database/dialects.js';
import type { SyncedColumns } from '../../../src/database/operation.js';
import { renderRevert, renderStage } from '../../../src/migrations/render-migration.js';
import { planTransition } from '../../../src/plan/plan.js';
import { redefinition } from '../../../src/rehearsal/redefinition.js';
import { applyTransitions } from '../../../src/runtime/extension.js';
import type { TransitionsMetadata } from '../../../src/runtime/metadata.js';
import { syncedColumns } from '../../../src/scenarios/parts/synced-columns.js';
import { parseSchema } from '../../../src/schema/document.js';
import { applySchemaEdits } from '../../../src/schema/edit.js';
import type { ColumnTransition, Provider, SyncMode } from '../../../src/schema/transition.js';
import { readTransitions } from '../../../src/schema/transitions.js';
import { adapterOf } from '../../support/adapters.js';
import { openDatabase, type TestDatabase } from '../../support/databases.js';
import { createWorkspace } from '../../support/workspace.js';
import { type Instance, type Serving, startInstance } from './instance.js';
import type { Generation } from './rows.js';
import { annotated, holders, tables } from './schema.js';
import type { Variant } from './variants.js';

/** A generated client with its extension. Its types are not known here. */
// biome-ignore lint/suspicious/noExplicitAny: it is imported at run time
export type Client = any;

/** The way of one variant, as SQL that was rendered once. */
export interface Way {
  readonly pair: SyncedColumns;
  /** By release: what it applies, and what takes it back. */
  readonly forward: readonly (readonly string[])[];
  readonly back: readonly (readonly string[])[];
}

/** One database, and the real clients of all generations in every sync mode. */
export interface World {
  readonly provider: Provider;
  readonly database: TestDatabase;
  client(sync: SyncMode, generation: Generation): Client;
  /** The same generation as a process of its own. */
  start(sync: SyncMode, generation: Generation): Promise<Instance>;
  way(sync: SyncMode, variant: Variant): Promise<Way>;
  /** The tables of one variant as before stage expand, empty, and no others. */
  reset(variant: Variant): Promise<void>;
  stop(): Promise<void>;
}

export async function openWorld(
  provider: Provider,
  variants: readonly Variant[],
  syncs: readonly SyncMode[],
): Promise<World> {
  const workspace = await createWorkspace();
  const database = await openDatabase(provider);
  const clients = new Map<string, Client>();
  // Made when they are asked for: most journeys go few of them.
  const ways = new Map<string, Promise<Way>>();
  const servings = new Map<string, Serving>();
  const schemas = await schemasOf(provider, variants);
  const generate = async (generation: Generation) => {
    const folder = path.join(workspace.directory, `G${generation}`);
    await mkdir(folder);
    await writeFile(path.join(folder, 'schema.prisma'), schemas[generation]!);
    const done = await workspace.run(folder, 'prisma', ['generate', '--schema', 'schema.prisma']);
    if (done.code !== 0) throw new Error(done.stdout + done.stderr);
    return path.join(folder, 'prisma/client.ts');
  };
  const generations = [0, 1, 2, 3] as const;
  const entries = await Promise.all(generations.map(generate));
  for (const generation of generations) {
    const schema = schemas[generation]!;
    const generated = entries[generation]!;
    const { PrismaClient } = await import(generated);
    for (const sync of syncs) {
      const metadata = generation === 0 ? undefined : await metadataOf(provider, sync, schema);
      const client = new PrismaClient({ adapter: adapterOf(provider, database.url) });
      clients.set(`${sync} ${generation}`, metadata ? applyTransitions(client, metadata) : client);
      servings.set(`${sync} ${generation}`, {
        provider,
        url: database.url,
        client: generated,
        ...(metadata && { metadata }),
      });
    }
  }
  const made = new Map(variants.map((variant) => [variant, tables(provider, variant)]));
  let standing: readonly string[] = [];
  return {
    provider,
    database,
    client: (sync, generation) => clients.get(`${sync} ${generation}`),
    start: (sync, generation) => startInstance(servings.get(`${sync} ${generation}`)!),
    way(sync, variant) {
      const name = `${sync} ${variant.model}`;
      const way = ways.get(name) ?? wayOf(provider, sync, variant);
      ways.set(name, way);
      return way;
    },
    async reset(variant) {
      const { create, drop } = made.get(variant)!;
      for (const statement of [...standing, ...create]) await database.exec(`${statement};`);
      standing = drop;
    },
    async stop() {
      await Promise.all([...clients.values()].map((client) => client.$disconnect()));
      await database.stop();
      await workspace.remove();
    },
  };
}

/** What the generator bakes into its `index.ts`. */
async function metadataOf(provider: Provider, sync: SyncMode, schema: string): Promise<TransitionsMetadata> {
  const { datamodel } = await internals.getDMMF({ datamodel: schema });
  return runtimeMetadata(datamodel, transitionsOf(provider, schema), mirroring(provider, sync), provider);
}

/**
 * The schemas of G0 to G3 with every variant: the client that Prisma generates is the same in every sync mode. Under a
 * trigger G1 may be G0 once more, for stage expand hides the target; here G1 knows the target in every mode, as where a
 * user takes `@ignore` away.
 */
async function schemasOf(provider: Provider, variants: readonly Variant[]): Promise<readonly string[]> {
  const head = [
    'generator client {\n  provider = "prisma-client"\n  output = "./prisma"\n}',
    `datasource db {\n  provider = "${provider}"\n}\n`,
  ].join('\n');
  let text = head + holders(variants) + variants.map(annotated).join('');
  const schemas = [text.replaceAll(/^ +\/\/\/ @transition.*\n.*\n/gm, '')];
  for (const number of [1, 2, 3] as const) {
    const edits = transitionsOf(provider, text)
      .flatMap(
        (transition) =>
          planTransition(transition, { provider, sync: 'trigger', keepSource: true }).stages[number - 1]!,
      )
      .flatMap(({ schema, withoutSource }) => [...schema, ...withoutSource])
      .filter(({ kind }) => number > 1 || kind !== 'set-ignored');
    text = (await applySchemaEdits([{ path: 'schema.prisma', text }], edits))[0]!.text;
    schemas.push(text);
  }
  return schemas;
}

function transitionsOf(provider: Provider, text: string): readonly ColumnTransition[] {
  return readTransitions(parseSchema([{ path: 'schema.prisma', text }]), provider) as ColumnTransition[];
}

/** As `pec next` and `pec revert` would write it, where there is no other transition. */
async function wayOf(provider: Provider, sync: SyncMode, variant: Variant): Promise<Way> {
  const dialect = dialectOf(provider);
  let text = `datasource db {\n  provider = "${provider}"\n}\n${holders([variant])}${annotated(variant)}`;
  const forward: (readonly string[])[] = [[]];
  const back: (readonly string[])[] = [[]];
  let pair: SyncedColumns | undefined;
  for (const number of [1, 2, 3, 4] as const) {
    const [transition] = transitionsOf(provider, text);
    pair ??= syncedColumns(transition!);
    const release = planTransition(transition!, { provider, sync, keepSource: true }).stages[number - 1]!;
    const files = (edited: string) => [['schema.prisma', edited]] as const;
    const next = (
      await applySchemaEdits([{ path: 'schema.prisma', text }], [...release.schema, ...release.withoutSource])
    )[0]!.text;
    const anew = provider === 'sqlite' && number === 2;
    const sqlOf = async (from: string, to: string) =>
      anew ? await redefinition(files(from), files(to)) : undefined;
    forward.push(
      renderStage(transition!.id, release, dialect, await sqlOf(text, next)).map(({ sql }) => sql),
    );
    const inverse = renderRevert(transition!.id, release, dialect, await sqlOf(next, text));
    back.push(inverse?.map(({ sql }) => sql) ?? []);
    text = next;
  }
  return { pair: pair!, forward, back };
}
