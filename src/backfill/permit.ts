import type { CopyDirection } from '../database/dialect.js';
import { UserError } from '../errors.js';
import { isColumnTransition, type PlannedTransition, type SyncMode } from '../schema/transition.js';

/**
 * Whether a transition may be copied in this direction now: the side that is copied from has to be the one that
 * every live generation of the application writes.
 *
 * @returns what the user has to know before, as sentences
 * @throws UserError `backfill-phase` where copying would overwrite newer values with older ones
 */
export function permitCopy(
  transition: PlannedTransition,
  sync: SyncMode,
  direction: CopyDirection,
): readonly string[] {
  const { id, phase } = transition;
  if (!isColumnTransition(transition)) {
    if (direction === 'forward') return [];
    throw new UserError('backfill-phase', `${id} has no source to copy back to`, {
      place: transition.place,
      hint: 'leave --reverse out',
    });
  }
  const source = transition.source.field;
  const target = transition.target.field;
  if (direction === 'backward') {
    if (phase === 'expand') {
      throw new UserError('backfill-phase', `${id} is in phase expand: ${target} may still be empty`, {
        place: transition.place,
        hint: `copying it back would overwrite ${source}; --reverse is for going back from phase contract`,
      });
    }
    return [
      `Copies ${target} back to ${source}. Right once no instance is left that writes ${source} alone.`,
    ];
  }
  if (sync === 'trigger') return [];
  switch (phase) {
    case 'expand':
      return [
        `Under sync "${sync}", run this when no instance of the stage before runs any more: such an instance ` +
          `writes ${source} alone, also on rows that are copied already. \`pec verify\` tells.`,
      ];
    case 'migrate':
      return [
        `${id} is in phase migrate: where both sides differ, ${source} wins and overwrites ${target}. ` +
          `If ${target} is the newer one, use --reverse.`,
      ];
    case 'contract':
      throw new UserError(
        'backfill-phase',
        `${id} is in phase contract: the application writes ${target} alone`,
        {
          place: transition.place,
          hint: `copying ${source} over it would lose newer values; to go back a stage use --reverse`,
        },
      );
  }
}
