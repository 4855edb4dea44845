import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fastGlob from 'fast-glob';
import { UserError } from '../../src/errors.js';
import type { SchemaFile } from '../../src/schema/document.js';
import type { Overlay } from '../checker/checker.js';
import { applyEdits, span } from '../edit/text-edit.js';
import type { GeneratedFile } from '../locate/brand.js';
import { withGeneratedClient } from '../project/generate-client.js';

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
 * @param directory where the command runs: its Prisma is taken if none is installed for the schema
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
  return withGeneratedClient({ directory, schemaPath, files, generator }, (generated) =>
    compare(output, generated),
  );
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
  const compared: { path: string; there: string; text: string; differences: readonly Difference[] }[] = [];
  for (const file of before) {
    const other = gone.includes(file) ? come[0]! : file;
    const [text, next] = await Promise.all([
      readFile(path.join(output, file), 'utf8'),
      readFile(path.join(generated, other), 'utf8'),
    ]);
    const differences = differencesOf(text, next);
    if (!differences) throw stale();
    for (const { kind, token, now } of differences) {
      if (kind !== 'name') continue;
      if ((names.get(token) ?? now) !== now) throw new Error(`${token} becomes two names`);
      names.set(token, now);
    }
    compared.push({ path: path.join(output, file), there: path.join(output, other), text, differences });
  }
  const texts = new Map<string, string>();
  for (const { path: here, there, text, differences } of compared) {
    const renamed = withDifferences(text, differences, names);
    if (here !== there || renamed !== text) texts.set(there, renamed);
    if (here !== there) texts.set(here, 'export {};\n');
  }
  return { files: compared.map(({ path, text }) => ({ path, text })), texts, names };
}

/** A token that another one stands in the place of. */
interface Difference {
  readonly kind: 'name' | 'string';
  readonly offset: number;
  readonly token: string;
  readonly now: string;
}

/**
 * Where two texts differ, token by token: a client has hundreds of thousands of them, so none is kept that does not.
 *
 * @returns undefined where they differ in more than names and strings
 */
function differencesOf(text: string, next: string): readonly Difference[] | undefined {
  if (text === next) return [];
  const differences: Difference[] = [];
  const others = tokensOf(next);
  for (const { kind, offset, text: token } of tokensOf(text)) {
    const other = others.next().value;
    if (other?.kind !== kind) return undefined;
    if (other.text === token) continue;
    if (kind === 'mark') return undefined;
    differences.push({ kind, offset, token, now: other.text });
  }
  return others.next().done ? differences : undefined;
}

function withDifferences(
  text: string,
  differences: readonly Difference[],
  names: ReadonlyMap<string, string>,
): string {
  const edits = differences.map(({ kind, offset, token, now }) =>
    span(offset, offset + token.length, kind === 'string' ? renamedString(token, now, names) : now),
  );
  return applyEdits(text, edits);
}

/** Strings may differ in more than names (paths, the text of the schema): only the names are taken over. */
function renamedString(text: string, other: string, names: ReadonlyMap<string, string>): string {
  return text.replace(/[\w$]+/g, (word) => {
    const now = names.get(word);
    return now !== undefined && other.includes(now) ? now : word;
  });
}

interface Token {
  readonly kind: 'string' | 'name' | 'mark';
  readonly offset: number;
  readonly text: string;
}

const TOKEN =
  /(?:\s+|\/\*[\s\S]*?\*\/|\/\/[^\n]*)|("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|([\p{ID_Continue}$]+)|([\s\S])/gu;

/** Comments count as space: they speak of models in plurals of their own. */
function* tokensOf(text: string): Generator<Token, undefined> {
  for (const { index: offset, 1: string, 2: name, 3: mark } of text.matchAll(TOKEN)) {
    if (string !== undefined) yield { kind: 'string', offset, text: string };
    else if (name !== undefined) yield { kind: 'name', offset, text: name };
    else if (mark !== undefined) yield { kind: 'mark', offset, text: mark };
  }
  return undefined;
}
