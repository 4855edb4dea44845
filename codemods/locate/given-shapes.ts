import { ts } from '@ts-morph/common';
import type { Checker, CheckerDiagnostic, Overlay } from '../checker/checker.js';
import { BRAND_PREFIX } from '../checker/type-walk.js';
import { span } from '../edit/text-edit.js';
import { nodeAt, type Source } from '../source.js';
import { editedTexts, type PlacedEdits } from '../verify/added-errors.js';
import type { DependentsOf } from '../verify/dependents.js';
import { filesToCheck } from '../verify/verify-scope.js';
import { parseBrand } from './brand.js';
import type { Verdict } from './judge.js';
import type { Located } from './located.js';

export interface ShapeProof {
  readonly checker: Checker;
  readonly sources: readonly Source[];
  /** What files read as with the branded client. */
  readonly branded: Overlay;
  /** The files that are checked. */
  readonly files: readonly string[];
  readonly dependentsOf: DependentsOf;
}

/** What the type of a member reads as, so that errors tell which member they are about. */
const MARK = '__pec_own_';

/**
 * Members that the code declares itself and that records of the model are given to: `Partial<View>`, `View & Record<…>`,
 * optional members, attributes of a component. A record may come without such a member, so no compiler misses the member
 * once the record has another name for the field.
 *
 * Each member gets a type that the field's does not fit, and the errors that speak of both tell who gives records to the
 * shape, whichever types lie between, in files that do not hold the name too.
 */
export function shapesOfRecords(located: readonly Located[], proof: ShapeProof): readonly Located[] {
  const { checker, branded, files, dependentsOf } = proof;
  const byPath = new Map(proof.sources.map((source) => [source.path, source]));
  const marked = located.flatMap((place) => {
    const source = byPath.get(place.path);
    const type = source && isOwn(place.verdict) ? typeOfMember(nodeAt(source.tree, place.offset)) : undefined;
    return source && type ? [{ place, source, offset: place.offset, type }] : [];
  });
  if (marked.length === 0) return located;
  const edited = marked.map(({ source, offset, type }, index): PlacedEdits => {
    // Nullable as it was, so that a difference in that is none.
    const text = `{ readonly ${MARK}${index}: never }`;
    return { source, offset, edits: [span(type.getStart(), type.end, text)] };
  });
  checker.overlay(editedTexts(edited, branded));
  const errors = checker.diagnostics(filesToCheck(edited, files, dependentsOf));
  checker.overlay(branded);
  const given = new Map<Located, ReadonlySet<number>>();
  for (const error of errors) {
    for (const [index, transition] of meetings(error)) {
      const { place } = marked[index]!;
      given.set(place, new Set([...(given.get(place) ?? []), transition]));
    }
  }
  return located.map((place) => {
    const transitions = given.get(place);
    if (!transitions) return place;
    const verdict: Verdict = {
      kind: 'settled',
      class: 'needs-you',
      reason: 'structural-type',
      transitions: [...transitions],
    };
    return { ...place, verdict };
  });
}

function isOwn({ kind, reason }: Verdict): boolean {
  return kind === 'settled' && reason === 'own-declaration';
}

/** The written type of a member that an interface, a literal type or a class declares. */
function typeOfMember(name: ts.Node | undefined): ts.TypeNode | undefined {
  const member = name?.parent;
  if (!member || !(ts.isPropertySignature(member) || ts.isPropertyDeclaration(member))) return undefined;
  return member.name === name ? member.type : undefined;
}

/**
 * The marked members that an error is about, each with the transition whose field does not fit it. What is said first is
 * about the value that stands there, which may be that of the field by itself, `{ userName: user.userName }`; a whole
 * record is told of below.
 */
function meetings({ message, details }: CheckerDiagnostic): readonly (readonly [number, number])[] {
  const all = (details ?? '').split('\n').filter((line) => line.trim() !== message);
  const lines = all.slice(all.findIndex((line) => /\btypes of\b/i.test(line)));
  if (!all.some((line) => /\btypes of\b/i.test(line))) return [];
  return lines.flatMap((line) => {
    const [, index] = new RegExp(`${MARK}(\\d+)`).exec(line) ?? [];
    const [brand] = new RegExp(`${BRAND_PREFIX}\\d+_result`).exec(line) ?? [];
    return index !== undefined && brand !== undefined
      ? [[Number(index), parseBrand(brand).transition] as const]
      : [];
  });
}
