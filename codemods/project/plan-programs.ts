import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Overlay, Project } from '../checker/checker.js';
import {
  type CompilerOptions,
  type Configuration,
  configurationReader,
  type ReadConfiguration,
} from './tsconfig.js';

export interface ProgramPlan {
  readonly projects: readonly Project[];
  /** The tsconfigs in memory. */
  readonly overlay: Overlay;
  /** What the projects resolve modules by. */
  readonly options: readonly CompilerOptions[];
}

/**
 * Which tsconfig answers for which file. Each file has one, so that what two projects hold is edited once: the first
 * one at or above it that includes it, itself or through its references or a sibling such as `tsconfig.app.json`. A
 * file that none includes (a seed, a script, a test) joins the nearest one, in memory.
 *
 * @param files absolute, without links
 * @param also files that need an answer where one of the user's tsconfigs includes them, and open none in memory
 * @param given tsconfigs that the user named; without them they are looked for
 * @throws UserError `bad-tsconfig`
 */
export function planPrograms(
  cwd: string,
  files: readonly string[],
  given?: readonly string[],
  also: readonly string[] = [],
): ProgramPlan {
  const read = configurationReader(cwd);
  const groups = new Map<
    string,
    { readonly base?: Configuration; readonly files: string[]; readonly joined: string[] }
  >();
  for (const file of [...files, ...also]) {
    const holder = given ? holderAmong(given, file, read) : holderAbove(file, read);
    if (!holder && also.includes(file)) continue;
    const base = holder ?? optionsFor(file, given, read);
    const key = base?.config ?? '';
    const group = groups.get(key) ?? { ...(base && { base }), files: [], joined: [] };
    (holder ? group.files : group.joined).push(file);
    groups.set(key, group);
  }
  const overlay = new Map<string, string>();
  const projects = [...groups.values()].map((group) => {
    const owned = new Set([...group.files, ...group.joined]);
    const text = inMemory(cwd, group);
    if (!text) return { config: group.base!.config, owned };
    const folder = group.base ? path.dirname(group.base.config) : cwd;
    const name = group.base ? path.basename(group.base.config, '.json') : 'tsconfig';
    const config = path.join(folder, `${name}.pec-joined.json`);
    overlay.set(config, text);
    return { config, owned };
  });
  return { projects, overlay, options: [...groups.values()].map(({ base }) => base?.options ?? {}) };
}

const NAMES = ['tsconfig.json', 'jsconfig.json'];

function holderAbove(file: string, read: ReadConfiguration): Configuration | undefined {
  for (const folder of foldersAbove(file)) {
    const named = NAMES.map((name) => path.join(folder, name)).filter((config) => existsSync(config));
    const found =
      holderAmong(named, file, read) ??
      (named.length > 0 ? holderAmong(siblings(folder), file, read) : undefined);
    if (found) return found;
  }
  return undefined;
}

/** A tsconfig may include nothing itself and only refer to others (`files: []`). */
function holderAmong(
  configs: readonly string[],
  file: string,
  read: ReadConfiguration,
  seen = new Set<string>(),
): Configuration | undefined {
  for (const config of configs) {
    if (seen.has(config) || !existsSync(config)) continue;
    seen.add(config);
    const configuration = read(config);
    if (configuration.files.has(file)) return configuration;
    const found = holderAmong(configuration.references, file, read, seen);
    if (found) return found;
  }
  return undefined;
}

function siblings(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /^tsconfig\..+\.json$/.test(name))
    .sort()
    .map((name) => path.join(folder, name));
}

/** The tsconfig whose options a file has that none includes. */
function optionsFor(
  file: string,
  given: readonly string[] | undefined,
  read: ReadConfiguration,
): Configuration | undefined {
  for (const folder of foldersAbove(file)) {
    const config = NAMES.map((name) => path.join(folder, name)).find((candidate) => existsSync(candidate));
    if (!config) continue;
    const found = read(config);
    // One that only refers to others has no options of its own.
    const [first] = found.references;
    return found.files.size === 0 && first && existsSync(first) ? read(first) : found;
  }
  return given?.[0] === undefined ? undefined : read(given[0]);
}

function foldersAbove(file: string): string[] {
  const folders: string[] = [];
  for (let here = path.dirname(file); ; here = path.dirname(here)) {
    folders.push(here);
    if (here === path.dirname(here)) return folders;
  }
}

/** The text of a tsconfig for a group of files, or undefined where the one on the disk says it all. */
function inMemory(
  cwd: string,
  {
    base,
    files,
    joined,
  }: { readonly base?: Configuration; readonly files: readonly string[]; readonly joined: readonly string[] },
): string | undefined {
  const holders = [...files, ...joined];
  // Without it nothing tells a mistake in JavaScript, and a rewrite could not be verified.
  const checksJs = base?.options.checkJs === undefined && holders.some((file) => /\.[cm]?jsx?$/.test(file));
  if (base && joined.length === 0 && !checksJs) return undefined;
  const hasJsx = holders.some((file) => /x$/.test(file)) && base?.options.jsx === undefined;
  return JSON.stringify({
    ...(base && { extends: `./${path.basename(base.config)}` }),
    compilerOptions: {
      ...(!base && { target: 'es2022', module: 'nodenext', strict: true, skipLibCheck: true }),
      ...(checksJs && { allowJs: true, checkJs: true }),
      ...(hasJsx && { jsx: 'preserve' }),
      noEmit: true,
      composite: false,
      incremental: false,
      // A seed may lie outside of the folder that the application is built from.
      rootDir: path.parse(cwd).root,
    },
    include: [],
    references: (base?.references ?? []).map((reference) => ({ path: reference })),
    files: [...new Set([...(base?.files ?? []), ...holders])],
  });
}
