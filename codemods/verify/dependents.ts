import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { ts } from '@ts-morph/common';
import type { Overlay } from '../checker/checker.js';
import { specifiersIn, stemOf } from '../specifiers.js';

/** The files that import one of these, directly or through others; `all` where that cannot be told. */
export type DependentsOf = (files: readonly string[]) => ReadonlySet<string> | 'all';

/**
 * Reads imports as text, and resolves each module name once: more than the compiler would follow, never less.
 *
 * @param files of the programs, absolute
 * @param known texts that were read already
 * @param redirected declaration files that read as something else
 * @param options of the projects: a name is resolved by each
 */
export function dependentsAmong(
  files: readonly string[],
  known: ReadonlyMap<string, string>,
  redirected: Overlay,
  options: readonly ts.CompilerOptions[],
): DependentsOf {
  let importers: ReadonlyMap<string, readonly string[]> | undefined;
  const textOf = (file: string) => redirected.get(file) ?? known.get(file) ?? readFileSync(file, 'utf8');
  return (changed) => {
    if (changed.length === 0) return new Set();
    if (changed.some((file) => isAmbient(textOf(file)))) return 'all';
    importers ??= importersIn([...files, ...redirected.keys()], textOf, options);
    const found = new Set<string>();
    const open = [...changed];
    for (let file = open.pop(); file !== undefined; file = open.pop()) {
      for (const importer of importers.get(file) ?? []) {
        if (found.has(importer)) continue;
        found.add(importer);
        open.push(importer);
      }
    }
    return found;
  };
}

/** What it declares is seen without an import. */
function isAmbient(text: string): boolean {
  return /\bdeclare\s+(?:global|module)\b/.test(text) || !/^[^\S\r\n]*(?:import|export)\b/m.test(text);
}

function importersIn(
  files: readonly string[],
  textOf: (file: string) => string,
  options: readonly ts.CompilerOptions[],
): ReadonlyMap<string, readonly string[]> {
  const byStem = new Map<string, string[]>();
  for (const file of files) byStem.set(stemOf(file), [...(byStem.get(stemOf(file)) ?? []), file]);
  const resolve = moduleResolver(new Set(files), options);
  const importers = new Map<string, string[]>();
  for (const file of files) {
    const folder = path.dirname(file);
    for (const specifier of specifiersIn(textOf(file))) {
      const targets = specifier.startsWith('.')
        ? (byStem.get(stemOf(path.resolve(folder, specifier))) ?? [])
        : resolve(specifier, file);
      for (const target of targets) importers.set(target, [...(importers.get(target) ?? []), file]);
    }
  }
  return importers;
}

/** Modules that are not named by a path, among the files. */
function moduleResolver(files: ReadonlySet<string>, options: readonly ts.CompilerOptions[]) {
  const known = new Map<string, readonly string[]>();
  const packages = new Map<string, string>();
  const packageOf = (folder: string): string => {
    const found = packages.get(folder);
    if (found !== undefined) return found;
    const isPackage = existsSync(path.join(folder, 'package.json')) || folder === path.dirname(folder);
    const result = isPackage ? folder : packageOf(path.dirname(folder));
    packages.set(folder, result);
    return result;
  };
  const isForeign = foreignPackages(options);
  return (specifier: string, from: string): readonly string[] => {
    if (isForeign(specifier, path.dirname(from))) return [];
    const key = `${packageOf(path.dirname(from))} ${specifier}`;
    const cached = known.get(key);
    if (cached) return cached;
    const targets = options.flatMap((each) =>
      MODES.flatMap((mode) => {
        const { resolvedModule } = ts.resolveModuleName(
          specifier,
          from,
          each,
          ts.sys,
          undefined,
          undefined,
          mode,
        );
        const file = resolvedModule && realpathSync(resolvedModule.resolvedFileName);
        return file !== undefined && files.has(file) ? [file] : [];
      }),
    );
    known.set(key, targets);
    return targets;
  };
}

/**
 * Whether a specifier can only lead into an installed package, told without a resolution: most specifiers do, and each
 * resolution looks at many files. Not where an option may lead it elsewhere, and not into a package of a workspace, which
 * is a link to its own folder.
 */
function foreignPackages(options: readonly ts.CompilerOptions[]) {
  const beginnings = options.flatMap(({ paths = {} }) =>
    Object.keys(paths).map((name) => name.split('*')[0]!),
  );
  const isMapped = (specifier: string) =>
    options.some(({ baseUrl }) => baseUrl !== undefined) ||
    beginnings.some((beginning) => specifier.startsWith(beginning));
  const known = new Map<string, boolean>();
  const isInstalled = (folder: string, name: string): boolean => {
    const key = `${folder} ${name}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const installed = path.join(folder, 'node_modules', name);
    const result = existsSync(installed)
      ? realpathSync.native(installed).includes(`${path.sep}node_modules${path.sep}`)
      : folder !== path.dirname(folder) && isInstalled(path.dirname(folder), name);
    known.set(key, result);
    return result;
  };
  return (specifier: string, folder: string): boolean => {
    const name = /^(?:@[\w.-]+\/)?[\w.-]+/.exec(specifier)?.[0];
    if (name === undefined || isMapped(specifier)) return false;
    return specifier.startsWith('node:') || isInstalled(folder, name);
  };
}

const MODES = [ts.ModuleKind.ESNext, ts.ModuleKind.CommonJS] as const;
