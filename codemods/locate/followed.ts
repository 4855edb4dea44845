import { ts } from '@ts-morph/common';
import type { Checker } from '../checker/checker.js';
import { assigned, isTarget } from '../dataflow/moves.js';
import type { Mode, State } from '../dataflow/state.js';
import { type Reached, trace } from '../dataflow/trace.js';
import { nodeAt } from '../source.js';
import type { Links } from './flow.js';
import { field, settled, type Verdict } from './judge.js';
import type { Located, Wanted } from './located.js';
import type { Shape } from './site-kind.js';

/**
 * What the types leave open, by where it really goes: `const where: Record<string, unknown> = { userName: 'a' }` is nobody's
 * by its type, and a filter of a query all the same. A key that gets to arguments of queries alone is theirs; one that gets
 * to something else as well is left to a person, and so is a text that becomes the name of a field on its way.
 *
 * @param checker with the branded client
 */
export function byDataFlow(
  checker: Checker,
  located: readonly Located[],
  { sources, links }: Pick<Wanted, 'sources' | 'links'>,
): Located[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const candidates = located.flatMap((place) => {
    const token = nodeAt(byPath.get(place.path)!.tree, place.offset);
    if (!token || !OPEN.has(place.verdict.reason)) return [];
    return startsAt(token, place.name, links).map((start) => ({
      place,
      start: { ...start, name: place.name },
    }));
  });
  if (candidates.length === 0) return [...located];
  const reached = trace(
    checker,
    candidates.map(({ start }) => start),
    links,
  );
  const byPlace = new Map<Located, { mode: Mode; all: Reached[] }>();
  candidates.forEach(({ place, start: { mode } }, index) => {
    const known = byPlace.get(place)?.all ?? [];
    byPlace.set(place, { mode, all: [...known, reached[index]!] });
  });
  return located.map((place) => {
    const found = byPlace.get(place);
    return found ? { ...place, verdict: judgeReached(place.verdict, found.mode, joined(found.all)) } : place;
  });
}

/** What is said of a name by its types alone, where its way says more. */
const OPEN: ReadonlySet<string> = new Set(['own-shape', 'other-member', 'untyped-parameter', 'mixed-flows']);

/** What to follow of a place: a key, a member that is assigned, a text. */
function startsAt(token: ts.Node, name: string, links: Links): readonly State[] {
  const owner = ts.isComputedPropertyName(token.parent) ? token.parent.parent : token.parent;
  const isProperty =
    ts.isPropertyAssignment(owner) ||
    ts.isShorthandPropertyAssignment(owner) ||
    ts.isMethodDeclaration(owner);
  if (isProperty && (owner.name === token || owner.name === token.parent)) {
    const literal = owner.parent;
    return ts.isObjectLiteralExpression(literal) ? [{ node: literal, path: [name], mode: 'key' }] : [];
  }
  const isMember =
    (ts.isPropertyAccessExpression(owner) && owner.name === token) ||
    (ts.isElementAccessExpression(owner) && owner.argumentExpression === token);
  if (isMember && isTarget(owner)) {
    return assigned(owner.expression, { node: owner, path: [name], mode: 'key' }, links);
  }
  const isText = !isMember && ts.isStringLiteralLike(token) && token.text === name;
  return isText && !ts.isLiteralTypeNode(token.parent) ? [{ node: token, path: [], mode: 'text' }] : [];
}

function joined(all: readonly Reached[]): Reached {
  return {
    brands: [...new Set(all.flatMap(({ brands }) => brands))],
    ends: new Set(all.flatMap(({ ends }) => [...ends])),
  };
}

function judgeReached(verdict: Verdict, mode: Mode, { brands, ends }: Reached): Verdict {
  const shape: Shape | undefined = verdict.kind === 'settled' ? verdict.ifProven : verdict.shape;
  if (brands.length > 0) {
    if (mode === 'text' || ends.has('listed')) return settled('needs-you', 'name-as-key', shape);
    const isAlone = ![...ends].some((each) => each !== 'replaces');
    return isAlone ? field(brands, shape ?? 'name')! : settled('needs-you', 'mixed-flows', shape);
  }
  if (mode === 'key' && ends.has('replaces')) return settled('needs-you', 'replaces-field', shape);
  return ends.has('untyped-client') ? settled('needs-you', 'untyped-client', shape) : verdict;
}
