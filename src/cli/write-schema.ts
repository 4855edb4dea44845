import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { SchemaFile } from '../schema/document.js';

/** @param files their paths relative to the working directory */
export async function writeSchema(directory: string, files: readonly SchemaFile[]): Promise<void> {
  for (const file of files) await writeFileAtomic(path.resolve(directory, file.path), file.text);
}
