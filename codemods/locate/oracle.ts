import type { ts } from '@ts-morph/common';
import type { Checker, CheckerDiagnostic, Overlay } from '../checker/checker.js';
import { respell } from '../edit/edit.js';
import { applyEdits, originalOffsets, type TextEdit } from '../edit/text-edit.js';
import { nodeAt, type Source } from '../source.js';
import type { Baseline } from '../verify/added-errors.js';
import { transitionsOf } from './brand.js';
import type { SettledVerdict, Verdict } from './judge.js';
import type { Located, Wanted } from './located.js';
import { isMissed, isMissedAt, MISSING_NAME, type Spot } from './missed.js';

/** The client without the names of one transition. */
export interface Deletion {
  readonly transition: number;
  /** What files read as without these names. */
  readonly without: Overlay;
}

/**
 * Takes the field out of the client, and every proven use out of the code, and looks what no longer compiles: a
 * name with an error at its very place depends on the field (`keyof`, `Record<keyof User, …>`, generic helpers).
 * With the proven uses gone, one broken query does not spoil everything that follows from it.
 *
 * One transition after the other: an error does not tell whose field of that name is missed, and of two keys that an
 * object literal may not have the compiler reports the first alone.
 *
 * An error that speaks of a member of the user's own says that records of the model are given to that shape.
 *
 * @param deletions one for each transition
 * @param baseline errors of the code as it stands
 */
export function proveByDeletion(
  checker: Checker,
  located: readonly Located[],
  { sources, targetOf, names }: Pick<Wanted, 'sources' | 'targetOf' | 'names'>,
  deletions: readonly Deletion[],
  baseline: Baseline,
): readonly Located[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const proofs = deletions.map(({ transition, without }) => {
    const isOwn = (name: string) => transitionsOf(names, name).includes(transition);
    const edits = provenUses(located, byPath, transition, targetOf);
    const open = located.filter(({ name, verdict }) => isOpen(verdict) && isOwn(name));
    return { transition, isOwn, errors: errorsWithout(checker, open, without, edits, baseline) };
  });
  return located.map((place) => {
    const { verdict } = place;
    if (verdict.kind !== 'settled' || !isOpen(verdict)) return place;
    const source = byPath.get(place.path)!;
    const token = nodeAt(source.tree, place.offset);
    if (!token) return place;
    const proven = proofs.flatMap(({ transition, isOwn, errors }): Proof[] => {
      if (!isOwn(place.name)) return [];
      const how = isShape(verdict)
        ? errors.speakOf(source.path, token.getStart()) && 'structural-type'
        : howProven(verdict, token, errors.at);
      return how ? [{ transition, how }] : [];
    });
    const [first, ...others] = proven;
    return first ? { ...place, verdict: provenVerdict(verdict, first, others) } : place;
  });
}

interface Proof {
  readonly transition: number;
  readonly how: 'typed-name' | 'name-of-uses' | 'structural-type';
}

function provenVerdict(verdict: SettledVerdict, first: Proof, others: readonly Proof[]): Verdict {
  const transitions = [first, ...others].map(({ transition }) => transition);
  if (first.how === 'structural-type') {
    return { ...verdict, class: 'needs-you', reason: 'structural-type', transitions };
  }
  if (others.length > 0) {
    return { kind: 'settled', class: 'needs-you', reason: 'ambiguous-receiver', transitions };
  }
  return {
    kind: 'field',
    transition: first.transition,
    role: 'query',
    shape: verdict.ifProven!,
    reason: first.how,
    ...(verdict.hides?.includes(first.transition) && { hides: true }),
  };
}

/** How the compiler proves a name, if it misses the name itself or each of its uses. */
function howProven(verdict: SettledVerdict, token: ts.Node, errorsAt: ErrorsAt): Proof['how'] | undefined {
  if (verdict.ifProven === undefined) return undefined;
  const path = token.getSourceFile().fileName;
  if (isMissed(token, (offset) => errorsAt(path, offset))) return 'typed-name';
  const uses = usesOf(verdict);
  const isUsed =
    uses.length > 0 && uses.every((spot) => isMissedAt(spot, (offset) => errorsAt(spot.path, offset)));
  return isUsed ? 'name-of-uses' : undefined;
}

/** The edits that take the proven uses of a transition's names out of the code. */
function provenUses(
  located: readonly Located[],
  byPath: ReadonlyMap<string, Source>,
  transition: number,
  targetOf: Wanted['targetOf'],
): ReadonlyMap<Source, readonly TextEdit[]> {
  const edits = new Map<Source, TextEdit[]>();
  for (const { path, offset, name, verdict } of located) {
    if (verdict.kind !== 'field' || verdict.transition !== transition) continue;
    const target = targetOf(transition, name);
    if (target === undefined) continue;
    const source = byPath.get(path)!;
    const edit = respell({ offset, name, shape: verdict.shape }, target);
    const group = edits.get(source);
    if (group) group.push(edit);
    else edits.set(source, [edit]);
  }
  return edits;
}

interface Errors {
  /** Errors of a name that a type no longer has. */
  readonly at: ErrorsAt;
  /** Whether an error speaks of the member that is declared at a place. */
  readonly speakOf: (file: string, offset: number) => boolean;
}

const NO_ERRORS: Errors = { at: () => [], speakOf: () => false };

/** The errors around some places that come with a client and with edits, at their places in the text before. */
function errorsWithout(
  checker: Checker,
  open: readonly Located[],
  without: Overlay,
  edits: ReadonlyMap<Source, readonly TextEdit[]>,
  baseline: Baseline,
): Errors {
  const files = [
    ...new Set(open.flatMap(({ path, verdict }) => [path, ...usesOf(verdict).map((use) => use.path)])),
  ];
  if (files.length === 0) return NO_ERRORS;
  const overlay = new Map(without);
  for (const [source, group] of edits) overlay.set(source.path, applyEdits(source.text, group));
  checker.overlay(overlay);
  const before = new Map([...edits].map(([source, group]) => [source.path, originalOffsets(group)]));
  const original = <P extends { readonly file: string; readonly offset: number }>(place: P): P => ({
    ...place,
    offset: before.get(place.file)?.(place.offset) ?? place.offset,
  });
  const errors = checker
    .diagnostics(files)
    .map((error) => ({ ...original(error), related: error.related.map(original) }))
    .filter(({ code, related }) => MISSING_NAME.has(code) || related.length > 0);
  if (errors.length === 0) return NO_ERRORS;

  // Most errors stand where nothing is open: of a file as it stands only those are worth a question that would prove some.
  const known = new Map<string, ErrorsAt>();
  const isAdded = ({ file, offset }: CheckerDiagnostic) => {
    const before = known.get(file) ?? byPlace(baseline([file]));
    known.set(file, before);
    return before(file, offset).length === 0;
  };
  const errorsFor = byPlace(errors.filter(({ code }) => MISSING_NAME.has(code)));
  const speaking = new Map<string, CheckerDiagnostic[]>();
  for (const error of errors) {
    for (const key of new Set(error.related.map(keyOf))) {
      const group = speaking.get(key);
      if (group) group.push(error);
      else speaking.set(key, [error]);
    }
  }
  return {
    at: (file, offset) => errorsFor(file, offset).filter(isAdded),
    speakOf: (file, offset) => (speaking.get(keyOf({ file, offset })) ?? []).some(isAdded),
  };
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
    const group = places.get(key);
    if (group) group.push(error);
    else places.set(key, [error]);
  }
  return (file, offset) => places.get(keyOf({ file, offset })) ?? [];
}
