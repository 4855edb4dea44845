import { ts } from '@ts-morph/common';
import type { CheckerDiagnostic } from '../checker/checker.js';
import { nodeAt } from '../source.js';
import { groupByFile, type PlacedEdits } from './added-errors.js';
import type { DependentsOf } from './dependents.js';
import type { ErrorsWith } from './errors-over.js';

export interface Verified<P extends PlacedEdits> {
  readonly kept: readonly P[];
  readonly held: readonly { readonly place: P; readonly because: CheckerDiagnostic }[];
  /** False where errors remain that no edit explains. */
  readonly clean: boolean;
}

/** More than any chain of consequences that we have met; what is left then is given up as a whole. */
const ROUNDS = 24;

/**
 * Type-checks the edited text against the unedited one, with the client as it is, and holds back the smallest set
 * of edits (those nearest to the error, then of the file) whose absence leaves no error that was not there before.
 *
 * @param files the files that are checked: at least those with edits
 * @param errorsWith the errors that edits bring
 * @param dependentsOf which edits an error may follow from in a file that has none itself
 */
export function verify<P extends PlacedEdits>(
  places: readonly P[],
  files: readonly string[],
  errorsWith: ErrorsWith,
  dependentsOf: DependentsOf,
): Verified<P> {
  let kept = places;
  let scope = files;
  const held: { place: P; because: CheckerDiagnostic }[] = [];
  for (let round = 0; round < ROUNDS && kept.length > 0; round++) {
    const byFile = groupByFile(kept);
    const added = explained(errorsWith(kept, scope), byFile, dependentsOf);
    if (added.length === 0) {
      if (scope === files) return { kept, held, clean: true };
      // The files in question are clean now; the last word is about all of them.
      scope = files;
      continue;
    }
    scope = [...new Set(added.map(({ file }) => file))];
    const blamed = blame(added, byFile, kept, dependentsOf);
    kept = kept.filter((place) => !blamed.has(place));
    for (const [place, because] of blamed) held.push({ place, because });
  }
  return { kept, held, clean: kept.length === 0 };
}

/**
 * Without the errors of files that no edit can reach: how deep the compiler gets before it gives up (TS2321, TS2589)
 * depends on what it has looked at before, so such an error comes and goes far away from any edit.
 */
function explained<P extends PlacedEdits>(
  added: readonly CheckerDiagnostic[],
  byFile: ReadonlyMap<string, readonly P[]>,
  dependentsOf: DependentsOf,
): readonly CheckerDiagnostic[] {
  const outside = added.filter(({ file }) => !byFile.has(file));
  if (outside.length === 0) return added;
  const reached = dependentsOf([...byFile.keys()]);
  return reached === 'all' ? added : added.filter(({ file }) => byFile.has(file) || reached.has(file));
}

/**
 * The edits to hold back next. Many errors only follow from another one, so the errors with the fewest edits around
 * them come first: those upon an edit, then those near to some; all others get another chance without these.
 */
function blame<P extends PlacedEdits>(
  added: readonly CheckerDiagnostic[],
  byFile: ReadonlyMap<string, readonly P[]>,
  kept: readonly P[],
  dependentsOf: DependentsOf,
): Map<P, CheckerDiagnostic> {
  const suspected = added.map((diagnostic) => {
    const places = byFile.get(diagnostic.file) ?? [];
    const near = nearest(diagnostic, places);
    // An error in a file without edits: what it imports has changed.
    const suspects =
      near.length > 0 ? near : places.length > 0 ? places : imported(diagnostic.file, byFile, dependentsOf);
    return { diagnostic, suspects, upon: near.some((place) => covers(diagnostic, place)) };
  });
  const blamed = new Map<P, CheckerDiagnostic>();
  for (const file of new Set(added.map((diagnostic) => diagnostic.file))) {
    const inFile = suspected.filter(({ diagnostic }) => diagnostic.file === file);
    const upon = inFile.filter((one) => one.upon);
    const candidates = upon.length > 0 ? upon : inFile;
    const fewest = Math.min(...candidates.map(({ suspects }) => suspects.length));
    // What a file without edits complains of may be over once the other files are right again.
    if (fewest === kept.length && suspected.some(({ suspects }) => suspects.length < fewest)) continue;
    for (const { diagnostic, suspects } of candidates) {
      if (suspects.length > fewest) continue;
      for (const place of suspects) if (!blamed.has(place)) blamed.set(place, diagnostic);
    }
  }
  return blamed;
}

/** The edits of those files that a file imports with no other edited file between them; all edits where none are known. */
function imported<P extends PlacedEdits>(
  file: string,
  byFile: ReadonlyMap<string, readonly P[]>,
  dependentsOf: DependentsOf,
): readonly P[] {
  const all = [...byFile.keys()].map((edited) => {
    const dependents = dependentsOf([edited]);
    return { edited, reaches: (other: string) => dependents !== 'all' && dependents.has(other) };
  });
  const leading = all.filter(({ reaches }) => reaches(file));
  // Of files that import each other none is nearer.
  const nearest = leading.filter(
    ({ edited, reaches }) =>
      !leading.some((other) => reaches(other.edited) && !other.reaches(edited) && other.edited !== edited),
  );
  return (nearest.length > 0 ? nearest : all).flatMap(({ edited }) => byFile.get(edited)!);
}

function covers({ offset, length }: CheckerDiagnostic, place: PlacedEdits): boolean {
  return offset <= place.offset && place.offset <= offset + length;
}

/** The edits in the innermost node around the diagnostic that has any. */
function nearest<P extends PlacedEdits>(diagnostic: CheckerDiagnostic, places: readonly P[]): readonly P[] {
  const tree = places[0]?.source.tree;
  let node = tree && nodeAt(tree, diagnostic.offset);
  for (; node && !ts.isSourceFile(node); node = node.parent) {
    const { pos, end } = node;
    const inside = places.filter(({ offset }) => pos <= offset && offset < end);
    if (inside.length > 0) return inside;
  }
  return [];
}
