import type { TransitionsFile } from '../src/schema/transitions-file.js';
import type { CheckerDiagnostic } from './checker/checker.js';
import { positionOf } from './position.js';
import { readClient } from './project/client.js';
import { findFiles } from './project/find-files.js';
import { withPrograms } from './project/programs.js';
import type { CodemodRequest } from './request.js';
import { sourceOf } from './source.js';
import { readTransitionsFile } from './transitions.js';
import { isForeign } from './untyped/foreign.js';

/** An error of the compiler in the application as it stands. Line and column from 1. */
export interface TypeCheckError {
  /** Relative to the working directory, with forward slashes. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly code: number;
  readonly message: string;
}

/**
 * Type-checks the application with the client as it is generated now.
 *
 * @returns the errors of all files that a codemod would read, by file and place
 * @throws UserError `missing-client`, `bad-tsconfig`
 */
export async function typeCheck(
  request: Pick<CodemodRequest, 'cwd' | 'signal'> & { readonly transitionsFile: string },
): Promise<readonly TypeCheckError[]> {
  const content: TransitionsFile = await readTransitionsFile(request.transitionsFile);
  const { folders } = readClient(request.transitionsFile, content);
  const run: CodemodRequest = { codemod: 'switch-writes', ...request };
  const { scripts } = await findFiles(run, [], folders);
  const sources = scripts.map(sourceOf).filter((source) => !isForeign(source));
  const texts = new Map(scripts.map(({ path, text }) => [path, text.replace(/^\uFEFF/, '')]));
  const found: CheckerDiagnostic[] = [];
  await withPrograms(run, { sources, exits: [], scripts }, new Map(), ({ checker, files }) => {
    found.push(...checker.diagnostics(files.filter((file) => texts.has(file))));
  });
  const shown = new Map(scripts.map(({ path, file }) => [path, file]));
  return found.map(({ file, offset, code, message, details }) => ({
    file: shown.get(file) ?? file,
    ...positionOf(texts.get(file) ?? '', offset),
    code,
    message: [message, ...(details?.trim().split('\n').slice(-1) ?? [])].map((line) => line.trim()).join(' '),
  }));
}

/**
 * The errors that were not there before. Lines may have moved in between, so an error is the same where file, code and
 * message are.
 */
export function newErrors(
  before: readonly TypeCheckError[],
  after: readonly TypeCheckError[],
): readonly TypeCheckError[] {
  const left = new Map<string, number>();
  const keyOf = ({ file, code, message }: TypeCheckError) => JSON.stringify([file, code, message]);
  for (const error of before) left.set(keyOf(error), (left.get(keyOf(error)) ?? 0) + 1);
  return after.filter((error) => {
    const count = left.get(keyOf(error)) ?? 0;
    left.set(keyOf(error), count - 1);
    return count <= 0;
  });
}
