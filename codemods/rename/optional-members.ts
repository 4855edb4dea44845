import { ts } from '@ts-morph/common';
import type { Checker, CheckerDiagnostic, Overlay } from '../checker/checker.js';
import { span, type TextEdit } from '../edit/text-edit.js';
import { addedErrors, type Baseline, type PlacedEdits } from '../verify/added-errors.js';
import type { DependentsOf } from '../verify/dependents.js';
import { filesToCheck } from '../verify/verify-scope.js';

interface Proof {
  readonly checker: Checker;
  /** What files read as with the client as it is. */
  readonly unedited: Overlay;
  /** What files read as with the client of after the rename. */
  readonly renamed: Overlay;
  /** The files that are checked. */
  readonly files: readonly string[];
  readonly baseline: Baseline;
  readonly dependentsOf: DependentsOf;
}

interface Declared extends PlacedEdits {
  readonly token: ts.Node | undefined;
}

/**
 * Optional members that the code declares itself and that records of the model are made to fit: `Account & { platform?:
 * Platform }`. A record may come without them, so no compiler misses them once it has another name. Were they required,
 * it would say who gives them a record: what it says of the rewritten code, and not of the code as it stands.
 *
 * @param open members of shapes of the code's own
 * @param edited what is rewritten
 */
export function optionalOfRecords<D extends Declared>(
  open: readonly D[],
  edited: readonly PlacedEdits[],
  { checker, unedited, renamed, files, baseline, dependentsOf }: Proof,
): ReadonlySet<D> {
  const required = open.flatMap((place) => {
    const edits = requiring(place.token);
    return edits ? [{ source: place.source, offset: place.offset, edits, place }] : [];
  });
  if (required.length === 0) return new Set();
  const asking = (errors: readonly CheckerDiagnostic[]) =>
    errors.filter(({ related }) =>
      required.some(({ place }) => related.some((each) => declares(each, place))),
    );
  const scope = filesToCheck(required, files, dependentsOf);
  const after = asking(addedErrors(checker, [...edited, ...required], renamed, scope, baseline));
  if (after.length === 0) return new Set();
  const wrong = [...new Set(after.map(({ file }) => file))];
  const before = new Set(asking(addedErrors(checker, required, unedited, wrong, baseline)).map(keyOf));
  const asked = after.filter((error) => !before.has(keyOf(error))).flatMap(({ related }) => related);
  return new Set(
    required.flatMap(({ place }) => (asked.some((each) => declares(each, place)) ? [place] : [])),
  );
}

function requiring(token: ts.Node | undefined): readonly TextEdit[] | undefined {
  const declaration = token?.parent;
  if (!declaration || !(ts.isPropertySignature(declaration) || ts.isPropertyDeclaration(declaration)))
    return undefined;
  const { name, questionToken } = declaration;
  return name === token && questionToken
    ? [span(questionToken.getStart(), questionToken.end, '')]
    : undefined;
}

type Related = CheckerDiagnostic['related'][number];

function declares({ file, offset }: Related, { source, offset: declared }: Declared): boolean {
  return file === source.path && offset === declared;
}

function keyOf({ file, offset, code }: CheckerDiagnostic): string {
  return `${file}:${offset}:${code}`;
}
