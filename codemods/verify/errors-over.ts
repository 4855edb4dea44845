import type { Checker, CheckerDiagnostic, Overlay } from '../checker/checker.js';
import { addedErrors, type Baseline, type PlacedEdits } from './added-errors.js';
import type { DependentsOf } from './dependents.js';
import { filesToCheck } from './verify-scope.js';

/** The errors of some files with these edits that the baseline has not, at their places in the text before. */
export type ErrorsWith = (
  places: readonly PlacedEdits[],
  files: readonly string[],
) => readonly CheckerDiagnostic[];

export interface Rounds {
  readonly checker: Checker;
  /** What files read as before the edits, besides what is on the disk. */
  readonly unedited: Overlay;
  readonly baseline: Baseline;
  readonly dependentsOf: DependentsOf;
}

/**
 * The errors of code that is edited in several rounds. From one round to the next few edits come or go: only the files
 * that these can reach are checked again.
 */
export function errorsOver({ checker, unedited, baseline, dependentsOf }: Rounds): ErrorsWith {
  const known = new Map<string, CheckerDiagnostic[]>();
  let before: readonly PlacedEdits[] = [];
  return (places, asked) => {
    const stale = filesToCheck(differing(before, places), [...known.keys()], dependentsOf);
    for (const file of stale) known.delete(file);
    before = places;
    const open = asked.filter((file) => !known.has(file));
    if (open.length > 0) {
      for (const file of open) known.set(file, []);
      for (const error of addedErrors(checker, places, unedited, open, baseline)) {
        known.get(error.file)?.push(error);
      }
    }
    // Each round reports errors of its own: an edit that is held back is listed with that of its round.
    return asked.flatMap((file) => known.get(file)!.map((error) => ({ ...error })));
  };
}

/** The places whose edits only one of the two has. */
function differing(one: readonly PlacedEdits[], other: readonly PlacedEdits[]): readonly PlacedEdits[] {
  const without = (places: readonly PlacedEdits[]) => {
    const edits = new Set(places.map((place) => place.edits));
    return (place: PlacedEdits) => !edits.has(place.edits);
  };
  return [...one.filter(without(other)), ...other.filter(without(one))];
}
