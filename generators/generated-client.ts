import { createRequire } from 'node:module';
import path from 'node:path';
import type { GeneratorConfig } from '@prisma/generator-helper';
import { UserError } from '../src/errors.js';
import { type Block, type SchemaDocument, stringValue } from '../src/schema/document.js';

/** The user's Prisma Client, as generated code has to import it. */
export interface GeneratedClient {
  readonly provider: 'prisma-client' | 'prisma-client-js';
  /** Absolute path of its output folder. */
  readonly output: string;
  /** False for `@prisma/client` in `node_modules`. */
  readonly isCustomOutput: boolean;
  /** `importFileExtension` of its generator block: what the user's tools want to see in imports. */
  readonly importFileExtension?: string;
}

/**
 * The first Prisma Client in schema order; the name of its block means nothing.
 *
 * @param others what Prisma says of the other generators. Under `--generator` it says nothing, and then the blocks of
 *   the schema itself do
 */
export function findGeneratedClient(
  others: readonly GeneratorConfig[],
  schema: SchemaDocument,
): GeneratedClient {
  const clients = others.length > 0 ? others.flatMap(fromPrisma) : schema.blocks.flatMap(fromBlock);
  const [client] = clients;
  if (client) return client;
  throw new UserError('no-client', 'the schema has no generator of a Prisma Client', {
    hint: 'add `generator client { provider = "prisma-client" … }` beside the generator of the transitions',
  });
}

function fromPrisma({
  provider,
  output,
  isCustomOutput,
  config,
}: GeneratorConfig): readonly GeneratedClient[] {
  if (!isClientProvider(provider.value) || !output?.value) return [];
  const extension = config.importFileExtension;
  return [
    {
      provider: provider.value,
      output: output.value,
      isCustomOutput: isCustomOutput === true,
      ...(typeof extension === 'string' && { importFileExtension: extension }),
    },
  ];
}

function fromBlock({ kind, settings, file }: Block): readonly GeneratedClient[] {
  if (kind !== 'generator') return [];
  const setting = (name: string) => stringValue(settings.find((each) => each.name === name)?.value);
  const provider = setting('provider');
  if (!isClientProvider(provider)) return [];
  const output = setting('output');
  const extension = setting('importFileExtension');
  return [
    {
      provider,
      output: output === undefined ? packageFolder(file.path) : path.resolve(path.dirname(file.path), output),
      isCustomOutput: output !== undefined,
      ...(extension !== undefined && { importFileExtension: extension }),
    },
  ];
}

/** Where Prisma puts a client without `output`. */
function packageFolder(schemaPath: string): string {
  return path.dirname(createRequire(path.resolve(schemaPath)).resolve('@prisma/client/package.json'));
}

function isClientProvider(provider: string | null | undefined): provider is GeneratedClient['provider'] {
  return provider === 'prisma-client' || provider === 'prisma-client-js';
}

/**
 * The specifier for `import type` of the client from a folder. `.js` stands for the `.ts` file in every module
 * resolution of TypeScript; only what the user wrote down for the client itself takes precedence.
 *
 * @param from absolute path of the folder of the importing file
 */
export function clientSpecifier(client: GeneratedClient, from: string): string {
  if (client.provider === 'prisma-client-js') {
    return client.isCustomOutput ? `${relativeModule(from, client.output)}/index.js` : '@prisma/client';
  }
  const extension = client.importFileExtension ?? 'js';
  return `${relativeModule(from, client.output)}/client${extension && `.${extension}`}`;
}

/** With forward slashes, and a dot in front. */
export function relativeModule(from: string, to: string): string {
  const relative = path.relative(from, to).split(path.sep).join('/');
  return relative.startsWith('.') ? relative : `./${relative}`;
}
