import type { Checker, CheckerDiagnostic, Overlay } from '../checker/checker.js';
import { respell } from '../edit/edit.js';
import { applyEdits, originalOffset, type TextEdit } from '../edit/text-edit.js';
import { nodeAt, type Source } from '../source.js';
import type { Baseline } from '../verify/added-errors.js';
import type { Verdict } from './judge.js';
import type { Located, Wanted } from './located.js';
import { isMissed, isMissedAt, MISSING_NAME, type Spot } from './missed.js';

/**
 * Takes the field out of the client, and every proven use out of the code, and looks what no longer compiles: a
 * name with an error at its very place depends on the field (`keyof`, `Record<keyof User, …>`, generic helpers).
 * With the proven uses gone, one broken query does not spoil everything that follows from it.
 *
 * An error that speaks of a member of the user's own says that records of the model are given to that shape.
 *
 * @param without what files read as without the field
 * @param baseline errors of the code as it stands
 */
export function proveByDeletion(
  checker: Checker,
  located: readonly Located[],
  { sources, targetsOf, names }: Pick<Wanted, 'sources' | 'targetsOf' | 'names'>,
  without: Overlay,
  baseline: Baseline,
): readonly Located[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const open = located.filter(({ verdict }) => isOpen(verdict));
  const files = [
    ...new Set(open.flatMap(({ path, verdict }) => [path, ...usesOf(verdict).map((use) => use.path)])),
  ];
  if (files.length === 0) return located;

  const edits = new Map<Source, TextEdit[]>();
  for (const { path, offset, name, verdict } of located) {
    const [target] = targetsOf(name);
    if (verdict.kind !== 'field' || target === undefined) continue;
    const source = byPath.get(path)!;
    const edit = respell({ offset, name, shape: verdict.shape }, target);
    edits.set(source, [...(edits.get(source) ?? []), edit]);
  }
  const overlay = new Map(without);
  for (const [source, group] of edits) overlay.set(source.path, applyEdits(source.text, group));
  checker.overlay(overlay);
  const editsOf = new Map([...edits].map(([source, group]) => [source.path, group]));
  const original = <P extends { readonly file: string; readonly offset: number }>(place: P): P => ({
    ...place,
    offset: originalOffset(editsOf.get(place.file) ?? [], place.offset),
  });
  const errors = checker
    .diagnostics(files)
    .map((error) => ({ ...original(error), related: error.related.map(original) }))
    .filter(({ code, related }) => MISSING_NAME.has(code) || related.length > 0);
  if (errors.length === 0) return located;

  // Most errors stand where nothing is open: of a file as it stands only those are worth a question that would prove some.
  const isAdded = ({ file, offset }: CheckerDiagnostic) =>
    byPlace(baseline([file]))(file, offset).length === 0;
  const errorsFor = byPlace(errors.filter(({ code }) => MISSING_NAME.has(code)));
  const addedAt: ErrorsAt = (file, offset) => errorsFor(file, offset).filter(isAdded);
  const speaking = new Map<string, CheckerDiagnostic[]>();
  for (const error of errors) {
    for (const key of new Set(error.related.map(keyOf))) {
      speaking.set(key, [...(speaking.get(key) ?? []), error]);
    }
  }
  return located.map((place) => {
    const { verdict } = place;
    if (verdict.kind !== 'settled' || !isOpen(verdict)) return place;
    const source = byPath.get(place.path)!;
    const token = nodeAt(source.tree, place.offset);
    if (!token) return place;
    if (isShape(verdict)) {
      const about = speaking.get(keyOf({ file: source.path, offset: token.getStart() })) ?? [];
      if (!about.some(isAdded)) return place;
      return { ...place, verdict: { ...verdict, class: 'needs-you', reason: 'structural-type' } };
    }
    const errorsAt = (path: string) => (offset: number) => addedAt(path, offset);
    const isTyped = verdict.ifProven !== undefined && isMissed(token, errorsAt(source.path));
    const uses = usesOf(verdict);
    const isUsed = uses.length > 0 && uses.every((spot) => isMissedAt(spot, errorsAt(spot.path)));
    if (!verdict.ifProven || !(isTyped || isUsed)) return place;
    const transition = names.find(({ name }) => name === place.name)!.transition;
    return {
      ...place,
      verdict: {
        kind: 'field',
        transition,
        role: 'query',
        shape: verdict.ifProven,
        reason: isTyped ? 'typed-name' : 'name-of-uses',
        ...(verdict.hides && { hides: true }),
      },
    };
  });
}

function isOpen(verdict: Verdict): boolean {
  return verdict.kind === 'settled' && (verdict.ifProven !== undefined || isShape(verdict));
}

function usesOf(verdict: Verdict): readonly Spot[] {
  return (verdict.kind === 'settled' && verdict.uses) || [];
}

/** A member of a shape of the user's own: nothing proves that records of the model have to fit it, but an error does. */
function isShape(verdict: Verdict): boolean {
  return verdict.reason === 'own-declaration';
}

function keyOf({ file, offset }: { readonly file: string; readonly offset: number }): string {
  return `${file}:${offset}`;
}

/** The errors that begin at a place. */
export type ErrorsAt = (file: string, offset: number) => readonly CheckerDiagnostic[];

export function byPlace(errors: readonly CheckerDiagnostic[]): ErrorsAt {
  const places = new Map<string, CheckerDiagnostic[]>();
  for (const error of errors) {
    const key = keyOf(error);
    places.set(key, [...(places.get(key) ?? []), error]);
  }
  return (file, offset) => places.get(keyOf({ file, offset })) ?? [];
}
