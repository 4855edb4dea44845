import type { Cascade, InsteadRule, Publication, Reader } from '../../../database/catalog.js';
import type { Finding } from '../check.js';
import { breaks, type Question, sourceOf, tableOf, targetOf } from './question.js';

/** What the database knows to read the source: it refuses to drop the column, or drops the reader with it. */
export function aboutReader(question: Question<Reader>): readonly Finding[] {
  const { name, kind } = question.standing;
  if (kind === 'publication-of-source') {
    return breaks(question, 'finish', {
      message: `${name} sends ${sourceOf(question)}, which the last stage drops`,
      hint: `let it send ${targetOf(question)} from stage expand on, and no ${sourceOf(question)} before the last stage`,
    });
  }
  if (kind === 'generated-column') {
    return breaks(question, 'finish', {
      message: `${name} reads ${sourceOf(question)}, which the last stage drops`,
      hint: `make it anew from ${targetOf(question)} before the last stage`,
    });
  }
  return breaks(question, 'finish', {
    message: `${name} reads ${sourceOf(question)}, which the last stage drops`,
    hint: `let it read ${targetOf(question)}, or take it away, before the last stage`,
  });
}

/** MySQL and MariaDB fire no trigger for what a foreign key cascades, so such rows would differ in silence. */
export function aboutCascade(question: Question<Cascade>): readonly Finding[] {
  const { name, bareName, rules } = question.standing;
  return [
    ...breaks(question, 'expand', {
      message: `${name} changes ${sourceOf(question)} by itself (${rules}), which fires no trigger, so that ${targetOf(question)} would stay as it was`,
      hint: `make it one that changes nothing (ON UPDATE RESTRICT ON DELETE RESTRICT) until the transition is over, or rename the column with @map alone`,
      accept: bareName,
    }),
    ...breaks(question, 'finish', {
      message: `${name} is over ${sourceOf(question)}, which the last stage drops`,
      hint: `put one over ${targetOf(question)} in its place before the last stage`,
    }),
  ];
}

export function aboutInsteadRule(question: Question<InsteadRule>): readonly Finding[] {
  return breaks(question, 'backfill', {
    message: `${question.standing.name} replaces updates of ${tableOf(question)}, so rows would not be copied`,
    hint: 'switch it off while the backfill runs, or give another way to the table with --database-url',
  });
}

/** Subscribers write what they are sent into a table of their own. */
export function aboutPublication(question: Question<Publication>): readonly Finding[] {
  if (question.step !== 'expand') return [];
  const { name } = question.standing;
  return [
    {
      weight: 'later',
      message: `${name} sends whole rows of ${tableOf(question)}: a subscriber without ${targetOf(question)} stops at the first write after expand`,
      hint: `add ${targetOf(question)} to the table of each subscriber before stage expand is deployed`,
    },
  ];
}
