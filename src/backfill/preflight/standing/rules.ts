import type {
  ColumnGrant,
  Comment,
  Constraint,
  HiddenRows,
  Index,
  Statistics,
} from '../../../database/catalog.js';
import type { Finding } from '../check.js';
import { breaks, note, type Question, sourceOf, tableOf, targetOf } from './question.js';

/** An index over the source, as the catalog defines it. */
export function aboutIndex(question: Question<Index>): readonly Finding[] {
  const { standing } = question;
  const { name } = standing;
  if (standing.isReplicaIdentity && question.required) {
    return breaks(question, 'migrate', {
      message: `${name} is the replica identity of ${tableOf(question)}, so ${sourceOf(question)} must stay NOT NULL, and release 2 makes it optional`,
      hint: `let the table be known by its primary key (ALTER TABLE … REPLICA IDENTITY DEFAULT), or by all columns (FULL), before release 2`,
    });
  }
  if (standing.primary) {
    return breaks(question, 'expand', {
      message: `${sourceOf(question)} is part of the primary key (${name}), which cannot move to another column`,
      hint: 'rename it with @map alone',
    });
  }
  if (standing.plain) return [];
  return goesWithSource(question, standing.definition);
}

export function aboutConstraint(question: Question<Constraint>): readonly Finding[] {
  const { bareName, definition } = question.standing;
  return goesWithSource(question, `constraint ${bareName} ${definition}`);
}

export function aboutStatistics(question: Question<Statistics>): readonly Finding[] {
  return goesWithSource(question, question.standing.definition);
}

export function aboutGrant(question: Question<ColumnGrant>): readonly Finding[] {
  if (question.standing.onTarget) return [];
  return goesWithSource(question, question.standing.name);
}

export function aboutComment(question: Question<Comment>): readonly Finding[] {
  if (question.standing.onTarget) return [];
  return goesWithSource(question, question.standing.name);
}

function goesWithSource(question: Question, name: string): readonly Finding[] {
  return note(
    question,
    ['expand', 'backfill', 'migrate', 'drop'],
    `${name} goes together with ${sourceOf(question)} in release 4`,
    `if ${targetOf(question)} needs one like it, add it in a migration of your own`,
  );
}

export function aboutHiddenRows(question: Question<HiddenRows>): readonly Finding[] {
  if (question.step === 'expand') return [];
  return [
    {
      weight: 'stops',
      message: `${question.standing.name} hides rows of ${tableOf(question)} from this database user, so they would not be copied`,
      hint: 'give the owner of the table or a user with BYPASSRLS with --database-url',
    },
  ];
}
