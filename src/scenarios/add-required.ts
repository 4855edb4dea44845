import { UserError } from '../errors.js';
import type { AddRequired } from '../schema/transition.js';
import { withEnumType } from './parts/enum-types.js';
import { filledColumn, requireFillingTrigger, stagesOfFilling } from './parts/filled-column.js';
import type { PlanContext, Scenario } from './scenario.js';

/** A new required column whose rows an expression fills, and a trigger for instances that do not know it. */
export const addRequired: Scenario<AddRequired> = {
  stages(transition, context) {
    refuse(transition, context);
    const [expand, ...others] = stagesOfFilling({
      transition,
      filled: filledColumn(transition, transition.backfill),
      isNew: true,
      also: { schema: [], migrations: [] },
    });
    if (!expand) throw new Error('A filled column has a first stage');
    return [withEnumType(expand, transition.target, context), ...others];
  },
  correspondence: (transition) => filledColumn(transition, transition.backfill),
  summary: ({ id, backfill }) => `${id} is a new required column, filled by ${backfill}.`,
  advice({ target, backfill }) {
    if (!isConstant(backfill)) return undefined;
    return (
      `${target.field} gets the same value in every row: \`${target.field} ${target.type} @default(…)\` without an annotation ` +
      'is added by one ordinary migration, with no backfill and no rollout in between'
    );
  },
};

/** A literal of SQL, which the database fills into every row by itself as a default. */
function isConstant(expression: string): boolean {
  return /^\s*(?:'(?:[^']|'')*'|[-+]?\d+(?:\.\d+)?|true|false)\s*$/i.test(expression);
}

function refuse(transition: AddRequired, context: PlanContext): void {
  const { id, place, target } = transition;
  if (target.default !== undefined) {
    throw new UserError(
      'default-fills',
      `${id} has a default, ${target.default}, which fills every row and every old instance`,
      {
        place,
        hint: 'take the annotation away and add the column with an ordinary migration; or take @default away, and add it after stage finish',
      },
    );
  }
  if (target.isList) {
    throw new UserError('not-supported-yet', `${id} is a list, which is never required`, {
      place,
      hint: 'take the annotation away and add the column with an ordinary migration',
    });
  }
  if (target.unique) {
    throw new UserError('not-supported-yet', `${id} is unique: two stages are needed, one after the other`, {
      place,
      hint: 'take @unique away, finish this transition, then write `/// @transition unique` above the field',
    });
  }
  requireFillingTrigger(transition, context);
}
