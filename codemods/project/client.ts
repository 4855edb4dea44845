import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import fastGlob from 'fast-glob';
import { UserError } from '../../src/errors.js';
import type { TransitionsFile } from '../../src/schema/transitions-file.js';
import type { GeneratedFile } from '../locate/brand.js';

/** A generated client. */
export interface GeneratedClient {
  /** Where its files are: absolute, without links. */
  readonly folder: string;
  /** Those that can declare a field, and the run-time types that its arguments go through. */
  readonly files: readonly GeneratedFile[];
  /** Whatever a generator wrote is written anew by it, never edited: prefixes of such files. */
  readonly folders: readonly string[];
}

/**
 * The client that `transitions.json` speaks of.
 *
 * @throws UserError `missing-client`
 */
export function readClient(transitionsFile: string, content: TransitionsFile): GeneratedClient {
  const own = path.dirname(transitionsFile);
  const client = clientIn(path.resolve(own, content.client.output));
  return { ...client, folders: [...client.folders, `${own}/`] };
}

/**
 * The client in an output folder.
 *
 * @param output absolute
 * @throws UserError `missing-client`
 */
export function clientIn(output: string): GeneratedClient {
  const hint = 'Run npx prisma generate first';
  if (!existsSync(output)) {
    throw new UserError('missing-client', `The generated client is not in ${output}`, { hint });
  }
  // Checkers know files by their real paths, and the default output lies behind a link.
  const folder = generatedIn(realpathSync(output));
  const declarations = fastGlob
    .sync(['*.ts', 'models/*.ts', 'internal/*.ts', 'runtime/{client,library}.d.ts'], {
      cwd: folder,
      absolute: true,
    })
    .filter((file) => !/(?:Browser|browser|class)\.ts$/.test(file));
  if (declarations.length === 0) {
    throw new UserError('missing-client', `There is no generated client in ${output}`, { hint });
  }
  return {
    folder,
    files: [...declarations, ...runtimeTypes(folder)].map((file) => ({
      path: file,
      text: readFileSync(file, 'utf8'),
    })),
    folders: [`${output}/`, `${folder}/`],
  };
}

/**
 * Where `prisma-client-js` writes to if its block says nothing.
 *
 * @param folders where packages are looked for, and in the folders above: the first folder that finds one counts
 * @throws UserError `missing-client`
 */
export function defaultOutput(...folders: readonly string[]): string {
  for (const folder of folders) {
    try {
      return path.dirname(
        createRequire(path.join(folder, 'package.json')).resolve('@prisma/client/package.json'),
      );
    } catch {
      // Looked for in the next one.
    }
  }
  throw new UserError('missing-client', '@prisma/client is not installed here', {
    hint: 'Run this in the folder of your package.json, after `npm install`',
  });
}

/** By default `prisma-client-js` writes to `.prisma/client`, beside the package `@prisma/client` that points there. */
function generatedIn(output: string): string {
  const beside = path.join(output, '../../.prisma/client');
  const isPackage = output.split(path.sep).slice(-2).join('/') === '@prisma/client';
  return isPackage && existsSync(path.join(beside, 'index.d.ts')) ? realpathSync(beside) : output;
}

/** `@prisma/client/runtime/*.d.ts`, as the generated client resolves it. */
function runtimeTypes(folder: string): string[] {
  for (let here = folder; ; here = path.dirname(here)) {
    const runtime = path.join(here, 'node_modules/@prisma/client/runtime');
    if (existsSync(runtime)) {
      return fastGlob.sync('{client,library}.d.ts', { cwd: realpathSync(runtime), absolute: true });
    }
    if (here === path.dirname(here)) return [];
  }
}
