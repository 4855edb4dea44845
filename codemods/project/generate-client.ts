import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findBlock, parseSchema, type SchemaFile } from '../../src/schema/document.js';
import { findPrisma } from '../../src/schema/installed-prisma.js';
import { prismaGenerate } from '../../src/schema/prisma-generate.js';

export interface ClientSchema {
  /** Where the command runs: its Prisma is taken if none is installed for the schema. */
  readonly directory: string;
  /** The schema file or folder as it stands, absolute. */
  readonly schemaPath: string;
  /** The schema to generate from, paths absolute. */
  readonly files: readonly SchemaFile[];
  /** The name of the client's generator block. */
  readonly generator: string;
}

/**
 * Lets the project's own Prisma generate a client into a folder of its own, which is gone afterwards.
 *
 * @param use what is done with the folder of the client
 * @throws UserError `generate-failed`, `no-prisma`
 */
export async function withGeneratedClient<T>(
  { directory, schemaPath, files, generator }: ClientSchema,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const home = [path.dirname(schemaPath), directory].find((each) => findPrisma(each)) ?? directory;
  const folder = await mkdtemp(path.join(packagesFolder(home), '.pec-client-'));
  try {
    const isFile = files.length === 1 && files[0]!.path === schemaPath;
    const root = isFile ? path.dirname(schemaPath) : schemaPath;
    const copy = path.join(folder, 'schema');
    const generated = path.join(folder, 'client');
    for (const file of files) {
      const target = path.join(copy, path.relative(root, file.path));
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, withOutput(file, generator, generated));
    }
    await prismaGenerate({
      directory,
      schemaPath: isFile ? path.join(copy, path.basename(schemaPath)) : copy,
      generator,
      queryEngine: path.join(copy, path.relative(root, files[0]!.path)),
    });
    return await use(generated);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Where packages are found from: a generator looks for the client upwards from the schema. */
function packagesFolder(directory: string): string {
  for (let here = directory; ; here = path.dirname(here)) {
    const packages = path.join(here, 'node_modules');
    if (existsSync(packages)) return packages;
    if (here === path.dirname(here)) return directory;
  }
}

function withOutput(file: SchemaFile, generator: string, output: string): string {
  const block = findBlock(parseSchema([file]), 'generator', generator);
  if (!block) return file.text;
  const value = JSON.stringify(output);
  const setting = block.settings.find(({ name }) => name === 'output');
  const span = setting?.valueSpan ?? { start: block.close, end: block.close };
  return `${file.text.slice(0, span.start)}${setting ? value : `\n  output = ${value}\n`}${file.text.slice(span.end)}`;
}
