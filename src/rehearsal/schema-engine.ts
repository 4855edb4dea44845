import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import {
  bindMigrationAwareSqlAdapterFactory,
  type ErrorRegistry,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import type { DiffTarget, MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';

/** The files of a Prisma schema: path and text. */
export type SchemaFiles = readonly (readonly [path: string, text: string])[];

/** A driver adapter such as `new PrismaPg(url)`: it says which database, and holds the credentials. */
export type Adapter = SqlMigrationAwareDriverAdapterFactory;

/**
 * Applies the migrations of a folder that the database has not seen, as `prisma migrate deploy` does.
 *
 * @param directory the `migrations` folder
 * @returns the names of the migrations applied now, in order
 * @throws Error with the engine's message, which holds the database's own
 */
export async function applyMigrations(directory: string, adapter: Adapter): Promise<readonly string[]> {
  const migrationsList = await readMigrations(directory);
  return await withEngine(adapter, undefined, async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: noFilters });
    return appliedMigrationNames;
  });
}

/** Lets `applyMigrations` try a failed migration again, as `prisma migrate resolve --rolled-back <name>` does. */
export async function markRolledBack(migrationName: string, adapter: Adapter): Promise<void> {
  await withEngine(adapter, undefined, (engine) => engine.markMigrationRolledBack({ migrationName }));
}

/**
 * What `prisma migrate diff --from-migrations --to-schema --script` prints.
 *
 * @param adapter its shadow database is used, and emptied
 * @returns SQL; '' when the migrations and the schema agree
 */
export async function diffMigrationsToSchema(
  directory: string,
  schema: SchemaFiles,
  adapter: Adapter,
): Promise<string> {
  return await diff(
    { tag: 'migrations', ...(await readMigrations(directory)) },
    datamodel(schema),
    schema,
    adapter,
  );
}

/**
 * What `prisma migrate diff` prints from one schema to another; an empty list of files is an empty database.
 *
 * @returns SQL; '' when they agree
 */
export async function diffSchemas(from: SchemaFiles, to: SchemaFiles, adapter: Adapter): Promise<string> {
  return await diff(from.length ? datamodel(from) : { tag: 'empty' }, datamodel(to), to, adapter);
}

async function diff(
  from: DiffTarget,
  to: DiffTarget,
  schema: SchemaFiles,
  adapter: Adapter,
): Promise<string> {
  return await withEngine(adapter, schema, async (engine) => {
    const { stdout } = await engine.diff({ from, to, script: true, exitCode: null, filters: noFilters });
    const script = stdout?.trim() ?? '';
    return script === '-- This is an empty migration.' ? '' : script;
  });
}

const noFilters = { externalTables: [], externalEnums: [] };

function datamodel(schema: SchemaFiles): DiffTarget {
  return { tag: 'schemaDatamodel', files: schema.map(([file, content]) => ({ path: file, content })) };
}

async function readMigrations(directory: string): Promise<MigrationList> {
  const entries = await readdir(directory, { withFileTypes: true });
  const folders = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return {
    baseDir: directory,
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(path.join(directory, 'migration_lock.toml'), 'utf8').catch(() => null),
    },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      folders.map(async (folder) => ({
        path: folder,
        migrationFile: {
          path: 'migration.sql',
          content: {
            tag: 'ok' as const,
            value: await readFile(path.join(directory, folder, 'migration.sql'), 'utf8'),
          },
        },
      })),
    ),
  };
}

async function withEngine<T>(
  factory: Adapter,
  schema: SchemaFiles | undefined,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const { SchemaEngine } = await loadModule();
  // The engine leaves its connection open, and with it Prisma's advisory lock.
  const opened: SqlDriverAdapter[] = [];
  const adapter = bindMigrationAwareSqlAdapterFactory({
    provider: factory.provider,
    adapterName: factory.adapterName,
    connectToShadowDb: () => factory.connectToShadowDb(),
    async connect() {
      const connection = await factory.connect();
      opened.push(connection);
      return connection;
    },
  });
  const panic = new Promise<never>((_, reject) => {
    // A panic leaves its promise open for ever and goes, as the package expects, to this global.
    Object.assign(globalThis, {
      PRISMA_WASM_PANIC_REGISTRY: {
        set_message: (message: string) => reject(new Error(`Prisma's schema engine panicked: ${message}`)),
      },
    });
  });
  const datamodels = schema?.map(([file, text]): [string, string] => [file, text]);
  const run = async () => {
    const engine = await SchemaEngine.new({ datamodels }, () => {}, adapter);
    return await work(engine).finally(() => engine.free());
  };
  try {
    return await Promise.race([run(), panic]);
  } catch (error) {
    throw withDatabaseError(error, adapter.errorRegistry);
  } finally {
    await Promise.all(opened.map((connection) => connection.dispose()));
  }
}

/** The engine knows an error of the adapter by number alone. */
function withDatabaseError(error: unknown, registry: ErrorRegistry): unknown {
  const reference = error instanceof Error ? /External error id#(\d+)/.exec(error.message) : undefined;
  if (!reference || !(error instanceof Error)) return error;
  const cause = registry.consumeError(Number(reference[1]))?.error;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new Error(error.message.replace(reference[0], message), { cause });
}

type EngineModule = typeof import('@prisma/schema-engine-wasm');

/** Node has it as a global; the types of Node 20 do not say so. */
const webAssembly = (globalThis as unknown as { WebAssembly: WebAssemblyGlobal }).WebAssembly;

interface WebAssemblyGlobal {
  instantiate(
    bytes: Uint8Array,
    imports: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly instance: { readonly exports: { __wbindgen_start(): void } } }>;
}

let loaded: Promise<EngineModule> | undefined;

/** The package's own entry imports a `.wasm` file, which Node does not do: its parts are put together here. */
function loadModule(): Promise<EngineModule> {
  loaded ??= (async () => {
    const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm');
    const module = await import('@prisma/schema-engine-wasm/schema_engine_bg');
    const bytes = await readFile(path.join(path.dirname(entry), 'schema_engine_bg.wasm'));
    const { instance } = await webAssembly.instantiate(bytes, { './schema_engine_bg.js': module });
    module.__wbg_set_wasm(instance.exports);
    instance.exports.__wbindgen_start();
    return module;
  })();
  return loaded;
}
