import path from 'node:path';
import { UserError } from '../../src/errors.js';
import type { CodemodReport, Diagnostic, Occurrence } from '../codemod-report.js';
import type { ExplainPlace } from './arguments.js';
import { sentenceOf } from './sentence.js';

/**
 * What was decided about every occurrence on one line, and why; and the type errors that are to be expected there.
 *
 * @throws UserError `nothing-there` if the old name does not stand on that line
 */
export function explain(report: CodemodReport, { file, line }: ExplainPlace, cwd: string): string {
  const wanted = path.relative(cwd, path.resolve(cwd, file)).split(path.sep).join('/');
  const inFile = report.transitions.flatMap(({ id, occurrences, diagnostics }) =>
    [...occurrences.map(ofOccurrence), ...diagnostics.map(ofError)]
      .filter((place) => place.file === wanted)
      .map((place) => ({ id, ...place })),
  );
  const found = inFile.filter((occurrence) => occurrence.line === line);
  if (found.length > 0) {
    return found
      .map(({ id, column, class: decided, reason, hint, also }) =>
        [
          `${wanted}:${line}:${column}: ${id}: ${decided} [${reason}] ${sentenceOf(reason)}`,
          ...(also ? [`    note: ${also}`] : []),
          ...(hint ? [`    hint: ${hint}`] : []),
        ].join('\n'),
      )
      .join('\n')
      .concat('\n');
  }
  const skipped = report.notAnalysed.find((each) => each.file === wanted);
  const why = skipped
    ? `the file was not analysed (${skipped.reason})`
    : inFile.length > 0
      ? `in this file the name stands on line ${[...new Set(inFile.map((each) => each.line))].join(', ')}`
      : 'the file does not hold the name, or is outside of the folder that was analysed';
  throw new UserError('nothing-there', `No occurrence on line ${line} of ${wanted}: ${why}`, {
    hint: 'Give the line as in the text before the rewrite; --analysis-dir widens what is read',
  });
}

function ofOccurrence({ note, ...occurrence }: Occurrence) {
  return { ...occurrence, also: note && `[${note}] ${sentenceOf(note)}` };
}

function ofError({ file, line, column, reason, hint, code, message }: Diagnostic) {
  return { file, line, column, class: 'needs-you', reason, hint, also: `TS${code}: ${message}` };
}
