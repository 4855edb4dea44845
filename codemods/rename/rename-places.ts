import { ts } from '@ts-morph/common';
import type { Checker, CheckerDiagnostic, Overlay } from '../checker/checker.js';
import { type Decision, leave, respell, rewrite } from '../edit/edit.js';
import { applyEdits, originalOffsets, span, type TextEdit } from '../edit/text-edit.js';
import { OPERATIONS } from '../locate/flow.js';
import type { Located } from '../locate/located.js';
import { isMissed } from '../locate/missed.js';
import { byPlace, type ErrorsAt } from '../locate/oracle.js';
import type { Shape } from '../locate/site-kind.js';
import type { Outcome } from '../outcome.js';
import { hasEdits } from '../present.js';
import type { ReasonCode } from '../reasons.js';
import { nodeAt, parseSource, type Source } from '../source.js';
import { type Baseline, editedTexts, groupByFile } from '../verify/added-errors.js';
import type { DependentsOf } from '../verify/dependents.js';
import type { ErrorsWith } from '../verify/errors-over.js';
import { leadsToMoved } from './moved-module.js';
import { optionalOfRecords } from './optional-members.js';

export interface RenameProof {
  readonly checker: Checker;
  readonly sources: readonly Source[];
  readonly kind: 'field' | 'model';
  /** Every name that changes, old to new. */
  readonly words: ReadonlyMap<string, string>;
  /** Files of the client that move with the name of their model, without their endings, absolute. */
  readonly moved: readonly string[];
  readonly mayEdit: (path: string) => boolean;
  /** Looks for the same names in other texts of the sources, as the checker has them. */
  readonly locateIn: (sources: readonly Source[]) => readonly Located[];
  /** What files read as with the client as it is. */
  readonly unedited: Overlay;
  /** What files read as with the client of after the rename. */
  readonly renamed: Overlay;
  /** The files that are checked. */
  readonly files: readonly string[];
  /** Their errors as they stand. */
  readonly baseline: Baseline;
  readonly dependentsOf: DependentsOf;
  /** The errors that edits bring with the client of after the rename. */
  readonly errorsWith: ErrorsWith;
}

export interface ProvenRename {
  readonly outcomes: readonly Outcome[];
  /** Errors that the rewritten code has with the new client, and the old one has not with the old. */
  readonly remaining: readonly CheckerDiagnostic[];
}

/** Errors that the compiler reports at a name that is no longer there, whatever surrounds it. */
const GONE = new Set([2304, 2305, 2307, 2339, 2503, 2551, 2552, 2614, 2694, 2724]);

/** Errors that the compiler reports at a key that nothing takes. */
const UNKNOWN_KEY = new Set([2353, 2561]);

/** A place, and what it takes to prove it. */
interface Place extends Outcome {
  readonly token: ts.Node | undefined;
  readonly target: string;
  /** How it is rewritten once it is proven. */
  readonly shape: Shape;
}

/**
 * What becomes of each place. Those that the types prove are rewritten and checked against the new client; a place
 * where the compiler then misses the old name is proven by that, and so on until nothing more comes to light.
 */
export function proveRename(located: readonly Located[], proof: RenameProof): ProvenRename {
  const { checker, renamed, files, errorsWith } = proof;
  const errorsIn = (scope: readonly string[], places: readonly Place[]) => {
    const edited = places.filter(hasEdits);
    const errors = errorsWith(edited, scope);
    // What is looked for next is looked for in the edited text, whatever was asked meanwhile.
    checker.overlay(editedTexts(edited, renamed));
    return errors;
  };
  // What is proven, and what is wrong, shows at the names themselves; the last word is about all files.
  const named = proof.sources.map((source) => source.path);
  const errorsOf = (places: readonly Place[]) => errorsIn(named, places);

  let places = located.map((place) => toPlace(place, proof));
  for (;;) {
    const open = new Set(places.filter(isOpen).map(({ source }) => source.path));
    const at = byPlace(errorsIn([...open], places));
    const missed = places.filter((place) => isOpen(place) && isMissing(place, at));
    const evident = missed.length > 0 ? missed : vanished(places, proof.locateIn);
    if (evident.length === 0) break;
    const found = new Set(evident.flatMap((place) => [place, ...usesOfImport(place, places)]));
    places = places.map((place) => (found.has(place) ? proven(place, proof, reasonOf(proof.kind)) : place));
  }

  const kept = withoutWrong(places, errorsOf(places), errorsOf);
  const remaining = errorsIn(files, kept);
  // These are members that have no edits, so what is said of the edited text stands.
  const fitted = optionalOfRecords(kept.filter(isOwn), kept.filter(hasEdits), { ...proof, files: named });
  const asked = kept.map((place) =>
    fitted.has(place) ? { ...place, decision: leave('needs-you', 'structural-type') } : place,
  );
  return { outcomes: asked.map((place) => settle(place, proof.kind)), remaining };
}

function reasonOf(kind: RenameProof['kind']): ReasonCode {
  return kind === 'model' ? 'client-name' : 'typed-name';
}

function toPlace(located: Located, proof: RenameProof): Place {
  const { verdict, offset, name, path } = located;
  const source = proof.sources.find((each) => each.path === path)!;
  const token = nodeAt(source.tree, offset);
  const target = proof.words.get(name)!;
  const ifProven = verdict.kind === 'field' ? verdict.shape : verdict.ifProven;
  const shape = ifProven ?? shapeOf(token, target);
  const place = { located, source, offset, token, target, shape, edits: [] };
  if (verdict.kind === 'settled') {
    if (verdict.reason === 'module-name' && token && leadsToMoved(proof.moved, source, token)) {
      return proven({ ...place, decision: leave('needs-you', verdict.reason) }, proof, 'client-name');
    }
    return { ...place, decision: { class: verdict.class, reason: verdict.reason, edits: [] } };
  }
  const undecided = { ...place, decision: leave('needs-you', verdict.reason) };
  return proven(undecided, proof, proof.kind === 'model' ? 'client-name' : verdict.reason);
}

/** In an import or export the local name stays where it cannot change, or others see it. */
function shapeOf(token: ts.Node | undefined, target: string): Shape {
  const specifier = token?.parent;
  if (specifier && ts.isShorthandPropertyAssignment(specifier)) return 'shorthand-property';
  if (specifier && ts.isBindingElement(specifier) && isMemberAndLocal(specifier)) return 'shorthand-binding';
  if (!specifier || !(ts.isImportSpecifier(specifier) || ts.isExportSpecifier(specifier))) return 'name';
  if (specifier.propertyName) return 'name';
  return ts.isImportSpecifier(specifier) && isFree(specifier, target) ? 'name' : 'specifier';
}

/** `{ userName }` of a pattern. */
function isMemberAndLocal({ parent, propertyName, dotDotDotToken }: ts.BindingElement): boolean {
  return ts.isObjectBindingPattern(parent) && !propertyName && !dotDotDotToken;
}

/** Whether the file can call what it imports by another name: it has one declaration, and nothing else is called so. */
function isFree(specifier: ts.ImportSpecifier, target: string): boolean {
  const { text } = specifier.name;
  let free = true;
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && isLocal(node)) {
      if (node.text === target) free = false;
      if (node.text === text && node !== specifier.name && isDeclaration(node)) free = false;
    }
    ts.forEachChild(node, visit);
  };
  visit(specifier.getSourceFile());
  return free;
}

/** A name that a scope of the file declares or looks up, not a member of something. */
function isLocal(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isQualifiedName(parent)) return parent.left === node;
  if (ts.isImportTypeNode(parent) || ts.isNamedTupleMember(parent) || ts.isJsxAttribute(parent)) return false;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent) || ts.isBindingElement(parent)) {
    return parent.propertyName !== node;
  }
  const isMember =
    ts.isPropertyAssignment(parent) ||
    ts.isClassElement(parent) ||
    ts.isTypeElement(parent) ||
    ts.isEnumMember(parent);
  return !isMember || parent.name !== node;
}

function isDeclaration(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isVariableDeclaration(parent) ||
      ts.isParameter(parent) ||
      ts.isBindingElement(parent) ||
      ts.isFunctionDeclaration(parent) ||
      ts.isFunctionExpression(parent) ||
      ts.isClassLike(parent) ||
      ts.isInterfaceDeclaration(parent) ||
      ts.isTypeAliasDeclaration(parent) ||
      ts.isTypeParameterDeclaration(parent) ||
      ts.isEnumDeclaration(parent) ||
      ts.isModuleDeclaration(parent) ||
      ts.isImportClause(parent) ||
      ts.isImportSpecifier(parent) ||
      ts.isNamespaceImport(parent)) &&
    parent.name === node
  );
}

/** A name that the file imports changes where it is used too; the compiler would not miss one that is global as well. */
function usesOfImport(place: Place, places: readonly Place[]): readonly Place[] {
  const { token, shape, source, located } = place;
  if (!token || shape !== 'name' || !ts.isImportSpecifier(token.parent) || token.parent.name !== token)
    return [];
  return places.filter(
    (other) =>
      other !== place &&
      other.source === source &&
      other.located.name === located.name &&
      other.token !== undefined &&
      ts.isIdentifier(other.token) &&
      isLocal(other.token) &&
      isOpen(other),
  );
}

function isOpen({ edits, decision }: Place): boolean {
  return edits.length === 0 && decision.class !== 'ignored' && !DECIDED.has(decision.reason);
}

/** A member that the code declares for a shape of its own. */
function isOwn(place: Place): boolean {
  return isOpen(place) && place.decision.reason === 'own-declaration';
}

/** Of these the compiler misses the old name too, and would miss the new one. */
const DECIDED: ReadonlySet<ReasonCode> = new Set([
  'outside-paths',
  'ambiguous-receiver',
  'spelled-otherwise',
  'raw-row',
]);

function proven(place: Place, { mayEdit }: RenameProof, reason: ReasonCode): Place {
  const decision: Decision = mayEdit(place.source.path)
    ? rewrite(reason, [editOf(place)], isOfText(place) ? 'stored-shape' : undefined)
    : leave('needs-you', 'outside-paths');
  return { ...place, decision, edits: decision.edits };
}

function isOfText({ located: { verdict } }: Place): boolean {
  return verdict.kind === 'field' && verdict.isParsed === true;
}

function editOf({ token, offset, located, shape, target }: Place): TextEdit {
  const back = shape === 'name' && token && shorthandOf(token, target);
  return back ? span(offset, back.end, target) : respell({ offset, name: located.name, shape }, target);
}

/** `{ displayName: userName }` back to `{ userName }`: the local name that the new one equals. */
function shorthandOf(token: ts.Node, target: string): ts.Identifier | undefined {
  const { parent } = token;
  const twin =
    ts.isPropertyAssignment(parent) && parent.name === token
      ? parent.initializer
      : (ts.isBindingElement(parent) || ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) &&
          parent.propertyName === token
        ? parent.name
        : undefined;
  if (!ts.isIdentifier(token) || !twin || !ts.isIdentifier(twin) || twin.text !== target) return undefined;
  const between = token.getSourceFile().text.slice(token.end, twin.getStart());
  return between === ': ' || between === ' as ' ? twin : undefined;
}

function keyOf(path: string, offset: number): string {
  return `${path}:${offset}`;
}

function isMissing({ located, token, source, offset }: Place, at: ErrorsAt): boolean {
  const own = token && token.getStart() <= offset ? token.getStart() : offset;
  const errorsHere = (start: number) => at(source.path, start);
  if (errorsHere(own).some(({ code }) => GONE.has(code))) return true;
  // What the literal is declared to be stands above what becomes of it elsewhere.
  if (located.verdict.reason === 'mixed-flows' && errorsHere(own).some(({ code }) => UNKNOWN_KEY.has(code))) {
    return true;
  }
  if (located.verdict.kind !== 'settled' || !located.verdict.ifProven || !token) return false;
  // At a key this is about its value, unless there is no place for the key at all.
  const isKey = ts.isPropertyAssignment(token.parent) && token.parent.name === token;
  const isAbout = ({ code, message }: CheckerDiagnostic) =>
    !isKey || code !== 2322 || message.endsWith("to type 'never'.");
  return isMissed(token, (start) => errorsHere(start).filter(isAbout));
}

/** What is said of a member that a type has not. */
const LACKING: ReadonlySet<ReasonCode> = new Set(['unknown-member', 'hides-nothing']);

/**
 * Members that a type had before and has no more, which is no error everywhere: `Omit<T, 'author'>`, `'author' in post`.
 * The checker has the rewritten texts at this moment.
 */
function vanished(places: readonly Place[], locateIn: RenameProof['locateIn']): readonly Place[] {
  const had = places.filter((place) => isOpen(place) && place.decision.reason === 'other-member');
  const byFile = groupByFile(places);
  const sources = [...new Set(had.map(({ source }) => source))].map((source) => {
    const edits = (byFile.get(source.path) ?? []).flatMap((place) => place.edits);
    const { path, file, text } = source;
    return { edits, edited: edits.length > 0 ? parseSource(path, file, applyEdits(text, edits)) : source };
  });
  const before = new Map(sources.map(({ edited, edits }) => [edited.path, originalOffsets(edits)]));
  const gone = new Set(
    locateIn(sources.map(({ edited }) => edited)).flatMap(({ path, offset, verdict }) =>
      verdict.kind === 'settled' && LACKING.has(verdict.reason)
        ? [keyOf(path, before.get(path)!(offset))]
        : [],
    ),
  );
  return had.filter(({ source, offset }) => gone.has(keyOf(source.path, offset)));
}

/** Holds back an edit with an error of its own that is not there without it. */
function withoutWrong(
  places: readonly Place[],
  added: readonly CheckerDiagnostic[],
  errorsOf: (places: readonly Place[]) => readonly CheckerDiagnostic[],
): readonly Place[] {
  const errorAt = ({ source, offset }: Place, errors: ErrorsAt) => errors(source.path, offset)[0];
  const at = byPlace(added);
  const suspected = new Set(places.filter((place) => hasEdits(place) && errorAt(place, at)));
  if (suspected.size === 0) return places;
  const without = byPlace(errorsOf(places.filter((place) => !suspected.has(place))));
  const isWrong = (place: Place) => suspected.has(place) && !errorAt(place, without);
  if (!places.some(isWrong)) return places;
  return places.map((place) =>
    isWrong(place)
      ? {
          ...place,
          edits: [],
          ...withoutEdit(errorAt(place, at)!),
        }
      : place,
  );
}

/** A type that has no member of the new name, while the old one still compiles, is not the model's. */
function withoutEdit(diagnostic: CheckerDiagnostic): Pick<Place, 'decision' | 'diagnostic'> {
  return GONE.has(diagnostic.code) || UNKNOWN_KEY.has(diagnostic.code)
    ? { decision: leave('unrelated', 'other-member') }
    : { decision: leave('needs-you', 'adds-type-error'), diagnostic };
}

/** What is left of a place that nothing proves. */
function settle(place: Place, kind: RenameProof['kind']): Outcome {
  const { decision, token, source, offset, edits, diagnostic, located } = place;
  const reason = decision.class === 'needs-you' ? unrelatedBecause(decision.reason, token, kind) : undefined;
  return {
    located,
    source,
    offset,
    edits,
    decision: reason ? leave('unrelated', reason) : decision,
    ...(diagnostic && { diagnostic }),
  };
}

/** What a transition has to ask of a person is settled where the database keeps its names, and for names of models. */
function unrelatedBecause(
  reason: ReasonCode,
  token: ts.Node | undefined,
  kind: RenameProof['kind'],
): ReasonCode | undefined {
  if (reason === 'raw-sql') return 'database-name';
  if (kind === 'field') return undefined;
  switch (reason) {
    case 'inside-string':
      return 'part-of-text';
    case 'untyped-client':
    case 'untyped-parameter':
      return 'own-shape';
    case 'untyped-receiver':
    case 'unknown-member':
      return token && isQueried(token) ? undefined : 'no-query';
    default:
      return undefined;
  }
}

/** `db.user.findMany(…)` */
function isQueried({ parent }: ts.Node): boolean {
  const access = parent.parent;
  return (
    (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) &&
    ts.isPropertyAccessExpression(access) &&
    OPERATIONS.test(access.name.text) &&
    ts.isCallExpression(access.parent)
  );
}
