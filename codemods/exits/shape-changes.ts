import { ts } from '@ts-morph/common';
import type { Carried, Checker, CheckerDiagnostic, Declared, Member } from '../checker/checker.js';
import type { CodemodName } from '../codemod-report.js';
import { overlap } from '../edit/text-edit.js';
import { parseBrand } from '../locate/brand.js';
import type { Links } from '../locate/flow.js';
import { isRawRow } from '../locate/raw-rows.js';
import { ignoredBy } from '../locate/search.js';
import { spanOf } from '../locate/span.js';
import type { ReasonCode } from '../reasons.js';
import { nodeAt, type Source, unwrap } from '../source.js';
import type { PlacedEdits } from '../verify/added-errors.js';
import type { ExitKind } from './exit.js';
import { findExits, type Leaf } from './find-exits.js';
import { keepShape } from './keep-shape.js';
import { isReshaping } from './may-exit.js';

/** A place where records with the source leave the program, so that what others see of them changes. */
export interface ShapeChange extends PlacedEdits {
  readonly transition: number;
  readonly kind: ExitKind;
  readonly length: number;
  /** Where the source is in the value: `userName`, `[].author.userName`. */
  readonly paths: readonly string[];
  readonly reason: ReasonCode;
}

/** What one transition makes of a record that leaves. */
export interface ShapeSubject {
  readonly source: string;
  readonly target: string;
  /** The values change with the name, which no spread can take back. */
  readonly convertsValues: boolean;
}

export interface ShapeRequest {
  readonly codemod: CodemodName;
  readonly keepShape: boolean;
  readonly mayEdit: (path: string) => boolean;
  readonly links: Links;
  /** By the number of the transition. */
  readonly subjects: readonly ShapeSubject[];
}

/**
 * Every place where a record that has the source leaves the program, by the brand of the source in the type of what
 * leaves.
 *
 * @param checker with the branded client
 */
export function findShapeChanges(
  checker: Checker,
  sources: readonly Source[],
  request: ShapeRequest,
): readonly ShapeChange[] {
  if (!isReshaping(request.codemod)) return [];
  const found = sources.flatMap((source) => {
    const ignored = ignoredBy(source.text);
    return findExits(source)
      .filter(({ node }) => !ignored(node.getStart()))
      .map((leaf) => ({ source, leaf }));
  });
  if (found.length === 0) return [];
  const carried = checker.carried(found.map(({ leaf }) => spanOf(leaf.node)));
  const candidates = found.flatMap(({ source, leaf }, index) =>
    request.subjects.flatMap((subject, transition) => {
      const own = carried[index]!.filter((each) => isSent(each, leaf, transition));
      // Rows of SQL keep the keys that the SQL gives.
      return own.length > 0 && !isRawRow(leaf.node, request.links)
        ? [{ source, leaf, transition, subject, own }]
        : [];
    }),
  );
  const real = withoutOwnKeys(checker, provenExits(checker, candidates), sources);
  const beside = checker.ask(
    real.map(({ leaf, own, subject }) => ({
      node: spanOf(leaf.node),
      from: 'type',
      path: [...own[0]!.path.slice(0, -1), subject.target],
    })),
  );
  return real.map(({ source, leaf, transition, subject, own }, index): ShapeChange => {
    const change = changeOf(request.codemod, beside[index]!.kind !== 'missing');
    const base = {
      source,
      offset: leaf.node.getStart(),
      length: leaf.node.getText().length,
      transition,
      kind: leaf.exit.kind,
      paths: own.map(({ path }) => path.filter((step) => step !== '()').join('.')),
      edits: [],
    };
    if (!request.keepShape) return { ...base, reason: change };
    if (subject.convertsValues) return { ...base, reason: 'shape-of-other-values' };
    if (!request.mayEdit(source.path)) return { ...base, reason: 'shape-outside-paths' };
    const edits = keepShape(leaf, own, subject);
    return edits ? { ...base, reason: 'shape-kept', edits } : { ...base, reason: 'shape-not-kept' };
  });
}

function changeOf(codemod: CodemodName, hasBoth: boolean): ReasonCode {
  if (codemod === 'contract') return 'shape-loses-key';
  return codemod === 'switch-reads' && hasBoth ? 'shape-loses-key-later' : 'shape-renames-key';
}

/** A whole record, not the value of the field itself, and not a key that is written anew after the spread. */
function isSent({ path, brands }: Carried, { place, overridden }: Leaf, transition: number): boolean {
  const isSource = brands
    .map(parseBrand)
    .some((brand) => brand.role === 'result' && brand.transition === transition);
  const names = path.filter((step) => step !== '()');
  return isSource && names.length > 0 && !(place === 'spread' && overridden.includes(names[0]!));
}

interface Candidate {
  readonly leaf: Leaf;
  readonly own: readonly Carried[];
}

/** Without members that the application declares itself, in a literal or a type: their keys stay what they are. */
function withoutOwnKeys<C extends Candidate>(
  checker: Checker,
  candidates: readonly C[],
  sources: readonly Source[],
): readonly C[] {
  const members = candidates.flatMap(({ leaf, own }) =>
    own.map(({ path }): Member => {
      const last = path.findLastIndex((step) => !/^(?:\[\]|\(\))$/.test(step));
      return { node: spanOf(leaf.node), from: 'type', path: path.slice(0, last + 1) };
    }),
  );
  const declared = checker.declarations(members);
  let next = 0;
  return candidates.flatMap((candidate) => {
    // Of a key without a declaration, as in a mapped type, nothing is known.
    const own = candidate.own.filter(() => {
      const places = declared[next++]!;
      return places.length === 0 || !places.every((place) => isOwnKey(place, sources));
    });
    return own.length > 0 ? [{ ...candidate, own }] : [];
  });
}

/**
 * A member of a type of the application's, or of a literal whose value is computed there. The keys of a `select` are
 * declared in literals of the application too, and are those of the model.
 */
function isOwnKey({ file, pos, end }: Declared, sources: readonly Source[]): boolean {
  const tree = sources.find((source) => source.path === file)?.tree;
  let node: ts.Node | undefined = tree && nodeAt(tree, end - 1);
  while (
    node &&
    !(node.pos === pos && node.end === end && (ts.isPropertySignature(node) || ts.isPropertyAssignment(node)))
  )
    node = node.parent;
  if (!node) return false;
  if (!ts.isPropertyAssignment(node)) return true;
  const value = unwrap(node.initializer);
  return ts.isPropertyAccessExpression(value) || ts.isCallExpression(value) || ts.isBinaryExpression(value);
}

/** Packages that keep or carry values outside of the program. */
const CARRIERS =
  /redis|valkey|upstash|keyv|cache|memcached|(?:^|[/-])kv$|bull|queue|pg-boss|agenda|amqp|rabbit|kafka|nats|mqtt|pubsub|pusher|ably|socket|sqs|sns|storage/i;

/** Without those whose receiver is no framework's, or that are handed to code of the user's own. */
function provenExits<C extends { readonly leaf: Leaf }>(
  checker: Checker,
  candidates: readonly C[],
): readonly C[] {
  const answers = checker.ask(
    candidates.map(({ leaf: { exit } }) =>
      exit.foreign
        ? { node: spanOf(exit.foreign.call), from: 'parameter', argument: exit.foreign.argument, path: [] }
        : {
            node: spanOf(exit.proof?.of ?? exit.value),
            from: 'type',
            path: exit.proof ? [exit.proof.member] : [],
          },
    ),
  );
  return candidates.filter(({ leaf: { exit } }, index) => {
    const answer = answers[index]!;
    if (exit.foreign) return answer.from !== undefined && CARRIERS.test(answer.from);
    return !exit.proof || answer.kind !== 'missing';
  });
}

/**
 * The changes without those mappings that another edit cuts into, or that bring a type error: those upon it, else those
 * of its file, else all.
 *
 * @param placed what the codemod edits besides
 * @param errorsWith the errors of the whole rewritten code, with these mappings, that the old code has not
 */
export function keptShapes(
  changes: readonly ShapeChange[],
  placed: readonly PlacedEdits[],
  errorsWith: (changes: readonly ShapeChange[]) => readonly CheckerDiagnostic[],
): readonly ShapeChange[] {
  if (!changes.some(hasMapping)) return changes;
  const isCut = ({ source, edits }: ShapeChange) =>
    placed.some(
      (place) =>
        place.source === source && place.edits.some((edit) => edits.some((own) => overlap(own, edit))),
    );
  let here = changes.map((change) => (isCut(change) ? unmapped(change) : change));
  const before = new Set(errorsWith([]).map(keyOf));
  while (here.some(hasMapping)) {
    const errors = errorsWith(here).filter((error) => !before.has(keyOf(error)));
    const [first] = errors;
    if (!first) break;
    const mapped = here.filter(hasMapping);
    const upon = mapped.filter(({ source, offset, length }) =>
      errors.some(({ file, offset: at }) => file === source.path && offset <= at && at <= offset + length),
    );
    const near = mapped.filter(({ source }) => source.path === first.file);
    const blamed = new Set(upon.length > 0 ? upon : near.length > 0 ? near : mapped);
    here = here.map((change) => (blamed.has(change) ? unmapped(change) : change));
  }
  return here;
}

function hasMapping({ edits }: ShapeChange): boolean {
  return edits.length > 0;
}

function unmapped(change: ShapeChange): ShapeChange {
  return { ...change, edits: [], reason: 'shape-not-kept' };
}

function keyOf({ file, offset, code }: CheckerDiagnostic): string {
  return `${file}:${offset}:${code}`;
}
