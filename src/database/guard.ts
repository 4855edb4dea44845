import type { Guard, Operation } from './operation.js';

/** What a dialect brings to the SQL of a guard. */
export interface GuardParts {
  readonly guard: Guard;
  /** The table, quoted. */
  readonly table: string;
  /** The condition that finds a row whose sides differ. */
  readonly differs: string;
  /**
   * The statement that copies every row that differs: for a shadow database, which has the rows that earlier migrations
   * put in, and in which no backfill runs.
   */
  readonly copy: string;
  /** The names, unquoted, of the triggers that have to be there. */
  readonly triggers: readonly string[];
  literal(value: string): string;
}

/** Why a guard raises, each with what to do. */
export interface GuardMessages {
  readonly sync: string;
  readonly backfill: string;
  /** Follows the number of rows. */
  readonly rows: string;
}

/**
 * What Prisma Migrate calls a shadow database that it makes itself, as a pattern of LIKE ("shadow database" in
 * https://www.prisma.io/docs/orm/prisma-migrate).
 */
export const shadowName = 'prisma!_migrate!_shadow!_db!_%';

/** A guard stops counting here: that rows differ matters, and how many of a large table they are does not. */
export const mostCounted = 1000;

export function isGuard(operation: Operation): operation is Guard {
  return operation.kind === 'guard';
}

/** One sentence for each reason, without what to do afterwards: some databases cut a longer one. */
export function guardMessages({ transition, sync, precedesDrop }: Guard): GuardMessages {
  const { target, table } = sync;
  const copy = 'run "pec backfill" on this database';
  const look = 'see "pec verify" on this database, and set them right';
  return {
    sync: `${transition}: the sync trigger of "${table.name}" is missing or switched off here: restore it, then ${copy}`,
    backfill: `${transition}: "${table.name}" has rows, and no backfill of them has ended here: ${copy}`,
    rows: sync.source
      ? `of "${table.name}" differ in "${sync.source.column}" and "${target.column}": ${precedesDrop ? look : copy}`
      : `of "${table.name}" without a value in "${target.column}": ${copy}`,
  };
}

/** What to do once the reason is gone: Prisma Migrate holds the migration for failed. */
export const afterGuard =
  'Nothing was changed. Then run prisma migrate resolve --rolled-back with the name of this migration, and prisma migrate deploy.';

/** The comment at the head of a migration with a guard. */
export function guardComment(guard: Guard): string {
  const { transition, needsTrigger, comparesRows, precedesDrop, sync } = guard;
  const { source, target, table } = sync;
  const kept = source ? 'a trigger keeps both columns equal' : `a trigger fills "${target.column}"`;
  const conditions = [
    ...(needsTrigger ? [kept] : []),
    'the backfill has ended (a table without rows needs none)',
    ...(comparesRows
      ? [
          source
            ? `no row of "${table.name}" differs in "${source.column}" and "${target.column}"`
            : `every row of "${table.name}" has a value in "${target.column}"`,
        ]
      : []),
  ];
  const remedy = precedesDrop
    ? `set right what "pec verify" of the stage before names`
    : `run "pec backfill --transition ${transition}" on this database`;
  return [
    `Looks at this database first, and stops before any lock unless ${conditions.join(', and ')}.`,
    `If it stops, nothing was changed: ${remedy}, then run "prisma migrate resolve --rolled-back" and "prisma migrate deploy".`,
    ...(needsTrigger
      ? ['The SQL of a trigger that is missing stands in the migration of stage expand.']
      : []),
  ].join('\n');
}
