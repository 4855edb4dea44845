import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CodemodReport, Occurrence } from '../../codemods/codemod-report.js';
import type { CodemodRun } from '../../codemods/run.js';
import { type ClientProvider, cases } from './applications.js';

/** Whether what the fixtures say is written anew. */
export const update = process.env.UPDATE_FIXTURES === '1';

/** What both checkers have to agree on. */
export function comparable({ report, files }: CodemodRun) {
  const { milliseconds: _, transitions, ...rest } = report;
  return {
    ...rest,
    files,
    // The compilers word some messages differently, and give some errors another number.
    transitions: transitions.map((transition) => ({
      ...transition,
      diagnostics: transition.diagnostics.map(({ file, line, column, reason }) => ({
        file,
        line,
        column,
        reason,
      })),
    })),
  };
}

/** One entry for each file of a case that changed, and one for its report: what the fixture folder holds. */
export async function byCase(
  fixtures: string,
  { report, files }: CodemodRun,
  provider?: ClientProvider,
): Promise<Record<string, string>> {
  const result: Record<string, string> = {};
  for (const name of await cases(fixtures, provider)) {
    const prefix = `src/${name}/`;
    result[`${name}/report`] = reportText(report, prefix);
    for (const { file, after } of files) {
      if (file.startsWith(prefix)) result[`${name}/${file.slice(prefix.length)}`] = after;
    }
  }
  return result;
}

function reportText({ transitions }: CodemodReport, prefix: string): string {
  const line = ({ file, line, column, class: cls, reason, note }: Occurrence) =>
    [`${file.slice(prefix.length)}:${line}:${column}`, cls, reason, ...(note ? [note] : [])].join(' ');
  return transitions
    .flatMap(({ occurrences, diagnostics, shapeChanges }) => [
      ...occurrences.filter(({ file }) => file.startsWith(prefix)).map(line),
      ...diagnostics
        .filter(({ file }) => file.startsWith(prefix))
        .map(
          ({ file, line, column, code, reason }) =>
            `${file.slice(prefix.length)}:${line}:${column} TS${code} ${reason}`,
        ),
      ...shapeChanges
        .filter(({ file }) => file.startsWith(prefix))
        .map(({ file, line, column, exit, paths, reason }) =>
          [`${file.slice(prefix.length)}:${line}:${column}`, exit, paths.join(','), reason].join(' '),
        ),
    ])
    .map((text) => `${text}\n`)
    .join('');
}

/** Writes what `byCase` gives into the folder of each case. */
export async function writeExpected(
  fixtures: string,
  codemod: string,
  result: CodemodRun,
  provider?: ClientProvider,
): Promise<void> {
  for (const name of await cases(fixtures, provider))
    await rm(path.join(fixtures, name, `after-${codemod}`), { recursive: true, force: true });
  for (const [key, text] of Object.entries(await byCase(fixtures, result, provider))) {
    const [name, ...rest] = key.split('/') as [string, ...string[]];
    const file = rest.join('/');
    const target =
      file === 'report'
        ? path.join(fixtures, name, `report-${codemod}.txt`)
        : path.join(fixtures, name, `after-${codemod}`, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
  }
}

/** What the folder of each case says, as `byCase` gives it. */
export async function readExpected(
  fixtures: string,
  codemod: string,
  provider?: ClientProvider,
): Promise<Record<string, string>> {
  const result: Record<string, string> = {};
  for (const name of await cases(fixtures, provider)) {
    result[`${name}/report`] = await readFile(path.join(fixtures, name, `report-${codemod}.txt`), 'utf8');
    const after = path.join(fixtures, name, `after-${codemod}`);
    for (const file of await tree(after))
      result[`${name}/${file}`] = await readFile(path.join(after, file), 'utf8');
  }
  return result;
}

/** The files of a folder, relative to it; none if there is no such folder. */
export async function tree(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  } catch {
    return [];
  }
}
