import type { Routine } from '../../../database/catalog.js';
import type { Finding } from '../check.js';
import { insertsWholeRow, isDynamic, names, selectsWholeRow, withoutComments } from './body.js';
import { breaks, type Question, sourceOf, tableOf, targetOf } from './question.js';

/** A function or a procedure, by what its body names. Nothing but its text tells, unless its body is SQL that the server parsed. */
export function aboutRoutine(question: Question<Routine>): readonly Finding[] {
  const { standing, sync } = question;
  const body = withoutComments(standing.body);
  const hasTable = names(body, sync.table.name);
  const wholeRow = hasTable && (insertsWholeRow(body) || (standing.fixedResult && selectsWholeRow(body)));
  const meansTable = hasTable || standing.takesRow || isDynamic(body);
  const reads = standing.depends || (meansTable && names(body, sync.source.column));
  return [
    ...(wholeRow
      ? breaks(question, 'expand', {
          message: `${standing.name} takes whole rows of ${tableOf(question)}, which have one column more from stage expand on: it may fail then`,
          hint: 'name the columns in it instead of `*`',
          accept: standing.name,
        })
      : []),
    ...(reads
      ? breaks(question, 'finish', {
          message: `${standing.name} reads ${sourceOf(question)}, which the last stage drops`,
          hint: `let it read ${targetOf(question)}, or take it away, before the last stage`,
          ...(!standing.depends && { accept: standing.name }),
        })
      : []),
  ];
}
