import { ts } from '@ts-morph/common';
import type { Checker, CheckerDiagnostic, Overlay } from '../checker/checker.js';
import { respell } from '../edit/edit.js';
import { applyEdits, originalOffset, type TextEdit } from '../edit/text-edit.js';
import { nodeAt, type Source } from '../source.js';
import type { Baseline } from '../verify/verify.js';
import type { Verdict } from './judge.js';
import type { Located, Wanted } from './locate.js';
import { isComparison } from './site.js';

/** Errors that the compiler reports at the very name that a type no longer has. */
const MISSING_NAME = new Set([2322, 2339, 2344, 2345, 2353, 2367, 2551, 2561, 2678, 2769, 2820, 7053]);

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
  const byFile = new Map(sources.map((source) => [source.file, source]));
  const open = located.filter(({ verdict }) => isOpen(verdict));
  const files = [...new Set(open.map(({ file }) => byFile.get(file)!.path))];
  if (files.length === 0) return located;

  const edits = new Map<Source, TextEdit[]>();
  for (const { file, offset, name, verdict } of located) {
    const [target] = targetsOf(name);
    if (verdict.kind !== 'field' || target === undefined) continue;
    const source = byFile.get(file)!;
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

  const before = byPlace(baseline([...new Set(errors.map(({ file }) => file))]));
  const added = errors.filter(({ file, offset }) => before(file, offset).length === 0);
  const addedAt = byPlace(added.filter(({ code }) => MISSING_NAME.has(code)));
  const asked = new Set(added.flatMap(({ related }) => related.map(keyOf)));
  return located.map((place) => {
    const { verdict } = place;
    if (verdict.kind !== 'settled' || !isOpen(verdict)) return place;
    const source = byFile.get(place.file)!;
    const token = nodeAt(source.tree, place.offset);
    if (!token) return place;
    if (isShape(verdict)) {
      if (!asked.has(keyOf({ file: source.path, offset: token.getStart() }))) return place;
      return { ...place, verdict: { ...verdict, class: 'needs-you', reason: 'structural-type' } };
    }
    if (!verdict.ifProven || !isMissed(token, (offset) => addedAt(source.path, offset))) return place;
    const transition = names.find(({ name }) => name === place.name)!.transition;
    return {
      ...place,
      verdict: {
        kind: 'field',
        transition,
        role: 'query',
        shape: verdict.ifProven,
        reason: 'typed-name',
        ...(verdict.hides && { hides: true }),
      },
    };
  });
}

function isOpen(verdict: Verdict): boolean {
  return verdict.kind === 'settled' && (verdict.ifProven !== undefined || isShape(verdict));
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

/** Whether the compiler misses just this name. */
export function isMissed(
  token: ts.Node,
  errorsAt: (offset: number) => readonly Pick<CheckerDiagnostic, 'code'>[],
): boolean {
  const own = token.getStart();
  return placesOf(token).some((offset) =>
    errorsAt(offset).some(({ code }) => MISSING_NAME.has(code) && (offset === own || !OF_A_KEY.has(code))),
  );
}

/** Errors that speak of a key, never of the value that stands beside it. */
const OF_A_KEY = new Set([2339, 2353, 2551, 2561, 7053]);

/** Where the compiler reports a name that does not fit: at itself, or at the start of what it is given to. */
function placesOf(token: ts.Node): number[] {
  const { parent } = token;
  const start = (node: ts.Node) => node.getStart();
  const own = start(token);
  if (ts.isBinaryExpression(parent)) {
    const assigned = parent.right === token && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    return assigned || isComparison(parent) ? [own, start(parent)] : [own];
  }
  const named =
    ts.isVariableDeclaration(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isParameter(parent) ||
    ts.isBindingElement(parent) ||
    ts.isJsxAttribute(parent);
  if (named && parent.initializer === token) return [own, start(parent.name)];
  return ts.isReturnStatement(parent) ? [own, start(parent)] : [own];
}
