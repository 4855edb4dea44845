import type {
  ColumnGrant,
  Comment,
  Constraint,
  HiddenRows,
  Index,
  Statistics,
} from '../../../database/catalog.js';
import { copyName, withColumn } from '../../../database/definition.js';
import type { Finding } from '../check.js';
import { breaks, note, type Question, smallTable, sourceOf, tableOf, targetOf } from './question.js';

/** An index over the source, as the catalog defines it. */
export function aboutIndex(question: Question<Index>): readonly Finding[] {
  const { standing } = question;
  const { name } = standing;
  if (standing.isReplicaIdentity && question.required) {
    return breaks(question, 'migrate', {
      message: `${name} is the replica identity of ${tableOf(question)}, so ${sourceOf(question)} must stay NOT NULL, and stage migrate makes it optional`,
      hint: `let the table be known by its primary key (ALTER TABLE … REPLICA IDENTITY DEFAULT), or by all columns (FULL), before stage migrate`,
    });
  }
  if (standing.primary) {
    return breaks(question, 'expand', {
      message: `${sourceOf(question)} is part of the primary key (${name}), which cannot move to another column`,
      hint: 'rename it with @map alone',
    });
  }
  if (!standing.valid) {
    return note(
      question,
      ['expand', 'migrate'],
      `${name} is invalid, and is not carried over to ${targetOf(question)}`,
      'drop it, or build it anew',
    );
  }
  if (standing.plain || standing.onTarget) return [];
  if (standing.onPart || !question.carries) return goesWithSource(question, standing.definition);
  if (standing.deferrable && question.bytes > smallTable) {
    return breaks(question, 'expand', {
      message: `${name} is that of a deferrable constraint, which PostgreSQL builds anew over ${targetOf(question)} while all writes of ${tableOf(question)} wait`,
      hint: 'make it a constraint that is not deferrable, or choose a quiet time for migrate',
      accept: standing.bareName,
    });
  }
  // Stage expand builds it over the target, and stage migrate where it is unique.
  const built = standing.unique ? ['expand', 'backfill', 'migrate'] : ['expand'];
  return built.includes(question.step) ? [] : goesWithSource(question, standing.definition);
}

/** A check and a foreign key are carried over where their text can be written for the target exactly. */
export function aboutConstraint(question: Question<Constraint>): readonly Finding[] {
  const { standing, sync } = question;
  const { bareName, definition, references, kind, onPart } = standing;
  const { source, target, forward } = sync;
  if (standing.onTarget) return [];
  const carried =
    question.carries &&
    question.step === 'expand' &&
    kind !== 'exclusion' &&
    !onPart &&
    forward.kind === 'copy' &&
    withColumn(definition, source.column, target.column, references) !== undefined;
  if (!carried) return goesWithSource(question, `constraint ${bareName} ${definition}`);
  return note(
    question,
    ['expand'],
    `constraint ${bareName} is carried over to ${targetOf(question)} for what is written from stage expand on`,
    `once the rows are copied: ALTER TABLE … VALIDATE CONSTRAINT "${copyName(bareName, source.column, target.column)}"`,
  );
}

export function aboutStatistics(question: Question<Statistics>): readonly Finding[] {
  return goesWithSource(question, question.standing.definition);
}

/** Rights on the column alone, and its comment: where they are carried over, stage expand does so. */
export function aboutRemark(question: Question<ColumnGrant | Comment>): readonly Finding[] {
  const isCarried = question.carries && question.step === 'expand';
  return question.standing.onTarget || isCarried ? [] : goesWithSource(question, question.standing.name);
}

function goesWithSource(question: Question, name: string): readonly Finding[] {
  return note(
    question,
    ['expand', 'backfill', 'migrate', 'finish'],
    `${name} goes together with ${sourceOf(question)} in the last stage`,
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
