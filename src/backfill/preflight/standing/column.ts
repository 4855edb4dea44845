import type { PartitionKey, SourceColumn, TargetColumn, TypedTable } from '../../../database/catalog.js';
import { sameType } from '../../../database/same-type.js';
import type { Finding } from '../check.js';
import { breaks, note, type Question, smallTable, sourceOf, tableOf, targetOf } from './question.js';

/** What the source is in the database: nothing of that stands in the schema. */
export function aboutSource(question: Question<SourceColumn>): readonly Finding[] {
  const refused = impossible(question);
  return refused.length > 0 ? refused : [...unknownDefault(question), ...otherType(question)];
}

/** What no stage gets by. */
function impossible(question: Question<SourceColumn>): readonly Finding[] {
  const { generated, identity, inheritedFrom, domain } = question.standing;
  const source = sourceOf(question);
  const refuse = (message: string, hint: string) => breaks(question, 'expand', { message, hint });
  if (generated) {
    return refuse(
      `${source} is a generated column: the database computes it, and nothing can be written back to it`,
      `add ${targetOf(question)} as a generated column of your own, or let the application compute it`,
    );
  }
  if (identity && question.required) {
    return refuse(
      `${source} is an identity column, which PostgreSQL never lets be NULL: migrate could not make it optional`,
      'rename it with @map alone',
    );
  }
  if (inheritedFrom.length > 0) {
    const parents = inheritedFrom.join(', ');
    return refuse(
      `${source} is inherited from ${parents}, and cannot be dropped from ${tableOf(question)} alone`,
      `annotate the model of ${parents} instead`,
    );
  }
  if (domain?.required) {
    return refuse(
      `${source} has the type ${question.standing.type}, a domain that is NOT NULL: ${targetOf(question)} could not be added empty`,
      'take NOT NULL off the domain (the columns have their own), or change the column to its base type first',
    );
  }
  if (domain?.constrained && question.bytes > smallTable && question.sync.forward.kind === 'copy') {
    return breaks(question, 'expand', {
      message: `${source} has the type ${question.standing.type}, a domain with constraints: PostgreSQL writes the whole of ${tableOf(question)} anew to add ${targetOf(question)}, and nobody reads or writes meanwhile`,
      hint: 'give the column the base type and a CHECK of its own first (ALTER COLUMN … TYPE … does not write the table)',
      accept: question.standing.type,
    });
  }
  return [];
}

/** A default that only the database knows goes with the column. */
function unknownDefault(question: Question<SourceColumn>): readonly Finding[] {
  const { standing, all, hasDefault } = question;
  if (standing.default === null || standing.generated || hasDefault) return [];
  const target = all.find((other) => other.kind === 'target-column');
  if (target && target.default !== null) return [];
  return breaks(question, 'finish', {
    message: `${sourceOf(question)} has a default that the schema does not know (${standing.default}), and that goes with it`,
    hint: `give ${targetOf(question)} the same in a migration of your own, once no instance writes ${sourceOf(question)} any more`,
    accept: `default ${standing.default}`,
  });
}

/** Where the target is there, it is compared with the source; before, the source with what the schema says of it. */
function otherType(question: Question<SourceColumn>): readonly Finding[] {
  const { standing, sync, all } = question;
  if (sync.forward.kind !== 'copy' || standing.generated) return [];
  const target = all.find((other) => other.kind === 'target-column');
  if (!target) {
    if (question.provider !== 'postgresql' || sameType(sync.source.sqlType, standing.type)) return [];
    return note(
      question,
      ['expand'],
      `${sourceOf(question)} is ${standing.type} in the database, and ${sync.source.sqlType} to the schema: ${targetOf(question)} becomes ${standing.type} too`,
    );
  }
  if (target.type === standing.type) return [];
  return breaks(question, 'migrate', {
    message: `${sourceOf(question)} is ${standing.type} in the database, and ${targetOf(question)} is ${target.type}: values may change on their way`,
    hint:
      question.provider === 'postgresql'
        ? `take expand back (\`pec revert\`) and prepare it again with the database at hand, so that ${targetOf(question)} gets the same type`
        : `change one of the two in a migration of your own, before stage migrate`,
    accept: target.type,
  });
}

/** A collation decides what is the same, and in which order. */
export function aboutTarget(question: Question<TargetColumn>): readonly Finding[] {
  const { standing, all, sync } = question;
  const source = all.find((other) => other.kind === 'source-column');
  if (!source || source.collation === standing.collation || sync.forward.kind !== 'copy') return [];
  return note(
    question,
    ['backfill', 'migrate'],
    `${sourceOf(question)} compares and sorts by collation ${source.collation ?? 'of the database'}, and ${targetOf(question)} by another one`,
    'give it the same before stage migrate, in a migration of your own, if searches or a unique index rest on it',
  );
}

export function aboutPartitionKey(question: Question<PartitionKey>): readonly Finding[] {
  const { containsSource, name } = question.standing;
  if (containsSource) {
    return [
      {
        weight: 'stops',
        message: `${tableOf(question)} is partitioned by ${sourceOf(question)} (${name}), a column that the database never drops`,
        hint: 'rename it with @map alone, or move the rows to a table with another partition key',
      },
    ];
  }
  return note(
    question,
    ['expand', 'backfill', 'migrate'],
    `${tableOf(question)} is partitioned (${name}), so PostgreSQL refuses CREATE INDEX CONCURRENTLY on it`,
    'the comment in each index migration says what to do there; a unique index has to contain the partition key',
  );
}

export function aboutTypedTable(question: Question<TypedTable>): readonly Finding[] {
  return breaks(question, 'expand', {
    message: `${tableOf(question)} is a table of ${question.standing.name}, and can get no column`,
    hint: 'make it a table of its own first: ALTER TABLE … NOT OF',
  });
}
