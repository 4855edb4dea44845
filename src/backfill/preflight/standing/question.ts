import type { Standing } from '../../../database/catalog.js';
import type { Dialect } from '../../../database/dialect.js';
import type { SyncedColumns } from '../../../database/operation.js';
import type { Finding } from '../check.js';

/** The steps of a transition before which the database is asked, in their order. */
export const steps = ['expand', 'backfill', 'migrate', 'finish'] as const;

export type Step = (typeof steps)[number];

/** What a question about one thing in the database is given. */
export interface Question<Thing extends Standing = Standing> {
  readonly standing: Thing;
  /** The step that is about to be taken. */
  readonly step: Step;
  readonly sync: SyncedColumns;
  readonly provider: Dialect['provider'];
  /** A trigger of ours keeps the two columns equal. */
  readonly hasTrigger: boolean;
  /** The schema says that the source has a value in every row. */
  readonly required: boolean;
  /** The schema gives the source a default. */
  readonly hasDefault: boolean;
  /** What the catalog defines is written for the target too (PostgreSQL). */
  readonly carries: boolean;
  /** How much the table takes on disk. */
  readonly bytes: number;
  /** Everything that stands around the column. */
  readonly all: readonly Standing[];
}

/** Up to here a statement that reads the whole table under a lock takes a moment. */
export const smallTable = 64 * 2 ** 20;

/** The name of a column as messages write it. */
export const sourceOf = ({ sync }: Question) => `"${sync.source.column}"`;
export const targetOf = ({ sync }: Question) => `"${sync.target.column}"`;
export const tableOf = ({ sync }: Question) => `"${sync.table.name}"`;

/**
 * A finding about what breaks at one step: told before it, and refused there.
 *
 * @param at the step that breaks
 * @param accept the name under which the user may say that all is well, where the catalog cannot tell for sure
 * @returns nothing once that step is behind
 */
export function breaks(
  { step }: Question,
  at: Step,
  { message, hint, accept }: { readonly message: string; readonly hint: string; readonly accept?: string },
): readonly Finding[] {
  const due = steps.indexOf(step) - steps.indexOf(at);
  // Expand may have been prepared where nobody could look.
  if (at === 'expand' && step === 'backfill') return [{ weight: 'later', message, hint }];
  if (due > 0) return [];
  const weight = due === 0 ? 'stops' : 'later';
  return [{ weight, message, hint, ...(weight === 'stops' && accept !== undefined && { accept }) }];
}

/** A finding that is no fault, told at the steps where it means something. */
export function note(
  { step }: Question,
  at: readonly Step[],
  message: string,
  hint?: string,
): readonly Finding[] {
  return at.includes(step) ? [{ weight: 'note', message, ...(hint !== undefined && { hint }) }] : [];
}
