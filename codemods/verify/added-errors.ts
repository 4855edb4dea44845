import type { Checker, CheckerDiagnostic, Overlay } from '../checker/checker.js';
import { applyEdits, originalOffsets, type TextEdit } from '../edit/text-edit.js';
import type { Source } from '../source.js';

/** Edits of one place in the text; they are made together or not at all. */
export interface PlacedEdits {
  readonly source: Source;
  readonly offset: number;
  readonly edits: readonly TextEdit[];
}

/** The errors of files as they stand. */
export type Baseline = (files: readonly string[]) => readonly CheckerDiagnostic[];

/** Asks each file once, and only when something is to be compared with it: without errors there is nothing to. */
export function baselineOf(checker: Checker, unedited: Overlay): Baseline {
  const known = new Map<string, CheckerDiagnostic[]>();
  return (files) => {
    const open = files.filter((file) => !known.has(file));
    if (open.length > 0) {
      checker.overlay(unedited);
      for (const file of open) known.set(file, []);
      for (const error of checker.diagnostics(open)) known.get(error.file)?.push(error);
    }
    return files.flatMap((file) => known.get(file) ?? []);
  };
}

/**
 * The errors of the edited text that the baseline has not, at their places in the text before.
 *
 * @param unedited what files read as before the edits, besides what is on the disk
 */
export function addedErrors<P extends PlacedEdits>(
  checker: Checker,
  places: readonly P[],
  unedited: Overlay,
  files: readonly string[],
  baseline: Baseline,
): readonly CheckerDiagnostic[] {
  const byFile = groupByFile(places);
  checker.overlay(editedTexts(places, unedited));
  const after = checker.diagnostics(files);
  return newDiagnostics(baseline([...new Set(after.map(({ file }) => file))]), after, byFile);
}

/** What files read as with the edits. */
export function editedTexts<P extends PlacedEdits>(places: readonly P[], unedited: Overlay): Overlay {
  const overlay = new Map(unedited);
  for (const [file, group] of groupByFile(places)) {
    const edits = group.flatMap((place) => place.edits);
    overlay.set(file, applyEdits(group[0]!.source.text, edits));
  }
  return overlay;
}

/** The places of each file. */
export function groupByFile<P extends PlacedEdits>(places: readonly P[]): Map<string, P[]> {
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
  const unstable = new Set(baseline.filter(isUnstable).map(({ file, code }) => `${file}:${code}`));
  const keyOf = ({ file, offset, code }: CheckerDiagnostic) => `${file}:${offset}:${code}`;
  for (const diagnostic of baseline) left.set(keyOf(diagnostic), (left.get(keyOf(diagnostic)) ?? 0) + 1);
  const before = new Map<string, (offset: number) => number>();
  const original = <At extends { readonly file: string; readonly offset: number }>(at: At): At => {
    const edits = () => (byFile.get(at.file) ?? []).flatMap((place) => place.edits);
    const offsetBefore = before.get(at.file) ?? originalOffsets(edits());
    before.set(at.file, offsetBefore);
    return { ...at, offset: offsetBefore(at.offset) };
  };
  return after.flatMap((diagnostic) => {
    if (isUnstable(diagnostic) && unstable.has(`${diagnostic.file}:${diagnostic.code}`)) return [];
    const mapped = { ...original(diagnostic), related: diagnostic.related.map(original) };
    const count = left.get(keyOf(mapped)) ?? 0;
    if (count === 0) return [mapped];
    left.set(keyOf(mapped), count - 1);
    return [];
  });
}

/** The compiler gave up on a type: at which place of a file it does depends on the order in which it gets there. */
function isUnstable({ code }: CheckerDiagnostic): boolean {
  return code === 2321 || code === 2589 || code === 2590;
}
