import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fastGlob from 'fast-glob';
import { UserError } from '../../src/errors.js';
import { findBlock, parseSchema, type SchemaFile } from '../../src/schema/document.js';
import { prismaGenerate } from '../../src/schema/prisma-generate.js';
import type { Overlay } from '../checker/checker.js';
import type { GeneratedFile } from '../locate/brand.js';

/** What a rename makes of the generated client. */
export interface RenamedClient {
  /** The client as it is. */
  readonly files: readonly GeneratedFile[];
  /** The text of each file that the rename changes; one that moves is empty at its old path. */
  readonly texts: Overlay;
  /** Every name that changes anywhere in the client, old to new: members, types, keys of compound uniques. */
  readonly names: ReadonlyMap<string, string>;
}

/**
 * Lets the project's own Prisma generate the client of the new schema into a folder beside, and compares it with the
 * client that is there: token by token they differ in nothing but names, which says exactly what each becomes.
 *
 * @param directory the folder of the project's package.json
 * @param schemaPath the schema file or folder, absolute
 * @param files the schema after the rename, paths absolute
 * @param generator the name of the client's generator block
 * @param output the folder of the client, absolute and without links
 * @throws UserError `stale-client` if the client that is there is not that of the schema; `generate-failed`, `no-prisma`
 */
export async function renameClient(
  directory: string,
  schemaPath: string,
  files: readonly SchemaFile[],
  generator: string,
  output: string,
): Promise<RenamedClient> {
  const folder = await mkdtemp(path.join(packagesFolder(directory), '.pec-rename-'));
  try {
    const isFile = files.length === 1 && files[0]!.path === schemaPath;
    const root = isFile ? path.dirname(schemaPath) : schemaPath;
    const copy = path.join(folder, 'schema');
    const generated = path.join(folder, 'client');
    for (const file of files) {
      const target = path.join(copy, path.relative(root, file.path));
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, withOutput(file, generator, generated));
    }
    await prismaGenerate({
      directory,
      schemaPath: isFile ? path.join(copy, path.basename(schemaPath)) : copy,
      generator,
    });
    return await compare(output, generated);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Where packages are found from: a generator looks for the client upwards from the schema. */
function packagesFolder(directory: string): string {
  for (let here = directory; ; here = path.dirname(here)) {
    const packages = path.join(here, 'node_modules');
    if (existsSync(packages)) return packages;
    if (here === path.dirname(here)) return directory;
  }
}

function withOutput(file: SchemaFile, generator: string, output: string): string {
  const block = findBlock(parseSchema([file]), 'generator', generator);
  if (!block) return file.text;
  const value = JSON.stringify(output);
  const setting = block.settings.find(({ name }) => name === 'output');
  const span = setting?.valueSpan ?? { start: block.close, end: block.close };
  return `${file.text.slice(0, span.start)}${setting ? value : `\n  output = ${value}\n`}${file.text.slice(span.end)}`;
}

async function compare(output: string, generated: string): Promise<RenamedClient> {
  const list = (cwd: string) => fastGlob('**/*.ts', { cwd, ignore: ['runtime/**', 'node_modules/**'] });
  const [before, after] = [(await list(output)).sort(), (await list(generated)).sort()];
  const gone = before.filter((file) => !after.includes(file));
  const come = after.filter((file) => !before.includes(file));
  const stale = () =>
    new UserError('stale-client', `The generated client in ${output} is not that of the schema`, {
      hint: 'Run npx prisma generate, then the codemod again',
    });
  // Only the file of a model is named after it.
  if (gone.length !== come.length || gone.length > 1) throw stale();

  const names = new Map<string, string>();
  const aligned: { file: string; own: string; tokens: readonly Token[]; others: readonly Token[] }[] = [];
  for (const file of before) {
    const other = gone.includes(file) ? come[0]! : file;
    const [own, next] = await Promise.all([
      readFile(path.join(output, file), 'utf8'),
      readFile(path.join(generated, other), 'utf8'),
    ]);
    const [tokens, others] = [tokensOf(own), tokensOf(next)];
    const code = (all: readonly Token[]) => all.filter(({ kind }) => kind !== 'space');
    const [mine, theirs] = [code(tokens), code(others)];
    if (mine.length !== theirs.length) throw stale();
    mine.forEach(({ kind, text }, index) => {
      const now = theirs[index]!;
      if (kind !== now.kind || (kind === 'mark' && text !== now.text)) throw stale();
      if (kind !== 'name' || text === now.text) return;
      if ((names.get(text) ?? now.text) !== now.text) throw new Error(`${text} becomes two names`);
      names.set(text, now.text);
    });
    aligned.push({ file, own, tokens, others: theirs });
  }
  const moved = new Map(gone.map((file) => [path.join(output, file), path.join(output, come[0]!)]));
  const texts = new Map<string, string>();
  for (const { file, own, tokens, others } of aligned) {
    let nth = 0;
    const text = tokens
      .map((token) => {
        if (token.kind === 'space') return token.text;
        const other = others[nth++]!;
        return token.kind === 'string' ? renamedString(token.text, other.text, names) : other.text;
      })
      .join('');
    const here = path.join(output, file);
    const there = moved.get(here);
    if (there !== undefined || text !== own) texts.set(there ?? here, text);
    if (there !== undefined) texts.set(here, 'export {};\n');
  }
  const files = aligned.map(({ file, own }) => ({ path: path.join(output, file), text: own }));
  return { files, texts, names };
}

/** Strings may differ in more than names (paths, the text of the schema): only the names are taken over. */
function renamedString(text: string, other: string, names: ReadonlyMap<string, string>): string {
  if (text === other) return text;
  return text.replace(/[\w$]+/g, (word) => {
    const now = names.get(word);
    return now !== undefined && other.includes(now) ? now : word;
  });
}

interface Token {
  readonly kind: 'space' | 'string' | 'name' | 'mark';
  readonly text: string;
}

const TOKEN =
  /(?<space>\s+|\/\*[\s\S]*?\*\/|\/\/[^\n]*)|(?<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|(?<name>[\p{ID_Continue}$]+)|(?<mark>[\s\S])/gu;

/** Comments count as space: they speak of models in plurals of their own. */
function tokensOf(text: string): Token[] {
  return [...text.matchAll(TOKEN)].map((match): Token => {
    const [kind] = Object.entries(match.groups!).find(([, found]) => found !== undefined)!;
    return { kind: kind as Token['kind'], text: match[0] };
  });
}
