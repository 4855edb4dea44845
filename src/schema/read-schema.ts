import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { LoadedFile } from '@prisma/schema-files-loader';
import type { SchemaFile } from './document.js';

export interface LoadedSchema {
  /** Absolute: the schema file, or the folder of a multi-file schema. */
  readonly path: string;
  readonly files: readonly SchemaFile[];
}

/**
 * Reads the schema whose place is known, as Prisma would. Loads little: a generator runs in each `prisma generate`.
 *
 * @param schemaPath an existing file, or the folder of a multi-file schema
 */
export async function readSchema(schemaPath: string): Promise<LoadedSchema> {
  const isFolder = (await stat(schemaPath)).isDirectory();
  const { loadSchemaFiles, realFsResolver } = (await import('@prisma/schema-files-loader')).default;
  if (isFolder) return loadedSchema(schemaPath, await loadSchemaFiles(schemaPath));
  const text = await realFsResolver.getFileContents(schemaPath);
  if (text === undefined) throw new Error(`${schemaPath} is no file`);
  return loadedSchema(schemaPath, [[schemaPath, text]]);
}

/** @param files the path and the text of each, in any order */
export function loadedSchema(schemaPath: string, files: readonly LoadedFile[]): LoadedSchema {
  return {
    path: path.resolve(schemaPath),
    files: files
      .map(([file, text]) => ({ path: path.resolve(file), text }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}
