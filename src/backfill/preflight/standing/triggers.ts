import type { Trigger } from '../../../database/catalog.js';
import type { Finding } from '../check.js';
import { insertsWholeRow, mayAssign, names, passesWholeRow, withoutComments } from './body.js';
import { breaks, note, type Question, sourceOf, tableOf, targetOf } from './question.js';

/** What a trigger of the user's means for a transition: by its columns, its condition, its arguments and its body. */
export function aboutTrigger(question: Question<Trigger>): readonly Finding[] {
  return [
    ...wholeRow(question),
    ...changesColumns(question),
    ...seesOldValue(question),
    ...updateOf(question),
    ...namesSource(question),
    ...runsForEachRow(question),
  ];
}

const bodyOf = ({ standing }: Question<Trigger>) => withoutComments(standing.body);

/** Writes a whole row somewhere else: from the moment the column is added, there is a value more. */
function wholeRow(question: Question<Trigger>): readonly Finding[] {
  const { standing } = question;
  const body = bodyOf(question);
  if (insertsWholeRow(body)) {
    return breaks(question, 'expand', {
      message: `${standing.name} inserts whole rows of ${tableOf(question)} (${standing.routine}), which have one column more from stage expand on: every write that fires it may fail then`,
      hint: `name the columns in ${standing.routine} instead of \`.*\``,
      accept: standing.bareName,
    });
  }
  if (!passesWholeRow(body)) return [];
  return note(
    question,
    ['expand'],
    `${standing.name} passes whole rows of ${tableOf(question)} on (${standing.routine}): from stage expand on they hold ${targetOf(question)} too, and after the drop no ${sourceOf(question)} any more`,
    'look at what reads them',
  );
}

/** Changes one side after the trigger of ours has made both equal: such rows differ for ever. */
function changesColumns(question: Question<Trigger>): readonly Finding[] {
  const { standing, sync, hasTrigger } = question;
  if (!changes(question) || (hasTrigger && !standing.firesAfterSync)) return [];
  const columns = [sync.source.column, sync.target.column];
  const body = bodyOf(question);
  // Whoever changes both alike keeps them equal.
  if (columns.every((column) => names(body, column))) return [];
  const { bareName, table } = standing;
  return breaks(question, 'expand', {
    message: `${standing.name} may change ${sourceOf(question)} (${standing.routine}) after ${targetOf(question)} was set from it, so that the two differ after each such write`,
    hint:
      question.provider === 'mysql'
        ? `make ${bareName} anew with PRECEDES, so that it fires before the trigger of the transition`
        : hasTrigger
          ? `PostgreSQL fires triggers in the order of their names: ALTER TRIGGER "${bareName}" ON ${table} RENAME TO "a_${bareName}"`
          : `let it change ${targetOf(question)} in the same way once stage expand is deployed, or choose sync = "trigger"`,
    accept: bareName,
  });
}

/** Reads or changes the source of a row that the application writes through the target alone. */
function seesOldValue(question: Question<Trigger>): readonly Finding[] {
  const { standing, sync } = question;
  const { timing, level, conditionNamesSource, firesAfterSync, bareName, table } = standing;
  if (timing !== 'before' || level !== 'row') return [];
  const text = textOf(question);
  if (!(names(text, sync.source.column) || conditionNamesSource)) return [];
  if (names(text, sync.target.column)) return [];
  const changing = changes(question);
  if (question.hasTrigger && firesAfterSync && !changing) return [];
  return breaks(question, 'migrate', {
    message: `${standing.name} sees ${sourceOf(question)} as it was where stage migrate writes ${targetOf(question)} alone (${standing.routine})`,
    hint: changing
      ? `let ${standing.routine} do to ${targetOf(question)} what it does to ${sourceOf(question)}, once stage expand is deployed`
      : `let ${standing.routine} read ${targetOf(question)} once the backfill is done${
          question.provider === 'mysql'
            ? ''
            : question.hasTrigger
              ? `, or let it fire after the trigger of the transition: ALTER TRIGGER "${bareName}" ON ${table} RENAME TO "z_${bareName}"`
              : ''
        }`,
    accept: bareName,
  });
}

/** `UPDATE OF` asks which columns the statement names, and stage migrate names the target alone. */
function updateOf(question: Question<Trigger>): readonly Finding[] {
  const { standing, sync } = question;
  const { columns, bareName, timing, level } = standing;
  if (!columns.includes(sync.source.column) || columns.includes(sync.target.column)) return [];
  if (timing === 'before' && level === 'row' && seesOldValue(question).length > 0) return [];
  return breaks(question, 'migrate', {
    message: `${standing.name} fires for UPDATE OF ${sourceOf(question)}, and not for a statement that sets ${targetOf(question)}, as stage migrate does`,
    hint: `once stage expand is deployed, make it anew for UPDATE OF ${[...columns, sync.target.column].map((column) => `"${column}"`).join(', ')}`,
    accept: bareName,
  });
}

/** From the drop on it fails, and every write that fires it with it. */
function namesSource(question: Question<Trigger>): readonly Finding[] {
  const { standing, sync } = question;
  const { column } = sync.source;
  const held = standing.conditionNamesSource || standing.columns.includes(column);
  if (!held && !names(textOf(question), column)) return [];
  return breaks(question, 'finish', {
    message: `${standing.name} reads ${sourceOf(question)} (${standing.routine}), which the last stage drops${held ? '' : ': every write that fires it may fail then'}`,
    hint: `let it read ${targetOf(question)}, or take it away, before the last stage`,
    ...(!held && { accept: standing.bareName }),
  });
}

function runsForEachRow(question: Question<Trigger>): readonly Finding[] {
  const { standing, sync } = question;
  const { level, events, columns } = standing;
  if (level !== 'row' || !events.includes('update')) return [];
  if (columns.length > 0 && !columns.includes(sync.target.column)) return [];
  return note(
    question,
    ['backfill'],
    `${standing.name} runs for every row of ${tableOf(question)} that is copied`,
    'if it writes or sends something, that happens for each of them',
  );
}

function changes({ standing, sync }: Question<Trigger>): boolean {
  const { timing, level, events, body, language } = standing;
  if (
    timing !== 'before' ||
    level !== 'row' ||
    !events.some((event) => event === 'insert' || event === 'update')
  )
    return false;
  return mayAssign(
    withoutComments(body),
    language,
    [sync.source.column, sync.target.column],
    standing.arguments,
  );
}

function textOf(question: Question<Trigger>): string {
  return [bodyOf(question), ...question.standing.arguments].join('\n');
}
