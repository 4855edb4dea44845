import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import fastGlob from 'fast-glob';
import type { Edit } from '../../codemods/codemod-report.js';
import { applyEdits } from '../../codemods/edit/text-edit.js';
import type { ClientPlace, ClientWay } from '../../codemods/extension/clients-made.js';
import { installExtension } from '../../codemods/extension/install-extension.js';
import { removeExtension } from '../../codemods/extension/remove-extension.js';
import { positionOf } from '../../codemods/position.js';
import { importEnding } from '../../codemods/project/project.js';
import { parseSource, type Source } from '../../codemods/source.js';
import type { FileChange } from '../../codemods/write.js';
import { clientGenerators, generatorBlocks } from '../schema/generator-config.js';
import type { Project } from './project.js';

/** Where the application makes a client, and what becomes of it. */
export interface Installation {
  readonly changes: readonly FileChange[];
  readonly byHand: readonly ClientByHand[];
}

/** A place where a client is made, or its class handed on, that is not rewritten. */
export interface ClientByHand {
  /** Relative to the working directory. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly way: ClientWay;
  readonly message: string;
  readonly hint: string;
}

/**
 * Finds every `new PrismaClient(…)` below the folder of a project, and wraps it in the generated extension.
 *
 * @param generated absolute path of the generated `index.ts` or `index.js`
 */
export async function installEverywhere(project: Project, generated: string): Promise<Installation> {
  const { directory } = project;
  const extension = importEnding(directory);
  const byHand: ClientByHand[] = [];
  const module = path.relative(directory, path.dirname(generated));
  const changes = await changeEach(directory, generatedFolders(project, generated), makesClient, (source) => {
    const { edits, byHand: places } = installExtension(source, generated, extension);
    byHand.push(...places.map((place) => clientByHand(source, place, module)));
    return edits;
  });
  return { changes, byHand };
}

function clientByHand(source: Source, { node, way }: ClientPlace, module: string): ClientByHand {
  const offset = node.getStart();
  const text = node.getText().split('\n')[0]!;
  const shown = text.length > 60 ? `${text.slice(0, 59)}…` : text;
  return {
    file: source.file,
    ...positionOf(source.tree.text, offset),
    way,
    ...CLIENTS_BY_HAND[way](shown, `\`withTransitions\` of ${module}`),
  };
}

const CLIENTS_BY_HAND: Readonly<
  Record<ClientWay, (text: string, helper: string) => Pick<ClientByHand, 'message' | 'hint'>>
> = {
  subclass: (text, helper) => ({
    message: `a class extends ${text}, and its clients are not wrapped`,
    hint: `end its constructor with \`return withTransitions(this);\` (${helper})`,
  }),
  member: (text, helper) => ({
    message: `\`${text}\` is not wrapped`,
    hint: `write \`withTransitions(${text})\` (${helper})`,
  }),
  'no-import': (text, helper) => ({
    message: `\`${text}\` is not wrapped: no import names the class`,
    hint: `write \`withTransitions(${text})\` (${helper})`,
  }),
  value: (text, helper) => ({
    message: `the class goes on as a value here (\`${text}\`), and clients that are made of it are not wrapped`,
    hint: `write \`withTransitions(new …(…))\` where a client is made of it (${helper}), then \`// pec-ignore-next-line\` above this line`,
  }),
  'renamed-export': (text, helper) => ({
    message: `the class is exported under another name (\`${text}\`), and clients that are made of it are not wrapped`,
    hint: `write \`withTransitions(new …(…))\` where a client is made of it (${helper}), then \`// pec-ignore-next-line\` above this line`,
  }),
  'syntax-error': () => ({
    message: 'makes a client, and is not rewritten: the file has a syntax error',
    hint: 'mend it, and run `npx pec init` again',
  }),
};

/** As a command prints a place. */
export function byHandLines({ file, line, column, message, hint }: ClientByHand): readonly string[] {
  return [`${file}:${line}:${column}: ${message}`, `  hint: ${hint}`];
}

/** What generators write is no code of the application. */
function generatedFolders({ document }: Project, generated: string): readonly string[] {
  const clients = clientGenerators(generatorBlocks(document)).flatMap(({ output }) => output ?? []);
  return [path.dirname(generated), ...clients];
}

/** The way back of `installEverywhere`, for when the last transition is over. */
export async function removeEverywhere(project: Project, generated: string): Promise<readonly FileChange[]> {
  return changeEach(project.directory, generatedFolders(project, generated), usesExtension, (source) =>
    removeExtension(source, generated),
  );
}

const makesClient = /\bPrismaClient\b/;
const usesExtension = /\b(?:withTransitions|transitionOmit)\b/;

/** Parsing takes time, so a file has to match a pattern first. */
async function changeEach(
  directory: string,
  generated: readonly string[],
  pattern: RegExp,
  editsOf: (source: Source) => readonly Edit[],
): Promise<readonly FileChange[]> {
  const files = await fastGlob('**/*.{ts,mts,cts,tsx,js,mjs,cjs,jsx}', {
    cwd: directory,
    absolute: true,
    ignore: [
      '**/node_modules/**',
      '**/dist/**',
      '**/.*/**',
      ...generated.map((folder) => `${fastGlob.escapePath(folder)}/**`),
    ],
  });
  const changes = new Map<string, FileChange>();
  for (const name of files.sort()) {
    const before = await readFile(name, 'utf8');
    if (!pattern.test(before)) continue;
    const source = parseSource(name, path.relative(directory, name), before);
    const edits = editsOf(source);
    if (edits.length === 0) continue;
    const mark = source.hasByteOrderMark ? '\uFEFF' : '';
    const file = await realpath(name);
    changes.set(file, { file, before, after: mark + applyEdits(source.text, edits) });
  }
  return [...changes.values()];
}
