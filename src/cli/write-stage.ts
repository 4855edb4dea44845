import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { MigrationFile } from '../migrations/render-migration.js';
import { addMigrations } from '../migrations/write-migrations.js';
import type { SchemaFile } from '../schema/document.js';
import { prismaGenerate } from '../schema/prisma-generate.js';
import { type Undertaking, writeFiles } from './all-or-nothing.js';
import type { Project } from './project.js';

/** Paths relative to the working directory. */
export interface WrittenStage {
  /** The schema files that changed. */
  readonly schema: readonly string[];
  /** The new migration folders. */
  readonly migrations: readonly string[];
}

/**
 * Writes the migrations of a stage and its schema, and generates the client anew.
 *
 * @param before the files of the project's schema as they stand
 * @param edited the same files, in the same order
 * @throws UserError `read-only`, `migration-exists`, `wrong-provider`, `generate-failed`
 */
export async function writeStage(
  undertaking: Undertaking,
  project: Project,
  before: readonly SchemaFile[],
  edited: readonly SchemaFile[],
  migrations: readonly MigrationFile[],
): Promise<WrittenStage> {
  const { directory, schema, configFile } = project;
  const changed = edited.flatMap(({ path: file, text }, index) => {
    const old = before[index]?.text ?? '';
    return old === text ? [] : [{ file, before: old, after: text }];
  });
  const changes = changed.map(async (change) => ({
    ...change,
    file: await realpath(path.resolve(directory, change.file)),
  }));
  await undertaking.journal.willGenerate({ directory, schemaPath: schema.path, configFile });
  await writeFiles(undertaking, await Promise.all(changes), directory);
  const folders =
    migrations.length > 0
      ? await addMigrations(undertaking.journal, project.migrations, project.provider, migrations)
      : [];
  await prismaGenerate({
    directory,
    schemaPath: schema.path,
    configFile,
    signal: undertaking.signal,
    onStart: undertaking.journal.noteProcess,
  });
  return {
    schema: changed.map(({ file }) => file),
    migrations: folders.map((folder) => path.relative(directory, folder)),
  };
}
