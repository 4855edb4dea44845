import type { ts } from '@ts-morph/common';
import { ts as compiler } from '@ts-morph/common';
import type { Checker, CheckerDiagnostic, Overlay } from './checker/checker.js';
import { applyEdits, originalOffset, type TextEdit } from './edit/edit.js';
import { nodeAt, type Source } from './source.js';

/** Edits of one place in the text; they are made together or not at all. */
export interface PlacedEdits {
  readonly source: Source;
  readonly offset: number;
  readonly edits: readonly TextEdit[];
}

export interface Verified<P extends PlacedEdits> {
  readonly kept: readonly P[];
  readonly held: readonly { readonly place: P; readonly because: CheckerDiagnostic }[];
  /** False where errors remain that no edit explains. */
  readonly clean: boolean;
}

const ROUNDS = 12;

/**
 * Type-checks the edited text against the unedited one, with the client as it is, and holds back the smallest set
 * of edits (those of a statement, then of a file) whose absence leaves no error that was not there before.
 */
export function verify<P extends PlacedEdits>(
  checker: Checker,
  places: readonly P[],
  config: Overlay,
  watched: Iterable<string>,
): Verified<P> {
  if (places.length === 0) return { kept: places, held: [], clean: true };
  const files = [...new Set([...places.map(({ source }) => source.path), ...watched])];
  checker.overlay(config);
  const baseline = checker.diagnostics(files);

  let kept = places;
  const held: { place: P; because: CheckerDiagnostic }[] = [];
  for (let round = 0; round < ROUNDS && kept.length > 0; round++) {
    const byFile = groupByFile(kept);
    const overlay = new Map(config);
    for (const [file, group] of byFile) {
      overlay.set(
        file,
        applyEdits(
          group[0]!.source.text,
          group.flatMap(({ edits }) => edits),
        ),
      );
    }
    checker.overlay(overlay);
    const added = newDiagnostics(baseline, checker.diagnostics(files), byFile);
    if (added.length === 0) return { kept, held, clean: true };
    const suspects = new Map<P, CheckerDiagnostic>();
    for (const diagnostic of added) {
      for (const place of suspectsOf(diagnostic, byFile.get(diagnostic.file) ?? [], round)) {
        if (!suspects.has(place)) suspects.set(place, diagnostic);
      }
    }
    // An error in a file without edits: what its imports give changed, so all that is exported may have.
    if (suspects.size === 0) for (const place of kept) suspects.set(place, added[0]!);
    kept = kept.filter((place) => !suspects.has(place));
    for (const [place, because] of suspects) held.push({ place, because });
  }
  return { kept, held, clean: kept.length === 0 };
}

function groupByFile<P extends PlacedEdits>(places: readonly P[]): Map<string, P[]> {
  const groups = new Map<string, P[]>();
  for (const place of places) {
    const group = groups.get(place.source.path) ?? [];
    group.push(place);
    groups.set(place.source.path, group);
  }
  return groups;
}

/** Diagnostics that the baseline has not at the same place of the old text, given at that place. */
function newDiagnostics<P extends PlacedEdits>(
  baseline: readonly CheckerDiagnostic[],
  after: readonly CheckerDiagnostic[],
  byFile: ReadonlyMap<string, readonly P[]>,
): CheckerDiagnostic[] {
  const left = new Map<string, number>();
  const keyOf = ({ file, offset, code }: CheckerDiagnostic) => `${file}:${offset}:${code}`;
  for (const diagnostic of baseline) left.set(keyOf(diagnostic), (left.get(keyOf(diagnostic)) ?? 0) + 1);
  return after.flatMap((diagnostic) => {
    const edits = (byFile.get(diagnostic.file) ?? []).flatMap((place) => place.edits);
    const mapped = { ...diagnostic, offset: originalOffset(edits, diagnostic.offset) };
    const count = left.get(keyOf(mapped)) ?? 0;
    if (count === 0) return [mapped];
    left.set(keyOf(mapped), count - 1);
    return [];
  });
}

/** The edits in the innermost statement around the diagnostic that has any; in later rounds further out. */
function suspectsOf<P extends PlacedEdits>(
  diagnostic: CheckerDiagnostic,
  places: readonly P[],
  round: number,
): readonly P[] {
  const source = places[0]?.source;
  if (!source) return [];
  let node: ts.Node | undefined = nodeAt(source.tree, diagnostic.offset);
  let misses = Math.floor(round / 3);
  for (; node && !compiler.isSourceFile(node); node = node.parent) {
    if (!compiler.isStatement(node) && !compiler.isClassElement(node)) continue;
    const { pos, end } = node;
    const inside = places.filter(({ offset }) => pos <= offset && offset < end);
    if (inside.length > 0 && misses-- <= 0) return inside;
  }
  return places;
}
