import path from 'node:path';
import { UserError } from '../../src/errors.js';
import type { CodemodReport } from '../codemod-report.js';
import type { ExplainPlace } from './arguments.js';
import { sentenceOf } from './sentence.js';

/**
 * What was decided about every occurrence on one line, and why.
 *
 * @throws UserError `nothing-there` if the old name does not stand on that line
 */
export function explain(report: CodemodReport, { file, line }: ExplainPlace, cwd: string): string {
  const wanted = path.relative(cwd, path.resolve(cwd, file)).split(path.sep).join('/');
  const inFile = report.transitions.flatMap(({ id, occurrences }) =>
    occurrences
      .filter((occurrence) => occurrence.file === wanted)
      .map((occurrence) => ({ id, ...occurrence })),
  );
  const found = inFile.filter((occurrence) => occurrence.line === line);
  if (found.length > 0) {
    return found
      .map(({ id, column, class: decided, reason, hint, note }) =>
        [
          `${wanted}:${line}:${column}: ${id}: ${decided} [${reason}] ${sentenceOf(reason)}`,
          ...(note ? [`    note: [${note}] ${sentenceOf(note)}`] : []),
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
