import { ts } from '@ts-morph/common';
import type { Role } from '../../src/schema/generated-declaration.js';
import type { Checker } from '../checker/checker.js';
import type { CodemodName } from '../codemod-report.js';
import { nodeAt, type Source, unwrap } from '../source.js';
import { parseBrand, type SearchedName, transitionsOf } from './brand.js';
import { OPERATIONS } from './flow.js';
import { ofTransitions } from './inquiry.js';
import { type SettledVerdict, settled } from './judge.js';
import type { Located } from './located.js';
import { spanOf } from './span.js';

export interface FeedRequest {
  readonly sources: readonly Source[];
  /** All texts whose queries may take such a value. */
  readonly callers: readonly Source[];
  readonly names: readonly SearchedName[];
  readonly of: CodemodName;
}

/**
 * Shapes of the user's own whose values a query takes as they are: the schema of a body, the class of a request. No type
 * says that their keys are the model's, and more keys than a query knows are no error of types, only one at run time.
 *
 *     const body = z.object({ userName: z.string() });
 *     prisma.user.create({ data: body.parse(input) });
 *
 * @param checker with the branded client
 */
export function feedingShapes(
  checker: Checker,
  located: readonly Located[],
  { sources, callers, names, of }: FeedRequest,
): readonly Located[] {
  const isOpen = ({ verdict }: Located) => verdict.kind === 'settled' && OWN.has(verdict.reason);
  if (!located.some(isOpen)) return located;
  const words = [...new Set(names.map(({ name }) => name))];
  const given = callers.flatMap((source) => wholeValues(source.tree));
  const candidates = given.flatMap((each) => words.map((name) => ({ ...each, name })));
  const expected = checker.ask(
    candidates.map(({ value, name }) => ({ node: spanOf(value), from: 'contextual', path: [name] })),
  );
  const clients = checker.ask(
    candidates.map(({ client }) => ({ node: spanOf(client), from: 'type', path: [] })),
  );
  const taken = candidates.flatMap(({ value, name }, index) => {
    const own = new Set(transitionsOf(names, name));
    const brands = ofTransitions(expected[index]!, own).brands.map(parseBrand);
    const transitions = brands.flatMap(({ role, transition }) => (concerns(of, role) ? [transition] : []));
    const isUntyped = clients[index]!.kind === 'any';
    if (!isUntyped && transitions.length === 0) return [];
    const verdict = isUntyped
      ? settled('needs-you', 'untyped-client')
      : { ...settled('needs-you', 'feeds-query'), transitions: [...new Set(transitions)] };
    const node = spanOf(value);
    // A list is taken where one record is.
    return [[name], ['[]', name]].map((path) => ({ node, from: 'type' as const, path, verdict }));
  });
  if (taken.length === 0) return located;
  const members = new Map<string, SettledVerdict>();
  for (const [index, declared] of checker.declarations(taken).entries()) {
    for (const { file, pos, end } of declared) {
      const key = `${file}:${pos}:${end}`;
      members.set(key, joined(members.get(key), taken[index]!.verdict));
    }
  }
  const byPath = new Map(sources.map((source) => [source.path, source]));
  return located.map((place) => {
    if (!isOpen(place)) return place;
    const source = byPath.get(place.path)!;
    const member = nodeAt(source.tree, place.offset)?.parent;
    const verdict = member && members.get(`${source.path}:${member.pos}:${member.end}`);
    return verdict ? { ...place, verdict } : place;
  });
}

/** What two queries say of the member of one shape: an untyped client may be about any transition. */
function joined(one: SettledVerdict | undefined, other: SettledVerdict): SettledVerdict {
  if (!one?.transitions) return one ?? other;
  if (!other.transitions) return other;
  return { ...other, transitions: [...new Set([...one.transitions, ...other.transitions])] };
}

/** Whether a codemod is about what a query takes there. */
function concerns(codemod: CodemodName, role: Role): boolean {
  if (role === 'result') return false;
  if (codemod === 'switch-reads') return role !== 'write';
  return role === 'write' || codemod === 'contract' || codemod === 'rename-field';
}

/** What a member of a shape of the user's own is, by itself. */
const OWN: ReadonlySet<string> = new Set(['own-shape', 'own-declaration', 'other-member']);

/** The values in the arguments of queries that are not written out there, and what those are called on. */
function wholeValues(
  tree: ts.SourceFile,
): readonly { readonly value: ts.Expression; readonly client: ts.Expression }[] {
  const found: { value: ts.Expression; client: ts.Expression }[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      OPERATIONS.test(node.expression.name.text)
    ) {
      const client = node.expression.expression;
      for (const argument of node.arguments.filter(isWritten))
        found.push(...wholeIn(argument).map((value) => ({ value, client })));
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function wholeIn(value: ts.Expression): readonly ts.Expression[] {
  const inner = unwrap(value);
  if (ts.isObjectLiteralExpression(inner)) {
    return inner.properties.flatMap((property) => {
      if (ts.isPropertyAssignment(property)) return wholeIn(property.initializer);
      if (ts.isShorthandPropertyAssignment(property)) return [property.name];
      return ts.isSpreadAssignment(property) ? wholeIn(property.expression) : [];
    });
  }
  if (ts.isArrayLiteralExpression(inner)) return inner.elements.flatMap(wholeIn);
  if (ts.isConditionalExpression(inner)) return [...wholeIn(inner.whenTrue), ...wholeIn(inner.whenFalse)];
  const isWhole =
    ts.isIdentifier(inner) ||
    ts.isCallExpression(inner) ||
    ts.isAwaitExpression(inner) ||
    ts.isPropertyAccessExpression(inner) ||
    ts.isElementAccessExpression(inner);
  return isWhole ? [inner] : [];
}

function isWritten(argument: ts.Expression): boolean {
  return ts.isObjectLiteralExpression(unwrap(argument));
}
