import { existsSync } from 'node:fs';
import path from 'node:path';
import { ts } from '@ts-morph/common';
import type { ImportExtension } from '../edit/import.js';

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
