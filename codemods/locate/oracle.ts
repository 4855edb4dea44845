import { ts } from '@ts-morph/common';
import type { Checker, CheckerDiagnostic, Overlay } from '../checker/checker.js';
import { applyEdits, originalOffset, respell, type TextEdit } from '../edit/edit.js';
import { nodeAt, type Source } from '../source.js';
import type { Located, Wanted } from './locate.js';
import { isComparison } from './site.js';

/** Errors that the compiler reports at the very name that a type no longer has. */
export const MISSING_NAME = new Set([2322, 2339, 2344, 2345, 2353, 2367, 2551, 2561, 2678, 2820, 7053]);

/**
 * Takes the field out of the client, and every proven use out of the code, and looks what no longer compiles: a
 * name with an error at its very place depends on the field (`keyof`, `Record<keyof User, …>`, generic helpers).
 * With the proven uses gone, one broken query does not spoil everything that follows from it.
 *
 * @param without what files read as without the field
 * @param baseline errors of the code as it stands
 */
export function proveByDeletion(
  checker: Checker,
  located: readonly Located[],
  { sources, targetsOf, names }: Pick<Wanted, 'sources' | 'targetsOf' | 'names'>,
  without: Overlay,
  baseline: () => readonly CheckerDiagnostic[],
): readonly Located[] {
  const byFile = new Map(sources.map((source) => [source.file, source]));
  const open = located.filter(({ verdict }) => verdict.kind === 'settled' && verdict.ifProven);
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
  const errors = checker
    .diagnostics(files)
    .filter(({ code }) => MISSING_NAME.has(code))
    .map((error) => ({ ...error, offset: originalOffset(editsOf.get(error.file) ?? [], error.offset) }));
  if (errors.length === 0) return located;

  const keyOf = ({ file, offset }: { readonly file: string; readonly offset: number }) => `${file}:${offset}`;
  const before = new Set(baseline().map(keyOf));
  const added = new Map(
    errors.filter((error) => !before.has(keyOf(error))).map((error) => [keyOf(error), error]),
  );
  return located.map((place) => {
    const { verdict } = place;
    if (verdict.kind !== 'settled' || !verdict.ifProven) return place;
    const source = byFile.get(place.file)!;
    const token = nodeAt(source.tree, place.offset);
    if (!token || !placesOf(token).some((offset) => added.has(keyOf({ file: source.path, offset }))))
      return place;
    const transition = names.find(({ name }) => name === place.name)!.transition;
    return {
      ...place,
      verdict: { kind: 'field', transition, role: 'query', shape: verdict.ifProven, reason: 'typed-name' },
    };
  });
}

/** Where the compiler reports a name that does not fit: at itself, or at the start of what it is given to. */
export function placesOf(token: ts.Node): number[] {
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
