import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import fastGlob from 'fast-glob';
import { specifiersIn } from '../specifiers.js';

/** An installed package that speaks of Prisma. */
export interface ModelReader {
  readonly name: string;
  /** Absolute; undefined where it is not installed, so that nobody can tell what it reads. */
  readonly folder: string | undefined;
}

/** Packages that take a client and ask it for nothing of their own, or whose names of fields are those of the code. */
const HARMLESS =
  /^(?:@prisma\/.*|prisma|prisma-expand-contract|@pothos\/.*|(?:jest|vitest)-mock-extended|jest-prisma.*|@quramy\/.*|vitest|jest|sinon|eslint.*)$/;

/** Whether a package reads nothing of a client by names of its own. */
export function isHarmless(name: string): boolean {
  return HARMLESS.test(name);
}

/**
 * The packages among the imports of a script whose own description speaks of Prisma: adapters of authentication, stores of
 * sessions, panels for administrators.
 *
 * @param script absolute path and text
 */
export function modelReadersIn(script: {
  readonly path: string;
  readonly text: string;
}): readonly ModelReader[] {
  const names = new Set([...specifiersIn(script.text)].flatMap((specifier) => packageName(specifier) ?? []));
  return [...names].flatMap((name): readonly ModelReader[] => {
    if (HARMLESS.test(name)) return [];
    const folder = packageFolder(path.dirname(script.path), name);
    if (folder === undefined) return /prisma/i.test(name) ? [{ name, folder }] : [];
    return speaksOfPrisma(folder) ? [{ name, folder }] : [];
  });
}

/** `@scope/name` of `@scope/name/path`; undefined for a file, a module of Node.js, and what only aliases lead to. */
export function packageName(specifier: string): string | undefined {
  return /^(?:@[a-z\d][\w.-]*\/)?[a-z\d][\w.-]*(?=\/|$)/i.exec(specifier)?.[0];
}

const folders = new Map<string, string | undefined>();

/** As Node.js looks for a package: upwards from the folder of the file. */
function packageFolder(from: string, name: string): string | undefined {
  const key = `${from}\0${name}`;
  if (folders.has(key)) return folders.get(key);
  const here = path.join(from, 'node_modules', name);
  const isHere = existsSync(path.join(here, 'package.json'));
  const above = path.dirname(from);
  const found = isHere ? realpathSync(here) : above === from ? undefined : packageFolder(above, name);
  folders.set(key, found);
  return found;
}

const descriptions = new Map<string, string>();

function descriptionOf(folder: string): string {
  const known = descriptions.get(folder) ?? readFileSync(path.join(folder, 'package.json'), 'utf8');
  descriptions.set(folder, known);
  return known;
}

/** A package of the workspace itself is code that the run reads. */
function speaksOfPrisma(folder: string): boolean {
  return folder.includes('/node_modules/') && /prisma/i.test(descriptionOf(folder));
}

/** What a package is asked for. */
export interface ModelName {
  /** `user` of `prisma.user`. */
  readonly delegate: string;
  /** Undefined where the model itself is meant. */
  readonly field: string | undefined;
}

/**
 * Whether a package can read a model or a field of a client that it is given, by the text that it runs: it queries the
 * model by its name, or whatever model it is told. The field may stand in its types, or in those that it adapts.
 */
export function mayRead({ folder }: ModelReader, { delegate, field }: ModelName): boolean {
  if (folder === undefined) return true;
  const code = codeOf(folder);
  if (/\b_?(?:runtimeDataModel|baseDmmf|getDMMF|dmmf)\b/i.test(code)) return true;
  const queries = String.raw`\??\.(?:find|create|update|upsert|delete|count|aggregate|groupBy)`;
  const isNamed = new RegExp(String.raw`\.${delegate}\b${queries}`).test(code);
  const isAny =
    new RegExp(String.raw`\[[^\[\]\n]{1,80}\]${queries}`).test(code) &&
    new RegExp(String.raw`\b${delegate}\b`, 'i').test(code);
  if (!isNamed && !isAny) return false;
  if (field === undefined) return true;
  const word = new RegExp(String.raw`(?<![\w$])${field.replaceAll('$', '\\$')}(?![\w$])`);
  return word.test(code) || dependenciesOf(folder).some((each) => word.test(typesOf(each)));
}

/** As much of a package as is looked at. */
const MOST_FILES = 400;

const texts = new Map<string, string>();

function codeOf(folder: string): string {
  return textOf(folder, '**/*.{js,mjs,cjs}');
}

function typesOf(folder: string): string {
  return textOf(folder, '**/*.d.{ts,mts,cts}');
}

/** The files of a package without their comments, those nearest to its top first. */
function textOf(folder: string, pattern: string): string {
  const key = `${folder}\0${pattern}`;
  const known = texts.get(key);
  if (known !== undefined) return known;
  const files = fastGlob
    .sync(pattern, { cwd: folder, absolute: true, ignore: ['**/node_modules/**'] })
    .sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1))
    .slice(0, MOST_FILES);
  const text = files.map((file) => readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')).join('\n');
  texts.set(key, text);
  return text;
}

/** The packages that a package adapts: not the client of Prisma. */
function dependenciesOf(folder: string): readonly string[] {
  const { dependencies = {}, peerDependencies = {} } = JSON.parse(descriptionOf(folder)) as {
    readonly dependencies?: Readonly<Record<string, string>>;
    readonly peerDependencies?: Readonly<Record<string, string>>;
  };
  return Object.keys({ ...dependencies, ...peerDependencies }).flatMap((name) =>
    HARMLESS.test(name) || /^(?:react|react-dom|next|typescript)$/.test(name)
      ? []
      : (packageFolder(folder, name) ?? []),
  );
}
