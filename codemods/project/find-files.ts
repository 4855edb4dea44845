import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import fastGlob from 'fast-glob';
import { DATA_FILES, NEVER_DATA } from '../data/data-files.js';
import { isReshaping, mayExit } from '../exits/may-exit.js';
import { ignoredFiles } from '../git.js';
import type { SearchedName } from '../locate/brand.js';
import { mayFeed } from '../locate/may-feed.js';
import { mayDisguise, searchNames } from '../locate/search.js';
import type { CodemodRequest } from '../request.js';
import { type HiddenFolders, hiddenFolders } from './hidden-folders.js';
import { isMinified, type LeftOut, leftOutByName } from './left-out.js';
import { modelReadersIn } from './model-readers.js';
import { hostPath, splitScripts } from './script-blocks.js';
import { packagesOf, workspaceRoot } from './workspace.js';

/** As much as a file of data is looked into. */
const MAX_DATA = 1_000_000;

const FILES = '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,vue,svelte,astro,sql}';
const OTHERS = /\.(?:vue|svelte|astro|sql)$/;
// Applied migrations are history.
const NEVER = [
  '**/migrations/*/migration.sql',
  '**/node_modules/**',
  '**/.git/**',
  '**/dist/**',
  '**/*.d.{ts,mts,cts}.map',
];

export interface TextFile {
  /** Absolute, without links. */
  readonly path: string;
  /** Relative to the working directory, with forward slashes. */
  readonly file: string;
  /** As it was read, with its byte order mark. */
  readonly text: string;
  /** Of a script inside a file of another language: the whole text of that file, and `path` has a further ending. */
  readonly host?: string;
  /** Of the rest of such a file: its script is among the scripts. */
  readonly isRest?: true;
}

export interface Found {
  readonly scripts: readonly TextFile[];
  /** The scripts that hold a name. */
  readonly holders: readonly TextFile[];
  /** Scripts that hold none, and from which records may leave the program. */
  readonly exits: readonly TextFile[];
  /** Files of other languages that hold one. */
  readonly others: readonly TextFile[];
  /** Files of data that hold one: JSON, snapshots, GraphQL. */
  readonly data: readonly TextFile[];
  /** Scripts that hold none, and whose queries may take a value of a shape that does. */
  readonly feeders: readonly TextFile[];
  readonly filesAnalysed: number;
  /** Scripts that were not read, for nobody edits them by hand. */
  readonly leftOut: Readonly<Record<LeftOut, number>>;
  /** The packages whose files were read, relative to the top of what was read. */
  readonly packages: readonly string[];
}

/**
 * Reads all scripts below the analysed folder and finds those that hold a name. The generated client is none of them,
 * nor is what git ignores: tools write it anew.
 *
 * @param columns names that files of SQL are searched for as well
 */
export async function findFiles(
  request: CodemodRequest,
  names: readonly SearchedName[],
  generated: readonly string[],
  columns: readonly string[] = [],
): Promise<Found> {
  const words = [...new Set(names.map(({ name }) => name))];
  const folder = analysedFolder(request);
  const hidden = await hiddenFolders(folder);
  const find = (pattern: string, ignore: readonly string[] = NEVER) =>
    findBelow(folder, hidden, pattern, ignore);
  const ignored = new Set(
    request.ignore?.length
      ? await fastGlob([...request.ignore], { cwd: request.cwd, absolute: true, dot: true })
      : [],
  );
  const isGenerated = (file: string) => generated.some((prefix) => file.startsWith(prefix));
  const read = (file: string) => {
    const real = realpathSync.native(file);
    return { path: real, file: relative(request.cwd, file), text: readFileSync(real, 'utf8') };
  };
  const wanted = (file: string) => !ignored.has(file) && !isGenerated(file) && !isBuilt(file);
  const holds = ({ text }: { readonly text: string }) =>
    searchNames(text, words).length > 0 || mayDisguise(text, words);
  const holdsColumn = ({ text }: TextFile) => searchNames(text, columns).length > 0;
  const all = (await find(FILES)).filter(wanted).sort();
  const { files, minified, vendored } = withoutLeftOut(folder, all);
  const scripts = files.filter((file) => !OTHERS.test(file));
  const others = files.filter((file) => OTHERS.test(file));
  // Data has keys, which are names of fields, never of models.
  const data = request.codemod === 'rename-model' ? [] : await find(DATA_FILES, [...NEVER, ...NEVER_DATA]);
  const dataHolders = data
    .filter((file) => wanted(file) && statSync(file).size <= MAX_DATA)
    .sort()
    .map(read)
    .filter(({ text }) => searchNames(text, words).length > 0);
  const [templates, inside] = takenApart(others.map(read));
  const written = scripts.map(read);
  const made = new Set(written.filter(({ file, text }) => isMinified(file, text)));
  const texts = [...written.filter((script) => !made.has(script)), ...inside];
  const holders = texts.filter(holds);
  const mayLeave = isReshaping(request.codemod) && texts.some(speaksOf(names));
  const mayHand = isReshaping(request.codemod) || request.codemod === 'rename-model';
  const exits = texts.filter(
    (script) =>
      ((mayLeave && mayExit(script.text)) || (mayHand && modelReadersIn(script).length > 0)) &&
      !holds(script),
  );
  const models = [...new Set(names.map(({ model }) => model))];
  const feeders =
    holders.length === 0 || request.codemod === 'rename-model'
      ? []
      : texts.filter((script) => mayFeed(script.text, models) && !holds(script));
  const otherHolders = templates.filter(
    (other) => holds(other) || (other.file.endsWith('.sql') && holdsColumn(other)),
  );
  const found = [...holders, ...exits, ...feeders, ...otherHolders, ...dataHolders].map((each) => each.path);
  const unversioned = await ignoredFiles(found, realpathSync(request.cwd));
  const isOurs = (each: TextFile) => !unversioned.has(each.path);
  const ofData = new Set(dataHolders.map((each) => each.path));
  const notOurs = [...unversioned].filter((file) => !ofData.has(file));
  return {
    scripts: texts,
    holders: holders.filter(isOurs),
    exits: exits.filter(isOurs),
    feeders: feeders.filter(isOurs),
    others: otherHolders.filter(isOurs),
    data: dataHolders.filter(isOurs),
    filesAnalysed: scripts.length - made.size + others.length - notOurs.length,
    leftOut: { minified: minified + made.size, vendored },
    packages: packagesOf(folder, files),
  };
}

/** The folder that a run reads: the one that is named, or the whole workspace around the working directory. */
export function analysedFolder({ analysisDir, cwd }: CodemodRequest): string {
  return analysisDir ?? workspaceRoot(cwd);
}

function withoutLeftOut(folder: string, all: readonly string[]) {
  const reasonOf = (file: string) => leftOutByName(relative(folder, file));
  const amount = (reason: LeftOut) => all.filter((file) => reasonOf(file) === reason).length;
  return {
    files: all.filter((file) => reasonOf(file) === undefined),
    minified: amount('minified'),
    vendored: amount('vendored'),
  };
}

/** The files that match a pattern, each once, whatever links lead to it. */
async function findBelow(
  folder: string,
  { folders, files }: HiddenFolders,
  pattern: string,
  ignore: readonly string[],
): Promise<readonly string[]> {
  const lists = [folder, ...folders].map((cwd) =>
    fastGlob(pattern, { cwd, absolute: true, dot: true, ignore: [...ignore], followSymbolicLinks: false }),
  );
  // Both patterns end in a list of endings. A file with a line break in its name, or a link, matches no glob.
  const endings = /\.\{(.*)\}$/.exec(pattern)?.[1]?.split(',') ?? [];
  const single = files.filter((file) => endings.includes(path.extname(file).slice(1)));
  const found = [...(await Promise.all(lists)).flat(), ...single];
  return [...new Map(found.map((file) => [realpathSync.native(file), file])).values()];
}

/** Files of other languages without their scripts, and these scripts. */
function takenApart(files: readonly TextFile[]): readonly [TextFile[], TextFile[]] {
  const rests: TextFile[] = [];
  const scripts: TextFile[] = [];
  for (const file of files) {
    const split = splitScripts(file.path, file.text);
    rests.push(split ? { ...file, text: split.rest, isRest: true } : file);
    for (const { ending, text } of split?.scripts ?? [])
      scripts.push({ ...file, path: file.path + ending, text, host: file.text });
  }
  return [rests, scripts];
}

/** A declaration with a map was made from its source, which is read instead (declaration-maps.ts). */
function isBuilt(file: string): boolean {
  return /\.d\.[cm]?ts$/.test(file) && existsSync(`${file}.map`);
}

/** Whether a text queries one of the models: if none does, no record of it leaves either. */
function speaksOf(names: readonly SearchedName[]): (script: TextFile) => boolean {
  const models = [...new Set(names.map(({ model }) => model))];
  const delegates = models.map((model) => `.${model.charAt(0).toLowerCase()}${model.slice(1)}.`);
  return ({ text }) => delegates.some((delegate) => text.includes(delegate));
}

/** Whether a file may be edited: the paths are files or folders; without them all that is read, or what is below. */
export function editable({ paths, cwd, analysisDir }: CodemodRequest): (file: string) => boolean {
  const everywhere = analysisDir === undefined ? workspaceRoot(cwd) : cwd;
  const roots = (paths?.length ? paths : [everywhere]).map((root) => realpathSync(root));
  return (file) => roots.some((root) => hostPath(file) === root || file.startsWith(`${root}${path.sep}`));
}

/** With forward slashes, as reports name files. */
export function relative(cwd: string, file: string): string {
  return path.relative(cwd, file).split(path.sep).join('/');
}
