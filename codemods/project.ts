import { existsSync } from 'node:fs';
import path from 'node:path';
import { ts } from '@ts-morph/common';
import type { Overlay } from './checker/checker.js';
import type { ImportExtension } from './edit/import.js';

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
