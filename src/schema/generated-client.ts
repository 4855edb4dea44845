import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { UserError } from '../errors.js';
import { clientGenerators, type GeneratorBlock, type GeneratorSettings } from './generator-config.js';

/** The user's Prisma Client, as generated code has to import it. */
export interface GeneratedClient {
  readonly provider: 'prisma-client' | 'prisma-client-js';
  /** Absolute path of its output folder. */
  readonly output: string;
  /** True for `@prisma/client` in `node_modules`. */
  readonly isPackage: boolean;
  /** `importFileExtension` of its generator block: what the user's tools want to see in imports. */
  readonly importFileExtension?: string;
}

/**
 * Finds the client in the text of the schema: what Prisma says of other generators is empty under `--generator`.
 *
 * @param schemaPath absolute path of the schema, from which packages are resolved
 * @returns the client of `clientPath`, else the first one of the schema
 * @throws UserError `missing-client`
 */
export function findGeneratedClient(
  blocks: readonly GeneratorBlock[],
  { clientPath }: Pick<GeneratorSettings, 'clientPath'>,
  schemaPath: string,
): GeneratedClient {
  const clients = clientGenerators(blocks);
  const client = clientPath === undefined ? clients[0] : clients.find(({ output }) => output === clientPath);
  if (client) {
    const extension = blocks.find(({ name }) => name === client.name)?.config.importFileExtension;
    return {
      provider: client.provider,
      output: client.output ?? path.dirname(createRequire(schemaPath).resolve('@prisma/client/package.json')),
      isPackage: client.output === undefined,
      ...(typeof extension === 'string' && { importFileExtension: extension }),
    };
  }
  if (clientPath !== undefined && existsSync(clientPath)) {
    const provider = existsSync(path.join(clientPath, 'client.ts')) ? 'prisma-client' : 'prisma-client-js';
    return { provider, output: clientPath, isPackage: false };
  }
  throw new UserError(
    'missing-client',
    clientPath === undefined
      ? 'the schema has no generator of a Prisma Client'
      : `there is no client in ${clientPath}`,
    {
      place: { file: schemaPath, line: 1, column: 1 },
      hint: 'add `generator client { provider = "prisma-client" … }`, or set `clientPath` to its output folder',
    },
  );
}

/**
 * The specifier for `import type` of the client. `.js` stands for the `.ts` file in every module resolution of
 * TypeScript; only what the user wrote down for the client itself takes precedence.
 *
 * @param from absolute path of the folder of the importing file
 */
export function clientSpecifier(client: GeneratedClient, from: string): string {
  if (client.isPackage) return '@prisma/client';
  const folder = relativeFolder(from, client.output);
  if (client.provider === 'prisma-client-js') return `${folder}/index.js`;
  const extension = client.importFileExtension ?? 'js';
  return `${folder}/client${extension && `.${extension}`}`;
}

/** With forward slashes, and a dot in front. */
export function relativeFolder(from: string, to: string): string {
  const relative = path.relative(from, to).split(path.sep).join('/');
  return relative.startsWith('.') ? relative : `./${relative}`;
}
