import path from 'node:path';
import { formatUserError, joinUserErrors, UserError } from '../errors.js';
import { requireSettled } from '../files/tree-run.js';
import { readMigrations } from '../migrations/write-migrations.js';
import type { MigrationText } from '../plan/plan.js';
import { parseSchema, type SchemaDocument } from '../schema/document.js';
import {
  type GeneratorSettings,
  generatorBlocks,
  ownGenerator,
  readGeneratorSettings,
  readProvider,
} from '../schema/generator-config.js';
import { checkPrismaVersion, findPrisma } from '../schema/installed-prisma.js';
import { loadSchema, validateSchema } from '../schema/load.js';
import type { LoadedSchema } from '../schema/read-schema.js';
import type { Provider, SyncMode, Transition } from '../schema/transition.js';
import { readAnnotatedSchema } from '../schema/transitions.js';
import { findDatabaseUrl } from './database-url.js';
import { readPrismaConfig } from './prisma-config.js';

export interface ProjectOptions {
  readonly schema?: string;
  readonly config?: string;
  readonly databaseUrl?: string;
  /** The transitions that the command is about; without it all of them. */
  readonly transition?: readonly string[];
}

/** What a command works on: the user's schema, and the database behind it. */
export interface Project {
  /** The working directory, absolute. */
  readonly directory: string;
  /** As given with `--config`. */
  readonly configFile: string | undefined;
  /** Its files are relative to the working directory, as messages name them. */
  readonly schema: LoadedSchema;
  readonly document: SchemaDocument;
  /** The folder of the migrations, absolute. */
  readonly migrations: string;
  readonly provider: Provider;
  /** undefined: the schema has no generator block of ours yet. */
  readonly generator: GeneratorSettings | undefined;
  readonly sync: SyncMode;
  readonly transitions: readonly Transition[];
  /** What is wrong with annotations that are none of the transitions. */
  readonly problems: readonly UserError[];
  /** The migrations so far, in order; [] where no transition needs to know. */
  readonly history: readonly MigrationText[];
  /** @throws UserError `no-database-url` */
  databaseUrl(): Promise<string>;
}

/**
 * Reads the project in the working directory, as the Prisma CLI would find it.
 *
 * @throws UserError `unfinished-run`, `locked` where the files are in the middle of a change; whatever is wrong with
 *   the schema, its annotations, the generator block or the Prisma config
 */
export async function openProject(options: ProjectOptions): Promise<Project> {
  const directory = process.cwd();
  await requireSettled(directory);
  checkPrismaVersion(...schemaFolders(directory, options.schema));
  const config = await readPrismaConfig(directory, options.config);
  const loaded = await loadSchema(directory, options.schema ?? config.schema);
  const files = loaded.files.map((file) => ({ ...file, path: path.relative(directory, file.path) }));
  await validateSchema(files);
  const document = parseSchema(files);
  const provider = readProvider(document);
  const block = ownGenerator(generatorBlocks(document));
  const generator = block && readGeneratorSettings(block);
  const migrations = config.migrations ?? path.resolve(directory, defaultMigrations(document));
  const { transitions, problems } = readAnnotatedSchema(document, provider);
  tellProblems(transitions, problems, options.transition);
  warnOfCutOver(transitions, findPrisma(...schemaFolders(directory, options.schema))?.isBesidePrisma8);
  return {
    directory,
    configFile: options.config,
    schema: { path: loaded.path, files },
    document,
    migrations,
    provider,
    generator,
    sync: generator?.sync ?? 'trigger',
    transitions,
    problems,
    history: transitions.length > 0 ? await readMigrations(migrations) : [],
    databaseUrl: () =>
      findDatabaseUrl({
        flag: options.databaseUrl,
        environment: process.env.DATABASE_URL,
        config: config.databaseUrl,
        directory,
      }),
  };
}

/**
 * An annotation that cannot be read keeps no other from going on. A run about all transitions is no success all the same.
 *
 * @throws UserError where there is nothing to go on with
 */
function tellProblems(
  transitions: readonly Transition[],
  problems: readonly UserError[],
  named: readonly string[] | undefined,
): void {
  const [first, ...rest] = problems;
  if (!first) return;
  const error = joinUserErrors([first, ...rest]);
  if (transitions.length === 0) throw error;
  process.stderr.write(`${formatUserError(error)}\n`);
  if (named === undefined) process.exitCode = 2;
}

/** Prisma 8 reads the same schema, leaves ignored fields out of its contract, and plans to drop their columns. */
function warnOfCutOver(transitions: readonly Transition[], isBesidePrisma8: boolean | undefined): void {
  if (!isBesidePrisma8 || transitions.length === 0) return;
  const ids = transitions.map(({ id }) => id).join(', ');
  process.stderr.write(
    `Prisma 8 is installed too: leave the migrations to Prisma 7 until ${ids} is finished, since Prisma 8 would drop columns that the schema ignores\n`,
  );
}

/** Where the Prisma of a schema is looked for: the schema of a workspace may be that of another package. */
function schemaFolders(directory: string, schema: string | undefined): readonly string[] {
  return schema === undefined ? [directory] : [path.dirname(path.resolve(directory, schema)), directory];
}

/**
 * What a transition under way cannot do without.
 *
 * @throws UserError `no-generator`
 */
export function requireGenerator({ generator, schema }: Project): GeneratorSettings {
  if (generator) return generator;
  throw new UserError('no-generator', 'The schema has no generator block of prisma-expand-contract', {
    place: { file: schema.files[0]?.path ?? schema.path, line: 1, column: 1 },
    hint: 'run `npx pec init` once',
  });
}

/** Prisma keeps them beside the file with the datasource. */
function defaultMigrations(document: SchemaDocument): string {
  const datasource = document.blocks.find(({ kind }) => kind === 'datasource');
  return path.join(path.dirname(datasource?.file.path ?? ''), 'migrations');
}
