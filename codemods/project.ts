import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { ts } from '@ts-morph/common';
import fastGlob from 'fast-glob';
import { UserError } from '../src/errors.js';
import type { TransitionsFile } from '../src/schema/transitions-file.js';
import type { Overlay } from './checker/checker.js';
import type { ImportExtension } from './edit/import.js';
import type { GeneratedFile } from './locate/brand.js';

/** The nearest tsconfig.json at or above a folder. */
export function nearestConfig(folder: string): string | undefined {
  for (let here = folder; ; here = path.dirname(here)) {
    const candidate = path.join(here, 'tsconfig.json');
    if (existsSync(candidate)) return candidate;
    if (here === path.dirname(here)) return undefined;
  }
}

/** Under Node's own resolution imports name the file that runs; bundlers look for it without. */
export function importEnding(folder: string): ImportExtension {
  const config = nearestConfig(folder);
  if (config === undefined) return '.js';
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(config, ts.sys.readFile).config ?? {},
    { ...ts.sys, readDirectory: () => [] },
    path.dirname(config),
  );
  const { moduleResolution, module } = options;
  const isNode =
    moduleResolution === undefined
      ? module !== undefined && module >= ts.ModuleKind.Node16 && module <= ts.ModuleKind.NodeNext
      : moduleResolution === ts.ModuleResolutionKind.Node16 ||
        moduleResolution === ts.ModuleResolutionKind.NodeNext;
  return isNode ? '.js' : '';
}

/**
 * A tsconfig in memory for files that no tsconfig of the user's holds (seeds, scripts), with the options of the
 * nearest one.
 */
export function inferredProject(
  folder: string,
  files: readonly string[],
): { readonly config: string; readonly overlay: Overlay } {
  const base = nearestConfig(folder);
  const config = path.join(base ? path.dirname(base) : folder, 'tsconfig.pec-inferred.json');
  const text = JSON.stringify({
    ...(base && { extends: base }),
    compilerOptions: {
      ...(!base && { target: 'es2022', module: 'nodenext', strict: true, skipLibCheck: true }),
      allowJs: true,
      noEmit: true,
      composite: false,
      incremental: false,
      // A seed may lie outside of the folder that the application is built from.
      rootDir: path.parse(folder).root,
    },
    include: [],
    references: [],
    files,
  });
  return { config, overlay: new Map([[config, text]]) };
}

/**
 * The files of the generated client that can declare a field, and the run-time types that its arguments go through.
 *
 * @throws UserError `missing-client`
 */
export function readClient(
  transitionsFile: string,
  content: TransitionsFile,
): { readonly files: readonly GeneratedFile[]; readonly folders: readonly string[] } {
  const output = path.resolve(path.dirname(transitionsFile), content.client.output);
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
    files: [...declarations, ...runtimeTypes(folder)].map((file) => ({
      path: file,
      text: readFileSync(file, 'utf8'),
    })),
    // Whatever a generator wrote is written anew by it, never edited.
    folders: [`${output}/`, `${folder}/`, `${path.dirname(transitionsFile)}/`],
  };
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
